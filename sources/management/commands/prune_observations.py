"""``manage.py prune_observations``: what the daily task does, here and now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from sources.services.retention import prune_observations


class Command(BaseCommand):
    """Delete observations past their window; evidence and its looks stay."""

    help = "Deletes observations older than OBSERVATION_DAYS that no evidence rests on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another window than the setting's."""
        parser.add_argument("--days", type=int, help="instead of OBSERVATION_DAYS; 0 keeps all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prune to the end and say how many."""
        pruned = prune_observations(days=options["days"], seconds=float("inf"))
        self.stdout.write(_("%(count)d observations deleted.") % {"count": pruned})
