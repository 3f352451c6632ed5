"""Japanese dates: a grammar over folded text, resolved by newsroom rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_ja_grammar import (
    AGO,
    ANAPHORA,
    CALENDAR,
    CENTURY,
    DAY_WORDS,
    DECADE,
    ERAS,
    FISCAL,
    FUTURE,
    KANJI,
    MONTH_WORDS,
    NUMERIC,
    PAST,
    PAST_SPAN,
    SEASONS,
    SLASH,
    WEEK,
    WEEK_WORDS,
    WITHIN,
    WORDS,
    YEAR_SPAN,
    YEAR_WORDS,
)
from claims.extraction.edtf import (
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
from claims.extraction.numerals_ja import read_numeral


def find(sentence: str, context: DateContext) -> Iterator[Found]:
    """Yield dates of a folded sentence in order, updating the context as it goes."""
    at = 0
    hits = sorted(
        (
            (match.start(), -match.end(), rank, match)
            for rank, (pattern, _) in enumerate(_RULES)
            for match in pattern.finditer(sentence)
            if match.end() > match.start()
        ),
        key=lambda hit: hit[:3],
    )
    for start, _, rank, match in hits:
        if start < at:
            continue
        resolve = _RULES[rank][1]
        found = resolve(match, sentence, context)
        if found is None:
            continue
        at = found.end
        if found.rule != "reference":
            context.note(found.resolved)
        yield found


def _cues(sentence: str, at: int) -> tuple[bool, bool]:
    ahead = sentence[at : at + 80]
    return bool(FUTURE.search(ahead)), bool(PAST.search(ahead))


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Fold the three spellings of the group names (with year, month first, day only) to one."""
    names = {"n": "m", "nw": "mw", "na": "ma", "e": "d", "e1": "d1", "f": "d", "f1": "d1"}
    return {names.get(key, key): value for key, value in match.groupdict().items() if value}


