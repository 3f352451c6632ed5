"""Recompute the daily roots of observations and name the days that differ."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sources.services.proof_checking import RootReport, verify_roots

_SHOWN = 20


class Command(BaseCommand):
    """Exit status 1 on any finding."""

    help = "Verify observations against their daily Merkle roots and the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which days, and for whom the answer is."""
        parser.add_argument("days", nargs="*", help="YYYY-MM-DD; all days when left out.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts, then each differing day."""
        try:
            days = [date.fromisoformat(day) for day in options["days"]]
        except ValueError as error:
            raise CommandError(_("Write the day as YYYY-MM-DD.")) from error
        report = verify_roots(days=days or None)
        if options["format"] == "json":
            self.stdout.write(json.dumps(_values(report)))
        else:
            self._tell(report)
        if report.problems:
            sys.exit(1)

    def _tell(self, report: RootReport) -> None:
        self.stdout.write(
            _("Days: %(days)d, observations: %(count)d, of these pruned: %(pruned)d")
            % {"days": report.days, "count": report.observations, "pruned": report.pruned}
        )
        for problem in report.problems:
            which = ", ".join(map(str, problem.observations[:_SHOWN]))
            line = f"{problem.day} {problem.code}: {problem.message}"
            self.stderr.write(f"{line} ({which})" if which else line)


def _values(report: RootReport) -> dict[str, Any]:
    return {
        "days": report.days,
        "observations": report.observations,
        "pruned": report.pruned,
        "problems": [
            {
                "day": problem.day.isoformat(),
                "code": problem.code,
                "message": problem.message,
                "observations": list(problem.observations),
            }
            for problem in report.problems
        ],
    }
