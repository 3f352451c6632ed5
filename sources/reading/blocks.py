"""The visible blocks of a page with what tells an article's from the rest: place, links, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.reading.html import BLOCKS, UNSEEN, is_hidden

_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promo\w*|pr|ranking|related\w*|recommend\w*|widget"
    r"|sidebar|side|banner|comments?|disqus\w*|share\w*|social|sns|breadcrumbs?|pagination|pager"
    r"|newsletter|subscribe|signup|cookie\w*|consent|gdpr|popular|trending|most-?read|read-?more|more"
    r"|nav|navi|navigation|menu|toolbar|footer|tags?|keywords?|copyright|login|modal|popup|paywall"
    r"|author-?(?:bio|box|info|profile)|profile|see-?also|next|prev|topics|pickup)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CLUTTER_TAGS = frozenset(
    ["nav", "aside", "footer", "form", "select", "menu", "button", "dialog", "label"]
)
_NEVER_CLUTTER = frozenset(["html", "body", "main", "article"])
_ROLES = frozenset(["navigation", "complementary", "banner", "contentinfo", "dialog", "search"])
_MOST_BLOCKS = 20_000
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Block:
    """A line of text; `linked` is the share of it that is links, `path` its block elements.

    `clutter` is how many of the elements around it name themselves something else than text.
    """

    text: str
    tag: str
    path: tuple[int, ...]
    linked: float
    clutter: int
    chosen: bool = False
    prose: bool = False
    weight: int = 0


@dataclass(slots=True)
class _State:
    blocks: list[Block] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    link_depth: int = 0
    clutter: int = 0
    pre: int = 0


def page_blocks(tree: LexborHTMLParser) -> list[Block]:
    """Return the visible blocks of a page in order; a line break parts blocks too."""
    state = _State()
    left: list[tuple[int, int, int, int]] = []
    node = tree.body
    root = node.mem_id if node is not None else 0
    while node is not None and len(state.blocks) < _MOST_BLOCKS:
        undo = _enter(node, state)
        if undo is not None:
            left.append(undo)
            if node.child is not None:
                node = node.child
                continue
            _leave(left.pop(), state)
        while node is not None and node.mem_id != root and node.next is None:
            node = node.parent
            if left:
                _leave(left.pop(), state)
        if node is None or node.mem_id == root:
            break
        node = node.next
    _end(state)
    return state.blocks


def _enter(node: LexborNode, state: _State) -> tuple[int, int, int, int] | None:
    """Take note of a node; return (block, link, clutter, pre) to undo, None for a leaf."""
    tag = node.tag or ""
    if tag == "-text":
        words = node.text(deep=False) or ""
        state.pieces.append(words if state.pre else _SPACES.sub(" ", words))
        state.linked += len(words.strip()) if state.link_depth else 0
        return None
    if tag == "br":
        state.pieces.append("\n")
        return None
    attributes = node.attributes
    if tag in UNSEEN or (attributes and is_hidden(attributes)):
        return None
    block = int(tag in BLOCKS)
    if block:
        _end(state)
        state.path.append((node.mem_id, tag))
    link, pre = int(tag == "a"), int(tag == "pre")
    clutter = int(_is_clutter(tag, attributes))
    state.link_depth += link
    state.clutter += clutter
    state.pre += pre
    return block, link, clutter, pre


def _leave(undo: tuple[int, int, int, int], state: _State) -> None:
    block, link, clutter, pre = undo
    if block:
        _end(state)
        state.path.pop()
    state.link_depth -= link
    state.clutter -= clutter
    state.pre -= pre


def _end(state: _State) -> None:
    if not state.pieces:
        return
    whole = "".join(state.pieces)
    linked = min(1.0, state.linked / max(1, len(whole.strip())))
    tag = state.path[-1][1] if state.path else "body"
    path = tuple(key for key, _ in state.path[-40:])
    for line in whole.split("\n"):
        words = line.rstrip() if state.pre else " ".join(line.split())
        if words.strip():
            state.blocks.append(Block(words, tag, path, linked, state.clutter))
    state.pieces, state.linked = [], 0


def _is_clutter(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in _CLUTTER_TAGS:
        return True
    if not attributes or tag in _NEVER_CLUTTER:
        return False
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(names != " " and _CLUTTER.search(names[:400]))
