"""One DateTime specification case against our reading: spans, days and bounds.

Values are compared as spans of days: a time of day is cut off, an end counts as meant
inclusive or exclusive (the specifications do both), one of two readings offered is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from claims.extraction.candidates import DateMention
from claims.extraction.dates import DateReader
from claims.extraction.edtf import days_of

# Decided by the type the specification gives, never by what we read.
EXCLUDED = frozenset({"time", "timerange", "set", "duration", "timezone"})
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class _Expected:
    """A specified result: its span, its type, and the readings it allows (None: no value)."""

    start: int
    end: int
    excluded: bool
    values: tuple[_Days, ...] | None
    timed: bool


def judge_dates(case: dict[str, Any], language: str) -> bool | None:
    """Return whether every date of the case is read and nothing else; None when excluded."""
    text = case["Input"]
    expected = list(_expected(case, text))
    counted = [item for item in expected if not item.excluded]
    if expected and not counted:
        return None
    reference = (case.get("Context") or {}).get("ReferenceDateTime") or ""
    day = _day(reference)
    found = DateReader(day, language).read(text, 0, len(text))
    for item in counted:
        if not _agrees(item, [hit for hit in found if _touch(hit, item)], text):
            return False
    return all(any(_touch(hit, item) for item in expected) for hit in found)


def _expected(case: dict[str, Any], text: str) -> Iterator[_Expected]:
    for result in case.get("Results") or ():
        kind = (result.get("TypeName") or result.get("Type") or "").rpartition(".")[2]
        start = result.get("Start")
        if start is None:
            start = max(0, text.lower().find(result["Text"].lower()))
        end = start + (result.get("Length") or len(result["Text"]))
        values = tuple(_values(result))
        stated = bool(result.get("Resolution") or result.get("Value"))
        yield _Expected(start, end, kind in EXCLUDED, values if stated else None, "time" in kind)


def _values(result: dict[str, Any]) -> Iterator[_Days]:
    """Yield the day spans (start, end) a result allows; nothing for "not resolved"."""
    stated = result.get("Resolution") or result.get("Value") or {}
    for value in stated.get("values") or ():
        if value.get("value"):
            day = _day(value["value"])
            if day:
                yield day, day
        elif value.get("start") or value.get("end"):
            yield _day(value.get("start") or ""), _day(value.get("end") or "")
    for key in ("FutureResolution", "PastResolution"):
        sides = {name.lower(): _day(str(text)) for name, text in (stated.get(key) or {}).items()}
        single = sides.get("date") or sides.get("datetime")
        first = sides.get("startdate") or sides.get("startdatetime")
        last = sides.get("enddate") or sides.get("enddatetime")
        if single:
            yield single, single
        elif first or last:
            yield first, last


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _touch(hit: DateMention, item: _Expected) -> bool:
    return hit.start < item.end and item.start < hit.end


def _agrees(item: _Expected, hits: list[DateMention], text: str) -> bool:
    if item.values is None:
        return _covers(item, hits, text)
    if not item.values:
        return not any(hit.resolved for hit in hits)
    return bool(hits) and all(any(_same_days(value, hit) for value in item.values) for hit in hits)


def _covers(item: _Expected, hits: list[DateMention], text: str) -> bool:
    """An extractor case states a span alone: all its figures and half its letters are ours.

    Where it holds a time of day as well, a date found inside is enough.
    """
    if item.timed:
        return bool(hits)
    covered = {index for hit in hits for index in range(hit.start, hit.end)}
    inside = range(item.start, item.end)
    figures = [index for index in inside if text[index].isdigit()]
    return all(index in covered for index in figures) and 2 * len(covered.intersection(inside)) >= (
        item.end - item.start
    )


def _same_days(value: _Days, hit: DateMention) -> bool:
    ours = days_of(hit.resolved)
    if ours is None:
        return False
    (first, last), (start, end) = ours, value
    after = last and last + timedelta(days=1)
    if hit.bound in ("before", "until"):
        return start is None and end in (
            (first,) if hit.bound == "before" else (first, last, after)
        )
    if hit.bound in ("since", "after"):
        return end is None and start in ((first,) if hit.bound == "since" else (last, after))
    return start == first and end is not None and (end == last or (end == after and start != end))
