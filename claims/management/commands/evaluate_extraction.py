"""``manage.py evaluate_extraction``: every figure of extraction and matching, one row each."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.evaluation import MEASURES, Inputs, Row, evaluate

_COLUMNS = ("measure", "data", "split", "model", "n", "value", "target", "met", "note")


class Command(BaseCommand):
    """Measure on labelled data; a set that is not there is a row that says so."""

    help = "Measure extraction and matching on labelled data (docs/extraction.md)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder, the format and the choice of measures."""
        parser.add_argument(
            "--data",
            metavar="FOLDER",
            help="folder of public sets (default: ../shared/data beside the project, if there)",
        )
        parser.add_argument("--format", choices=["json", "table"], default="table")
        parser.add_argument("--only", nargs="+", choices=sorted(MEASURES), default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; nothing is stored."""
        began = time.monotonic()
        rows = evaluate(_inputs(options["data"]), only=options["only"])
        seconds = round(time.monotonic() - began, 1)
        if options["format"] == "json":
            report = {"rows": [row.as_dict() for row in rows], "seconds": seconds}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        self.stdout.write(_table(rows))
        missed = sum(row.met is False for row in rows)
        self.stdout.write(
            _("%(rows)d figures in %(seconds)s s; %(missed)d below their target.")
            % {"rows": len(rows), "seconds": seconds, "missed": missed}
        )


def _inputs(given: str | None) -> Inputs:
    base = Path(settings.BASE_DIR)
    if given is not None and not Path(given).is_dir():
        raise CommandError(_("%(folder)s is no folder.") % {"folder": given})
    beside = base.parent / "shared" / "data"
    data = Path(given) if given is not None else (beside if beside.is_dir() else None)
    gold = base / "tests" / "gold"
    return Inputs(data=data, gold=gold if gold.is_dir() else None)


def _table(rows: list[Row]) -> str:
    cells = [_COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(_COLUMNS) - 1)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]
        )
        for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    sign = {"at_least": "≥ ", "above": "> ", "at_most": "≤ "}[row.sense]
    met = {True: "yes", False: "NO", None: "–"}[row.met]
    return (
        row.measure,
        row.data,
        row.split,
        row.model,
        str(row.n),
        "–" if row.value is None else f"{row.value:.3f}",
        "–" if row.target is None else f"{sign}{row.target:g}",
        met,
        row.note,
    )
