"""Folding: a copy of a text on which quotes are found again.

NFKC, without any white space or invisible character, with a map back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

NORM_VERSION = 1

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


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `offsets[i]` and `ends[i]` bound the original of `text[i]` (code points)."""

    text: str
    offsets: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)
    original: str = field(repr=False)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map the folded span to the original; a span inside a ligature grows to the whole."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} lies outside the folded text")
        if start == end:
            if start < len(self.text):
                return self.offsets[start], self.offsets[start]
            edge = self.ends[-1] if self.text else 0
            return edge, edge
        return self.offsets[start], self.ends[end - 1]

    def from_original(self, position: int) -> int:
        """Return the index of the first folded character at or after `position`."""
        return bisect_right(self.ends, position)


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


def _pattern(text: str, *, casefold: bool) -> re.Pattern[str] | None:
    """Build the expression that finds everything in `text` that folding touches."""
    drop: list[str] = []
    mark: list[str] = []
    change: list[str] = []
    sinks = {"drop": drop, "mark": mark, "change": change}
    for char in sorted(set(text)):
        role = _role(char)
        if role == "keep" and casefold and char.casefold() != char:
            role = "change"
        if role != "keep":
            sinks[role].append(char)
    parts = []
    if mark:
        marks, drops = _char_class(mark), _char_class(drop) if drop else ""
        gap = f"{drops}*" if drops else ""
        base = "[^" + _char_class(mark + drop)[1:]
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
    pattern = _pattern(text, casefold=casefold)
    if pattern is None:
        return Folded(text, array("I", range(len(text))), array("I", range(1, len(text) + 1)), text)
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
    return Folded("".join(pieces), offsets, ends, text)


def fold_text(text: str) -> str:
    """Return what `fold(text).text` is, without the map back, at a fraction of its cost."""
    # White space goes first: it is most of what folding drops, and marks join across it anyway.
    dense = "".join(text.split())
    pattern = _pattern(dense, casefold=False)
    if pattern is None:
        return dense
    cache: dict[str, str] = {}

    def replace(found: re.Match[str]) -> str:
        cluster = found.group()
        result = cache.get(cluster)
        if result is None:
            result = cache[cluster] = _fold_cluster(cluster, casefold=False)
        return result

    return pattern.sub(replace, dense)


def folded(text: str | Folded) -> Folded:
    """Return `text` folded, folding it only when that has not been done yet."""
    return text if isinstance(text, Folded) else fold(text)
