"""English spans: months, years, weeks, quarters, decades, seasons, and what lies ago or ahead."""

from __future__ import annotations

import re
from datetime import date

from claims.extraction.date_context import Found
from claims.extraction.dates_en_reading import Reading, full_year
from claims.extraction.dates_en_tokens import Token
from claims.extraction.dates_en_words import CLEAR_MONTHS
from claims.extraction.edtf import (
    SPRING,
    add_days,
    add_months,
    days_of,
    interval,
    last_of_month,
    part_of_month,
    point,
    week_of,
)

_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_BARE_LEAD = frozenset(
    {"in", "since", "until", "till", "by", "from", "to", "through", "during", "for", "before",
     "after", "of", "between", "and", "around", "every", "throughout", "or", "as", "at"}
)  # fmt: skip


_OPEN_END = re.compile(r" (?:or (?:later|after|earlier|before)|onwards?)\b")


def read_month(reading: Reading) -> Found | None:
    """March, early March, last March, March 2021, March of next year, the end of March."""
    month, part = reading.value("m", "m3") or 0, _part(reading)
    way = reading.value("way", "way2")
    if any(token.code == "U" and token.value not in ("month", "year") for token in reading.inner):
        return None
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
    if following[:1] in "'’-" and following and not _to_month(reading):
        return False
    if any(other.code == "U" for other in reading.inner):
        return True
    named = following[:1].isupper() and following[1:2].islower()
    if month in CLEAR_MONTHS and not named:
        return True
    return led and not named


def _to_month(reading: Reading) -> bool:
    """Tell whether a dash leads on to another month: Jan-Feb 2017."""
    behind = reading.tokens[reading.match.end() : reading.match.end() + 2]
    return len(behind) == 2 and behind[0].code in "-~" and behind[1].code in "Mm"


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


_POSSESSIVES = frozenset({"their", "its", "his", "her", "our"})
#: At 2019 prices, the 2016 elections: what a year describes, not what it counts.
_OF_YEAR = re.compile(
    r"\s(?:prices|levels|terms|values|rates|figures|results|accounts|standards|elections)\b"
)


def _is_year(reading: Reading, token: Token) -> bool:
    if token.end - token.start > 4 or "U" in reading.match.group():
        return True
    counted = reading.counted() and not _OF_YEAR.match(reading.sentence, token.end)
    if counted or reading.sentence[token.end : token.end + 1] in ("-", "–"):
        return False
    if reading.sentence[token.start - 1 : token.start] == "(":
        return reading.sentence[token.end : token.end + 1] in (")", ",", ";")
    if _OPEN_END.match(reading.sentence, token.end):
        return True
    lead = reading.sentence[max(0, token.start - 14) : token.start].lower().split()
    return bool(lead) and lead[-1].strip("(") in _YEAR_LEAD | _POSSESSIVES


def read_years(reading: Reading) -> Found | None:
    """2010-15, 2010-2015."""
    first, last = reading.value("a") or 0, reading.value("b", "b2") or 0
    last = last if last > 99 else first // 100 * 100 + last
    if not first < last < 2200 or (reading.value("b") != last and last - first > 20):
        return None
    return reading.found(interval(first, last), relative=False, rule="range")


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
        return interval(at, add_months(at.year, at.month or 1, 2)) if at else None
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
