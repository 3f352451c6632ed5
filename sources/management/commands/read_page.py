"""``manage.py read_page``: what a stored page says, as the watch would read it. Writes nothing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factcheck.text.charset import standard_name
from sources.comparing.corrections import correction_labels
from sources.comparing.responses import classify_response
from sources.management.commands.compare_pages import check_address
from sources.reading import Reading, read_main_text, read_safely
from sources.reading.errors import ReadingFailed

#: Larger than anything the fetcher accepts.
MAX_BYTES = 32_000_000


class Command(BaseCommand):
    """Print title, text, dates and state of one file as a JSON object or for people."""

    help = "Reads a page from a file (or - for standard input) and prints what it says."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the options."""
        parser.add_argument("file", metavar="FILE", help="HTML, PDF, feed, JSON or text, or -")
        parser.add_argument("--url", default="", help="the address the page came from")
        parser.add_argument("--content-type", help="the Content-Type it was sent with")
        parser.add_argument("--format", choices=["json", "text"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print. A file that cannot be read is a CommandError with a sentence."""
        check_address(options["url"])
        body = read_file(options["file"])
        page = describe(body, url=options["url"], content_type=options["content_type"])
        if page["kind"] == "other" and page["reason"] == "no_text":
            raise CommandError(
                _("%(name)s is neither text nor HTML nor PDF.") % {"name": options["file"]}
            )
        if options["format"] == "json":
            self.stdout.write(json.dumps(page, ensure_ascii=False, indent=1))
            return
        for name, value in page.items():
            if name not in ("text", "main_text") and value not in (None, "", []):
                shown = ", ".join(map(str, value)) if isinstance(value, list) else value
                self.stdout.write(f"{name}: {shown}")
        self.stdout.write("\n" + (page["main_text"] or page["text"]))


def describe(body: bytes, *, url: str, content_type: str | None) -> dict[str, Any]:
    """Return what the body says; `state` as if a server had sent it with status 200."""
    reading, main, reason = None, "", ""
    try:
        reading = read_safely(body, content_type=content_type, url=url)
        main = read_main_text(body, content_type=content_type, url=url)
    except ReadingFailed as error:
        reason = error.code
    found = classify_response(
        status=200, headers={}, reading=reading, requested_url=url, final_url=url
    )
    page = reading or Reading(text="", kind="other")
    return {
        "title": page.article_title or page.title or None,
        "text": page.text,
        "language": page.language,
        "charset": standard_name(page.charset) if page.charset else None,
        "published": page.published,
        "modified": page.modified,
        "author": page.author or None,
        "publisher": page.publisher or None,
        "canonical": page.canonical_url,
        "state": found.state.value,
        "reason": reason or found.reason,
        "kind": page.kind,
        "main_text": main,
        "headline": page.headline or None,
        "document_title": page.title or None,
        "paywall": None if page.accessible_for_free is None else not page.accessible_for_free,
        "labels": list(correction_labels(page.text)),
        "markers": sorted(page.markers),
        "pages": list(page.pages),
        "truncated": page.truncated,
    }


def read_file(name: str) -> bytes:
    """Return the bytes of a file or of standard input; CommandError when there are none."""
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
    if not body:
        raise CommandError(_("%(name)s is empty.") % {"name": name})
    if len(body) > MAX_BYTES:
        raise CommandError(
            _("%(name)s is larger than %(limit)d MB.")
            % {"name": name, "limit": MAX_BYTES // 1_000_000}
        )
    return body
