"""Numbers with unit, bounds and modifier; identifiers, dates and clock times left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claims.extraction import quantities_en, quantities_ja
from claims.extraction.candidates import Quantity
from claims.extraction.folding import fold_width
from claims.extraction.quantity_span import TakenSpans

_GATE_JA = re.compile("[0-9〇一二三四五六七八九十百千万億兆数半倍]")
_GATE_EN = re.compile(
    r"[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twen|thir|for"
    r"|fif|six|seven|eigh|nine|hundred|thousand|million|billion|dozen|scores|several|few|twice|half|quarter|third)|fold\b",
    re.IGNORECASE,
)
_FIGURE = re.compile("[0-9]")
_LETTERS_EN = (
    "one", "two", "three", "for", "fou", "fi", "six", "seven", "eigh", "nine", "ten", "eleven",
    "twel", "teen", "twen", "thir", "hundred", "thousand", "million", "billion", "dozen", "score",
    "several", "few", "twice", "half", "quarter", "fold",
)  # fmt: skip


def find_quantities(
    text: str, start: int, end: int, *, language: str, apart: Iterable[tuple[int, int]] = ()
) -> tuple[Quantity, ...]:
    """Return the quantities in text[start:end] that touch none of the spans ``apart``."""
    sentence = fold_width(text[start:end])
    japanese = language == "ja"
    if not (_GATE_JA.search(sentence) if japanese else _may_count(sentence)):
        return ()
    blocked = TakenSpans((first - start, last - start) for first, last in apart)
    find = quantities_ja.find if japanese else quantities_en.find
    found: list[Quantity] = []
    last = 0
    for hit in find(sentence):
        if hit.start < last or blocked.hold(hit.start, hit.end):
            continue
        last = hit.end
        found.append(
            Quantity(
                text=text[start + hit.start : start + hit.end],
                start=start + hit.start,
                end=start + hit.end,
                value=_rounded(hit.value),
                low=_rounded(hit.low),
                high=_rounded(hit.high),
                unit=hit.unit,
                modifier=hit.modifier,
            )
        )
    return tuple(found)


def _may_count(sentence: str) -> bool:
    """Look for a figure, then for letters of a number, then for its words."""
    if _FIGURE.search(sentence):
        return True
    lowered = sentence.lower()
    for letters in _LETTERS_EN:
        if letters in lowered:
            return _GATE_EN.search(sentence) is not None
    return False


def _rounded(value: float | None) -> float | None:
    """Whole numbers as such, fractions to 12 significant digits."""
    if value is None:
        return None
    if value == int(value) and abs(value) < 1e18:
        return int(value)
    return float(f"{value:.12g}")
