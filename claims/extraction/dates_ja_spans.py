"""Japanese spans and steps: weeks, decades, what lies ago or ahead, days with a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_ja_grammar import DAY_WORDS, FUTURE, MONTH_WORDS, PAST, WEEK_WORDS
from claims.extraction.edtf import (
    Point,
    add_days,
    add_months,
    interval,
    last_of_month,
    nearest_year,
    point,
    week_of,
)
from claims.extraction.holidays import nth_weekday
from claims.extraction.holidays_ja import holiday_in
from claims.extraction.numerals_ja import read_numeral

_WEEKDAYS = "月火水木金土日"
_COUNTED = re.compile("([0-9]{1,4}|[一二三四五六七八九十]{1,3}|半)(年|[かカヵヶケ箇]月|週間?|日)")


def cues(sentence: str, at: int) -> tuple[bool, bool]:
    """Tell whether the words behind a date speak of the future, and whether of the past."""
    ahead = sentence[at : at + 80]
    if ahead.startswith(("投開票", "公示", "告示")):
        return False, False
    return bool(FUTURE.search(ahead)), bool(PAST.search(ahead))


def decade(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """1990年代後半."""
    year = int(match["y"])
    parts = {"前半": (0, 4), "後半": (5, 9), "初頭": (0, 2), "初め": (0, 2), "半ば": (4, 6)}
    first, last = (parts | {"末": (8, 9)}).get(match["part"] or "", (0, 9))
    return Found.of(match, interval(f"{year + first:04d}", f"{year + last:04d}"), "decade", False)


def century(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """19世紀末."""
    number = int(match["c"])
    if not 1 <= number <= 30:
        return None
    base = (number - 1) * 100
    parts = {"前半": (1, 50), "後半": (51, 100), "初頭": (1, 10), "末": (91, 100)}
    first, last = parts.get(match["part"] or "", (1, 100))
    return Found.of(match, interval(f"{base + first:04d}", f"{base + last:04d}"), "century", False)


def year_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """2010〜15年."""
    first = match["a"]
    last = match["b"] if len(match["b"]) == 4 else first[:2] + match["b"]
    return Found.of(match, interval(first, last), "range", False) if first < last else None


def week(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """先週金曜, 来週の初め, 次の日曜日, 火曜日; a weekday after one of next week is of it too."""
    published = context.published
    if published is None:
        return Found.of(match, None, "week", True)
    if match["bare"]:
        return _bare_weekday(match, sentence, context, published)
    days = week_of(published, WEEK_WORDS[match["w"]])
    if days is None:
        return None
    if match["wd"]:
        at = add_days(days[0], _WEEKDAYS.index(match["wd"]))
        context.week = days[0]
        return Found.of(match, at, "week", True)
    parts = {"初め": (0, 2), "はじめ": (0, 2), "前半": (0, 2), "半ば": (1, 3), "なかば": (1, 3),
             "後半": (3, 6), "終わり": (3, 6)}  # fmt: skip
    first, last = (5, 6) if match["end"] else parts.get(match["part"] or "", (0, 6))
    value = interval(add_days(days[0], first), add_days(days[0], last))
    return Found.of(match, value, "week", True)


def _bare_weekday(
    match: re.Match[str], sentence: str, context: DateContext, published: date
) -> Found:
    weekday = _WEEKDAYS.index(match["bare"])
    if match["next"]:
        days = week_of(published, 1)
        return Found.of(match, days and add_days(days[0], weekday), "bare_weekday", True)
    if context.week is not None:
        return Found.of(match, add_days(context.week, weekday), "week", True)
    future, past = cues(sentence, match.end())
    back = (published.weekday() - weekday) % 7
    shift = 7 - back if future and not past else -back
    return Found.of(match, add_days(published, shift), "bare_weekday", True)


def nth_weekday_of(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """7月の第一金曜日, 来月の第2月曜日, 7月の最後の週."""
    published = context.published
    year, month = _month_named(match, sentence, context)
    if published is None or year is None or month is None:
        return Found.of(match, None, "nth_weekday", True)
    which = 5 if match["last"] else int(read_numeral(match["n"]) or 1)
    if match["wd"]:
        at = nth_weekday(year, month, _WEEKDAYS.index(match["wd"]), which)
        return Found.of(match, at, "nth_weekday", True)
    thursday = nth_weekday(year, month, 3, which)
    days = week_of(thursday) if thursday else None
    return Found.of(match, interval(*days) if days else None, "nth_weekday", True)


def _month_named(
    match: re.Match[str], sentence: str, context: DateContext
) -> tuple[int | None, int | None]:
    published = context.published
    if published is None:
        return None, None
    if match["mw"]:
        at = add_months(published.year, published.month, MONTH_WORDS[match["mw"]])
        return (at.year, at.month) if at else (None, None)
    month = int(match["m"])
    if match["y"]:
        return int(match["y"]), month
    future, past = cues(sentence, match.end())
    return nearest_year(month, None, published, future=future, past=past), month


def nth_week(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """2027年の第3週, 第31週: weeks of the year, the first holds 4 January."""
    published = context.published
    year = int(match["y"]) if match["y"] else published.year if published else None
    if year is None or (match["last"] and not match["y"]):
        return None
    days = week_of(date(year, 12, 28)) if match["last"] else None
    if match["n"] and 1 <= int(match["n"]) <= 53:
        days = week_of(date(year, 1, 4), int(match["n"]) - 1)
    return Found.of(match, interval(*days), "week", not match["y"]) if days else None


def week_with(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """9月16日の週, 18日の週: the week that holds the day."""
    published = context.published
    if published is None:
        return Found.of(match, None, "week", True)
    month = int(match["m"]) if match["m"] else published.month
    year = nearest_year(month, int(match["d"]), published, future=False, past=True)
    at = point(year, month, int(match["d"])) if year else None
    day = at.as_day() if at else None
    days = week_of(day) if day else None
    return Found.of(match, interval(*days), "week", True) if days else None


def anaphora(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """同日, 翌日, その日, この月: looks back through the document."""
    word, anchor = match.group(), context.anchor
    if word[0] in "そこ":
        return _that(match, context)
    day = anchor.as_day() if anchor else None
    shift = {"同日": 0, "当日": 0, "翌日": 1, "翌々日": 2}.get(word, -1)
    if word == "前日" and day is None and context.published and "前日の" in sentence:
        day = context.published
    return Found.of(match, add_days(day, shift) if day else None, "document", True)


def _that(match: re.Match[str], context: DateContext) -> Found:
    word = match.group()
    at = context.anchor or (Point.of(context.published) if context.published else None)
    value: object | None = None
    if at is not None and word[2] == "年":
        value = Point(at.year)
    elif at is not None and word[2] == "月" and at.month:
        value = Point(at.year, at.month)
    elif at is not None and at.as_day():
        days = week_of(at.as_day() or date.min)
        value = at if word[2] == "日" else days and interval(*days)
    return Found.of(match, value, "document", True)


def next_day(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """翌2日: the day after the one named last, when the figure agrees."""
    day = context.anchor.as_day() if context.anchor else None
    at = add_days(day, 1) if day else None
    return Found.of(match, at, "document", True) if at and at.day == int(match["d"]) else None


def shifted(at: date, counts: list[tuple[int, str]], sign: int) -> object | None:
    """Return the day, month or year the counted units away; weeks are about."""
    years = sum(number for number, unit in counts if unit == "年")
    months = sum(number for number, unit in counts if unit.endswith("月"))
    days = sum(
        number * (7 if unit[0] == "週" else 1) for number, unit in counts if unit[0] in "週日"
    )
    if len(counts) == 1 and years:
        return point(at.year + sign * years)
    month = add_months(at.year + sign * years, at.month, sign * months)
    if month is None or month.month is None:
        return None
    if len(counts) == 1 and months:
        return month
    start = date(month.year, month.month, min(at.day, last_of_month(month.year, month.month)))
    return add_days(start, sign * days)


def counts_in(text: str) -> list[tuple[int, str]] | None:
    """Return the counted units of 2年1か月21日, None when one is half."""
    counts = [(match[1], match[2]) for match in _COUNTED.finditer(text)]
    if any(number == "半" for number, _ in counts):
        return None
    return [(int(read_numeral(number) or 0), unit) for number, unit in counts]


def ago(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """2週間前, 2年1か月21日前, 今から2週間後, 2週先の月曜日."""
    base: date | None = context.published
    way = match["way"]
    if match["from"]:
        base = base and add_days(base, DAY_WORDS.get(match["from"], 0))
    elif way.startswith("後"):
        anchor = context.anchor
        base = (anchor.as_day() if anchor else None) or (None if anchor else base)
    counts = counts_in(match["counts"])
    if match["half"] or not counts or base is None:
        return Found.of(match, None, "ago", True)
    value = shifted(base, counts, -1 if way.startswith("前") else 1)
    if match["wd"] and isinstance(value, date):
        days = week_of(value)
        value = days and add_days(days[0], _WEEKDAYS.index(match["wd"]))
    elif len(counts) == 1 and counts[0][1][0] == "週" and value is not None:
        value = f"{value}~"
    return Found.of(match, value, "ago", True)


def ahead(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """向こう3か月, 今後4週間, 9か月以内に: from the day of publication, never what is past."""
    published = context.published
    if not (match["lead"] or match["from"] or match["in"]):
        return None
    if not match["lead"] and (not match["in"] or PAST.search(sentence[match.end() :][:80])):
        return None
    if published is None:
        return Found.of(match, None, "ahead", True)
    counts = counts_in(match["n"] + match["u"])
    base = add_days(published, DAY_WORDS.get(match["from"] or "", 0))
    at = shifted(base, counts, 1) if counts and base else None
    start = add_days(base, 1) if base and match["lead"] else base
    return Found.of(match, interval(start, at) if at else None, "ahead", True)


def past_span(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """過去10年間, ここ3カ月."""
    published = context.published
    if published is None:
        return Found.of(match, None, "past_span", True)
    unit = match["u"]
    first = shifted(published, [(int(read_numeral(match["n"]) or 0), unit)], -1)
    if first is None:
        return None
    now = Point.of(published)
    last = Point(now.year) if unit == "年" else now
    if unit.endswith("月"):
        last = Point(now.year, now.month)
    return Found.of(match, interval(first, last), "past_span", True)


def vague(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """ここ数年, 数日前, 30年以上前: a date that stays open."""
    word = match.group()
    if not word.startswith(("ここ", "この", "最近")) and not word.endswith(("前", "来")):
        return None
    return Found.of(match, None, "vague", True)


def season(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """今秋, 昨冬, 来春."""
    published = context.published
    shift = {"昨": -1, "来": 1}.get(match["w"], 0)
    code = 21 + "春夏秋冬".index(match["s"])
    value = f"{published.year + shift:04d}-{code}" if published else None
    return Found.of(match, value, "season", True)


def term(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """25年3月期: the business year that ends with that month."""
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    month = int(match["m"])
    start = add_months(year, month, -11)
    end = point(year, month, last_of_month(year, month))
    return Found.of(match, interval(f"{start}-01", end), "fiscal_year", False)


_TITLE = re.compile("[「『《〈][^「『《〈」』》〉、。]{0,12}\\Z")


def ends_a_title(sentence: str, start: int, end: int) -> bool:
    """Whether a short name in quotation marks ends with the word: 市民団体「白砂の明日」."""
    closed = sentence[end : end + 1] in ("」", "』", "》", "〉")
    return closed and _TITLE.search(sentence, max(0, start - 14), start) is not None


def months_of_term(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """2024年4～12月期: from the first month to the last, over the new year where they wrap."""
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    first, last = int(match["a"]), int(match["b"])
    begin, end = point(year, first), point(year + (last < first), last)
    return Found.of(match, begin and end and interval(begin, end), "fiscal_year", False)


def holiday(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """元日, 成人の日, クリスマス: the nearest past, the next one with a future cue."""
    published, name = context.published, match["name"]
    if match["y"]:
        return Found.of(match, holiday_in(name, int(match["y"])), "holiday", False)
    if published is None:
        return Found.of(match, None, "holiday", True)
    if match["yw"]:
        shift = {"昨年": -1, "去年": -1, "来年": 1}.get(match["yw"], 0)
        return Found.of(match, holiday_in(name, published.year + shift), "holiday", True)
    days = [holiday_in(name, published.year + shift) for shift in (-1, 0, 1)]
    known = [day for day in days if day]
    past = [day for day in known if day <= published]
    later = [day for day in known if day >= published]
    future, looks_back = cues(sentence, match.end())
    near = bool(later) and later[0] - published <= timedelta(days=45) and not looks_back
    at = later[0] if later and (future or near) else past[-1] if past else None
    return Found.of(match, at, "holiday", True)


def within(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """年内, 年末, 月末, 週末."""
    published = context.published
    if published is None:
        return Found.of(match, None, "within", True)
    year, word = published.year, match.group()
    future, _ = cues(sentence, match.end())
    month_end = point(year, published.month, last_of_month(year, published.month))
    days = week_of(published)
    shapes: dict[str, Callable[[], object | None]] = {
        "年内": lambda: interval(published, f"{year:04d}-12-31"),
        "年末": lambda: f"{year if future or published.month == 12 else year - 1:04d}-12",
        "年初": lambda: f"{year:04d}-01",
        "年明け": lambda: f"{year + 1 if future else year:04d}-01",
        "月内": lambda: interval(published, month_end),
        "月末": lambda: f"{month_end}~",
        "週内": lambda: interval(published, days[1]) if days else None,
        "週末": lambda: interval(add_days(days[0], 5), days[1]) if days else None,
        "昨年来": lambda: interval(f"{year - 1:04d}", published),
    }
    shape = shapes.get(word)
    return Found.of(match, shape() if shape else None, "within", True)
