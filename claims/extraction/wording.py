"""A proposal for wording that can be read alone: the quote with marked fills, lines joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Why = Literal["date", "name", "pronoun", "topic carried", "shared subject"]

_BREAK: Final = re.compile("[ \t\u3000]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[ \t\u3000>]*")
_WIDE: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff01-\uff9d]")


@dataclass(frozen=True, slots=True)
class Fill:
    """Words the proposal puts in: ``text[start:end]`` (empty: an insertion) becomes ``put``."""

    start: int
    end: int
    text: str
    put: str
    why: Why

    def as_dict(self) -> dict[str, Any]:
        """Return the stored JSON shape; offsets are code points of the article."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "with": self.put,
            "why": self.why,
        }


def ordered(fills: Sequence[Fill], start: int, end: int) -> tuple[Fill, ...]:
    """Return the fills that lie inside a span, in order, none over another (the first wins)."""
    kept: list[Fill] = []
    for one in fills:
        clash = any(
            (one.start < other.end and other.start < one.end)
            or (one.start == other.start and one.end == other.end)
            for other in kept
        )
        if start <= one.start and one.end <= end and not clash:
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: (each.start, each.end)))


def pieces(quote: str, start: int, fills: Sequence[Fill]) -> list[tuple[str, Fill | None]]:
    """Return the wording in pieces: words of the quote, and what each fill puts in."""
    found: list[tuple[str, Fill | None]] = []
    at = 0
    for one in fills:
        found.append((quote[at : one.start - start], None))
        found.append((one.put, one))
        at = one.end - start
    found.append((quote[at:], None))
    return [piece for piece in found if piece[0]]


def propose_wording(quote: str, start: int, fills: Sequence[Fill]) -> str:
    """Return the quote with the fills in it, on one line; ``start`` is its offset."""
    if not fills:
        return _joined(quote)
    return _joined("".join(piece for piece, _ in pieces(quote, start, fills)))


def _joined(text: str) -> str:
    if text.isprintable():
        # The usual case: no line end in it.
        return text

    def glue(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return _BREAK.sub(glue, text)
