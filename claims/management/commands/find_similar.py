"""``manage.py find_similar``: earlier claims like a sentence, and what sets them apart."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.matching import ClaimIndex, KnownClaim, find_candidates

_MOST_CHARACTERS: Final = 5000
_MOST_LIMIT: Final = 500


class Command(BaseCommand):
    """Print earlier claims like TEXT, best first, as JSON or as a table."""

    help = "Find earlier claims that say the same as a sentence, in Japanese or English."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sentence and where to look."""
        parser.add_argument("text", metavar="TEXT", help="the sentence, or - for standard input")
        parser.add_argument(
            "--claims",
            metavar="FILE.jsonl",
            help="look here instead of on the desk: id, text, title",
        )
        parser.add_argument("--limit", type=int, default=10, metavar="N")
        parser.add_argument("--format", choices=["json", "table"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, look up, print. Every refusal is a CommandError with a sentence."""
        text = _sentence(options["text"])
        limit = options["limit"]
        if not 1 <= limit <= _MOST_LIMIT:
            raise CommandError(
                _("--limit takes a number from 1 to %(most)d.") % {"most": _MOST_LIMIT}
            )
        if options["claims"]:
            index = ClaimIndex(read_claims(options["claims"]))
            rows = [one.as_dict() for one in find_candidates(index, text, limit=limit)]
        else:
            # Imported here: with --claims no database is needed.
            from claims.services.similar import find_on_desk

            rows = find_on_desk(text, limit=limit)
        if options["format"] == "table":
            self.stdout.write(_table(rows))
        else:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))


def read_claims(name: str) -> list[KnownClaim]:
    """Return the claims of a JSON Lines file; a bad line is named by its number."""
    try:
        with Path(name).open("rb") as file:
            return list(_claims(name, file))
    except OSError as error:
        raise CommandError(
            _("%(name)s cannot be read: %(reason)s.")
            % {"name": name, "reason": error.strerror or error}
        ) from error


def _claims(name: str, lines: Iterator[bytes] | Any) -> Iterator[KnownClaim]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            raise _bad_line(name, number, _("it is no JSON object")) from None
        if not isinstance(row, dict):
            raise _bad_line(name, number, _("it is no JSON object"))
        text, title = row.get("text") or row.get("claim"), row.get("title") or ""
        if "id" not in row or not isinstance(row["id"], str | int):
            raise _bad_line(name, number, _("“id” is missing"))
        if not isinstance(text, str) or not text.strip() or not isinstance(title, str):
            raise _bad_line(name, number, _("“text” is missing"))
        yield KnownClaim(str(row["id"]), text, title)


def _bad_line(name: str, number: int, reason: str) -> CommandError:
    return CommandError(
        _('%(name)s, line %(number)d: %(reason)s. Write {"id": …, "text": …} on each line.')
        % {"name": name, "number": number, "reason": reason}
    )


def _sentence(given: str) -> str:
    text = given
    if given == "-":
        try:
            text = sys.stdin.buffer.read(_MOST_CHARACTERS * 4 + 1).decode("utf-8")
        except UnicodeDecodeError as error:
            raise CommandError(_("Standard input is no UTF-8 text.")) from error
    if not text.strip():
        raise CommandError(_("The sentence is empty."))
    if len(text) > _MOST_CHARACTERS:
        raise CommandError(
            _("The sentence is longer than %(most)d characters.") % {"most": _MOST_CHARACTERS}
        )
    return text.strip()


def _table(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        text = " ".join(row["text"].split())
        lines.append(f"{row['score']:.2f}  {row['relation']:<17}  {row['id']}  {_shown(text)}")
        for one in row["differences"]:
            ours, theirs = _shown(one["ours"]) or "–", _shown(one["theirs"]) or "–"
            lines.append(f"{'':25}{one['field']}: {ours} | {theirs}")
    return "\n".join(lines)


def _shown(text: str) -> str:
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text)
