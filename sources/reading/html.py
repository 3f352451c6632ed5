"""HTML to the whole visible text and its prose, in one walk over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from factcheck.text.guard import storable
from sources.reading.declared import Declarations, declarations
from sources.reading.facts import page_facts
from sources.reading.language import page_language
from sources.reading.model import MAX_TEXT, Reading
from sources.reading.walls import challenge_markers, is_shell, wall_markers

UNSEEN = frozenset(
    """head script style template noscript rt rp iframe object canvas audio video datalist svg
    -comment !doctype""".split()  # noqa: SIM905 - a list of tags reads better as words
)
BLOCKS = frozenset(
    """address article aside blockquote body caption dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol option optgroup p pre search section select summary table tbody td tfoot th thead tr
    ul""".split()  # noqa: SIM905
)
_ASIDES = frozenset(["nav", "aside", "footer", "form", "select", "menu", "button", "dialog"])
_SIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promo\w*|pr|ranking|related|recommend\w*|widget"
    r"|sidebar|banner|comments?|share|social|sns|breadcrumbs?|pagination|pager|newsletter|cookie"
    r"|popular|trending|counter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLANKS = re.compile(" {2,}")
_BREAKS = re.compile(r" ?\n[ \n]*")
_BLOCK, _LINK, _PRE, _SIDE = 1, 2, 4, 8
_SENTENCE_END = re.compile(r"[。．！？!?]|\.(?:\s|$|[\"”’)])")
_LEAST_PROSE = 40  # a Latin character counts one, a wide one two
_MOST_FRAGMENT_TAGS = 2000


@dataclass(slots=True)
class _Walk:
    """Text gathered so far: finished lines, the line being written, and how much is links."""

    lines: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    link_depth: int = 0
    side_depth: int = 0
    pre_depth: int = 0

    def add(self, text: str) -> None:
        # The expression is slow, and most texts are one word or one space.
        if not self.pre_depth and not text.isalnum():
            text = _SPACES.sub(" ", text) if text.strip(" \t\n\r\f") else " "
        self.pieces.append(text)
        self.size += len(text)
        if self.link_depth:
            self.linked += len(text.strip())

    def end_line(self) -> None:
        if not self.pieces:
            return
        line = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        if not self.pre_depth:
            if "  " in line:
                line = _BLANKS.sub(" ", line)
            if "\n" in line:
                line = _BREAKS.sub("\n", line)
        line = line.strip(" \n")
        if line:
            self.lines.append(line)
            if not self.side_depth and _is_prose(line, self.linked):
                self.prose.append(line)
        self.pieces, self.linked = [], 0


def read_html(
    source: str, *, url: str, charset: str | None = None, replacements: int = 0
) -> Reading:
    """Read an HTML document that is already decoded."""
    tree = LexborHTMLParser(storable(source))
    walk = _visible_text(tree)
    text = "\n".join(walk.lines)
    prose = "\n".join(walk.prose)[:MAX_TEXT]
    declared = declarations(tree)
    facts = page_facts(declared, url=url, language=_lang_attribute(tree), lines=walk.lines)
    return Reading(
        text=text[:MAX_TEXT],
        kind="html",
        charset=charset,
        title=declared.title,
        headline=facts.headline,
        declared_headline=facts.declared_headline,
        article_title=facts.article_title,
        author=facts.author,
        publisher=facts.publisher,
        language=page_language(facts.declared_language, text),
        canonical_url=facts.canonical_url,
        published=facts.published,
        modified=facts.modified,
        accessible_for_free=facts.accessible_for_free,
        script_only=is_shell(tree, text, prose),
        markers=_markers(tree, declared, text, facts.accessible_for_free),
        prose=prose,
        replacements=replacements,
        truncated=max(walk.size, len(text)) > MAX_TEXT,
    )


def fragment_text(markup: str) -> str:
    """Return the visible text of a piece of HTML, as feeds and APIs carry it; blocks are lines."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    # Escaped in its document, this mark-up was not counted by the guard of the whole body.
    if markup.count("<") > _MOST_FRAGMENT_TAGS:
        return " ".join(unescape(re.sub("<[^>]{0,2000}>", " ", markup)).split())
    return "\n".join(_visible_text(LexborHTMLParser(storable(markup))).lines)


def _visible_text(tree: LexborHTMLParser) -> _Walk:
    """Walk the tree without recursion: documents nest as deeply as they like."""
    walk = _Walk()
    entered: list[int] = []
    node = tree.root
    while node is not None and walk.size <= MAX_TEXT:
        effects = _enter(node, walk)
        if effects is not None:
            below = node.child
            if below is not None:
                entered.append(effects)
                node = below
                continue
            _leave(effects, walk)
        while node is not None and node.next is None:
            node = node.parent if entered else None
            if entered and (left := entered.pop()):
                _leave(left, walk)
        node = node.next if node is not None else None
    walk.end_line()
    return walk


def _enter(node: LexborNode, walk: _Walk) -> int | None:
    """Take note of a node; return what leaving it must undo, or None when nothing is inside."""
    tag = node.tag
    if tag == "-text":
        walk.add(node.text_content or "")
        return None
    if tag is None or tag in UNSEEN:
        return None
    if tag == "br":
        walk.pieces.append("\n")
        return None
    effects = 0
    if tag in BLOCKS:
        if walk.pieces:
            walk.end_line()
        effects = _BLOCK
    attributes = node.attributes
    if attributes and is_hidden(attributes):
        return None
    if tag == "a":
        walk.link_depth += 1
        effects |= _LINK
    elif tag == "pre":
        walk.pre_depth += 1
        effects |= _PRE
    if tag in _ASIDES or (attributes and _is_aside(tag, attributes)):
        walk.side_depth += 1
        effects |= _SIDE
    return effects


def _leave(effects: int, walk: _Walk) -> None:
    if effects & _BLOCK and walk.pieces:
        walk.end_line()
    if effects & _LINK:
        walk.link_depth -= 1
    if effects & _PRE:
        walk.pre_depth -= 1
    if effects & _SIDE:
        walk.side_depth -= 1


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Return whether an element with these attributes is not drawn."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _is_aside(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in ("html", "body", "main", "article"):
        return False
    name, identifier = attributes.get("class"), attributes.get("id")
    return bool(name and _names_aside(name[:400])) or bool(
        identifier and _names_aside(identifier[:100])
    )


@lru_cache(maxsize=4096)
def _names_aside(name: str) -> bool:
    return _SIDE_NAME.search(name) is not None


def _is_prose(line: str, linked: int) -> bool:
    """Tell whether a block is a paragraph: enough words, whole sentences, few links."""
    start = line[:200]
    # In UTF-8 a wide character has two bytes more than an ASCII one.
    weight = len(line) + (len(start.encode()) - len(start)) // 2
    return (
        weight >= _LEAST_PROSE
        and linked < 0.3 * len(line)
        and _SENTENCE_END.search(line) is not None
    )


def _lang_attribute(tree: LexborHTMLParser) -> str:
    node = tree.css_first("html")
    attributes = node.attributes if node is not None else {}
    return attributes.get("lang") or attributes.get("xml:lang") or ""


def _markers(
    tree: LexborHTMLParser, declared: Declarations, text: str, free: bool | None
) -> frozenset[str]:
    found = set(wall_markers(text) | challenge_markers(tree, text))
    if declared.password:
        found.add("password_form")
    if free is False:
        found.add("paywall")
    if "refresh" in declared.metas:
        found.add("meta_refresh")
    return frozenset(found)
