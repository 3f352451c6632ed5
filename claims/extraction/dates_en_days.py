"""English days: calendar days, figures with slashes, weekdays, holidays, bare days."""

from __future__ import annotations

from datetime import date, timedelta

from claims.extraction.date_context import Found
from claims.extraction.dates_en_reading import Reading, full_year
from claims.extraction.edtf import Point, add_days, add_months, interval, point, week_of
from claims.extraction.holidays import holiday_in, nth_weekday

_FIGURE_LEADS = (
    " on", "from", "since", "until", "till", " to", "before", "after", "day,", " for", "between",
    " and", "-", "by",
)  # fmt: skip


def read_dotted(reading: Reading) -> Found | None:
    """13.5.2015, 2015.5.13, 20150513."""
    first, second, third = (int(part) for part in reading.text("z").split("."))
    if first > 31:
        at = point(first, second, third)
    else:
        at = point(full_year(third), second, first) or point(full_year(third), first, second)
    return reading.found(at, relative=False, rule="calendar") if at else None


def read_ymd(reading: Reading) -> Found | None:
    """2016-04-21, 2016/Sep/1, September-2020-23, 23-2020-September."""
    at = point(reading.value("y") or 0, reading.value("m"), reading.value("d"))
    return reading.found(at, relative=False, rule="calendar") if at else None


def read_slashed(reading: Reading) -> Found | None:
    """4/22/2016 month first, 22/4/2016 when no month is that long; 4/22 without a year."""
    first, second = reading.value("a") or 0, reading.value("b") or 0
    year = reading.value("y", "y5")
    if year is not None:
        full = full_year(year)
        at = point(full, first, second) or point(full, second, first)
        return reading.found(at, relative=False, rule="calendar") if at else None
    lead = reading.before(14).rstrip().lower()
    led = lead.endswith(_FIGURE_LEADS) or reading.inner[0].code in "WvLXH"
    if reading.published is None or (not led and not 12 < second <= 31) or first == 24:
        return None
    month, day = (first, second) if first <= 12 else (second, first)
    found = reading.year_of(month, day) if month <= 12 else None
    at = point(found, month, day) if found else None
    return reading.found(at, rule="bare_month", free=True) if at else None


def read_month_figure(reading: Reading) -> Found | None:
    """2015-03, 2015/3, 3/2015."""
    year, month = reading.value("y", "y3"), reading.value("m", "m2")
    at = point(year or 0, month)
    return reading.found(at, relative=False, rule="calendar") if at else None


def read_day(reading: Reading) -> Found | None:
    """May 3, 3 May 2021, the third of May, May 3-5, Wednesday, March 20."""
    month, day = reading.value("m") or 0, reading.value("d") or 0
    last = reading.value("d2")
    spelled = reading.token("d")
    if not reading.has("yw") and not _only_days(reading):
        return None
    if spelled is not None and spelled.code == "c" and not _surely_day(reading):
        return None
    year = reading.year_said() or reading.value("y4")
    if year is None and reading.counted() and reading.tokens[reading.match.end() - 1].code in "Dc":
        return None
    if year is not None and year < 100:
        year = full_year(year)
    said = year is not None
    if year is None:
        if reading.published is None:
            return reading.found(None, rule="bare_month")
        year = reading.year_of(month, last or day)
    at = point(year, month, day) if year else None
    if at is None:
        return None
    end = point(at.year, month, last) if last else None
    value = interval(at, end) if end and str(at) < str(end) else str(at)
    relative = not said or reading.has("yw")
    return reading.found(value, relative=relative, free=not said, rule="calendar")


def _only_days(reading: Reading) -> bool:
    """ "The third day of May" is a day, "the third week of May" is none."""
    last = reading.token("u")
    return all(
        token.value == "day" for token in reading.inner if token.code == "U" and token != last
    )


def _surely_day(reading: Reading) -> bool:
    """A number in words is a day only beside a year or "of": fifteen August 1993."""
    return reading.has("y") or "q" in {token.code for token in reading.inner}


def read_day_of_way(reading: Reading) -> Found | None:
    """The 20th of next month, from 4 to 22 this month."""
    way = reading.value("mw")
    if reading.text("u") != "month" or reading.published is None or not _only_days(reading):
        return None
    if way is None and "q" not in {token.code for token in reading.inner}:
        return None
    at = add_months(reading.published.year, reading.published.month, way or 0)
    day = at and point(at.year, at.month, reading.value("d"))
    last = reading.value("d2")
    end = at and last and point(at.year, at.month, last)
    if not day:
        return reading.found(None)
    return reading.found(interval(day, end) if end else day)


def read_weekday_of_day(reading: Reading) -> Found | None:
    """Friday the 15th: the nearest such day that is a Friday, the past first."""
    day, weekday = reading.value("d", "d3") or 0, reading.value("w", "w2")
    published = reading.published
    if published is None:
        return reading.found(None)
    for shift in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6):
        month = add_months(published.year, published.month, shift)
        at = month and point(month.year, month.month, day)
        known = at.as_day() if at else None
        if known and known.weekday() == weekday:
            return reading.found(known)
    return None


