"""English spans: months, years, weeks, quarters, decades, seasons, and what lies ago or ahead."""

from __future__ import annotations

from datetime import date

from claims.extraction.date_context import Found
from claims.extraction.dates_en_days import month_in, read_bare_day
from claims.extraction.dates_en_reading import Reading, anchor_day, full_year
from claims.extraction.dates_en_tokens import Token
from claims.extraction.dates_en_words import CLEAR_MONTHS
from claims.extraction.edtf import (
    SPRING,
    Point,
    add_days,
    add_months,
    days_of,
    interval,
    last_of_month,
    part_of_month,
    point,
    read_point,
    week_of,
)
from claims.extraction.holidays import nth_weekday

_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_BARE_LEAD = frozenset(
    {"in", "since", "until", "till", "by", "from", "to", "through", "during", "for", "before",
     "after", "of", "between", "and", "around", "every", "throughout", "or", "as", "at"}
)  # fmt: skip


def read_month(reading: Reading) -> Found | None:
    """March, early March, last March, March 2021, March of next year, the end of March."""
    month, part = reading.value("m", "m3") or 0, _part(reading)
    way = reading.value("way", "way2")
    year = reading.year_said() or reading.value("y3")
    if year is not None:
        relative = reading.has("yw")
        return reading.found(month_value(year, month, part), relative=relative, rule="calendar")
    if way is None and not part and not _stands_alone(reading, month):
        return None
    published = reading.published
    if published is None:
        return reading.found(None, rule="bare_month")
    if way is not None:
        over = month >= published.month if way < 0 else month <= published.month
        year = published.year + (way if over else 0)
        return reading.found(month_value(year, month, part), rule="bare_month")
    year = reading.year_of(month, None)
    value = month_value(year, month, part) if year else None
    return reading.found(value, rule="bare_month", free=True)


def _part(reading: Reading) -> str:
    token = reading.token("p")
    if token is None:
        return ""
    word = reading.sentence[token.start : token.end].lower()
    return "end" if word in ("end", "close") else str(token.value)


def _stands_alone(reading: Reading, month: int) -> bool:
    token = next(token for token in reading.inner if token.code in "Mm")
    following = reading.sentence[token.end : token.end + 3].lstrip()
    lead = reading.before(14).lower().split()
    led = bool(lead) and lead[-1].strip("(") in _BARE_LEAD
    if token.code == "m":
        return month not in (3, 5) and (led or lead[-1:] == ["the"])
    if following[:1] in "'’-" and following:
        return False
    if any(other.code == "U" for other in reading.inner):
        return True
    named = following[:1].isupper() and following[1:2].islower()
    if month in CLEAR_MONTHS and not named:
        return True
    return led and not named


def month_value(year: int, month: int, part: str) -> str | None:
    """Return the EDTF of a month or a part of it; its end is the last day, about."""
    if part == "end":
        return f"{point(year, month, last_of_month(year, month))}~"
    if part in _MONTH_PARTS:
        return part_of_month(year, month, *_MONTH_PARTS[part])
    at = point(year, month)
    return str(at) if at else None


def year_value(year: int, part: str) -> str:
    """Return the EDTF of a year or of its first, middle or last third."""
    if part == "end":
        return interval(f"{year:04d}-10", f"{year:04d}-12")
    if part in _YEAR_PARTS:
        first, last = _YEAR_PARTS[part]
        return interval(f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}")
    return f"{year:04d}"


def read_year(reading: Reading) -> Found | None:
    """In 1987, late 2022, (2021): a four-figure number that words around make a year."""
    year, part = reading.value("y") or 0, _part(reading)
    token = reading.token("y")
    if not part and token is not None and not _is_year(reading, token):
        return None
    return reading.found(year_value(year, part), relative=False, rule="calendar")


_YEAR_LEAD = _BARE_LEAD | {
    "circa", "year", "the", "election", "than", "mid-", "early", "late", "years",
}  # fmt: skip


def _is_year(reading: Reading, token: Token) -> bool:
    if token.end - token.start > 4 or "U" in reading.match.group():
        return True
    if reading.counted() or reading.sentence[token.end : token.end + 1] in ("-", "–"):
        return False
    if reading.sentence[token.start - 1 : token.start] == "(":
        return reading.sentence[token.end : token.end + 1] in (")", ",", ";")
    lead = reading.sentence[max(0, token.start - 14) : token.start].lower().split()
    return bool(lead) and lead[-1].strip("(") in _YEAR_LEAD


