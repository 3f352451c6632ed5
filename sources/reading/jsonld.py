"""JSON-LD of a page: the one object that describes its article, and plain values out of it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable
from typing import Any

from factcheck.text.guard import storable

_MAX_JSON_LD = 500_000
_MAX_OBJECTS = 400
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_PLAIN = ("@type", "headline", "datePublished", "dateModified", "isAccessibleForFree")
_SITES = re.compile("Organization|WebSite|Corporation|Newspaper")
_NEVER = re.compile("ItemList|Breadcrumb|ListItem|ImageObject|VideoObject|Comment|Person|SiteNav")


def json_ld_objects(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """Return the objects of all scripts, of lists, of @graph and of mainEntity, in order."""
    found: list[dict[str, Any]] = []
    for written in scripts:
        if len(written) > _MAX_JSON_LD:
            continue
        try:
            data = json.loads(_WRAPPING.sub("", written), strict=False)
        except (ValueError, RecursionError):
            data = _salvaged(written)
        pending = deque(data[:_MAX_OBJECTS] if isinstance(data, list) else [data])
        while pending and len(found) < _MAX_OBJECTS:
            item = pending.popleft()
            if isinstance(item, dict):
                found.append(item)
                for inner in (item.get("@graph"), item.get("mainEntity")):
                    pending.extend(inner[:200] if isinstance(inner, list) else [inner])
    return found


def _salvaged(written: str) -> dict[str, str]:
    """Broken by a stray comma or quote: the plain members can still be read."""
    return {
        name: found.group(1)
        for name in _PLAIN
        if (found := re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}"?([^"\n,}}]+)', written))
    }


def main_object(
    objects: list[dict[str, Any]], *, addresses: set[str], titles: Iterable[str]
) -> dict[str, Any]:
    """Return the object that describes the page itself, {} where none does.

    Articles go before pages; of several, the one of this address or this title, else the first.
    """
    articles = _articles(objects)
    others = [
        item
        for item in objects
        if not _NEVER.search(kind_of(item)) and not _SITES.search(kind_of(item))
    ]
    named = " ".join(titles)
    here = _at(articles, addresses)
    if here is not None:
        return here
    for item in articles:
        headline = text_of(item.get("headline"))
        if headline and headline in named:
            return item
    return (articles or others or [{}])[0]


def declared_headline(objects: list[dict[str, Any]], *, addresses: set[str]) -> str:
    """Return the headline of the article of this address, or of the only one; "" where unclear.

    Of several articles without addresses any may be a related one that changes by itself.
    """
    articles = _articles(objects)
    here = _at(articles, addresses) or (articles[0] if len(articles) == 1 else {})
    return text_of(here.get("headline")) or ""


def _articles(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in objects if re.search("Article|BlogPosting|Report", kind_of(item))]


def _at(articles: list[dict[str, Any]], addresses: set[str]) -> dict[str, Any] | None:
    for item in articles:
        if addresses & {_address(item.get(name)) for name in ("url", "mainEntityOfPage", "@id")}:
            return item
    return None


def kind_of(item: dict[str, Any]) -> str:
    """Return the types of an object in one string."""
    return str(item.get("@type"))[:200]


def text_of(value: Any, limit: int = 500) -> str | None:
    """Return a plain value as one line; the first of a list."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return " ".join(storable(value).split())[:limit] or None


def truth_of(value: Any) -> bool | None:
    """Return a truth value however it is written: false, "False", schema.org/False."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower().rsplit("/", 1)[-1])
    return None


def free_of(item: dict[str, Any]) -> bool | None:
    """Return isAccessibleForFree of an article; a part that is not free speaks for the whole."""
    parts = item.get("hasPart")
    for part in parts[:50] if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and truth_of(part.get("isAccessibleForFree")) is False:
            return False
    return truth_of(item.get("isAccessibleForFree"))


def names_of(value: Any, objects: list[dict[str, Any]]) -> list[str]:
    """Return the names of people or organisations, references into the graph resolved."""
    found: list[str] = []
    for each in value[:20] if isinstance(value, list) else [value]:
        name = each
        if isinstance(each, dict):
            name = each.get("name")
            if name is None and each.get("@id"):
                same = (item for item in objects if item.get("@id") == each["@id"])
                name = next((item["name"] for item in same if item.get("name")), None)
        line = text_of(name, 200)
        if line and line not in found:
            found.append(line)
    return found


def site_name(objects: list[dict[str, Any]]) -> str:
    """Return the name of the organisation or web site the page describes as its own."""
    for item in objects:
        name = text_of(item.get("name"), 200)
        if name and _SITES.search(kind_of(item)):
            return name
    return ""


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.split("#", 1)[0].rstrip("/") if isinstance(value, str) else " "
