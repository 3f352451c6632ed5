"""A text cut into pieces where marks begin and end, so that overlapping marks show truly. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A span ``[start, end)`` in code points; ``key`` says whose."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text under the same marks, innermost first; ``opens`` begin here."""

    text: str
    marks: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


def cut(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Return ``text`` as pieces whose concatenation is ``text``; marks outside it are clipped.

    The innermost mark of a piece is the shortest; ties go to the one that starts later, then to the
    later key, so that the result does not depend on the order of ``marks``.
    """
    known = [
        Mark(key=mark.key, start=max(mark.start, 0), end=min(mark.end, len(text)))
        for mark in marks
        if max(mark.start, 0) < min(mark.end, len(text))
    ]
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in known:
        starts.setdefault(mark.start, []).append(mark)
        ends.setdefault(mark.end, []).append(mark)
    edges = sorted({0, len(text), *starts, *ends})
    active: list[Mark] = []
    pieces = []
    for start, end in itertools.pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        opening = sorted(starts.get(start, ()), key=_outer_first)
        active.extend(opening)
        inner_first = sorted(active, key=_outer_first, reverse=True)
        pieces.append(
            Piece(
                text=text[start:end],
                marks=tuple(mark.key for mark in inner_first),
                opens=tuple(mark.key for mark in opening),
            )
        )
    return pieces


def _outer_first(mark: Mark) -> tuple[int, int, str]:
    return (mark.start - mark.end, mark.start, mark.key)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """A quote with the rest of its paragraph; ``cut_*`` say that the paragraph goes on."""

    before: str
    quote: str
    after: str
    cut_before: bool
    cut_after: bool


def surroundings(text: str, start: int, end: int, *, reach: int = 600) -> Surroundings:
    """Return ``text[start:end]`` with its paragraph, at most ``reach`` code points to each side."""
    from_line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    to_line = len(text) if line_end < 0 else line_end
    first, last = max(from_line, start - reach), min(to_line, end + reach)
    return Surroundings(
        before=text[first:start],
        quote=text[start:end],
        after=text[end:last],
        cut_before=first > from_line,
        cut_after=last < to_line,
    )


def occurrences(text: str, words: str) -> list[int]:
    """Return every offset at which ``words`` stands in ``text``, overlapping ones included."""
    found = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
