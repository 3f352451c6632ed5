"""What a page says about itself: canonical address, dates, headline, access (JSON-LD, meta)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from factcheck.text.guard import storable

_MAX_JSON_LD = 500_000
_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[name="pubdate"]',
    'meta[name="date"]',
    'meta[itemprop="datePublished"]',
)
_MODIFIED = (
    'meta[property="article:modified_time"]',
    'meta[property="og:updated_time"]',
    'meta[itemprop="dateModified"]',
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Claims of the page about itself; hints, never proof."""

    canonical_url: str | None = None
    headline: str = ""
    published: str | None = None
    modified: str | None = None
    accessible_for_free: bool | None = None


def page_facts(tree: LexborHTMLParser, url: str) -> PageFacts:
    """Collect what the page of `url` says about itself; malformed JSON-LD is passed over."""
    headline, published, modified = "", None, None
    free: bool | None = None
    for item in _json_ld(tree):
        headline = headline or _text(item.get("headline")) or ""
        published = published or _text(item.get("datePublished"), 64)
        modified = modified or _text(item.get("dateModified"), 64)
        free = _truth(item.get("isAccessibleForFree")) if free is None else free
    return PageFacts(
        canonical_url=_canonical(tree, url),
        headline=headline,
        published=published or _meta(tree, _PUBLISHED) or _time(tree),
        modified=modified or _meta(tree, _MODIFIED),
        accessible_for_free=free,
    )


def _json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        written = node.text()
        if len(written) > _MAX_JSON_LD:
            continue
        try:
            data = json.loads(_WRAPPING.sub("", written), strict=False)
        except (ValueError, RecursionError):
            # Broken by a stray comma or quote: the plain members can still be read.
            data = {
                name: found.group(1)
                for name in ("headline", "datePublished", "dateModified", "isAccessibleForFree")
                if (found := re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}"?([^"\n,}}]+)', written))
            }
        yield from _objects(data)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the top-level objects, those of lists and of @graph; articles first."""
    pending = data if isinstance(data, list) else [data]
    found: list[dict[str, Any]] = []
    for item in pending[:200]:
        if not isinstance(item, dict):
            continue
        found.append(item)
        graph = item.get("@graph")
        if isinstance(graph, list):
            found.extend(part for part in graph[:200] if isinstance(part, dict))
    yield from sorted(found, key=lambda item: "Article" not in str(item.get("@type"))[:200])


def _text(value: Any, limit: int = 500) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    return " ".join(storable(value).split())[:limit] or None


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower().rsplit("/", 1)[-1])
    return None


def _meta(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        node = tree.css_first(selector)
        value = _text(node.attributes.get("content"), 64) if node is not None else None
        if value:
            return value
    return None


def _time(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("article time[datetime], main time[datetime], time[pubdate]")
    return _text(node.attributes.get("datetime"), 64) if node is not None else None


def _canonical(tree: LexborHTMLParser, url: str) -> str | None:
    node = tree.css_first('link[rel~="canonical"]')
    href = (node.attributes.get("href") or "").strip() if node is not None else ""
    if not href:
        return None
    base = tree.css_first("base[href]")
    try:
        origin = urljoin(url, base.attributes.get("href") or "") if base is not None else url
        address = storable(urljoin(origin, href))
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return address[:2000]