def _calendar(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    parts = _groups(match)
    if "d" in parts and parts.get("d1") and int(parts["d1"]) >= int(parts["d"]):
        del parts["d1"]
    relative = not ({"y4", "yk", "era"} & parts.keys())
    rule = "calendar"
    year, year_rule = _year(parts, context)
    month: int | None = None
    cues = _cues(sentence, match.end())
    if "m" in parts or "mw" in parts or "ma" in parts:
        year, month, rule = _month(parts, year, "y" in year_rule, cues, context)
    elif "d" in parts:
        at = _bare_day(int(parts.get("d1") or parts["d"]), cues, context)
        year, month, rule = (at.year, at.month, "bare_day") if at else (None, None, "bare_day")
    else:
        rule = year_rule or rule
    if year is None:
        return Found.of(match, None, rule, relative)
    resolved = _compose(year, month, parts)
    if resolved is None and "d" in parts:
        return None
    if resolved and "about" in parts:
        resolved = "/".join(f"{side}~" for side in resolved.split("/"))
    return Found.of(match, resolved, rule, relative)


def _year(parts: dict[str, str], context: DateContext) -> tuple[int | None, str]:
    if "y4" in parts:
        return int(parts["y4"]), "y"
    if "yk" in parts:
        return int("".join(str(KANJI[mark]) for mark in parts["yk"])), "y"
    if "era" in parts:
        number = 1 if parts["ey"] == "元" else int(parts["ey"])
        return ERAS[parts["era"]] + number, "y"
    if "y2" in parts:
        return 2000 + int(parts["y2"]), "y"
    if "yw" in parts:
        shift = YEAR_WORDS[parts["yw"]]
        return (context.published.year + shift if context.published else None), "y_published"
    if "ya" in parts:
        shift = {"同年": 0, "翌年": 1}.get(parts["ya"], -1)
        return (context.anchor.year + shift if context.anchor else None), "y_document"
    return None, ""


def _month(
    parts: dict[str, str],
    year: int | None,
    has_year: bool,
    cues: tuple[bool, bool],
    context: DateContext,
) -> tuple[int | None, int | None, str]:
    published, anchor = context.published, context.anchor
    at: Point | None
    if "mw" in parts:
        shift = MONTH_WORDS[parts["mw"]]
        at = add_months(published.year, published.month, shift) if published else None
        return (at.year, at.month, "month_word") if at else (None, None, "month_word")
    if "ma" in parts:
        shift = {"同月": 0, "翌月": 1}.get(parts["ma"], -1)
        at = add_months(anchor.year, anchor.month, shift) if anchor and anchor.month else None
        return (at.year, at.month, "document") if at else (None, None, "document")
    month = int(parts["m"])
    if has_year:
        return year, month, "calendar"
    if context.in_sentence is not None:
        return context.in_sentence.year, month, "sentence_year"
    if published is None:
        return None, month, "bare_month"
    day = parts.get("d1") or parts.get("d")
    future, past = cues
    found = nearest_year(month, int(day) if day else None, published, future=future, past=past)
    return found, month, "bare_month"


def _bare_day(day: int, cues: tuple[bool, bool], context: DateContext) -> Point | None:
    earlier = context.in_sentence
    if earlier is not None and earlier.month is not None:
        return point(earlier.year, earlier.month, day)
    published = context.published
    if published is None:
        return None
    future, past = cues
    steps = (0, 1, 2) if future and not past and day > published.day else (0, -1, -2)
    if future and not past and day < published.day:
        steps = (1, 2, 3)
    for step in steps:
        month = add_months(published.year, published.month, step)
        at = month and point(month.year, month.month, day)
        if at is not None and (steps[1] > 0 or str(at) <= published.isoformat()):
            return at
    return None


def _compose(year: int, month: int | None, parts: dict[str, str]) -> str | None:
    part = parts.get("part")
    if month is None:
        return _part_of_year(year, part) if part else str(point(year))
    if "d" in parts:
        end = point(year, month, int(parts["d"]))
        begin = point(year, month, int(parts["d1"])) if "d1" in parts else None
        if end is None:
            return None
        return interval(begin, end) if begin else str(end)
    at = point(year, month)
    if at is None:
        return None
    return _part_of_month(year, month, part) if part else str(at)


def _part_of_year(year: int, part: str) -> str:
    if part in SEASONS:
        return f"{year:04d}-{SEASONS[part]}"
    quarter = re.search("[1-4一二三四](?=四半期)", part)
    if quarter:
        number = int(read_numeral(quarter.group()) or 0)
        return f"{year:04d}-{number * 3 - 2:02d}/{year:04d}-{number * 3:02d}"
    if part in ("前半", "上半期"):
        return f"{year:04d}-01/{year:04d}-06"
    if part in ("後半", "下半期"):
        return f"{year:04d}-07/{year:04d}-12"
    if part in ("末", "末日"):
        return f"{year:04d}-12"
    if part in ("初頭", "初め", "はじめ"):
        return f"{year:04d}-01~"
    return f"{year:04d}~"


def _part_of_month(year: int, month: int, part: str) -> str | None:
    if part in ("末", "末日"):
        at = point(year, month, last_of_month(year, month))
        return f"{at}~" if part == "末" else str(at)
    spans = {
        "上旬": (1, 10), "初旬": (1, 10), "初頭": (1, 10), "初め": (1, 10), "はじめ": (1, 10),
        "中旬": (11, 20), "半ば": (11, 20), "なかば": (11, 20), "下旬": (21, 31),
        "前半": (1, 15), "後半": (16, 31),
    }  # fmt: skip
    if part not in spans:
        return str(point(year, month))
    return part_of_month(year, month, *spans[part])


def _fiscal(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """A fiscal year runs from 1 April; its EDTF is the interval."""
    year: int | None
    if match["y"]:
        year = int(match["y"])
    elif match["era"]:
        year = ERAS[match["era"]] + (1 if match["ey"] == "元" else int(match["ey"]))
    elif context.published:
        now = context.published.year - (context.published.month < 4)
        year = now + {"昨": -1, "前": -1, "来": 1}.get(match["yw"], 0)
    else:
        year = None
    relative = not (match["y"] or match["era"])
    resolved = None if year is None else interval(f"{year:04d}-04-01", f"{year + 1:04d}-03-31")
    return Found.of(match, resolved, "fiscal_year", relative)


def _decade(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    year = int(match["y"])
    spans = {
        "前半": (0, 4),
        "後半": (5, 9),
        "初頭": (0, 2),
        "初め": (0, 2),
        "半ば": (4, 6),
        "末": (8, 9),
    }
    first, last = spans.get(match["part"] or "", (0, 9))
    return Found.of(match, interval(f"{year + first:04d}", f"{year + last:04d}"), "decade", False)


def _century(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    number = int(match["c"])
    if not 1 <= number <= 30:
        return None
    base = (number - 1) * 100
    first, last = {"前半": (1, 50), "後半": (51, 100), "初頭": (1, 10), "末": (91, 100)}.get(
        match["part"] or "", (1, 100)
    )
    return Found.of(match, interval(f"{base + first:04d}", f"{base + last:04d}"), "century", False)


def _year_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    first = match["a"]
    last = match["b"] if len(match["b"]) == 4 else first[:2] + match["b"]
    return Found.of(match, interval(first, last), "range", False) if first < last else None


def _numeric(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    at = point(int(match["y"]), int(match["m"]), int(match["d"]))
    return Found.of(match, at, "calendar", False) if at else None


def _slash(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    month, day = int(match["m"]), int(match["d"])
    if context.published is None:
        return Found.of(match, None, "bare_month", True)
    future, past = _cues(sentence, match.end())
    year = nearest_year(month, day, context.published, future=future, past=past)
    at = point(year, month, day) if year else None
    return Found.of(match, at, "bare_month", True) if at else None


def _week(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    published = context.published
    if published is None:
        return Found.of(match, None, "week", True)
    if match["bare"]:
        future, past = _cues(sentence, match.end())
        back = (published.weekday() - "月火水木金土日".index(match["bare"])) % 7
        shift = 7 - back if future and not past else -back
        return Found.of(match, add_days(published, shift), "bare_weekday", True)
    week = week_of(published, WEEK_WORDS[match["w"]])
    if week is None:
        return None
    if match["wd"]:
        at = add_days(week[0], "月火水木金土日".index(match["wd"]))
        return Found.of(match, at, "week", True)
    first = add_days(week[0], 5) if match["end"] else week[0]
    return Found.of(match, interval(first, week[1]), "week", True)


def _word(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    word = match.group()
    if word == "あす" and match.start() and "ぁ" <= sentence[match.start() - 1] <= "ん":
        return None
    at = context.published and add_days(context.published, DAY_WORDS[word])
    return Found.of(match, at, "day_word", True)


def _anaphora(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    day = context.anchor.as_day() if context.anchor else None
    shift = {"同日": 0, "当日": 0, "翌日": 1, "翌々日": 2}.get(match.group(), -1)
    return Found.of(match, add_days(day, shift) if day else None, "document", True)


def _shifted(at: date, count: int, unit: str) -> object | None:
    if unit == "年":
        return point(at.year + count)
    if unit.endswith("月"):
        return add_months(at.year, at.month, count)
    day = add_days(at, count * (7 if unit.startswith("週") else 1))
    return f"{day}~" if day and unit.startswith("週") else day


def _ago(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    base: date | None = context.published
    if match["way"].startswith("後"):
        base = context.anchor.as_day() if context.anchor else None
    if match["vague"] or match["half"] or match["n"] == "半" or base is None:
        return Found.of(match, None, "ago", True)
    count = int(read_numeral(match["n"]) or 0)
    way = -1 if match["way"].startswith("前") else 1
    return Found.of(match, _shifted(base, way * count, match["u"]), "ago", True)


def _past_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    if context.published is None:
        return Found.of(match, None, "past_span", True)
    first = _shifted(context.published, -int(read_numeral(match["n"]) or 0), match["u"])
    if first is None:
        return None
    now = Point.of(context.published)
    last: object = Point(now.year) if match["u"] == "年" else now
    if match["u"].endswith("月"):
        last = Point(now.year, now.month)
    return Found.of(match, interval(str(first).rstrip("~"), last), "past_span", True)


def _within(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    published = context.published
    if published is None:
        return Found.of(match, None, "within", True)
    year, word = published.year, match.group()
    future, _ = _cues(sentence, match.end())
    month_end = point(year, published.month, last_of_month(year, published.month))
    week = week_of(published)
    shapes: dict[str, Callable[[], object | None]] = {
        "年内": lambda: interval(published, f"{year:04d}-12-31"),
        "年末": lambda: f"{year if future or published.month == 12 else year - 1:04d}-12",
        "年初": lambda: f"{year:04d}-01",
        "年明け": lambda: f"{year + 1 if future else year:04d}-01",
        "月内": lambda: interval(published, month_end),
        "月末": lambda: f"{month_end}~",
        "週内": lambda: interval(published, week[1]) if week else None,
        "週末": lambda: interval(add_days(week[0], 5), week[1]) if week else None,
        "昨年来": lambda: interval(f"{year - 1:04d}", published),
    }
    shape = shapes.get(word)
    return Found.of(match, shape() if shape else None, "within", True)


_Resolver = Callable[[re.Match[str], str, DateContext], Found | None]
_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = (
    (FISCAL, _fiscal),
    (DECADE, _decade),
    (CENTURY, _century),
    (YEAR_SPAN, _year_span),
    (PAST_SPAN, _past_span),
    (AGO, _ago),
    (CALENDAR, _calendar),
    (NUMERIC, _numeric),
    (SLASH, _slash),
    (WEEK, _week),
    (WORDS, _word),
    (ANAPHORA, _anaphora),
    (WITHIN, _within),
)
