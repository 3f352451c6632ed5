"""Markdown → plain text: headings, paragraphs, list items and table rows, marks removed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.reading.html import fragment_text

# Above this the parser is too slow for what is no article any more: read as plain text.
_LONGEST = 1_000_000
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff01-\uff9d]")


def read_markdown(source: str) -> tuple[str, str]:
    """Return (text, title); the title is the first heading or empty."""
    if len(source) > _LONGEST:
        return source, ""
    parser = MarkdownIt("commonmark").enable("table")
    writer = _Writer()
    for token in parser.parse(source):
        writer.take(token)
    return "\n\n".join(writer.blocks), writer.title


class _Writer:
    """Turns the token stream into blocks of plain text."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.title = ""
        self._row: list[str] | None = None
        self._marks: list[str] = []
        self._fresh_item = False
        self._heading = False

    def take(self, token: Token) -> None:
        """Take one token of the block level."""
        kind = token.type
        if kind == "inline":
            self._inline(_plain(token.children or ()))
        elif kind in ("fence", "code_block"):
            self._write(token.content.rstrip("\n"))
        elif kind == "html_block":
            self._write(fragment_text(token.content))
        elif kind == "heading_open":
            self._heading = True
        elif kind == "heading_close":
            self._heading = False
        elif kind == "tr_open":
            self._row = []
        elif kind == "tr_close" and self._row is not None:
            row, self._row = self._row, None
            self._write(" | ".join(row))
        elif kind == "list_item_open":
            self._marks.append(f"{token.info}. " if token.info else "- ")
            self._fresh_item = True
        elif kind == "list_item_close":
            self._marks.pop()

    def _inline(self, text: str) -> None:
        if self._row is not None:
            self._row.append(text)
            return
        if self._heading and not self.title:
            self.title = text
        self._write(text)

    def _write(self, text: str) -> None:
        if not text.strip():
            return
        mark = self._marks[-1] if self._marks and self._fresh_item else ""
        self._fresh_item = False
        self.blocks.append(mark + text)


def _plain(children: Sequence[Token]) -> str:
    parts: list[str] = []
    for index, token in enumerate(children):
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "softbreak":
            before = parts[-1][-1:] if parts else ""
            after = children[index + 1].content[:1] if index + 1 < len(children) else ""
            parts.append("" if _WIDE.match(before) and _WIDE.match(after) else " ")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(parts).strip()
