"""``manage.py train_names FILE``: fit the tagger of Japanese names that ships."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.extraction.naming.data import dictionary_lists, held_back, read_labelled
from claims.extraction.naming.fitting import fit_names
from claims.extraction.naming.model import SHIPPED, pack, unpack
from claims.extraction.naming.scoring import score_names

#: Features whose weights all stay below this are left out; chosen for size, see DATA.md.
LEAST = 0.2


class Command(BaseCommand):
    """Fit on nine tenths, measure on the tenth held back, write the file."""

    help = (
        "Fit the tagger of Japanese names on labelled sentences (claims/extraction/naming/DATA.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="ner.json or ner.json.gz")
        parser.add_argument("--output", type=Path, default=SHIPPED)
        parser.add_argument("--dry-run", action="store_true", help="measure, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fit, measure, write, and print what the code must know of the new file."""
        try:
            rows = read_labelled(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        lists = dictionary_lists()
        if lists is None:
            self.stderr.write("janome is not installed: fitting without word lists")
        fitted = fit_names(
            [row for row in rows if not held_back(row[0])], lists, say=self.stdout.write
        )
        data = pack(fitted, lists, least=LEAST)
        result = score_names(unpack(data), [row for row in rows if held_back(row[0])])
        self.stdout.write(str(result))
        if not options["dry_run"]:
            options["output"].write_bytes(data)
        self.stdout.write(f"{len(data)} bytes, SHIPPED_SHA256 = {hashlib.sha256(data).hexdigest()}")
