"""Seal what waits, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from factcheck.ledger.services import seal_entries


class Command(BaseCommand):
    """Give every committed ledger entry its place in the chain."""

    help = "Seal every waiting ledger entry; prints how many."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal in batches until nothing waits."""
        total = 0
        while sealed := seal_entries():
            total += sealed
        self.stdout.write(_("Sealed: %(count)d") % {"count": total})
