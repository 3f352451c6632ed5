"""``manage.py compare_pages``: what became of a page between two stored answers. Writes nothing."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from email.parser import HeaderParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sources.comparing.pairs import ReadPage, compare_pair
from sources.comparing.responses import BeforeFacts, ResponseState, classify_response
from sources.reading import Reading, read_main_text, read_safely
from sources.reading.errors import ReadingFailed

#: Larger than anything the fetcher accepts.
MAX_BYTES: Final = 32_000_000
_NOWHERE: Final = "http://page.invalid/page"
_TYPES: Final = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
}
_TAGS: Final = re.compile(rb"<(?:p|div|article|h1|title|meta|span|section|br)\b[^<>]*>", re.I)


class Command(BaseCommand):
    """Print the state of the second answer, what changed, and one verdict per passage."""

    help = (
        "Compares two stored answers for one page: state, changed, kind, severity, a verdict per"
        " passage and a readable diff. Reads files only; writes nothing."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two files and what is known about the second answer."""
        parser.add_argument("before", metavar="BEFORE", help="HTML, PDF, JSON, feed or text, or -")
        parser.add_argument("after", metavar="AFTER", help="the same page later, or -")
        parser.add_argument("--url", default="", help="the address that was asked for")
        parser.add_argument("--final-url", default="", help="where its redirects ended")
        parser.add_argument("--status", type=int, default=200, help="HTTP status of AFTER (200)")
        parser.add_argument(
            "--headers",
            metavar="FILE",
            help="headers of AFTER: a JSON object or “Name: value” lines",
        )
        parser.add_argument(
            "--passage",
            metavar="TEXT",
            action="append",
            default=[],
            help="a quoted passage; repeat",
        )
        parser.add_argument("--format", choices=["json", "text"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both, compare, print. What cannot be read is a CommandError with a sentence."""
        _check(options)
        headers = read_headers(options["headers"]) if options["headers"] else {}
        body = _bytes(options["before"], may_be_empty=False)
        then = _read(options["before"], body, _type(options["before"], body), options["url"])
        if not then.reading.text.strip():
            raise CommandError(
                _("%(name)s has no text to compare with.") % {"name": options["before"]}
            )
        found = _compare(then, options, headers)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write(_printable(_text(found)))


def _check(options: Mapping[str, Any]) -> None:
    if options["before"] == "-" and options["after"] == "-":
        raise CommandError(_("Only one of the two pages can come from standard input."))
    if not 100 <= options["status"] <= 999:
        raise CommandError(
            _("“%(status)s” is no HTTP status: write three digits, as in 404.")
            % {"status": options["status"]}
        )
    for url in (options["url"], options["final_url"]):
        check_address(url)
    if any(not passage.strip() for passage in options["passage"]):
        raise CommandError(_("A passage is empty. Write the words to look for after --passage."))


def _compare(
    then: ReadPage, options: Mapping[str, Any], headers: Mapping[str, str]
) -> dict[str, Any]:
    url = options["url"] or _NOWHERE
    final = options["final_url"] or url
    now = then
    status = options["status"]
    if status == 304:  # the server says that BEFORE still stands
        status, headers = 200, {}
    else:
        body = _bytes(options["after"], may_be_empty=True)
        declared = headers.get("content-type") or _type(options["after"], body)
        now = _read(options["after"], body, declared, final)
    response = classify_response(
        status=status,
        headers=headers,
        reading=now.reading,
        requested_url=url,
        final_url=final,
        before=BeforeFacts.of(then.reading),
    )
    earlier = classify_response(
        status=200, headers={}, reading=then.reading, requested_url=url, final_url=url
    )
    was_gone = earlier.state is ResponseState.SOFT_GONE
    return compare_pair(then, now, response, options["passage"], was_gone=was_gone)


def check_address(url: str) -> None:
    """Refuse what is no address with a sentence; none at all is fine."""
    try:
        urlsplit(url)
    except ValueError as error:
        raise CommandError(_("“%(url)s” is no web address.") % {"url": url}) from error


def _bytes(name: str, *, may_be_empty: bool) -> bytes:
    try:
        if name == "-":
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(
            _("%(name)s cannot be read: %(reason)s.") % {"name": name, "reason": reason}
        ) from error
    if not body and not may_be_empty:
        raise CommandError(_("There is nothing in %(name)s.") % {"name": name})
    if len(body) > MAX_BYTES:
        raise CommandError(
            _("%(name)s holds more than %(limit)d MB.")
            % {"name": name, "limit": MAX_BYTES // 1_000_000}
        )
    return body


def _type(name: str, body: bytes) -> str | None:
    """Guess a content type from the name, else from tags in the first bytes."""
    suffix = Path(name).suffix.lower() if name != "-" else ""
    if suffix in _TYPES and not (suffix == ".txt" and body[:5] == b"%PDF-"):
        return _TYPES[suffix]
    if body[:64].lstrip()[:5] == b"<?xml":
        return None
    return "text/html" if _TAGS.search(body[:4096]) is not None else None


def _read(name: str, body: bytes, content_type: str | None, url: str) -> ReadPage:
    if not body:
        return ReadPage(Reading(text="", kind="html"), "")
    try:
        reading = read_safely(body, content_type=content_type, url=url)
        main = read_main_text(body, content_type=content_type, url=url)
    except ReadingFailed as error:
        raise CommandError(f"{name}: {error}") from error
    return ReadPage(reading, main)


def read_headers(name: str) -> dict[str, str]:
    """Return headers with lower-case names from a JSON object or from “Name: value” lines."""
    written = _bytes(name, may_be_empty=True).decode("utf-8-sig", errors="replace")
    if written.lstrip().startswith(("{", "[")):
        return _from_json(name, written)
    lines = written.strip().splitlines()
    if lines and re.match(r"HTTP/\d", lines[0]):
        lines = lines[1:]
    for number, line in enumerate(lines, 1):
        if line.strip() and not line[:1].isspace() and not re.match(r"[!-9;-~]+:", line):
            raise CommandError(
                _("%(name)s, line %(number)d is no header: write “Name: value”, or a JSON object.")
                % {"name": name, "number": number}
            )
    parsed = HeaderParser().parsestr("\n".join(lines) + "\n\n")
    return {key.lower(): " ".join(str(value).split()) for key, value in parsed.items()}


def _from_json(name: str, written: str) -> dict[str, str]:
    refusal = CommandError(
        _("%(name)s is no JSON object of header names and values.") % {"name": name}
    )
    try:
        data = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise refusal from error
    if not isinstance(data, dict):
        raise refusal
    headers = {}
    for key, value in data.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(part, str | int | float) for part in values):
            raise refusal
        headers[key.lower()] = ", ".join(map(str, values))
    return headers


def _text(found: Mapping[str, Any]) -> str:
    changed = {True: "yes", False: "no", None: "cannot tell"}[found["changed"]]
    lines = [
        f"state:    {found['state']} ({found['state_reason']})",
        f"changed:  {changed}",
        f"kind:     {found['kind'] or '-'}",
        f"severity: {found['severity']}",
    ]
    for passage in found["passages"]:
        lines.append(f"passage:  {passage['verdict']} ({passage['reason']}) {passage['text']}")
        lines += [f"  {_token(token)}" for token in passage["tokens"]]
    for segment in found["diff"]:
        if segment.get("skipped"):
            lines.append(f"  … {segment['skipped']} unchanged …")
        if segment["op"] == "equal":
            lines.append(f"  {segment['after']}")
            continue
        lines += [f"- {segment['before']}"] if segment["before"] else []
        lines += [f"+ {segment['after']}"] if segment["after"] else []
        lines += [f"    {_token(token)}" for token in segment.get("tokens", [])]
    return "\n".join(lines)


def _token(token: Mapping[str, str]) -> str:
    return f"{token['kind']}: {token['before'] or '∅'} → {token['after'] or '∅'}"


def _printable(text: str) -> str:
    """Controls of a foreign page may not steer the terminal."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
