"""One DateTime specification case against our reading: spans, days and bounds.

Values are compared as spans of days: a time of day is cut off, a stated end may be meant
inclusive or exclusive (of the day, month or year named), one of two readings is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from claims.extraction.candidates import DateMention
from claims.extraction.dates import DateReader
from claims.extraction.edtf import days_of

# Decided by type and TIMEX of the specification, never by what we read.
EXCLUDED = frozenset({"time", "timerange", "set", "duration", "timezone"})
# A span of hours or minutes, (…T14,…T16,PT2H), is a pair of times of day.
_HOURS = re.compile(r",PT[0-9.]+[HMS]|^PT")
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_SEASON = re.compile(r"([0-9]{4})-(SP|SU|FA|WI)\Z")
# Cases without a reference state spans alone, and those depend on no day.
_ANY_DAY = date(2016, 11, 7)
# "Two years ago" is as precise as its unit: a year, where the specification names a day.
_BY_UNIT = frozenset({"ago", "past_span", "ahead", "document"})
_BESIDE = re.compile(
    r"\b(?:on|or|in|at|of|the|and|from|between|to|since|after|before|until|till|by|later|earlier"
    r"|than|for|during|no|not|more|less)\b\s*"
)
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
    season: str = ""


def judge_dates(case: dict[str, Any], language: str, *, name: str = "Model") -> bool | None:
    """Return whether every date of the case is read and nothing else; None when excluded.

    Files of one part (``HolidayParser``, ``DateExtractor``) list what that part finds alone:
    there, another date found beside is not wrong; a case without any result still is.
    """
    text = case["Input"]
    expected = list(_expected(case, text))
    counted = [item for item in expected if not item.excluded]
    if expected and not counted:
        return None
    reference = (case.get("Context") or {}).get("ReferenceDateTime") or ""
    day = _day(reference) or _ANY_DAY
    found = DateReader(day, language).read(text, 0, len(text))
    for item in counted:
        if not _agrees(item, [hit for hit in found if _touch(hit, item)], text):
            return False
    if counted and not ("Model" in name or "Merged" in name):
        return True
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
        timexes = _timexes(result)
        excluded = kind in EXCLUDED or any(_HOURS.search(timex) for timex in timexes)
        seasons = [match for timex in timexes if (match := _SEASON.match(timex))]
        season = f"{seasons[0][1]}-{_SEASONS[seasons[0][2]]}" if seasons else ""
        yield _Expected(
            start, end, excluded, values if stated else None, "time" in kind, season=season
        )


def _timexes(result: dict[str, Any]) -> list[str]:
    stated = result.get("Resolution") or result.get("Value") or {}
    timexes = [value.get("timex") or "" for value in stated.get("values") or ()]
    return [*timexes, stated.get("Timex") or ""]


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
    if item.season:
        return bool(hits) and all(hit.resolved == item.season for hit in hits)
    if not item.values:
        return not any(hit.resolved for hit in hits)
    if item.timed:
        return bool(hits) and all(_same_day_of_time(item.values, hit) for hit in hits)
    return bool(hits) and all(any(_same_days(value, hit) for value in item.values) for hit in hits)


def _same_day_of_time(values: tuple[_Days, ...], hit: DateMention) -> bool:
    """Compare a day with a time of day; "before 4pm today" bounds the time, not the day."""
    plain = replace(hit, bound="")
    return any(
        _same_days((start or end, end or start), plain) or _same_days((start, end), hit)
        for start, end in values
    )


def _covers(item: _Expected, hits: list[DateMention], text: str) -> bool:
    """An extractor case states a span alone: all its figures and half its letters are ours.

    Words such as "since" or "from" count for neither: they stand beside a date, not in it.
    Where it holds a time of day as well, a date found inside is enough.
    """
    if item.timed:
        return bool(hits)
    covered = {index for hit in hits for index in range(hit.start, hit.end)}
    beside = {
        index
        for match in _BESIDE.finditer(text.lower(), item.start, item.end)
        for index in range(match.start(), match.end())
    }
    inside = [index for index in range(item.start, item.end) if index not in beside]
    figures = [index for index in inside if text[index].isdigit()]
    return all(index in covered for index in figures) and 2 * len(
        covered.intersection(inside)
    ) >= len(inside)


def _same_days(value: _Days, hit: DateMention) -> bool:
    ours = days_of(hit.resolved)
    if ours is None:
        return False
    (first, last), (start, end) = ours, value
    after = last and last + timedelta(days=1)
    if hit.bound in ("before", "until"):
        ends = (first,) if hit.bound == "before" else (first, last, after)
        return start is None and end in ends
    if hit.bound in ("since", "after"):
        return end is None and start in ((first,) if hit.bound == "since" else (last, after))
    if start is None or end is None:
        return False
    if hit.rule in _BY_UNIT and _as_precise(hit.resolved or "", start, end):
        return True
    return start == first and (end == last or (start != end and end in (after, _opening(hit))))


def _opening(hit: DateMention) -> date | None:
    """Return the first day of an interval's last part: "March to May", May exclusive."""
    begin, _, close = (hit.resolved or "").partition("/")
    days = days_of(close) if close and len(close) <= len(begin) else None
    return days[0] if days else None


def _as_precise(resolved: str, start: date, end: date) -> bool:
    sides = resolved.rstrip("~").split("/")
    return start.isoformat().startswith(sides[0]) and end.isoformat().startswith(sides[-1])
