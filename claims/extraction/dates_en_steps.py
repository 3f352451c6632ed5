"""English steps: the third week of, week 10, two weeks ago, within 9 months, the past two years."""

from __future__ import annotations

import re
from datetime import date

from claims.extraction.date_context import Found
from claims.extraction.dates_en_days import month_in, read_bare_day
from claims.extraction.dates_en_reading import Reading, anchor_day
from claims.extraction.dates_en_spans import unit_value
from claims.extraction.dates_en_tokens import Token
from claims.extraction.edtf import (
    Point,
    add_days,
    add_months,
    interval,
    last_of_month,
    point,
    read_point,
    week_of,
)
from claims.extraction.holidays import nth_weekday


def read_nth_unit(reading: Reading) -> Found | None:
    """The third week of this month, the last two weeks of July, the third month of 2021."""
    within, unit = month_in(reading), reading.text("u")
    token = reading.token("o")
    last = token is not None and token.code == "L"
    count = reading.value("n") or 1
    which = reading.value("o") or 1
    if within is None:
        return reading.found(None)
    if unit == "week":
        return reading.found(_nth_weeks(within, which, count, last))
    if within.month is not None:
        if unit != "day":
            return None
        length = last_of_month(within.year, within.month)
        first = length - count + 1 if last else which
        at = point(within.year, within.month, first)
        end = at and point(within.year, within.month, first + count - 1)
        return reading.found(interval(at, end) if end and count > 1 else at)
    size = {"month": 1, "quarter": 3}.get(unit)
    if size is None:
        return None
    start = 13 - size * count if last else size * (which - 1) + 1
    begin, end = point(within.year, start), point(within.year, start + size * count - 1)
    if begin is None or end is None:
        return None
    return reading.found(interval(begin, end) if begin != end else begin)


def _nth_weeks(within: Point, which: int, count: int, last: bool) -> str | None:
    """Weeks begin on Monday; the first of a month or year holds its first Thursday."""
    if last:
        thursday = nth_weekday(within.year, within.month or 12, 3, 5)
        end = week_of(thursday) if thursday else None
        first = add_days(end[0], -7 * (count - 1)) if end else None
        return interval(first, end[1]) if first and end else None
    thursday = nth_weekday(within.year, within.month or 1, 3, 1)
    begin = week_of(thursday, which - 1) if thursday else None
    close = add_days(begin[0], 7 * count - 1) if begin else None
    return interval(begin[0], close) if begin and close else None


_OF = re.compile(r"\b(?:of|starting|beginning|commencing)\b")


def read_week_number(reading: Reading) -> Found | None:
    """Week 10 of 2021."""
    number, published = reading.value("n") or 0, reading.published
    year = reading.value("y") or (published.year if published else None)
    if reading.text("u") != "week" or year is None or not 1 <= number <= 53:
        return None
    return reading.found(_nth_weeks(Point(year), number, 1, False))


def read_week_of(reading: Reading) -> Found | None:
    """The week of September 16."""
    month, day = reading.value("m") or 0, reading.value("d") or 0
    if not _OF.search(reading.sentence[reading.start : reading.end].lower()):
        return None
    year = reading.value("y") or reading.year_of(month, day)
    at = point(year, month, day) if year else None
    known = at.as_day() if at else None
    if known is None or reading.text("u") not in ("week", "month", "weekend"):
        return None
    return reading.found(unit_value(known, reading.text("u"), 0))


def read_week_of_day(reading: Reading) -> Found | None:
    """The week of the 18th."""
    found = read_bare_day(reading)
    named = read_point(found.resolved) if found else None
    at = named.as_day() if named else None
    if at is None or reading.text("u") != "week":
        return None
    return reading.found(unit_value(at, "week", 0), rule="unit")


def shifted(at: date, counts: list[tuple[int, str]], sign: int) -> object | None:
    """Return the day, month or year that lies the counted units away."""
    years = sum(
        n * (10 if unit == "decade" else 1) for n, unit in counts if unit in ("year", "decade")
    )
    months = sum(
        n * (3 if unit == "quarter" else 1) for n, unit in counts if unit in ("month", "quarter")
    )
    sizes = {"day": 1, "week": 7, "fortnight": 14}
    days = sum(n * sizes[unit] for n, unit in counts if unit in sizes)
    rest = [
        unit for _, unit in counts if unit not in (*sizes, "year", "decade", "month", "quarter")
    ]
    if rest:
        return None
    if len(counts) == 1 and years:
        return point(at.year + sign * years)
    month = add_months(at.year + sign * years, at.month, sign * months)
    if month is None or month.month is None:
        return None
    if len(counts) == 1 and months:
        return month
    day = date(month.year, month.month, min(at.day, last_of_month(month.year, month.month)))
    return add_days(day, sign * days)


def counts_in(tokens: list[Token]) -> list[tuple[int, str]] | None:
    """Return the counted units of "1 month and 21 days", None when a count is vague."""
    counts: list[tuple[int, str]] = []
    number: int | None = None
    for token in tokens:
        if token.code == "f":
            return None
        if token.code in "Dcna":
            number = int(token.value)
        elif token.code in "US":
            counts.append((1 if number is None else number, str(token.value)))
            number = None
    return counts


def read_ago(reading: Reading) -> Found | None:
    """Two weeks ago, a day later, three years from now."""
    counts = counts_in(reading.inner)
    way = reading.match["way"]
    base = reading.published
    if way in ("K", "e"):
        base = anchor_day(reading.context)
        if base is None and reading.context.anchor:
            anchor = reading.context.anchor
            base = date(anchor.year, anchor.month or 1, 1)
    if counts is None or base is None:
        return reading.found(None, rule="ago")
    sign = -1 if way in ("A", "e") else 1
    rule = "document" if way in ("K", "e") else "ago"
    return reading.found(shifted(base, counts, sign), rule=rule)


def read_ahead(reading: Reading) -> Found | None:
    """In three weeks, where the future is meant; within 9 months."""
    counts, published = counts_in(reading.inner), reading.published
    within = reading.match["in"] == "I"
    lead = reading.sentence[reading.start : reading.start + 3].lower()
    if not within and (lead != "in " or not reading.cues()[0]):
        return None
    if counts is None or published is None:
        return reading.found(None)
    at = shifted(published, counts, 1)
    if at is None:
        return None
    return reading.found(interval(published, at) if within else at)


def read_span(reading: Reading) -> Found | None:
    """The past two years, the last ten days, the next 2 weeks."""
    published = reading.published
    way, unit = reading.value("way") or 0, reading.text("u")
    counts = counts_in(reading.inner)
    if published is None or counts is None or not counts or not reading.has("n"):
        return reading.found(None, rule="past_span")
    number = reading.value("n") or 1
    far = shifted(published, [(number, unit)], way)
    if far is None:
        return None
    now = Point.of(published)
    near = {"year": Point(now.year), "decade": Point(now.year)}.get(unit, now)
    if unit in ("month", "quarter"):
        near = Point(now.year, now.month)
    tomorrow = add_days(published, 1) if unit in ("day", "week", "fortnight") else None
    value = interval(far, near) if way < 0 else interval(tomorrow or near, far)
    return reading.found(value, rule="past_span")
