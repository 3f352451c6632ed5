"""``manage.py remove_snapshot``: takedown of one version; a tombstone stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck.errors import FactcheckError
from sources.models import Snapshot
from sources.services.removing import remove_snapshot


class Command(BaseCommand):
    """Remove the bytes and text of a snapshot; digest, times and references stay."""

    help = "Removes the content of one snapshot for good; who and why are recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        """The snapshot, the person who answers for it and the reason."""
        parser.add_argument("snapshot", type=UUID)
        parser.add_argument("--actor", required=True, help="User name of who answers for it.")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove or say why not."""
        snapshot = Snapshot.objects.filter(pk=options["snapshot"]).first()
        if snapshot is None:
            raise CommandError(_("No snapshot has this id."))
        users = get_user_model()
        actor = users.objects.filter(**{users.USERNAME_FIELD: options["actor"]}).first()
        if actor is None:
            raise CommandError(_("No person has this user name."))
        try:
            remove_snapshot(snapshot=snapshot, actor=actor, reason=options["reason"])
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Removed: %(snapshot)s") % {"snapshot": snapshot.pk})
