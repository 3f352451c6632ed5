"""``manage.py extract_claims``: candidate claims of one article, without the database."""

from __future__ import annotations

import json
import sys
import unicodedata
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.worth import shipped_model
from claims.intake import MAX_DOCUMENT_BYTES, ArticleText, read_article
from factcheck.errors import FactcheckError

_QUOTE_COLUMNS = 72


class Command(BaseCommand):
    """Print every sentence of an article as a candidate claim, as JSON or as a table."""

    help = "Extract candidate claims from an article (a file, or - for standard input)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the options."""
        parser.add_argument("file", metavar="FILE", help="text, HTML or Markdown file, or -")
        parser.add_argument("--published", metavar="DATE", help="publication date, YYYY-MM-DD")
        parser.add_argument("--language", metavar="xx", help="ISO 639-1 code; guessed if absent")
        parser.add_argument("--format", choices=["json", "table"], default="json")
        parser.add_argument(
            "--rules-only", action="store_true", help="score without the trained model"
        )
        parser.add_argument(
            "--text-out", metavar="FILE", help="write the decoded text the spans count in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, extract, print. Every refusal is a CommandError with a sentence."""
        published = _published(options["published"])
        article = _read(options["file"])
        if options["text_out"]:
            _write_text(options["text_out"], article.text)
        found = extract_claims(
            article.text,
            language=options["language"] or article.language,
            published_on=published,
            model=None if options["rules_only"] else shipped_model(),
        )
        if options["format"] == "table":
            self.stdout.write(_table(found))
            return
        rows = [candidate.as_dict() for candidate in found]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))


def _published(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise CommandError(
            _("“%(value)s” is no date: write --published as YYYY-MM-DD.") % {"value": value}
        ) from error


def _read(name: str) -> ArticleText:
    try:
        # One byte more than allowed is enough to know; a huge file is never read whole.
        if name == "-":
            body = sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise CommandError(
            _("%(name)s cannot be read: %(reason)s.")
            % {"name": name, "reason": error.strerror or error}
        ) from error
    if len(body) > MAX_DOCUMENT_BYTES:
        raise CommandError(
            _("%(name)s is larger than %(limit)s bytes. Send the article alone, or split it.")
            % {"name": name, "limit": f"{MAX_DOCUMENT_BYTES:,}"}
        )
    try:
        return read_article(body, filename=None if name == "-" else name)
    except FactcheckError as error:
        raise CommandError(f"{name}: {error}") from error


def _write_text(name: str, text: str) -> None:
    try:
        # newline="" keeps line ends as they are: spans count them.
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise CommandError(
            _("%(name)s cannot be written: %(reason)s.")
            % {"name": name, "reason": error.strerror or error}
        ) from error


def _table(found: list[ClaimCandidate]) -> str:
    """Columns by display width, so that East Asian characters line up."""
    kinds = max([len(candidate.kind) for candidate in found], default=4)
    lines = [f"{'score':>5}  {'start':>7}  {'end':>7}  {'kind':<{kinds}}  quote"]
    for candidate in sorted(found, key=lambda one: (-one.score, one.start)):
        quote = _clip(" ".join(candidate.quote.split()), _QUOTE_COLUMNS)
        lines.append(
            f"{candidate.score:5.2f}  {candidate.start:>7}  {candidate.end:>7}  "
            f"{candidate.kind:<{kinds}}  {quote}  {', '.join(candidate.reasons)}"
        )
    return "\n".join(lines)


def _clip(text: str, columns: int) -> str:
    """Cut or pad to exactly ``columns`` display columns; controls are shown as U+FFFD."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in text[: columns * 2])
    width = _columns(shown)
    if width > columns:
        while width > columns - 1:
            width -= _columns(shown[-1])
            shown = shown[:-1]
        shown, width = shown + "…", width + 1
    return shown + " " * (columns - width)


def _columns(text: str) -> int:
    """Display columns: wide and full-width characters take two, combining marks none."""
    return sum(
        2 if unicodedata.east_asian_width(mark) in "WF" else not unicodedata.combining(mark)
        for mark in text
    )
