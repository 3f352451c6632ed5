"""Headline, publisher and author of a page out of what it declares and shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sources.reading.declared import Declarations
from sources.reading.jsonld import names_of, site_name, text_of

_SEPARATORS = re.compile(r"\s*[|｜]\s*|\s+[-–—:：»«‹›/／・]\s+|\s*[–—：]\s*(?=\S{1,20}$)")
_NOT_LETTERS = re.compile(r"[\W_]+")
_BY = re.compile(
    r"^(?:story |reported |written |words )?by:?\s+(.{2,100})$"
    r"|^(?:取材・文|文・写真|取材|執筆(?:者)?|文|筆者|著者|記者|ライター|構成|作成者|投稿者)"
    r"\s?[:：/／・=＝|｜]\s?(.{2,60})$",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"^[【（(〔\[]?\s?((?:[一-龥々ヶ]{1,4}[ \u3000]?[一-龥々ヶぁ-んァ-ヴー]{1,6})"
    r"(?:[、・](?:[一-龥々ヶ]{1,4}[ \u3000]?[一-龥々ヶぁ-んァ-ヴー]{1,6})){0,4})"
    r"\s?(?:記者|特派員|編集委員|論説委員|編集長)?\s?[】）)〕\]]?$"
)
_ROLE = re.compile(
    r"(?:\s|^)(?:記者|特派員|編集委員)$|(?<=[一-龥ぁ-んァ-ン])(?:記者|特派員|編集委員|論説委員)$"
)
_TAIL = re.compile(r"\s*(?:[|｜•·]|\b(?:published|updated|for the|@)\b).*$|\s+\d{4}.*$", re.I)
_NO_NAME = re.compile(r"https?:|www\.|@|\d{3}|^\W*$|[。！？]|^(?:admin|author|guest|by)$", re.I)
_GENERIC = re.compile(r"^(?:home|ホーム|トップ|top|news|ニュース|blog|ブログ)$", re.IGNORECASE)
_TITLE_METAS = ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title")
_SITE_METAS = ("og:site_name", "citation_publisher", "dc.publisher", "publisher")
_AUTHOR_METAS = (
    *("author", "article:author", "citation_author", "dc.creator", "dcterms.creator"),
    *("parsely-author", "sailthru.author", "og:article:author", "byl", "cxenseparse:author"),
)


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def headline_of(found: Declarations, article: dict[str, Any]) -> str:
    """Return the headline the page shows: the h1 that its titles confirm, else the first h1."""
    declared = (text_of(article.get("headline")) or "", found.meta(*_TITLE_METAS) or "")
    confirmed = [_key(words) for words in (*declared, found.title) if words]
    parts = [_key(part) for part in _SEPARATORS.split(found.title)]
    site = _key(found.meta(*_SITE_METAS) or "")
    headings = [
        words
        for words in found.headings
        # The name of the site as an h1 stands in every title, behind the headline.
        if len(found.headings) == 1 or not (_key(words) in parts[1:] or _key(words) == site)
    ]
    for words in headings:
        key = _key(words)
        if len(key) > 3 and any(key in each or each in key for each in confirmed if each):
            return words
    return (headings or found.headings or [""])[0]


def title_of(found: Declarations, article: dict[str, Any], headline: str, publisher: str) -> str:
    """Return the title of the article without the name of its site."""
    titled = without_site(found.title, publisher)
    social = without_site(found.meta(*_TITLE_METAS) or "", publisher)
    declared = text_of(article.get("headline")) or text_of(article.get("name")) or ""
    key = _key(headline)
    if key and key != _key(publisher):
        for other in (declared, social, found.title):
            if other and (key in _key(other) or _key(other) in key):
                return headline
    for candidate in (declared, social, titled):
        if candidate and not _GENERIC.match(candidate) and _key(candidate) != _key(publisher):
            return candidate
    return headline or titled


def without_site(title: str, publisher: str) -> str:
    """Return a page title without the site's name at its end or start."""
    parts = [part for part in _SEPARATORS.split(title) if part]
    if len(parts) < 2:
        return title
    site = _key(publisher)
    if site:
        for place in (-1, 0):
            part = _key(parts[place])
            if part and (part == site or (len(part) > 2 and (part in site or site in part))):
                rest = title[: title.rfind(parts[-1])] if place else title[len(parts[0]) :]
                return without_site(rest.strip(" |｜-–—:：»«‹›/／・\u3000"), publisher)
        return title
    return parts[0] if len(parts[0]) >= len(parts[-1]) else title


def publisher_of(
    found: Declarations, article: dict[str, Any], objects: list[dict[str, Any]]
) -> str:
    """Return who publishes the page, "" where it does not say."""
    declared = names_of(article.get("publisher"), objects) if article.get("publisher") else []
    if declared:
        return declared[0]
    named = found.meta(*_SITE_METAS) or site_name(objects) or found.item("publisher")
    if named and not _NO_NAME.search(named):
        return named
    application = found.meta("application-name", "apple-mobile-web-app-title")
    if application:
        return application
    parts = [part for part in re.split(r"\s*[|｜]\s*|\s+[-–—]\s+", found.title) if part]
    headings = {_key(words) for words in found.headings}
    if len(parts) > 1 and _key(parts[0]) in headings and len(parts[-1]) <= 40:
        return parts[-1]
    return ""


def author_of(
    found: Declarations,
    article: dict[str, Any],
    objects: list[dict[str, Any]],
    lines: Sequence[str],
) -> str:
    """Return the authors, parted by “, ”; "" where the page names none."""
    declared = names_of(article.get("author") or article.get("creator"), objects)
    metas = [name for key in _AUTHOR_METAS for name in found.metas.get(key, ())]
    items = [value for name, value in found.items if name in ("author", "creator")]
    for names in (declared, metas, items, found.bylines, [byline(line) for line in lines]):
        clean: list[str] = []
        for written in names:
            name = person(written)
            if name and not any(_key(name) == _key(other) for other in clean):
                clean.append(name)
            if names is found.bylines and clean:
                break
        if clean:
            return ", ".join(clean)[:500]
    return ""


def person(written: str) -> str:
    """Return a name without “By”, role and date; "" for what is no name."""
    words = " ".join(unicodedata.normalize("NFKC", written).split())
    found = _BY.match(words)
    if found is not None:
        words = found.group(1) or found.group(2)
    words = _ROLE.sub("", _TAIL.sub("", words)).strip(" ,、・:/|「」【】()[]")
    if len(words) < 2 or len(words) > 100 or _NO_NAME.search(words):
        return ""
    return words


def byline(line: str) -> str:
    """Return the name in a visible line that names its author, "" for any other line."""
    words = " ".join(unicodedata.normalize("NFKC", line[:150]).split())
    found = _BY.match(words)
    if found is not None:
        name = found.group(1) or found.group(2)
        return name if found.group(2) or name[:1].isupper() else ""
    reporter = _REPORTER.match(words)
    # In brackets alone stand labels too: 【訂正】.
    marked = re.search(r"^[【(〔\[]\S+ \S+[】)〕\]]$|記者|特派員|編集委員|論説委員", words)
    return reporter.group(1) if reporter and marked else ""
