"""JSON documents to readable lines: JSON Feed, JSON-LD, answers of APIs."""

from __future__ import annotations

import json
from typing import Any

from factcheck.text.guard import storable
from sources.reading.dates import iso_date
from sources.reading.feed import Entry, feed_reading
from sources.reading.html import fragment_text
from sources.reading.jsonld import names_of, text_of
from sources.reading.language import page_language
from sources.reading.model import MAX_TEXT, Reading

_MOST_VALUES = 100_000
# Last what an API says instead of an answer.
_TITLES = ("headline", "title", "name", "subject", "error", "message", "detail")
_PUBLISHED = ("datePublished", "published", "published_at", "date_published", "publishedAt", "date")
_MODIFIED = ("dateModified", "updated", "updated_at", "date_modified", "modified", "updatedAt")


def read_json(text: str, *, charset: str | None, replacements: int) -> Reading | None:
    """Read a JSON document, one value a line; None when it is not well-formed."""
    try:
        data = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version"))[:100]:
        return _json_feed(data, charset, replacements)
    lines = _lines(data)
    whole = "\n".join(lines)
    head: dict[str, Any] = next(
        (each for each in (data if isinstance(data, list) else [data]) if isinstance(each, dict)),
        {},
    )
    spoken = text_of(head.get("inLanguage") or head.get("language")) or ""
    title = next((words for name in _TITLES if (words := text_of(head.get(name)))), "")
    return Reading(
        text=whole[:MAX_TEXT],
        kind="json",
        charset=charset,
        title=title,
        headline=title,
        article_title=title,
        author=", ".join(names_of(head.get("author"), []))[:500],
        publisher=next(iter(names_of(head.get("publisher"), [])), ""),
        language=page_language(spoken, whole),
        published=_date(head, _PUBLISHED),
        modified=_date(head, _MODIFIED),
        prose=whole[:MAX_TEXT],
        replacements=replacements,
        truncated=len(whole) > MAX_TEXT,
    )


def _date(head: dict[str, Any], names: tuple[str, ...]) -> str | None:
    dates = (iso_date(text_of(head.get(name), 64)) for name in names)
    return next((value for value in dates if value), None)


def _lines(data: Any) -> list[str]:
    """Return every value in order, words as they are, numbers after their name."""
    found: list[str] = []
    pending: list[tuple[str, Any]] = [("", data)]
    size = 0
    while pending and len(found) < _MOST_VALUES and size <= MAX_TEXT:
        name, value = pending.pop()
        if isinstance(value, dict):
            pending.extend((str(key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            pending.extend((name, each) for each in reversed(value))
        elif value is not None and value != "":
            words = fragment_text(value) if isinstance(value, str) else f"{name}: {value}"
            found.append(storable(words))
            size += len(words) + 1
    return found


def _json_feed(data: dict[str, Any], charset: str | None, replacements: int) -> Reading:
    def entry(item: dict[str, Any]) -> Entry:
        authors = names_of(item.get("authors") or item.get("author"), [])
        words = _words(item, "content_html", "content_text", "summary", "description")
        return Entry(
            {
                "title": text_of(item.get("title")) or "",
                "description": words,
                "link": text_of(item.get("home_page_url") or item.get("url")) or "",
                "published": text_of(item.get("date_published"), 64) or "",
                "updated": text_of(item.get("date_modified"), 64) or "",
                "language": text_of(item.get("language"), 40) or "",
                "author": ", ".join(authors),
            }
        )

    items = data.get("items")
    entries = (
        [entry(item) for item in items[:1000] if isinstance(item, dict)]
        if isinstance(items, list)
        else []
    )
    return feed_reading(entry(data), entries, charset=charset, replacements=replacements)


def _words(item: dict[str, Any], *names: str) -> str:
    return next((item[name] for name in names if isinstance(item.get(name), str)), "")
