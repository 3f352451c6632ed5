"""Two wordings side by side, token by token, for people to read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: Numbers whole (with separators), Latin words, runs of katakana and of kanji, else one character.
_TOKENS = re.compile(
    r"\d+(?:[.,．，:：/／-]\d+)*%?|[^\W\d_぀-ヿ㐀-鿿]+(?:['’-][^\W\d_぀-ヿ㐀-鿿]+)*"
    r"|[ァ-ヿ]+|[㐀-鿿々]+|\s+|.",
    re.UNICODE | re.DOTALL,
)
#: Above this many tokens a comparison by pairs costs too much; the whole texts are shown.
MAX_TOKENS = 4000

Operation = Literal["same", "removed", "added"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of one side: the same on both, removed from the first, or added in the second."""

    operation: Operation
    text: str


def tokens(text: str) -> list[str]:
    """Return ``text`` as tokens whose concatenation is ``text``."""
    return _TOKENS.findall(text)


def compare(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Return both sides in parts: the first has what was removed, the second what was added."""
    left, right = tokens(before), tokens(after)
    if len(left) + len(right) > MAX_TOKENS:
        return _whole("removed", before, after), _whole("added", after, before)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    first: list[Part] = []
    second: list[Part] = []
    for operation, from_, to, from2, to2 in matcher.get_opcodes():
        if operation == "equal":
            first.append(Part(operation="same", text="".join(left[from_:to])))
            second.append(Part(operation="same", text="".join(right[from2:to2])))
            continue
        if to > from_:
            first.append(Part(operation="removed", text="".join(left[from_:to])))
        if to2 > from2:
            second.append(Part(operation="added", text="".join(right[from2:to2])))
    return first, second


def from_segments(
    segments: Iterable[Sequence[str]], *, before: str, after: str
) -> tuple[list[Part], list[Part]]:
    """Return both sides from stored ``[operation, before, after]``, else by comparing anew.

    Stored segments are used only when they spell both texts exactly.
    """
    rows = [tuple(row) for row in segments if len(row) == 3]
    if (
        not rows
        or "".join(row[1] for row in rows) != before
        or "".join(row[2] for row in rows) != after
    ):
        return compare(before, after)
    first = _joined((("same" if was == now else "removed"), was) for _op, was, now in rows)
    second = _joined((("same" if was == now else "added"), now) for _op, was, now in rows)
    return first, second


def _whole(operation: Operation, text: str, other: str) -> list[Part]:
    return [Part(operation="same" if text == other else operation, text=text)] if text else []


def _joined(pieces: Iterable[tuple[Operation, str]]) -> list[Part]:
    parts: list[Part] = []
    for operation, text in pieces:
        if not text:
            continue
        if parts and parts[-1].operation == operation:
            parts[-1] = Part(operation=operation, text=parts[-1].text + text)
        else:
            parts.append(Part(operation=operation, text=text))
    return parts
