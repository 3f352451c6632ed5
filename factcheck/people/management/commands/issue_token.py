"""Issue an API token from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from factcheck import roles
from factcheck.errors import FactcheckError
from factcheck.people.models import User
from factcheck.people.services import create_person, issue_token


class Command(BaseCommand):
    """The secret alone goes to standard output, once; all else to standard error."""

    help = "Issue an API token for a user; prints the secret once."

    def add_arguments(self, parser: CommandParser) -> None:
        """For whom, what for, how long."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="What the token is used for.")
        parser.add_argument("--days", type=int, help="Days until it expires (default TOKEN_DAYS).")
        parser.add_argument(
            "--create-service", action="store_true", help="Make the service if it does not exist."
        )
        parser.add_argument(
            "--role",
            default=roles.SERVICE,
            choices=[roles.SERVICE],
            help="Role of the service that --create-service makes.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue, or say why not; a service is never left behind without its token."""
        try:
            with transaction.atomic():
                token, secret = issue_token(
                    user=_user(options), name=options["name"], days=options["days"]
                )
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            _("Token “%(name)s” for %(user)s until %(expiry)s. The secret is shown this once:")
            % {"name": token.name, "user": options["username"], "expiry": token.expiry}
        )
        self.stdout.write(secret)


def _user(options: dict[str, Any]) -> User:
    user = User.objects.filter(username=options["username"]).first()
    if user is not None:
        return user
    if not options["create_service"]:
        raise CommandError(
            _("No one is called “%(name)s”. Add --create-service to make a service of that name.")
            % {"name": options["username"]}
        )
    return create_person(username=options["username"], role=options["role"], is_service=True)
