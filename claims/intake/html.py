"""HTML page → the text of its article: headings, paragraphs, lists, tables, captions, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIP = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas",
        "audio", "video", "nav", "aside", "footer", "form", "button", "select", "option",
        "textarea", "input", "dialog", "menu", "head", "title", "rp", "rt",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6",
        "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "table",
        "caption", "thead", "tbody", "tfoot", "tr", "address", "hr", "details", "summary", "body",
        "fieldset", "center", "hgroup",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:share|social|sns|related|recommend|breadcrumbs?|newsletter|comments?|advert\w*|ads?|promo"
    r"|sidebar|cookie|consent|banner|menu|nav|pager|pagination|ranking|subscribe|signup|toolbar|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_PARAGRAPHS = 5000
_DEEPEST = 40
_CANDIDATES = ("article", "main", "[role=main]", "[itemprop=articleBody]")


@dataclass(frozen=True, slots=True)
class PageText:
    """What an HTML page says: its article text, title and declared language (or None)."""

    text: str
    title: str
    language: str | None


def read_html(source: str) -> PageText:
    """Return the main text of a page; blocks are parted by blank lines."""
    tree = LexborHTMLParser(source)
    body = tree.body
    title = _title(tree)
    if body is None:
        return PageText("", title, _language(tree))
    root = _main(body)
    blocks = _Blocks()
    blocks.read(root)
    text = "\n\n".join(blocks.found)
    if title and not any(block == title for block in blocks.found[:4]) and blocks.found:
        heading = root.css_first("h1")
        if heading is None:
            text = f"{title}\n\n{text}"
    return PageText(text, title, _language(tree))


def _language(tree: LexborHTMLParser) -> str | None:
    html = tree.css_first("html")
    value = (html.attributes.get("lang") or "") if html is not None else ""
    code = value.strip().lower().replace("_", "-").split("-")[0]
    return code if re.fullmatch("[a-z]{2,3}", code) else None


def _title(tree: LexborHTMLParser) -> str:
    headings = tree.css("article h1, main h1") or tree.css("h1")
    if len(headings) == 1:
        return _flat(headings[0].text(deep=True))
    meta = tree.css_first("meta[property='og:title']")
    if meta is not None and meta.attributes.get("content"):
        return _flat(meta.attributes["content"] or "")
    named = tree.css_first("title")
    return _flat(named.text(deep=True)) if named is not None else ""


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Prose:
    """How much prose each element of a page holds, menus and clutter not counted."""

    def __init__(self, body: LexborNode) -> None:
        self.held: dict[int, int] = {}
        self.near: dict[int, int] = {}
        self.nodes: dict[int, LexborNode] = {}
        for paragraph in body.css("p")[:_MOST_PARAGRAPHS]:
            ancestors = _ancestors(paragraph)
            if any(node.tag in _SKIP or _is_clutter(node) for node in ancestors):
                continue
            length = len(paragraph.text(deep=True).strip())
            for distance, node in enumerate(ancestors):
                self.held[node.mem_id] = self.held.get(node.mem_id, 0) + length
                if distance < 2 and node.tag not in ("body", "html"):
                    self.nodes[node.mem_id] = node
                    share = length * (2 - distance)
                    self.near[node.mem_id] = self.near.get(node.mem_id, 0) + share

    def of(self, node: LexborNode) -> int:
        """Return the characters of prose in an element."""
        return self.held.get(node.mem_id, 0)

    def densest(self) -> LexborNode | None:
        """Return the element around which paragraphs gather."""
        if not self.near:
            return None
        return self.nodes[max(self.near, key=lambda key: self.near[key])]


def _ancestors(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None and len(found) < _DEEPEST:
        found.append(parent)
        parent = parent.parent
    return found


def _main(body: LexborNode) -> LexborNode:
    """Return the element that holds the article: marked as such, or where paragraphs gather."""
    prose = _Prose(body)
    whole = prose.of(body)
    for selector in _CANDIDATES:
        found = body.css(selector)[:50]
        if found:
            best = max(found, key=prose.of)
            if prose.of(best) and prose.of(best) >= whole * 0.4:
                return best
    densest = prose.densest()
    if densest is not None and prose.of(densest) >= whole * 0.5:
        return densest
    return body


class _Blocks:
    """Walks a tree without recursion and collects its blocks of text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._mark = ""
        self._verbatim = 0

    def read(self, root: LexborNode) -> None:
        """Collect the blocks under ``root`` in document order."""
        node: LexborNode | None = root
        while node is not None:
            into = node.child if self._enter(node, is_root=node.mem_id == root.mem_id) else None
            if into is not None:
                node = into
                continue
            while node is not None:
                self._leave(node)
                if node.mem_id == root.mem_id:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node = node.parent
        self._flush()

    def _enter(self, node: LexborNode, *, is_root: bool) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self._pieces.append(node.text_content or "")
            return False
        if tag == "br":
            self._pieces.append("\x00")
            return False
        if tag in _SKIP or (not is_root and _is_clutter(node)):
            return False
        if tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self._mark = "- "
        if tag == "pre":
            self._verbatim += 1
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _CELLS and tag not in _SKIP:
            self._pieces.append("\t")
        if tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self._mark = ""
        if tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)

    def _flush(self) -> None:
        raw, self._pieces = "".join(self._pieces), []
        if not raw or raw.isspace():
            return
        cells = [_lines(cell, keep=self._verbatim > 0) for cell in raw.split("\t")]
        if self._verbatim:
            cells = [_lines(raw, keep=True)]
        text = " | ".join(cell for cell in cells if cell)
        if text:
            self.found.append(self._mark + text)
            self._mark = ""


def _lines(raw: str, *, keep: bool) -> str:
    if keep:
        return raw.replace("\x00", "\n").strip("\n")
    lines = [_flat(line) for line in raw.split("\x00")]
    return "\n".join(line for line in lines if line)


def _is_clutter(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if node.tag in ("p", "h1", "article", "main", "body", "a", "span"):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:400]
    return bool(_CLUTTER.search(names)) or attributes.get("role") in ("navigation", "complementary")
