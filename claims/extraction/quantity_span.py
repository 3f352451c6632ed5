"""One number found in a sentence, before it is placed in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

# What a modifier makes of the value: a lower or an upper bound.
LOWER = frozenset(
    {
        "以上",
        "超",
        "超え",
        "余り",
        "余",
        "強",
        "少なくとも",
        "最低",
        "最低でも",
        "最低で",
        "more than",
        "over",
        "at least",
        "above",
        "exceeding",
        "upwards of",
        "no fewer than",
        "no less than",
        "or more",
        "plus",
        "just over",
    }
)
UPPER = frozenset(
    {
        "以下",
        "未満",
        "以内",
        "弱",
        "足らず",
        "近く",
        "最大",
        "最高",
        "最大で",
        "最高で",
        "less than",
        "fewer than",
        "under",
        "below",
        "up to",
        "at most",
        "no more than",
        "as many as",
        "as much as",
        "or less",
        "or fewer",
        "nearly",
        "almost",
        "just under",
    }
)


class TakenSpans:
    """Spans another reading holds already; asked in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [first for first, _ in self._spans]

    def hold(self, start: int, end: int) -> bool:
        """Tell whether text[start:end] touches one of them (they do not overlap each other)."""
        index = bisect_left(self._starts, end)
        return index > 0 and self._spans[index - 1][1] > start


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """Offsets in the sentence and what the number says."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    modifier: str


def bounded(start: int, end: int, value: float, unit: str, modifiers: list[str]) -> QuantitySpan:
    """Build a span whose bounds follow from its modifiers."""
    low = value if any(word in LOWER for word in modifiers) else None
    high = value if any(word in UPPER for word in modifiers) else None
    return QuantitySpan(start, end, value, low, high, unit, " ".join(modifiers))
