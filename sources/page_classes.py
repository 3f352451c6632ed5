"""What kind of page an address is, as far as revisiting goes, and how old it is. Pure.

A guess from address, content type and title; a person may correct it.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class PageClass(StrEnum):
    """How a page tends to change."""

    NEWS = "news"
    LIVE = "live"
    STATISTICS = "statistics"
    REFERENCE = "reference"
    SOCIAL = "social"
    DOCUMENT = "document"
    INDEX = "index"
    OTHER = "other"


_DOCUMENT_TYPES: Final = ("application/pdf", "application/msword", "application/vnd.")
_DOCUMENT_PATH: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv)$", re.I)
_LIVE_PATH: Final = re.compile(r"(?:^|[/_-])(?:live|live-?blog|liveticker|sokuho)(?:[/_-]|$)", re.I)
_LIVE_TITLE: Final = re.compile(
    r"\blive (?:updates|blog)\b|ライブ更新|【ライブ】|【随時更新】", re.I
)
_SOCIAL: Final = [
    "twitter.com",
    "x.com",
    "facebook.com",
    "instagram.com",
    "threads.net",
    "threads.com",
    "tiktok.com",
    "youtube.com",
    "youtu.be",
    "reddit.com",
    "bsky.app",
    "note.com",
    "ameblo.jp",
    "linkedin.com",
    "t.me",
    "mixi.jp",
    "weibo.com",
]
_REFERENCE: Final = [
    "wikipedia.org",
    "wikidata.org",
    "wiktionary.org",
    "britannica.com",
    "kotobank.jp",
    "weblio.jp",
    "wikimedia.org",
    "merriam-webster.com",
]
_STATISTICS: Final = [
    "go.jp",
    "lg.jp",
    "gov",
    "gov.uk",
    "gc.ca",
    "gov.au",
    "govt.nz",
    "europa.eu",
    "bund.de",
    "gouv.fr",
    "admin.ch",
    "un.org",
    "who.int",
    "imf.org",
    "worldbank.org",
    "oecd.org",
    "ourworldindata.org",
    "e-stat.go.jp",
]
_GOVERNMENT_LABEL: Final = re.compile(r"(?:^|\.)(?:gov|go|gob|gouv|govt)\.[a-z]{2}$")
_INDEX_PATH: Final = re.compile(
    r"^/?(?:(?:index|default|home|top)\.\w{2,5}|[a-z]{2}(?:-[a-z]{2})?/?)?$", re.I
)
_ARTICLE_PATH: Final = re.compile(
    r"/(?:news|articles?|story|stories|politics|world|business|sports?|opinion|kiji)/", re.I
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATED: Final = (
    re.compile(
        r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))"
    ),
)
_LONG_NAME: Final = re.compile(r"/[^/]*(?:-[^/]*){4,}/?$|/[^/]*\d{6,}[^/]*$")


def infer_class(url: str, *, content_type: str = "", title: str = "") -> PageClass:
    """Return the class of a page by its address and, once it was read, its type and title."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path
    if content_type.lower().startswith(_DOCUMENT_TYPES) or _DOCUMENT_PATH.search(path):
        return PageClass.DOCUMENT
    if _LIVE_PATH.search(path) or _LIVE_TITLE.search(title):
        return PageClass.LIVE
    if _under(host, _REFERENCE):
        return PageClass.REFERENCE
    if _under(host, _SOCIAL):
        return PageClass.SOCIAL
    if _INDEX_PATH.match(path) and not parts.query:
        return PageClass.INDEX
    if _under(host, _STATISTICS) or _GOVERNMENT_LABEL.search(host):
        return PageClass.STATISTICS
    if date_in_url(url) or _ARTICLE_PATH.search(path) or _LONG_NAME.search(path):
        return PageClass.NEWS
    return PageClass.OTHER


def date_in_url(url: str) -> date | None:
    """Return the day of publication an address such as ``/2024/03/26/`` names, if any."""
    if not _YEAR.search(url):
        return None
    for pattern in _DATED:
        for found in pattern.finditer(urlsplit(url).path):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None


def _under(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
