"""``manage.py ingest``: an article from a file, an address or standard input onto the desk."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.intake import MAX_DOCUMENT_BYTES, ArticleText, read_article
from claims.models import Article
from claims.models.article import Extraction
from claims.services.articles import add_article
from claims.services.extracting import extract_article
from factcheck.errors import FactcheckError
from factcheck.net.urls import canonical_url
from factcheck.text.columns import align_columns, fit
from sources.fetching import FetchRequest, fetch_batch
from sources.services.checking import fetch_config

_QUOTE_CELLS = 76
#: Reading robots.txt first takes its own time.
_ROBOTS_SECONDS = 20.0


class Command(BaseCommand):
    """Store an article and its first revision, extract its claims, say where to review them."""

    help = "Ingest an article (file, web address, or - for standard input). Twice adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the origin and what is known about the article."""
        parser.add_argument("origin", metavar="FILE|URL|-")
        parser.add_argument("--published", metavar="DATE", help="publication date, YYYY-MM-DD")
        parser.add_argument("--author", default="", help="byline as printed")
        parser.add_argument("--language", default="", metavar="xx", help="guessed if absent")
        parser.add_argument("--title", default="", help="taken from the text if absent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, store, extract, print. Every refusal is a CommandError with a sentence."""
        origin: str = options["origin"]
        published = _published(options["published"])
        try:
            content = _read(origin)
            article, created = add_article(
                content=content,
                title=options["title"],
                byline=options["author"],
                url=origin if _is_address(origin) else "",
                language=options["language"],
                published_on=published,
            )
            extract_article(article_id=article.pk)
        except FactcheckError as error:
            raise CommandError(f"{origin}: {error}") from error
        article.refresh_from_db()
        if not created:
            self.stdout.write(_("This text is already on the desk; nothing was added."))
        self.stdout.write(f"{article.title}  ({article.language or '?'})")
        self._print_claims(article)
        self.stdout.write(_("Review: %(url)s") % {"url": _review_url(article)})
        if article.extraction == Extraction.FAILED:
            raise CommandError(_("Extraction failed: %(why)s") % {"why": article.extraction_error})

    def _print_claims(self, article: Article) -> None:
        rows = [
            (f"{claim.start}-{claim.end}", f"{claim.score:.2f}", fit(claim.quote, _QUOTE_CELLS))
            for claim in article.claims.filter(parent__isnull=True).order_by("start")
        ]
        header = (_("position"), _("score"), _("quote"))
        for line in align_columns([header, *rows], right=(0, 1)):
            self.stdout.write(line)
        self.stdout.write(_("%(count)d claims") % {"count": len(rows)})


def _published(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise CommandError(
            _("“%(value)s” is no date: write --published as YYYY-MM-DD.") % {"value": value}
        ) from error


def _is_address(origin: str) -> bool:
    return origin.lower().startswith(("http://", "https://"))


def _read(origin: str) -> ArticleText:
    if _is_address(origin):
        return _fetched(origin)
    try:
        # One byte more than allowed is enough to know; a huge file is never read whole.
        if origin == "-":
            body = sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
        else:
            with Path(origin).open("rb") as file:
                body = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise CommandError(
            _("%(name)s cannot be read: %(reason)s.")
            % {"name": origin, "reason": error.strerror or error}
        ) from error
    if len(body) > MAX_DOCUMENT_BYTES:
        raise CommandError(
            _("%(name)s is larger than %(limit)s bytes. Send the article alone, or split it.")
            % {"name": origin, "limit": f"{MAX_DOCUMENT_BYTES:,}"}
        )
    return read_article(body, filename=None if origin == "-" else origin)


def _fetched(address: str) -> ArticleText:
    """Read the page through the same guard as every source."""
    config = fetch_config()
    page = canonical_url(address, allow=config.allow)
    request = FetchRequest(
        key="article", url=page.url, host_key=page.host_key, robots_policy=settings.FETCH_ROBOTS
    )
    deadline = time.monotonic() + settings.FETCH_TOTAL_SECONDS + _ROBOTS_SECONDS
    (fetched,) = fetch_batch([request], config=config, deadline=deadline).fetched
    if fetched.error is not None:
        raise CommandError(
            _("%(name)s cannot be read: %(reason)s.")
            % {"name": address, "reason": fetched.error.detail or fetched.error.code}
        )
    if fetched.status is None or not 200 <= fetched.status < 300:
        raise CommandError(
            _("%(name)s answers with status %(status)s.")
            % {"name": address, "status": fetched.status}
        )
    return read_article(fetched.body, content_type=fetched.headers.get("content-type"))


def _review_url(article: Article) -> str:
    path = reverse("admin:claims_article_change", args=[article.pk])
    return f"{settings.PUBLIC_BASE_URL}{path}"
