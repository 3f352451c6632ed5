"""What a page declares in its markup, gathered in one pass: meta, link, time, microdata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from factcheck.text.guard import storable

_EVERYTHING = (
    'meta, link[rel], base[href], title, h1, time, script[type="application/ld+json"], '
    '[itemprop], [rel~="author"], [class*="byline" i], [class*="author" i], '
    'input[type="password" i]'
)
_MOST_NODES = 4000
_MOST_BELOW = 200
_RUBY = frozenset(["rt", "rp", "script", "style", "template"])
_BESIDE = re.compile(r"comment|related|avatar|bio\b|profile|card|follow|list", re.IGNORECASE)


@dataclass(slots=True)
class Declarations:
    """Raw declarations; `metas` maps lower-case names to their contents, in order.

    `items` are microdata (name, value); `times` (datetime, in an article, said to be the
    publication); `bylines` the words of elements that say they name an author.
    """

    metas: dict[str, list[str]] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, bool]] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    title: str = ""
    base: str = ""
    password: bool = False

    def meta(self, *names: str) -> str | None:
        """Return the first content given under one of the names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content
        return None

    def item(self, name: str) -> str | None:
        """Return the first microdata value of that name."""
        return next((value for key, value in self.items if key == name and value), None)

    def resolved(self, href: str, url: str) -> str | None:
        """Return `href` as an absolute http address, or None."""
        if not href.strip():
            return None
        try:
            address = storable(urljoin(urljoin(url, self.base), href.strip()))
            parts = urlsplit(address)
            good = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            return None
        return address[:2000] if good else None


def declarations(tree: LexborHTMLParser) -> Declarations:
    """Gather what the page declares about itself."""
    found = Declarations()
    for node in tree.css(_EVERYTHING)[:_MOST_NODES]:
        tag = node.tag
        if tag == "script":
            if len(found.scripts) < 20:
                found.scripts.append(node.text())
        elif tag == "h1":
            if len(found.headings) < 8 and (words := seen_words(node)):
                found.headings.append(words[:1000])
        elif tag == "title":
            found.title = found.title or line_of(node)[:1000]
        elif tag == "input":
            found.password = True
        else:
            _note(found, node, tag or "", node.attributes)
    return found


def _note(
    found: Declarations, node: LexborNode, tag: str, attributes: dict[str, str | None]
) -> None:
    if tag == "meta":
        content = _short(attributes.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            for name in (attributes.get(key) or "").lower().split()[:3]:
                found.metas.setdefault(name, []).append(content)
        return
    if tag == "link":
        rel, href = (attributes.get("rel") or "").lower(), attributes.get("href") or ""
        found.links.append((rel, href, (attributes.get("hreflang") or "").lower()))
        return
    if tag == "base":
        found.base = found.base or (attributes.get("href") or "")
        return
    stamp = _short(attributes.get("datetime"))
    prop = (attributes.get("itemprop") or "").lower()
    if tag == "time" and stamp:
        said = "pubdate" in attributes or "publi" in (attributes.get("class") or "").lower()
        found.times.append((stamp, said or _inside(node, ("article", "main"))))
    if prop and len(found.items) < 200:
        value = stamp or _short(attributes.get("content")) or seen_words(node)[:300]
        found.items.extend((name, value) for name in prop.split()[:3])
    elif tag != "time" and len(found.bylines) < 20 and not _is_beside(node):
        words = seen_words(node)
        if 0 < len(words) <= 120:
            found.bylines.append(words)


def seen_words(node: LexborNode) -> str:
    """Return the words of a node as one line, readings of ruby left out.

    Only the first nodes below it count: elements of one name may lie inside each other.
    """
    parts = [
        part.text(deep=False) or ""
        for part in islice(node.traverse(include_text=True), _MOST_BELOW)
        if part.tag == "-text" and (part.parent is None or part.parent.tag not in _RUBY)
    ]
    return " ".join(storable("".join(parts)).split())


def line_of(node: LexborNode | None) -> str:
    """Return all words of a node as one line."""
    return "" if node is None else " ".join(storable(node.text()).split())


def _short(value: str | None) -> str:
    return " ".join(storable((value or "")[:2000]).split())[:500]


def _inside(node: LexborNode, tags: tuple[str, ...]) -> bool:
    parent = node.parent
    for _ in range(30):
        if parent is None:
            return False
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _is_beside(node: LexborNode) -> bool:
    """Tell the author of a comment or of another story from that of this one."""
    current: LexborNode | None = node
    for _ in range(12):
        if current is None or current.tag in ("body", "article", "main"):
            return False
        attributes = current.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]
        if current.tag in ("aside", "nav", "footer", "li") or _BESIDE.search(names):
            return True
        current = current.parent
    return False
