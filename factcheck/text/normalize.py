"""Folding: a copy of a text on which quotes are found again.

NFKC, without any white space or invisible character, with a map back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, chain

NORM_VERSION = 1
# A text so short is mapped at once; beyond, most of a map would never be looked at.
_SHORT = 400

# Cf characters that are drawn (Arabic and Syriac number signs) stay.
_VISIBLE_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# Default-ignorable characters outside category Cf (DerivedCoreProperties.txt).
_IGNORABLE = frozenset((0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)) | frozenset(
    chain(range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
)
# Starters that compose with what stands before them (NFC_Quick_Check=Maybe, ccc=0).
_COMPOSING_STARTERS = frozenset(
    (
        *(0x09BE, 0x09D7, 0x0B3E, 0x0B56, 0x0B57, 0x0BBE, 0x0BD7, 0x0CC2, 0x0CD5, 0x0CD6),
        *(0x0D3E, 0x0D57, 0x0DCF, 0x0DDF, 0x102E, 0x1B35, 0x11127, 0x1133E, 0x11357),
        *(0x114B0, 0x114BA, 0x114BD, 0x115AF, 0x11930),
        *range(0x1161, 0x1176),
        *range(0x11A8, 0x11C3),
    )
)


class Folded:
    """A folded text; `offsets[i]` and `ends[i]` bound the original of `text[i]` (code points).

    The map back is made when it is asked for, and for one place only where its line will do.
    """

    __slots__ = ("_lines", "_map", "original", "text")

    def __init__(
        self,
        text: str,
        original: str,
        map_back: tuple[array[int], array[int]] | None = None,
        lines: tuple[list[int], list[int]] | None = None,
    ) -> None:
        self.text = text
        self.original = original
        self._map = map_back
        self._lines = lines

    @property
    def offsets(self) -> array[int]:
        """Where the original of each folded character begins."""
        return self._mapped()[0]

    @property
    def ends(self) -> array[int]:
        """Where the original of each folded character ends."""
        return self._mapped()[1]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map the folded span to the original; a span inside a ligature grows to the whole."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} lies outside the folded text")
        if start == end:
            if start < len(self.text):
                edge = self._bounds(start)[0]
            else:
                edge = self._bounds(start - 1)[1] if self.text else 0
            return edge, edge
        return self._bounds(start)[0], self._bounds(end - 1)[1]

    def from_original(self, position: int) -> int:
        """Return the index of the first folded character at or after `position`."""
        if self._map is not None or self._lines is None:
            return bisect_right(self.ends, position)
        above, below = self._lines
        line = max(0, bisect_right(above, position) - 1)
        return below[line] + bisect_right(self._line(line)[1], position - above[line])

    def _bounds(self, index: int) -> tuple[int, int]:
        """Return where the original of one folded character begins and ends."""
        if self._map is not None or self._lines is None:
            return self.offsets[index], self.ends[index]
        above, below = self._lines
        line = bisect_right(below, index) - 1
        offsets, ends = self._line(line)
        at = index - below[line]
        return above[line] + offsets[at], above[line] + ends[at]

    def _line(self, number: int) -> tuple[array[int], array[int]]:
        above = self._lines[0] if self._lines is not None else []
        last = above[number + 1] if number + 1 < len(above) else len(self.original)
        return _mapped(self.original[above[number] : last])[1]

    def _mapped(self) -> tuple[array[int], array[int]]:
        if self._map is None:
            self._map = _mapped(self.original)[1]
        return self._map


@lru_cache(maxsize=65536)
def _role(char: str) -> str:
    """`keep`, `drop`, `mark` (may join what precedes it) or `change`."""
    code = ord(char)
    category = unicodedata.category(char)
    if char.isspace() or category == "Cc" or code in _IGNORABLE:
        return "drop"
    if category == "Cf" and char not in _VISIBLE_FORMAT:
        return "drop"
    folded = unicodedata.normalize("NFKC", char)
    # A spacing accent folds to space + mark; without the space it would join its neighbour.
    if folded[0].isspace():
        return "keep"
    first = unicodedata.normalize("NFKD", char)[0]
    if unicodedata.combining(first) or ord(first) in _COMPOSING_STARTERS:
        return "mark"
    return "keep" if folded == char else "change"


def _char_class(chars: list[str]) -> str:
    return "[" + "".join(map(re.escape, chars)) + "]"


def _pattern(text: str, *, casefold: bool, apart: str = "") -> re.Pattern[str] | None:
    """Build the expression that finds everything in `text` that folding touches.

    Characters in `apart` are left alone and never joined to what follows them.
    """
    drop: list[str] = []
    mark: list[str] = []
    change: list[str] = []
    sinks = {"drop": drop, "mark": mark, "change": change}
    for char in sorted(set(text)):
        role = _role(char)
        if char in apart:
            continue
        if role == "keep" and casefold and char.casefold() != char:
            role = "change"
        if role != "keep":
            sinks[role].append(char)
    parts = []
    if mark:
        marks, drops = _char_class(mark), _char_class(drop) if drop else ""
        gap = f"{drops}*" if drops else ""
        base = "[^" + _char_class(mark + drop + list(apart))[1:]
        parts.append(f"{base}?(?:{gap}{marks})+")
    if drop:
        parts.append(_char_class(drop) + "+")
    if change:
        parts.append(_char_class(change))
    return re.compile("|".join(parts)) if parts else None


def _fold_cluster(cluster: str, *, casefold: bool) -> str:
    kept = "".join(char for char in cluster if _role(char) != "drop")
    if len(kept) == 1 and _role(kept) == "keep":
        result = kept
    else:
        result = unicodedata.normalize("NFKC", kept)
    if casefold:
        result = unicodedata.normalize("NFKC", result.casefold())
    if len(result) == 1:
        return result
    return "".join(char for char in result if _role(char) != "drop")


def fold(text: str, *, casefold: bool = False) -> Folded:
    """Return `text` NFKC-normalised, without white space and invisible characters. O(n).

    Case is kept unless `casefold`. The text given is never changed.
    """
    if not casefold and len(text) > _SHORT:
        by_lines = _fold_lines(text)
        if by_lines is not None:
            return by_lines
    dense, map_back = _mapped(text, casefold=casefold)
    return Folded(dense, text, map_back)


def _fold_lines(text: str) -> Folded | None:
    """Fold line by line, without a map; None where a mark joins the end of the line before."""
    lines = text.split("\n")
    dense = ["".join(line.split()) for line in lines]
    joined = "\n".join(dense)
    pattern = _pattern(joined, casefold=False, apart="\n")
    if any(line and _role(line[0]) in ("mark", "drop") for line in dense):
        return None
    if pattern is not None:
        joined = _replaced(joined, pattern)
        dense = joined.split("\n")
    above = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    below = [0, *accumulate(len(line) for line in dense[:-1])]
    return Folded("".join(dense), text, lines=(above, below))


def _mapped(text: str, *, casefold: bool = False) -> tuple[str, tuple[array[int], array[int]]]:
    """Return the folded text and where each of its characters comes from."""
    pattern = _pattern(text, casefold=casefold)
    if pattern is None:
        return text, (array("I", range(len(text))), array("I", range(1, len(text) + 1)))
    pieces: list[str] = []
    offsets: array[int] = array("I")
    ends: array[int] = array("I")
    cache: dict[str, str] = {}
    done = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        if done < start:
            pieces.append(text[done:start])
            offsets.extend(range(done, start))
            ends.extend(range(done + 1, start + 1))
        done = end
        cluster = found.group()
        folded = cache.get(cluster)
        if folded is None:
            folded = _fold_cluster(cluster, casefold=casefold)
            if len(cluster) < 8:
                cache[cluster] = folded
        if folded:
            pieces.append(folded)
            for _ in folded:
                offsets.append(start)
                ends.append(end)
    if done < len(text):
        pieces.append(text[done:])
        offsets.extend(range(done, len(text)))
        ends.extend(range(done + 1, len(text) + 1))
    return "".join(pieces), (offsets, ends)


def fold_text(text: str) -> str:
    """Return what `fold(text).text` is, without the map back, at a fraction of its cost."""
    # White space goes first: it is most of what folding drops, and marks join across it anyway.
    dense = "".join(text.split())
    pattern = _pattern(dense, casefold=False)
    return dense if pattern is None else _replaced(dense, pattern)


def _replaced(text: str, pattern: re.Pattern[str]) -> str:
    cache: dict[str, str] = {}

    def replace(found: re.Match[str]) -> str:
        cluster = found.group()
        result = cache.get(cluster)
        if result is None:
            result = cache[cluster] = _fold_cluster(cluster, casefold=False)
        return result

    return pattern.sub(replace, text)


def folded(text: str | Folded) -> Folded:
    """Return `text` folded, folding it only when that has not been done yet."""
    return text if isinstance(text, Folded) else fold(text)