def read_years(reading: Reading) -> Found | None:
    """2010-15, 2010-2015."""
    first, last = reading.value("a") or 0, reading.value("b") or 0
    last = last if last > 99 else first // 100 * 100 + last
    if not first < last < 2200:
        return None
    return reading.found(interval(first, last), relative=False, rule="range")


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
    year = reading.value("y") or reading.year_of(month, day)
    at = point(year, month, day) if year else None
    known = at.as_day() if at else None
    if known is None or reading.text("u") not in ("week", "month", "weekend"):
        return None
    return reading.found(unit_value(known, reading.text("u"), 0))


def read_week_of_day(reading: Reading) -> Found | None:
    """The week of the 18th."""
    found = read_bare_day(reading)
    at = read_point(found.resolved).as_day() if found and read_point(found.resolved) else None
    if at is None or reading.text("u") != "week":
        return None
    return reading.found(unit_value(at, "week", 0), rule="unit")


def unit_value(day: date, unit: str, shift: int) -> str | None:
    """Return the EDTF of the unit ``shift`` away from the one that holds the day."""
    if unit == "day":
        return str(add_days(day, shift) or "") or None
    if unit in ("week", "weekend", "workweek", "fortnight"):
        week = week_of(day, shift * (2 if unit == "fortnight" else 1))
        if week is None:
            return None
        first = add_days(week[0], 5 if unit == "weekend" else 0)
        days = {"weekend": 1, "workweek": 4, "fortnight": 13}.get(unit, 6)
        return interval(first, first and add_days(first, days))
    if unit == "month":
        return str(add_months(day.year, day.month, shift))
    if unit == "quarter":
        at = add_months(day.year, (day.month - 1) // 3 * 3 + 1, shift * 3)
        return at and interval(at, add_months(at.year, at.month or 1, 2))
    if unit == "year":
        at = point(day.year + shift)
        return str(at) if at else None
    if unit == "decade":
        base = (day.year // 10 + shift) * 10
        return interval(base, base + 9)
    base = ((day.year - 1) // 100 + shift) * 100
    return interval(f"{base + 1:04d}", f"{base + 100:04d}")


def read_unit(reading: Reading) -> Found | None:
    """Last week, earlier this month, next year, the past decade."""
    published, unit = reading.published, reading.text("u")
    way = reading.value("way") or 0
    token = reading.token("way")
    word = reading.sentence[token.start : token.end].lower() if token else ""
    if published is None:
        return reading.found(None)
    if unit == "decade" and word in ("past", "last"):
        return reading.found(interval(published.year - 10, published.year))
    if unit == "day" and word in ("present", "following", "previous", "preceding", "last", "past"):
        return _beside_anchor(reading, unit, way) if word != "present" else None
    if word in ("following", "previous", "preceding") and reading.context.anchor:
        return _beside_anchor(reading, unit, way)
    value = unit_value(published, unit, way)
    later = reading.token("p")
    days = days_of(value) if later and later.code == "K" and way == 0 else None
    return reading.found(interval(published, days[1]) if days else value)


def read_part_of_unit(reading: Reading) -> Found | None:
    """The end of the year, early this month, the rest of the week."""
    published, unit, part = reading.published, reading.text("u"), _part(reading)
    way = reading.value("way") or 0
    if unit not in ("week", "month", "year", "decade") or published is None:
        return reading.found(None) if published is None else None
    if "q" not in reading.match.group() and not reading.has("way") and part != "rest":
        return None
    whole = unit_value(published, unit, way)
    at = add_months(published.year, published.month, way)
    if part == "rest":
        last = {"month": f"{at}-{last_of_month(published.year, published.month):02d}"}.get(unit)
        week = week_of(published)
        last = last or (f"{published.year:04d}-12-31" if unit == "year" else str(week and week[1]))
        return reading.found(interval(published, last))
    if unit == "month" and at and at.month:
        return reading.found(month_value(at.year, at.month, part))
    if unit == "year":
        return reading.found(year_value(published.year + way, part))
    if unit == "decade" and whole:
        base = int(whole[:4])
        first, last_year = _DECADE_PARTS["late" if part == "end" else part]
        return reading.found(interval(base + first, base + last_year))
    week = week_of(published, way)
    if week is None:
        return None
    first_day, days = {"early": (0, 2), "mid": (2, 2)}.get(part, (4, 2))
    first_date = add_days(week[0], first_day)
    return reading.found(interval(first_date, first_date and add_days(first_date, days)))


def read_unit_beyond(reading: Reading) -> Found | None:
    """The week after next, the year before last."""
    shift = 2 if reading.has("g") else -2
    unit = next(str(token.value) for token in reading.inner if token.code == "U")
    published = reading.published
    return reading.found(published and unit_value(published, unit, shift), rule="unit")


def read_weekend(reading: Reading) -> Found | None:
    """The weekend: the one just gone when the sentence looks back early in the week."""
    published = reading.published
    if reading.text("u") != "weekend":
        return None
    if published is None:
        return reading.found(None, rule="unit")
    back = published.weekday() < 4 and reading.cues()[1]
    return reading.found(unit_value(published, "weekend", -1 if back else 0), rule="unit")


def read_anaphora(reading: Reading) -> Found | None:
    """The same month, the year before."""
    if reading.has("u2"):
        return _beside_anchor(reading, reading.text("u2"), -1)
    return _beside_anchor(reading, reading.text("u"), 0)


def _beside_anchor(reading: Reading, unit: str, shift: int) -> Found | None:
    anchor = reading.context.anchor
    value: object | None = None
    if anchor and unit == "year":
        value = point(anchor.year + shift)
    elif anchor and unit == "month" and anchor.month:
        value = add_months(anchor.year, anchor.month, shift)
    elif anchor and unit in ("day", "week"):
        day = anchor.as_day()
        value = unit_value(day, unit, shift) if day else None
    return reading.found(value, rule="document")


def read_quarter(reading: Reading) -> Found | None:
    """Q3 2023, the third quarter, the first half of this year."""
    year = reading.value("y")
    said = year is not None
    published = reading.published
    half = reading.token("u") is not None and reading.tokens[reading.match.start("u")].code == "h"
    if reading.has("u") and not half and reading.text("u") != "quarter":
        return None
    token = reading.token("o")
    if year is None:
        if published is None:
            return reading.found(None)
        unit = reading.text("yu")
        if (
            (unit and unit != "year")
            or (half and not unit)
            or (token and token.code == "L" and not unit)
        ):
            return None
        way = reading.value("way")
        year = published.year + (way or 0)
    number = reading.value("q", "o")
    if number and number > 10:
        number, half = number - 10, True
    size = 6 if half else 3
    if token and token.code == "L":
        number = 12 // size
    if not number or number > 12 // size:
        return None
    value = interval(
        f"{year:04d}-{number * size - size + 1:02d}", f"{year:04d}-{number * size:02d}"
    )
    ahead = not said and published and value[:7] > published.isoformat()[:7]
    if ahead and not reading.cues()[0] and not reading.has("yu"):
        value = interval(f"{year - 1:04d}{value[4:7]}", f"{year - 1:04d}{value[-3:]}")
    return reading.found(value, relative=not said)


def read_fiscal(reading: Reading) -> Found | None:
    """Fiscal years start in different months; only the year, about, is sure."""
    way = reading.value("way")
    if way is not None:
        return reading.found(f"{reading.published.year + way:04d}~" if reading.published else None,
                             rule="fiscal_year")  # fmt: skip
    year = full_year(reading.value("y") or 0)
    return reading.found(f"{year:04d}~", relative=False, rule="fiscal_year")


def read_decade(reading: Reading) -> Found | None:
    """The 1990s, the early 2000s, the nineties."""
    year, part = reading.value("d") or 0, _part(reading)
    token = reading.token("d")
    spelled = token is not None and token.end - token.start > 5
    if spelled and not reading.sentence[reading.start : reading.end].lower().startswith("the"):
        return None
    year += 1900 if year < 100 else 0
    first, last = _DECADE_PARTS.get("late" if part == "end" else part, (0, 9))
    return reading.found(interval(year + first, year + last), relative=False)


def read_century(reading: Reading) -> Found | None:
    """The 19th century."""
    if reading.text("u") != "century":
        return None
    base = ((reading.value("o") or 1) - 1) * 100
    return reading.found(interval(f"{base + 1:04d}", f"{base + 100:04d}"), relative=False)


def read_season(reading: Reading) -> Found | None:
    """Summer 2020, last summer, the autumn of 2026, the spring."""
    season, year = reading.value("r") or 0, reading.year_said()
    way, published = reading.value("way"), reading.published
    if year is not None:
        return reading.found(f"{year:04d}-{season}", relative=reading.has("yw"))
    word = reading.sentence[reading.start : reading.end].lower()
    led = reading.before(10).lower().rstrip().endswith((" in", "during", "since", " by"))
    if way is None and not (led and ("the" in word or "fall" not in word)):
        return None
    if published is None:
        return reading.found(None)
    first = 3 * (season - SPRING) + 3
    shift = way or 0
    if way is None:
        shift = -1 if first > published.month and not reading.cues()[0] else 0
    elif way < 0:
        shift = 0 if published.month > first + 2 else -1
    elif way > 0:
        shift = 0 if published.month < first else 1
    return reading.found(f"{published.year + shift:04d}-{season}")


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
