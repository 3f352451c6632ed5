"""Make the groups equal to the table of roles."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from factcheck.people.roles import sync_roles


class Command(BaseCommand):
    """What `migrate` does at its end, by hand."""

    help = "Give every role exactly its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync and name rights that no app defines."""
        for right in sorted(sync_roles()):
            self.stderr.write(_("No app defines %(right)s.") % {"right": right})
        self.stdout.write(_("Roles are in place."))
