"""English dates: a grammar over folded text, resolved by newsroom rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_en_grammar import (
    AGO,
    ANAPHORA,
    CALENDAR,
    CENTURY,
    DAYS,
    DECADE,
    FISCAL,
    FUTURE,
    MONTH_LEAD,
    MONTH_OF,
    MONTH_ONLY,
    NUMBERS,
    NUMERIC,
    PAST,
    PAST_SPAN,
    QUARTER,
    SEASONS,
    UNIT,
    WEEKDAY,
    WORDS,
    YEAR,
    YEAR_SPAN,
)
from claims.extraction.edtf import (
    AUTUMN,
    SPRING,
    SUMMER,
    WINTER,
    Point,
    add_days,
    add_months,
    interval,
    last_of_month,
    nearest_year,
    part_of_month,
    point,
    week_of,
)


def find(sentence: str, context: DateContext) -> Iterator[Found]:
    """Yield dates of a folded sentence in order, updating the context as it goes."""
    at = 0
    hits = sorted(
        (
            (match.start(), -match.end(), rank, match)
            for rank, (pattern, _) in enumerate(_RULES)
            for match in pattern.finditer(sentence)
        ),
        key=lambda hit: hit[:3],
    )
    for start, _, rank, match in hits:
        if start < at:
            continue
        found = _RULES[rank][1](match, sentence, context)
        if found is not None and found.start >= at:
            at = found.end
            context.note(found.resolved)
            yield found


def _month_number(name: str) -> int:
    return MONTH_OF[name[:3].lower()]


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _cues(match: re.Match[str], sentence: str) -> tuple[bool, bool]:
    around = sentence[max(0, match.start() - 80) : match.end() + 80]
    return bool(FUTURE.search(around)), bool(PAST.search(around))


def _calendar(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    month = _month_number(match["m"] or match["bm"])
    day = _day_number(match["d"] or match["bd"])
    last = match["d2"] or match["bd2"]
    year_text = match["y"] or match["by"]
    if year_text:
        year: int | None = int(year_text)
    elif context.published:
        future, past = _cues(match, sentence)
        year = nearest_year(month, day, context.published, future=future and not past, past=past)
    else:
        return Found.of(match, None, "bare_month", True)
    at = point(year, month, day) if year else None
    if at is None:
        return None
    end = point(at.year, month, _day_number(last)) if last else None
    value = interval(at, end) if end and str(at) < str(end) else at
    return Found.of(match, value, "calendar", not year_text)


def _month_only(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    part = _part(match)
    named = match["y"] or match["yw"] or match["way"] or part
    lead = sentence[max(0, match.start() - 14) : match.start()]
    if not named and not MONTH_LEAD.search(lead):
        return None
    if not named and re.match(r" [A-Z][a-z]", sentence[match.end() : match.end() + 3]):
        return None
    month = _month_number(match["m"])
    if match["y"]:
        return Found.of(match, _month_value(int(match["y"]), month, part), "calendar", False)
    published = context.published
    if published is None:
        return Found.of(match, None, "bare_month", True)
    if match["yw"]:
        shift = {"last": -1, "this": 0, "next": 1}[match["yw"].replace("of ", "").split()[0]]
        return Found.of(match, _month_value(published.year + shift, month, part), "calendar", True)
    way = (match["way"] or "").lower()
    year: int | None
    if way in ("last", "this past"):
        year = published.year - (month >= published.month)
    elif way in ("next", "this coming"):
        year = published.year + (month <= published.month)
    elif way == "this":
        year = published.year
    else:
        future, past = _cues(match, sentence)
        year = nearest_year(month, None, published, future=future and not past, past=past)
    value = _month_value(year, month, part) if year else None
    return Found.of(match, value, "bare_month", True)


def _part(match: re.Match[str]) -> str:
    return (match["part"] or match["edge"] or "").lower()


def _month_value(year: int, month: int, part: str) -> str | None:
    spans = {"early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20),
             "middle": (11, 20), "late": (21, 31)}  # fmt: skip
    if part in spans:
        return part_of_month(year, month, *spans[part])
    if part == "end":
        return f"{point(year, month, last_of_month(year, month))}~"
    return str(point(year, month))


def _year_value(year: int, part: str) -> str:
    spans = {"early": (1, 4), "beginning": (1, 3), "start": (1, 3), "mid": (5, 8),
             "middle": (5, 8), "late": (9, 12), "end": (10, 12), "later": (9, 12)}  # fmt: skip
    if part in spans:
        first, last = spans[part]
        return interval(f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}")
    return f"{year:04d}"


def _year(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    for name in ("y", "y2", "y3"):
        if match[name]:
            value = match[name]
            part = (match["part"] or match["edge"] or match["part2"] or "").lower()
            if not 1000 <= int(value) <= 2199:
                return None
            first = match.start(name)
            starts = [match.start(key) for key in ("part", "edge", "part2") if match[key]]
            at = min([first, *starts])
            return Found(at, match.end(name), _year_value(int(value), part), "calendar", False)
    return None


def _year_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    first, last = match["a"], match["b"]
    last = last if len(last) == 4 else first[:2] + last
    return Found.of(match, interval(first, last), "range", False) if first < last else None


def _decade(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    year = int(match["y"])
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(match["part"] or "", (0, 9))
    return Found.of(match, interval(f"{year + first}", f"{year + last}"), "decade", False)


def _century(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    base = (int(match["c"]) - 1) * 100
    if base < 0:
        return None
    return Found.of(match, interval(f"{base + 1:04d}", f"{base + 100:04d}"), "century", False)


def _numeric(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    at = point(int(match["y"]), int(match["m"]), int(match["d"]))
    return Found.of(match, at, "calendar", False) if at else None


def _weekday(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    published = context.published
    if published is None:
        return Found.of(match, None, "bare_weekday", True)
    back = (published.weekday() - DAYS.index(match["w"].lower())) % 7
    way = (match["way"] or "").lower()
    ahead = (7 - back) % 7 or 7
    if way in ("last", "past", "this past"):
        shift = -(back or 7)
    elif way in ("next", "coming", "this coming"):
        shift = ahead
    elif way == "this":
        shift = (7 - back) % 7
    else:
        near = sentence[max(0, match.start() - 60) : match.start()]
        future = FUTURE.search(near) and not PAST.search(near[-30:])
        shift = ahead if future else -back
    return Found.of(match, add_days(published, shift), "bare_weekday", True)


def _word(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2,
             "the day after tomorrow": 2}.get(match["w"].lower(), 0)  # fmt: skip
    at = context.published and add_days(context.published, shift)
    return Found.of(match, at, "day_word", True)


def _unit(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    published = context.published
    if published is None:
        return Found.of(match, None, "unit", True)
    way, unit = match["way"].lower(), match["u"].lower()
    shift = -1 if way in ("last", "the past") else 1 if way in ("next", "the coming") else 0
    part = (match["part"] or "").lower().replace("the ", "").replace(" of", "")
    value: object | None
    if unit in ("week", "weekend"):
        week = week_of(published, shift)
        value = week and interval(add_days(week[0], 5) if unit == "weekend" else week[0], week[1])
    elif unit == "month":
        value = add_months(published.year, published.month, shift)
    elif unit == "quarter":
        at = add_months(published.year, (published.month - 1) // 3 * 3 + 1, shift * 3)
        value = at and interval(at, add_months(at.year, at.month or 1, 2))
    elif unit == "year":
        value = _year_value(published.year + shift, "" if part == "earlier" else part)
    elif unit == "decade":
        value = interval(published.year - 10, published.year) if shift < 0 else None
    elif unit == "century":
        value = interval(1901, 2000) if shift < 0 and published.year > 2000 else None
    else:
        value = _season(unit, shift, published)
    return Found.of(match, value, "unit", True)


def _season(unit: str, shift: int, published: date) -> str:
    season = SEASONS[unit]
    over = published.month > {SPRING: 5, SUMMER: 8, AUTUMN: 11, WINTER: 12}[season]
    year = published.year + (0 if shift < 0 and over else 0 if shift > 0 and not over else shift)
    return f"{year:04d}-{season}"


def _count(text: str) -> int:
    lowered = text.lower()
    return int(lowered) if lowered.isdigit() else NUMBERS[lowered]


def _shifted(at: date, count: int, unit: str) -> object | None:
    unit = unit.lower().rstrip("s")
    if unit in ("year", "decade"):
        return point(at.year + count * (10 if unit == "decade" else 1))
    if unit == "month":
        return add_months(at.year, at.month, count)
    return add_days(at, count * (7 if unit == "week" else 1))


def _ago(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    base = context.published
    way = match["way"].lower()
    if way != "ago":
        base = context.anchor.as_day() if context.anchor else None
    if base is None:
        return Found.of(match, None, "ago", True)
    sign = 1 if way == "later" else -1
    value = _shifted(base, sign * _count(match["n"]), match["u"])
    return Found.of(match, value, "ago", True)


def _past_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    published = context.published
    unit = match["u"].lower()
    if published is None or (match["n"] is None and unit != "decade"):
        return Found.of(match, None, "past_span", True)
    first = _shifted(published, -_count(match["n"] or "one"), unit)
    now = Point.of(published)
    last = Point(now.year) if unit in ("years", "decades", "decade") else now
    if unit == "months":
        last = Point(now.year, now.month)
    return Found.of(match, interval(first, last) if first else None, "past_span", True)


def _anaphora(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    unit = (match["su"] or match["nu"] or match["pu"] or match["pu2"]).lower()
    shift = 0 if match["same"] else 1 if match["next"] else -1
    anchor = context.anchor
    value: object | None = None
    if anchor and unit == "year":
        value = point(anchor.year + shift)
    elif anchor and unit == "month" and anchor.month:
        value = add_months(anchor.year, anchor.month, shift)
    elif anchor and unit == "day":
        day = anchor.as_day()
        value = add_days(day, shift) if day else None
    return Found.of(match, value, "document", True)


def _quarter(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    if match["y"]:
        year = int(match["y"])
    elif context.published:
        year = context.published.year + {"last": -1, "next": 1}.get(match["yw"].split()[0], 0)
    else:
        return Found.of(match, None, "quarter", True)
    order = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    if match["h"]:
        first, last = (1, 6) if match["h"] == "first" else (7, 12)
    else:
        number = int(match["qn"]) if match["qn"] else order[match["q"]]
        first, last = number * 3 - 2, number * 3
    value = interval(f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}")
    return Found.of(match, value, "quarter", not match["y"])


def _fiscal(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """Fiscal years start in different months; only the year itself is sure."""
    return Found.of(match, None, "fiscal_year", False)


_Resolver = Callable[[re.Match[str], str, DateContext], Found | None]
_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (FISCAL, _fiscal),
    (QUARTER, _quarter),
    (CALENDAR, _calendar),
    (MONTH_ONLY, _month_only),
    (DECADE, _decade),
    (CENTURY, _century),
    (YEAR_SPAN, _year_span),
    (NUMERIC, _numeric),
    (WEEKDAY, _weekday),
    (WORDS, _word),
    (AGO, _ago),
    (PAST_SPAN, _past_span),
    (UNIT, _unit),
    (ANAPHORA, _anaphora),
    (YEAR, _year),
)
