"""Make an account with a role."""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck import roles
from factcheck.errors import FactcheckError
from factcheck.people.models import Language, User
from factcheck.people.services import create_person


class Command(BaseCommand):
    """Make one person; without --password-stdin a password is made up and printed once."""

    help = "Create a person with a role; prints a generated password once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, in which role."""
        parser.add_argument("username")
        parser.add_argument(
            "--role",
            required=True,
            choices=[role for role in roles.ROLE_PERMISSIONS if role != roles.SERVICE],
        )
        parser.add_argument("--email", default="")
        parser.add_argument("--language", default=Language.JAPANESE, choices=Language.values)
        parser.add_argument(
            "--password-stdin", action="store_true", help="Read the password from standard input."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create, or say why not."""
        given = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        password = secrets.token_urlsafe(12) if given is None else given
        try:
            validate_password(password, User(username=options["username"], email=options["email"]))
            create_person(
                username=options["username"],
                password=password,
                role=options["role"],
                language=options["language"],
                email=options["email"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(_("Created: %(name)s") % {"name": options["username"]})
        if given is None:
            self.stdout.write(password)
