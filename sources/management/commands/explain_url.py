"""``manage.py explain_url``: what the desk would do with addresses, without fetching anything."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.errors import FactcheckError
from sources.services.explaining import UrlExplanation, explain_url

#: Bytes of one line of standard input; what is longer is refused like any overlong address.
_LONGEST_LINE = 100_000
# Legal in JSON, but line ends to many readers of lines.
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


class Command(BaseCommand):
    """Print one JSON object per address, one a line."""

    help = "Explain addresses: canonical form, allowed or why not, robots.txt, next look."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the addresses and the options."""
        parser.add_argument(
            "urls", metavar="URL", nargs="+", help="address, or - for lines of stdin"
        )
        parser.add_argument(
            "--resolve", action="store_true", help="look names up and tell their addresses"
        )
        parser.add_argument("--format", choices=["json", "text"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Explain each address in turn; a refused one is an answer, not an error."""
        try:
            for url in _addresses(options["urls"]):
                found = explain_url(url, with_addresses=options["resolve"])
                line = _json(found) if options["format"] == "json" else _text(found)
                self.stdout.write(_printable(line))
        except FactcheckError as error:
            raise CommandError(str(error)) from error


def _addresses(named: Iterable[str]) -> Iterator[str]:
    for name in named:
        if name == "-":
            yield from _lines()
        else:
            yield name


def _lines() -> Iterator[str]:
    first = True
    while line := sys.stdin.buffer.readline(_LONGEST_LINE):
        cut = line
        while len(cut) == _LONGEST_LINE and not cut.endswith(b"\n"):
            cut = sys.stdin.buffer.readline(_LONGEST_LINE)
        text = line.decode("utf-8-sig" if first else "utf-8", "surrogateescape")
        first = False
        text = text.removesuffix("\n").removesuffix("\r")
        if text.strip():
            yield text


def _json(found: UrlExplanation) -> str:
    row = asdict(found)
    row["next_look"] = found.next_look.isoformat() if found.next_look else None
    if found.addresses is None:
        del row["addresses"], row["forbidden_addresses"]
    line = json.dumps(row, ensure_ascii=False)
    return _LINE_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _text(found: UrlExplanation) -> str:
    mark = "+" if found.allowed else "-"
    next_look = found.next_look.isoformat(timespec="minutes") if found.next_look else "–"
    shown = "".join(char if char.isprintable() else "\ufffd" for char in found.url[:200])
    more = "" if found.addresses is None else f"  {', '.join(found.addresses) or '–'}"
    return (
        f"{mark} {found.canonical or shown}\n"
        f"  {found.reason}: {found.message}\n"
        f"  robots.txt: {found.robots}  {next_look}{more}"
    )


def _printable(line: str) -> str:
    """Bytes that are no UTF-8 arrive as lone surrogates; JSON spells those as escapes."""
    return line.encode("utf-8", "backslashreplace").decode()
