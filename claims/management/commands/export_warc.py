"""Write what was seen as a WARC file that other tools read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from claims.models import Article, Claim
from claims.services.proof import export_article, export_claim
from factcheck.errors import FactcheckError
from sources.models import Source
from sources.services.proof_export import export_sources


class Command(BaseCommand):
    """Export one source, or all evidence of one claim or article."""

    help = "Write captured pages as WARC 1.1 (gzip): of one source, or of all evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to export, and where to."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--source", type=UUID, metavar="ID")
        what.add_argument("--claim", type=UUID, metavar="ID")
        what.add_argument("--article", type=UUID, metavar="ID")
        parser.add_argument("--output", required=True, help="FILE.warc.gz, or - for standard out.")
        parser.add_argument(
            "--no-looks", action="store_true", help="Only captures, no looks without new bytes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write a new file; an existing one is never touched, a broken one never left behind."""
        try:
            pieces = _pieces(options)
            if options["output"] == "-":
                for piece in pieces:
                    sys.stdout.buffer.write(piece)
                return
            size = _write(Path(options["output"]), pieces)
        except (FactcheckError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Written: %(file)s, %(size)d bytes") % {"file": options["output"], "size": size}
        )


def _pieces(options: dict[str, Any]) -> Iterator[bytes]:
    looks = not options["no_looks"]
    if options["source"]:
        row = _row(Source, options["source"])
        return export_sources(source_ids=[row.pk], subject=f"Source {row.url or row}", looks=looks)
    if options["claim"]:
        return export_claim(claim=_row(Claim, options["claim"]), looks=looks)
    return export_article(article=_row(Article, options["article"]), looks=looks)


def _row(model: Any, pk: UUID) -> Any:
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise CommandError(
            _("There is no %(what)s %(id)s.") % {"what": model._meta.verbose_name, "id": pk}
        )
    return row


def _write(path: Path, pieces: Iterator[bytes]) -> int:
    size = 0
    with path.open("xb") as file:
        try:
            for piece in pieces:
                size += file.write(piece)
        except BaseException:
            path.unlink()
            raise
    return size
