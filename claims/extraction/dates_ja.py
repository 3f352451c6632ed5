"""Japanese dates: a grammar over folded text, resolved by newsroom rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from claims.extraction import dates_ja_figures as figures
from claims.extraction import dates_ja_grammar as grammar
from claims.extraction import dates_ja_spans as spans
from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_ja_grammar import (
    DAY_WORDS,
    ERAS,
    KANJI,
    MONTH_WORDS,
    SEASONS,
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
)
from claims.extraction.holidays_ja import HOLIDAY_NAME
from claims.extraction.numerals_ja import read_numeral


def find(sentence: str, context: DateContext) -> Iterator[Found]:
    """Yield dates of a folded sentence in order, updating the context as it goes."""
    at = 0
    context.week = None
    sentence = figures.fold_kanji(sentence)
    hits = sorted(
        (
            (match.start(), -match.end(), rank, match)
            for rank, (pattern, _, needs) in enumerate(_RULES)
            if needs is None or needs.search(sentence)
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


def _groups(match: re.Match[str]) -> dict[str, str]:
    """Fold the three spellings of the group names (with year, month first, day only) to one."""
    names = {"n": "m", "nw": "mw", "na": "ma", "e": "d", "e1": "d1", "f": "d", "f1": "d1"}
    return {
        names.get(key, key): "10" if value == "十" else value
        for key, value in match.groupdict().items()
        if value
    }


def _calendar(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    parts = _groups(match)
    if "d" in parts and parts.get("d1") and int(parts["d1"]) >= int(parts["d"]):
        del parts["d1"]
    relative = not ({"y4", "yk", "era"} & parts.keys())
    rule = "calendar"
    year, year_rule = _year(parts, context)
    month: int | None = None
    cues = spans.cues(sentence, match.end())
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
    free = rule == "bare_month"
    return replace(Found.of(match, resolved, rule, relative), free=free)


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
        year = ERAS[match["era"]] + {"元": 1, "十": 10}.get(match["ey"], 0)
        year += int(match["ey"]) if match["ey"].isdigit() else 0
    elif match["y2"]:
        year = 2000 + int(match["y2"])
    elif context.published:
        now = context.published.year - (context.published.month < 4)
        year = now + {"昨": -1, "前": -1, "来": 1}.get(match["yw"], 0)
        if match["yw"] == "前" and context.fiscal is not None:
            year = context.fiscal - 1
    else:
        year = None
    relative = not (match["y"] or match["era"] or match["y2"])
    if year is not None and match["yw"] != "前":
        context.fiscal = year
    resolved = None if year is None else interval(f"{year:04d}-04-01", f"{year + 1:04d}-03-31")
    return Found.of(match, resolved, "fiscal_year", relative)


def _word(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    word = match["w"]
    if word == "あす" and match.start() and "ぁ" <= sentence[match.start() - 1] <= "ん":
        return None
    if spans.ends_a_title(sentence, match.start(), match.end()):
        return None
    at = context.published and add_days(context.published, DAY_WORDS[word])
    found = Found.of(match, at, "day_word", True)
    if match["d"] and (at is None or at.day != int(match["d"])):
        return replace(found, end=match.end("w"))
    return found


_FIGURES = re.compile("[0-9][-/.][0-9]")
_COUNTED = re.compile("[0-9一二三四五六七八九十半][年かカヵヶケ箇週日]")
_AWAY = re.compile("[年月週日間半][前後先]")
_DAY_WORD = re.compile("[日朝夜晩]|きょう|けさ|きのう|おととい|あす|あさって|いっさく")
_CALENDAR = re.compile(
    "[0-9十〇零一二三四五六七八九元今本昨去来同翌前先々の][年月日]|ことし|おととし|らいねん|きょねん"
    "|こんげつ|せんげつ|らいげつ"
)
_Resolver = Callable[[re.Match[str], str, DateContext], Found | None]
# A pattern, who resolves it, and what a sentence cannot do without for it (quick to look for).
_RULES: tuple[tuple[re.Pattern[str], _Resolver, re.Pattern[str] | None], ...] = (
    (grammar.TERM, spans.term, re.compile("月期")),
    (grammar.MONTHS_OF_TERM, spans.months_of_term, re.compile("月期")),
    (grammar.FISCAL, _fiscal, re.compile("年度")),
    (grammar.DECADE, spans.decade, re.compile("年代")),
    (grammar.CENTURY, spans.century, re.compile("世紀")),
    (grammar.YEAR_SPAN, spans.year_span, re.compile("[〜~―–-][0-9]+年")),
    (grammar.NTH_WEEKDAY, spans.nth_weekday_of, re.compile("[第最][1-5一二三四五後終]")),
    (grammar.NTH_WEEK, spans.nth_week, re.compile("週")),
    (grammar.WEEK_OF, spans.week_with, re.compile("日の週")),
    (grammar.MANY_YEARS, spans.vague, re.compile("数|以上前")),
    (grammar.PAST_SPAN, spans.past_span, re.compile("過去|直近|最近|[こ前後][この]")),
    (grammar.AHEAD, spans.ahead, _COUNTED),
    (grammar.AGO, spans.ago, _AWAY),
    (grammar.NEXT_DAY, spans.next_day, re.compile("翌[0-9]")),
    (grammar.CALENDAR, _calendar, _CALENDAR),
    (grammar.NUMERIC, figures.numeric, _FIGURES),
    (grammar.WESTERN, figures.western, _FIGURES),
    (grammar.SLASH, figures.slash, _FIGURES),
    (grammar.HOLIDAY, spans.holiday, HOLIDAY_NAME),
    (grammar.SEASON_WORD, spans.season, re.compile("[今昨来][春夏秋冬]")),
    (grammar.WEEK, spans.week, re.compile("[週曜]")),
    (
        grammar.WORDS,
        _word,
        re.compile("[日朝夜晩]|きょう|けさ|きのう|おととい|あす|あさって|いっさく"),
    ),
    (grammar.ANAPHORA, spans.anaphora, re.compile("[同翌々前当][日々]|[そこ]の")),
    (grammar.WITHIN, spans.within, re.compile("[年月週昨][内末初明来]")),
)
