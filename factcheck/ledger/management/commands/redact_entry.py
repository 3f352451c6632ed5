"""Remove one entry's content: privacy, takedown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck.errors import FactcheckError
from factcheck.ledger.models import Entry
from factcheck.ledger.services import redact_entry


class Command(BaseCommand):
    """Redact a ledger entry to a tombstone; its digest and seal stay."""

    help = "Redact one ledger entry for good; who and why are recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        """The entry, the person who answers for it and the reason."""
        parser.add_argument("entry", type=UUID)
        parser.add_argument("--actor", required=True, help="User name of who answers for it.")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Redact or say why not."""
        entry = Entry.objects.filter(pk=options["entry"]).first()
        if entry is None:
            raise CommandError(_("No entry has this id."))
        users = get_user_model()
        actor = users.objects.filter(**{users.USERNAME_FIELD: options["actor"]}).first()
        if actor is None:
            raise CommandError(_("No person has this user name."))
        try:
            redact_entry(entry=entry, actor=actor, reason=options["reason"])
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Redacted: %(entry)s") % {"entry": entry.pk})
