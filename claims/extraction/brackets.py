"""Matching brackets and quotation marks, in one linear pass over any text.

Unmatched halves are ignored, so one stray mark never swallows a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque

PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "〈": "〉",
    "《": "》",
    "〔": "〕",
    "[": "]",
    "［": "］",
    "{": "}",
    "｢": "｣",
    "“": "”",
    "‘": "’",
    "«": "»",
    "‹": "›",
    "〝": "〟",
}
OPENERS = frozenset(PAIRS)
CLOSERS = {close: open_ for open_, close in PAIRS.items()} | {"〞": "〝"}
STRAIGHT = frozenset("\"'＂")
QUOTE_MARKS = frozenset("「『“‘«\"'｢〝＂")
# Format characters without width (zero-width space, bidi controls) are looked through.
INVISIBLE = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_MARKS = re.compile("[" + re.escape("".join(PAIRS) + "".join(CLOSERS) + "\"'＂") + "]")
# Deeper nesting than this is no prose; forgetting the oldest keeps memory bounded.
_MAX_DEPTH = 256


class _Stack:
    """Open marks, with a count per kind so that a stray closer costs nothing."""

    def __init__(self) -> None:
        self.open: deque[tuple[str, int]] = deque()
        self.count: dict[str, int] = {}

    def push(self, mark: str, at: int) -> None:
        if len(self.open) >= _MAX_DEPTH:
            old, _ = self.open.popleft()
            self.count[old] -= 1
        self.open.append((mark, at))
        self.count[mark] = self.count.get(mark, 0) + 1

    def close(self, mark: str) -> int | None:
        if not self.count.get(mark):
            return None
        while True:
            top, at = self.open.pop()
            self.count[top] -= 1
            if top == mark:
                return at


def match_pairs(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return (opener, closer) positions of every matched pair in text[start:end], by opener."""
    stop = len(text) if end is None else end
    stack = _Stack()
    found: list[tuple[int, int]] = []
    for match in _MARKS.finditer(text, start, stop):
        at, mark = match.start(), match.group()
        if mark in OPENERS:
            stack.push(mark, at)
            continue
        opened: int | None = None
        if mark in CLOSERS:
            # ’ between letters is an apostrophe.
            if mark == "’" and at + 1 < stop and text[at + 1].isalnum():
                continue
            opened = stack.close(CLOSERS[mark])
        elif mark in STRAIGHT:
            opened = _straight(text, start, stop, at, mark, stack)
        if opened is not None:
            found.append((opened, at))
    found.sort()
    return found


def _straight(text: str, start: int, stop: int, at: int, mark: str, stack: _Stack) -> int | None:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < stop else " "
    opens = (before.isspace() or before in OPENERS or before in "—–-、。") and not after.isspace()
    if mark == "'":
        if opens and after.isalpha():
            stack.close(mark)
            stack.push(mark, at)
            return None
        # Only a mark after punctuation surely closes: "the workers' union" must not.
        return stack.close(mark) if before in ".,!?…" and not after.isalnum() else None
    if stack.count.get(mark) and not (opens and not before.isalnum() and before.isspace()):
        return stack.close(mark)
    if opens or (not stack.count.get(mark) and not after.isspace() and not before.isdigit()):
        stack.close(mark)
        stack.push(mark, at)
    return None


def outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that lie in no other pair; input sorted by opener."""
    outer: list[tuple[int, int]] = []
    for pair in pairs:
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
        elif pair[1] > outer[-1][1]:
            outer[-1] = (outer[-1][0], pair[1])
    return outer


class Enclosures:
    """Answers "which outermost pair holds this position" in logarithmic time."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        self.pairs = outermost(pairs)
        self._starts = [pair[0] for pair in self.pairs]

    def around(self, at: int) -> tuple[int, int] | None:
        """Return the outermost pair with opener < at <= closer, or None."""
        index = bisect_right(self._starts, at - 1) - 1
        if index >= 0 and self.pairs[index][0] < at <= self.pairs[index][1]:
            return self.pairs[index]
        return None

    def opening_at(self, at: int) -> tuple[int, int] | None:
        """Return the outermost pair that opens exactly here, or None."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and self.pairs[index][0] == at:
            return self.pairs[index]
        return None
