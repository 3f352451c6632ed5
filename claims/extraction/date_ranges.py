"""Two dates with "to", から or a dash between them become one interval; they share the year."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.extraction.date_context import Found
from claims.extraction.edtf import Point, days_of, interval, point, read_point

_JOINT_JA = re.compile(r"(?:から|より|と|および|、)?[〜~―–—-]?\s?\Z")
_DASH_EN = re.compile(r"\s?[–—~-]\s?\Z")
_WORD_EN = re.compile(
    r",?\s(?:(?P<to>to|through|thru|until|till|til|up to)|(?P<and>and))\s(?:the\s)?\Z"
)
_LEAD_EN = re.compile(
    r"\b(?:(?P<from>from|starting|beginning|since)|(?P<between>between))\s(?:the\s)?\Z",
    re.IGNORECASE,
)
_BEHIND_JA = re.compile(r"(?:の?(?:間|あいだ)|まで|にかけて)")


def join_ranges(found: list[Found], sentence: str, *, japanese: bool) -> list[Found]:
    """Return the dates with every pair that spans a time made one; the others as they are."""
    joined: list[Found] = []
    for hit in found:
        last = joined[-1] if joined else None
        both = last and _joined(last, hit, sentence, japanese)
        if both:
            joined[-1] = both
        else:
            joined.append(hit)
    return joined


def _joined(first: Found, second: Found, sentence: str, japanese: bool) -> Found | None:
    if first.rule == "range" or not first.resolved or not second.resolved:
        return None
    between = sentence[first.end : second.start]
    joins = _joins_ja if japanese else _joins_en
    if len(between) > 12 or not joins(first, second, between, sentence):
        return None
    first, second = _with_years(first, second)
    begin, end = (first.resolved or "").split("/")[0], (second.resolved or "").split("/")[-1]
    before, after = days_of(begin), days_of(end)
    if not before or not after or before[0] is None or after[1] is None or before[0] >= after[1]:
        return None
    return Found(
        first.start,
        second.end,
        interval(begin, end),
        "range",
        first.relative or second.relative,
        free=first.free and second.free,
    )


def _joins_en(first: Found, second: Found, between: str, sentence: str) -> bool:
    if _DASH_EN.match(between):
        return True
    word = _WORD_EN.match(between)
    if word is None:
        return False
    lead = _LEAD_EN.search(sentence[max(0, first.start - 14) : first.start])
    if word["and"]:
        return bool(lead and lead["between"])
    # "moved the vote from May to June" names two dates, but one span covers them both.
    return bool(lead) or (first.free == second.free and between.strip() != "to") or first.free


def _joins_ja(first: Found, second: Found, between: str, sentence: str) -> bool:
    if not _JOINT_JA.match(between) or not between:
        return False
    if between.startswith(("と", "お", "、")):
        behind = _BEHIND_JA.match(sentence, second.end)
        return bool((behind and "間" in behind.group()) or (behind and "あいだ" in behind.group()))
    return True


def _with_years(first: Found, second: Found) -> tuple[Found, Found]:
    """Lend the year one side names to the other: between March and May 2022."""
    if first.free and not second.free:
        return _lent(first, second, before=True), second
    if second.free and not first.free:
        return first, _lent(second, first, before=False)
    if first.free and second.free:
        return first, _lent(second, first, before=False)
    return first, second


def _lent(hit: Found, other: Found, *, before: bool) -> Found:
    own, year = read_point((hit.resolved or "").split("/")[0]), _year(other)
    if own is None or own.month is None or year is None:
        return hit
    for shift in (0, -1 if before else 1):
        at = point(year + shift, own.month, own.day)
        fits = at and _orders(at, other, before)
        if fits:
            return replace(hit, resolved=str(at))
    return hit


def _orders(at: Point, other: Found, before: bool) -> bool:
    side = read_point((other.resolved or "").split("/")[-1 if before else 0])
    return side is not None and (str(at) <= str(side) if before else str(at) >= str(side))


def _year(found: Found) -> int | None:
    at = read_point((found.resolved or "").split("/")[0])
    return at.year if at else None
