"""Print a day's Merkle root, and the proof that one observation is in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck.errors import FactcheckError
from sources.services.proof_checking import describe_root


class Command(BaseCommand):
    """One JSON object, to be kept elsewhere."""

    help = "Print the Merkle root of a day's observations as JSON; --prove ID adds a proof."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, and an observation to prove."""
        parser.add_argument("day", help="YYYY-MM-DD, in UTC.")
        parser.add_argument("--prove", type=int, metavar="ID", help="Id of an observation.")
        parser.add_argument("--output", type=Path, help="A new file; standard out otherwise.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or say why not."""
        try:
            day = date.fromisoformat(options["day"])
        except ValueError as error:
            raise CommandError(_("Write the day as YYYY-MM-DD.")) from error
        try:
            told = describe_root(day=day, prove=options["prove"])
            text = json.dumps(told, ensure_ascii=False, indent=2)
            if options["output"]:
                with options["output"].open("x", encoding="utf-8") as file:
                    file.write(text + "\n")
            else:
                self.stdout.write(text)
        except (FactcheckError, OSError) as error:
            raise CommandError(str(error)) from error