def read_nth_weekday(reading: Reading) -> Found | None:
    """The first Friday of July, the second Monday of next month."""
    month = month_in(reading)
    if month is None or month.month is None:
        return reading.found(None)
    token = reading.token("o")
    which = 5 if token and token.code == "L" else reading.value("o") or 1
    return reading.found(nth_weekday(month.year, month.month, reading.value("w") or 0, which))


def month_in(reading: Reading) -> Point | None:
    """Return the month or year the words after "of" name."""
    codes = reading.match["in"]
    tokens = reading.tokens[reading.match.start("in") : reading.match.end("in")]
    published = reading.published
    if codes[0] in "Mm":
        month = int(tokens[0].value)
        year = int(tokens[-1].value) if codes[-1] == "Y" else reading.year_of(month, None)
        return point(year, month) if year else None
    if codes[0] == "Y":
        return point(int(tokens[0].value))
    if published is None:
        return None
    way = int(tokens[0].value) if codes[0] in "LXH" else 0
    unit = str(tokens[-1].value)
    if unit == "month":
        return add_months(published.year, published.month, way)
    return point(published.year + way) if unit == "year" else None


def read_week_weekday(reading: Reading) -> Found | None:
    """Next week on Friday, Tuesday next week."""
    if not any(token.value == "week" for token in reading.inner):
        return None
    week = _week(reading, reading.value("way", "way2") or 0)
    reading.context.week = week
    return reading.found(week and add_days(week, reading.value("w", "w2") or 0))


def _week(reading: Reading, weeks: int) -> date | None:
    week = week_of(reading.published, weeks) if reading.published else None
    return week[0] if week else None


def read_weekday(reading: Reading) -> Found | None:
    """Tuesday: within the past week, today included; last and next go by calendar weeks."""
    published = reading.published
    token = next(token for token in reading.inner if token.code in "Wv")
    if token.end - token.start > 3 and reading.sentence[token.start : token.end].endswith("days"):
        return None
    if published is None:
        return reading.found(None, rule="bare_weekday")
    weekday = int(token.value)
    way = reading.value("way")
    if way is not None:
        if way < 0 and published.weekday() > weekday and _is_past(reading):
            return reading.found(add_days(published, weekday - published.weekday()))
        monday = _week(reading, way)
        return reading.found(monday and add_days(monday, weekday), rule="bare_weekday")
    if reading.context.week is not None:
        return reading.found(add_days(reading.context.week, weekday), rule="bare_weekday")
    back = (published.weekday() - weekday) % 7
    future, _ = reading.cues()
    return reading.found(add_days(published, 7 - back if future else -back), rule="bare_weekday")


def _is_past(reading: Reading) -> bool:
    """ "This past Friday" is the one just gone, also in a week that began before it."""
    return "past" in reading.sentence[reading.start : reading.end].lower()


def read_word(reading: Reading) -> Found | None:
    """Today, yesterday, the day before yesterday, last night."""
    shift = reading.value("w", "l", "l2", "w4", "w5") or 0
    lead = reading.before(60).lower()
    if reading.has("w4") and lead.endswith("and ") and "between" not in lead:
        return None  # "opened in 1981 and now has more": no end of a span
    if reading.has("w2"):
        shift = (reading.value("w2") or 0) - 1
    elif reading.has("w3"):
        shift = (reading.value("w3") or 0) + 1
    published = reading.published
    return reading.found(published and add_days(published, shift), rule="day_word")


def read_holiday(reading: Reading) -> Found | None:
    """Christmas Day, last Easter, Labor Day 2021: the nearest past unless it lies ahead."""
    name, year = reading.text("c"), reading.year_said()
    if year:
        return reading.found(holiday_in(name, year), relative=False)
    published = reading.published
    if published is None:
        return reading.found(None)
    days = [holiday_in(name, published.year + shift) for shift in (-1, 0, 1)]
    known = [day for day in days if day]
    way = reading.value("way")
    future = reading.cues()[0] if way is None else way > 0
    past = [day for day in known if day <= published]
    ahead = [day for day in known if day >= published]
    near = ahead and ahead[0] - published < timedelta(days=45) and way is None
    if (future or (near and not reading.cues()[1])) and ahead:
        return reading.found(ahead[0], free=True)
    return reading.found(past[-1] if past else None, free=True)


def read_bare_day(reading: Reading) -> Found | None:
    """On the 24th: the latest such day, the next one with a future cue."""
    day, published = reading.value("d", "d2") or 0, reading.published
    if published is None:
        return reading.found(None)
    future, _ = reading.cues()
    earlier = reading.context.in_sentence
    if earlier is not None and earlier.month is not None:
        at = point(earlier.year, earlier.month, day)
        return reading.found(at) if at else None
    for shift in (0, 1, 2) if future else (0, -1, -2):
        month = add_months(published.year, published.month, shift)
        at = month and point(month.year, month.month, day)
        known = at.as_day() if at else None
        if known and (known >= published if future else known <= published):
            return reading.found(known)
    return None
