"""What a page says about itself: title, author, publisher, dates, address, language, access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sources.reading.dates import datelines, iso_date
from sources.reading.declared import Declarations
from sources.reading.jsonld import (
    declared_headline,
    free_of,
    json_ld_objects,
    main_object,
    text_of,
)
from sources.reading.naming import author_of, headline_of, publisher_of, title_of

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished"),
    *("og:published_time", "citation_publication_date", "citation_date", "citation_online_date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dcterms.date"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publication_date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "originalpublicationdate", "date"),
)
_MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time"),
    *("dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "article:modified"),
)
_NEAR = 12  # lines beside the headline in which datelines and bylines are looked for
_NEAR_TOP = 30  # where no headline is found


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Claims of the page about itself; hints, never proof. Dates are ISO 8601."""

    canonical_url: str | None = None
    headline: str = ""
    #: Of the article's JSON-LD, where it is clear which object is this article.
    declared_headline: str = ""
    article_title: str = ""
    author: str = ""
    publisher: str = ""
    published: str | None = None
    modified: str | None = None
    declared_language: str = ""
    accessible_for_free: bool | None = None


def page_facts(
    found: Declarations, *, url: str, language: str | None, lines: Sequence[str]
) -> PageFacts:
    """Weigh what the page of `url` declares; `lines` are its visible blocks.

    JSON-LD of this article goes before meta elements, these before what is shown.
    """
    canonical = _canonical(found, url)
    objects = json_ld_objects(found.scripts)
    own = {address.split("#", 1)[0].rstrip("/") for address in (url, canonical or "") if address}
    article = main_object(objects, addresses=own, titles=[found.title, *found.headings])
    headline = headline_of(found, article) or text_of(article.get("headline")) or ""
    publisher = publisher_of(found, article, objects)
    near = _near(lines, headline)
    published, modified = _dates(found, article, near)
    free = free_of(article)
    tier = (found.meta("article:content_tier", "content_tier") or "").lower()
    if free is None and tier in ("locked", "metered"):
        free = False
    return PageFacts(
        canonical_url=canonical,
        headline=headline[:1000],
        declared_headline=declared_headline(objects, addresses=own)[:1000],
        article_title=title_of(found, article, headline, publisher)[:1000],
        author=author_of(found, article, objects, near),
        publisher=publisher[:200],
        published=published,
        modified=modified,
        declared_language=language or _language(found, article, canonical),
        accessible_for_free=free,
    )


def _canonical(found: Declarations, url: str) -> str | None:
    for rel, href, _ in found.links:
        if "canonical" in rel.split() and (address := found.resolved(href, url)):
            return address
    return found.resolved(found.meta("og:url") or "", url)


def _language(found: Declarations, article: dict[str, Any], canonical: str | None) -> str:
    declared = found.meta("content-language", "og:locale", "dc.language", "language", "inlanguage")
    if declared:
        return declared
    spoken = text_of(article.get("inLanguage"), 40)
    if spoken:
        return spoken
    own = [lang for rel, href, lang in found.links if lang and canonical and href == canonical]
    return own[0] if own and own[0] != "x-default" else ""


def _near(lines: Sequence[str], headline: str) -> list[str]:
    """Return the lines that stand around the headline, where bylines and datelines are."""
    at = next(
        (number for number, line in enumerate(islice(lines, 400)) if headline and headline in line),
        None,
    )
    if at is None:
        return list(lines[:_NEAR_TOP])
    # Behind the headline first: above it stands the date of today.
    return [*lines[at + 1 : at + 1 + _NEAR], *lines[max(0, at - 2) : at]]


def _dates(
    found: Declarations, article: dict[str, Any], near: Sequence[str]
) -> tuple[str | None, str | None]:
    published = _fullest(
        iso_date(text_of(article.get("datePublished"), 64)),
        *(iso_date(found.meta(name)) for name in _PUBLISHED),
        iso_date(found.item("datepublished")),
    )
    modified = _fullest(
        iso_date(text_of(article.get("dateModified"), 64)),
        *(iso_date(found.meta(name)) for name in _MODIFIED),
        iso_date(found.item("datemodified")),
    )
    if published and modified:
        return published, modified
    shown, updated = datelines(near)
    stamped = next((iso_date(stamp) for stamp, certain in found.times if certain), None)
    if stamped == (modified or updated):
        stamped = None
    return published or _fullest(shown, stamped) or stamped, modified or updated


def _fullest(*dates: str | None) -> str | None:
    """Return the first date, or a later one of the same day that tells the time as well."""
    known = [each for each in dates if each]
    if not known:
        return None
    if len(known[0]) > 10:
        return known[0]
    return next((each for each in known if each.startswith(known[0] + "T")), known[0])
