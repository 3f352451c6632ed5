"""Japanese dates in bare figures (2024-03-01, 4/22, 22/04/2016) and in kanji numerals."""

from __future__ import annotations

import re

from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_ja_spans import cues
from claims.extraction.edtf import nearest_year, point
from claims.extraction.numerals_ja import read_numeral

_NUMERAL = "〇零一二三四五六七八九十"
_KANJI = re.compile(
    rf"(?<![0-9{_NUMERAL}百千第])(?:[{_NUMERAL}百千]{{2,7}}(?=年|月|日|週|世紀|[かカヵヶケ箇]月)"
    rf"|[一二三四五六七八九](?=月(?:[{_NUMERAL}0-9]{{1,3}}日|[のにはかまごと、,上中下初末半]|\Z))"
    r"|(?<=月)[一二三四五六七八九](?=日)|(?:(?<=平成)|(?<=令和)|(?<=昭和)|(?<=大正))[一-九](?=年))"
)


def fold_kanji(sentence: str) -> str:
    """Return the sentence with dates in kanji numerals as figures, padded to the same length."""
    return _KANJI.sub(_figures, sentence)


def _figures(match: re.Match[str]) -> str:
    text = match.group()
    if text.startswith("二〇十"):
        value = 2000 + int(read_numeral(text[2:].removesuffix("〇")) or 0)
    else:
        value = int(read_numeral(text) or 0)
    figures = str(value).rjust(len(text), "0")
    return figures if len(figures) == len(text) and value else text


def numeric(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """2024-03-01, 2024/3/1, 2024.3.1."""
    at = point(int(match["y"]), int(match["m"]), int(match["d"]))
    return Found.of(match, at, "calendar", False) if at else None


def western(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """02/22/2016, 22/04/16: month first where both would do."""
    year = int(match["y"])
    year += 0 if year > 99 else 2000 if year < 40 else 1900
    first, second = int(match["a"]), int(match["b"])
    at = point(year, first, second) or point(year, second, first)
    return Found.of(match, at, "calendar", False) if at else None


def slash(match: re.Match[str], sentence: str, context: DateContext) -> Found | None:
    """10/1, 22/04, 4-22に: month first where both would do."""
    first, second = int(match["m"]), int(match["d"] or match["d2"])
    if context.published is None:
        return Found.of(match, None, "bare_month", True)
    future, past = cues(sentence, match.end())
    for month, day in ((first, second), (second, first)):
        if not 1 <= month <= 12:
            continue
        year = nearest_year(month, day, context.published, future=future, past=past)
        at = point(year, month, day) if year else None
        if at:
            return Found(match.start(), match.end(), str(at), "bare_month", True, free=True)
    return None
