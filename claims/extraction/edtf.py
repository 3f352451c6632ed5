"""Calendar arithmetic and EDTF (ISO 8601-2) notation for dates of any precision."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month or a day; ``str()`` gives its EDTF form."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    @classmethod
    def of(cls, day: date) -> Point:
        """Return the point with day precision."""
        return cls(day.year, day.month, day.day)

    def as_day(self) -> date | None:
        """Return the date when the point has day precision."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def point(year: int, month: int | None = None, day: int | None = None) -> Point | None:
    """Return the point, or None when no calendar has it (30 February, month 13)."""
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return Point(year, month, day)


def add_months(year: int, month: int, by: int) -> Point | None:
    """Return the month ``by`` months away."""
    index = year * 12 + month - 1 + by
    return point(index // 12, index % 12 + 1)


def add_days(day: date, by: int) -> date | None:
    """Return the day ``by`` days away, None beyond the calendar."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None


def interval(start: object, end: object) -> str:
    """Return the EDTF interval of two points."""
    return f"{start}/{end}"


def week_of(day: date, weeks: int = 0) -> tuple[date, date] | None:
    """Return Monday and Sunday of the week ``weeks`` away."""
    monday = add_days(day, weeks * 7 - day.weekday())
    sunday = add_days(monday, 6) if monday else None
    return (monday, sunday) if monday and sunday else None


def last_of_month(year: int, month: int) -> int:
    """Return the last day of a month."""
    return calendar.monthrange(year, month)[1]


def part_of_month(year: int, month: int, first: int, last: int) -> str | None:
    """Return an interval inside a month; ``last`` is cut to the month's length."""
    begin = point(year, month, first)
    end = point(year, month, min(last, last_of_month(year, month)))
    return interval(begin, end) if begin and end else None


def nearest_year(
    month: int, day: int | None, published: date, *, future: bool, past: bool
) -> int | None:
    """Return the year of a month named without one, seen from the publication date.

    The latest past one, unless a future cue says otherwise or it lies at most 45 days ahead
    and nothing says it is past.
    """
    for year in (published.year, published.year - 1, published.year - 4, published.year + 1):
        if point(year, month, day) is None:
            continue
        start = date(year, month, day or 1)
        if start <= published:
            if not future or (day is None and start.month == published.month):
                return year
            return year + 1 if point(year + 1, month, day) else None
        ahead = (start - published).days
        if future or (ahead <= 45 and not past):
            return year
    return None


_ANCHORS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?]?\Z")


def read_point(resolved: str | None) -> Point | None:
    """Read a plain EDTF point back (no interval, no season)."""
    match = _ANCHORS.match(resolved or "")
    if match is None:
        return None
    year, month, day = match.groups()
    return point(int(year), int(month) if month else None, int(day) if day else None)


_SEASON_MONTHS = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}
_SIDE = re.compile(r"([0-9]{1,4})(X{0,3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?\Z")


def days_of(resolved: str | None) -> tuple[date | None, date | None] | None:
    """Return first and last day an EDTF value covers; an open side is None.

    Seasons are those of the north. None when there is no value or no such day.
    """
    if not resolved:
        return None
    begin, _, end = resolved.partition("/")
    first = None if begin == ".." else _days_of_side(begin)
    last = first if not end else None if end == ".." else _days_of_side(end)
    if (first is None and begin != "..") or (last is None and end != ".."):
        return None
    return (first[0] if first else None), (last[1] if last else None)


def _days_of_side(text: str) -> tuple[date, date] | None:
    match = _SIDE.match(text)
    if match is None or len(match[1] + match[2]) != 4:
        return None
    low, high = int(match[1] + "0" * len(match[2])), int(match[1] + "9" * len(match[2]))
    month, day = int(match[3] or 0), int(match[4] or 0)
    if not 1 <= low <= high <= 9998:
        return None
    if month in _SEASON_MONTHS:
        begin = _SEASON_MONTHS[month]
        close = add_months(low, begin, 2)
        assert close is not None and close.month is not None
        ends = date(close.year, close.month, last_of_month(close.year, close.month))
        return date(low, begin, 1), ends
    if not month:
        return date(low, 1, 1), date(high, 12, 31)
    at = point(low, month, day or None)
    if at is None:
        return None
    return date(low, month, day or 1), date(low, month, day or last_of_month(low, month))


def precision_of(resolved: str | None) -> str:
    """Return day, month, season, year, decade, century or interval; open without a value."""
    if not resolved:
        return "open"
    if "/" in resolved:
        return "interval"
    plain = resolved.rstrip("~?%")
    if "X" in plain:
        return {1: "decade", 2: "century"}.get(plain.count("X"), "interval")
    if len(plain) == 7 and int(plain[5:]) in _SEASON_MONTHS:
        return "season"
    return {4: "year", 7: "month"}.get(len(plain), "day")
