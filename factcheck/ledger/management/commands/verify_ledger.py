"""Prove the ledger whole, or name what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck.errors import InvalidInput
from factcheck.ledger.checkpoints import append_checkpoint, read_checkpoints
from factcheck.ledger.verification import Problem, verify_ledger


class Command(BaseCommand):
    """Verify every seal and entry, and the heads kept in a checkpoint file."""

    help = "Verify the ledger; exit status 1 names each problem."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files, often the same one."""
        parser.add_argument("--checkpoint", type=Path, help="Compare with the heads in this file.")
        parser.add_argument(
            "--write-checkpoint", type=Path, help="Append the present head when all is well."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts, then each problem; a damaged ledger never becomes a checkpoint."""
        try:
            heads = read_checkpoints(options["checkpoint"]) if options["checkpoint"] else []
        except InvalidInput as error:
            raise CommandError(str(error), returncode=2) from error
        report = verify_ledger(heads)
        self.stdout.write(
            _("Sealed: %(sealed)d, waiting: %(unsealed)d, head: %(position)d %(hash)s")
            % {
                "sealed": report.sealed,
                "unsealed": report.unsealed,
                "position": report.head.position,
                "hash": report.head.hash,
            }
        )
        for problem in report.problems:
            self.stderr.write(_line(problem))
        if not report.whole:
            sys.exit(1)
        if options["write_checkpoint"]:
            append_checkpoint(options["write_checkpoint"], report.head)


def _line(problem: Problem) -> str:
    place = f" {problem.position}" if problem.position is not None else ""
    entry = f" ({problem.entry_id})" if problem.entry_id else ""
    return f"{problem.code}{place}{entry}: {problem.message}"
