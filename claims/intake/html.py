"""HTML page → the text of its article: headings, paragraphs, lists, tables, captions, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from factcheck.errors import InvalidInput
from factcheck.text.markup import is_cheap
from sources.reading import read_main_text, read_safely
from sources.reading.errors import ReadingFailed
from sources.reading.html import is_hidden

_UTF8: Final = "text/html; charset=utf-8"
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
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKS = re.compile(r"^- | \| |\n", re.MULTILINE)
_ALL_BUT = 0.9


@dataclass(frozen=True, slots=True)
class PageText:
    """What an HTML page says: its article text and what it declares of itself."""

    text: str
    title: str
    language: str | None
    byline: str = ""
    publisher: str = ""
    published_on: date | None = None


def read_html(source: str, *, url: str = "") -> PageText:
    """Return the article of a page; blocks are parted by blank lines.

    Raises InvalidInput (field ``text``, code ``too_laborious``) for mark-up beyond reading.
    """
    body = source.encode("utf-8", "replace")
    try:
        page = read_safely(body, content_type=_UTF8, url=url)
        main = read_main_text(body, content_type=_UTF8, url=url)
    except ReadingFailed as error:
        raise InvalidInput(
            "The HTML in “text” is nested or repeated beyond what can be read.",
            code="too_laborious",
            field="text",
            remedy="Send the article alone, or as plain text.",
        ) from error
    blocks = _formatted(source, main) if is_cheap(body) else main.split("\n")
    title = page.headline or page.article_title or page.title
    if title and blocks and not any(_dense(block) == _dense(title) for block in blocks[:4]):
        blocks = [title, *blocks]
    return PageText(
        text="\n\n".join(blocks),
        title=title,
        language=(page.language or "").split("-")[0].lower() or None,
        byline=page.author,
        publisher=page.publisher,
        published_on=day_of(page.published),
    )


def read_blocks(markup: str) -> list[str]:
    """Return all blocks of mark-up that is nothing but an article, as of a document."""
    body = LexborHTMLParser(markup).body
    if body is None:
        return []
    blocks = _Blocks()
    blocks.read(body)
    return blocks.found


def _formatted(source: str, main: str) -> list[str]:
    """Return the blocks of the main text as lists and tables show them.

    The main text says which words belong to the article, the tree how they stood there.
    """
    body = LexborHTMLParser(source).body
    if body is None:
        return []
    blocks = _Blocks()
    blocks.read(body)
    known = [_dense(line) for line in main.split("\n")]
    whole = "\n".join(known)
    mine = [_belongs(block, whole) for block in blocks.found]
    first = mine.index(True) if any(mine) else 0
    last = len(mine) - mine[::-1].index(True) if any(mine) else 0
    # A caption between paragraphs of the article is part of it, whoever left it out.
    kept = [
        block
        for at, block in enumerate(blocks.found)
        if mine[at] or (first < at < last and at in blocks.captions)
    ]
    held = sum(len(_dense(block)) for block in kept)
    if held < _ALL_BUT * sum(map(len, known)):
        return [line for line in main.split("\n") if line.strip()]
    return kept


def _belongs(block: str, whole: str) -> bool:
    parts = [_dense(part) for part in _MARKS.split(block)]
    return all(part in whole for part in parts if part) and any(parts)


def _dense(text: str) -> str:
    return "".join(text.split())


def day_of(moment: str | None) -> date | None:
    """Return the day an ISO 8601 moment names, in its own zone; None when it names none."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Blocks:
    """Walks a tree without recursion and collects its blocks of text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.captions: set[int] = set()
        self._caption = 0
        self._cell = 0
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
        if tag in _SKIP or (not is_root and is_hidden(node.attributes)):
            return False
        if tag in _BLOCKS and self._cell:
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self._mark = "- "
        self._cell += tag in _CELLS
        self._caption += tag == "figcaption"
        if tag == "pre":
            self._verbatim += 1
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _CELLS:
            self._cell = max(0, self._cell - 1)
            self._pieces.append(" " if self._cell else "\t")
        if tag in _BLOCKS and not self._cell:
            self._flush()
            if tag == "li":
                self._mark = ""
        if tag == "figcaption":
            self._caption = max(0, self._caption - 1)
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
            if self._caption:
                self.captions.add(len(self.found))
            self.found.append(self._mark + text)
            self._mark = ""


def _lines(raw: str, *, keep: bool) -> str:
    if keep:
        return raw.replace("\x00", "\n").strip("\n")
    lines = [_flat(line) for line in raw.split("\x00")]
    return "\n".join(line for line in lines if line)
