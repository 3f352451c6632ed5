"""Figures, identifiers, clock times and dates of a claim, in one notation for both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from claims.extraction.dates import DateReader
from claims.extraction.edtf import read_point
from claims.extraction.folding import fold_width
from claims.extraction.quantities import find_quantities
from claims.extraction.quantity_span import LOWER, UPPER

#: Relative dates of two claims are read from one day; which one does not matter.
ANCHOR: Final = date(2024, 3, 20)
_UNITS: Final = {
    name: unit
    for unit, names in {
        "person": "人 名 人分 者 people person persons",
        "year": "年 年間 年ぶり 周年 年連続 年以内 year years",
        "month": "カ月 か月 ヶ月 ヵ月 ケ月 カ月間 か月間 ヶ月間 ヵ月間 箇月 month months",
        "week": "週間 week weeks",
        "day": "日 日間 日ぶり 日以内 day days",
        "hour": "時間 hour hours",
        "minute": "分 分間 minute minutes",
        "second": "秒 秒間 second seconds",
        "yen": "円 ¥ ￥ yen",
        "usd": "ドル $ ＄ US$ 米$ dollar dollars",
        "eur": "ユーロ € euro euros",
        "gbp": "ポンド £ pound pounds",
        "krw": "ウォン ₩ won",
        "cny": "元 yuan",
        "rub": "ルーブル ₽ ruble rubles rouble roubles",
        "%": "% ％ パーセント percent pct",
        "point": "ポイント パーセントポイント ％ポイント point points",
        "km": "km キロ キロメートル kilometer kilometers kilometre kilometres",
        "m": "m メートル meter meters metre metres",
        "mile": "マイル mile miles",
        "kg": "kg キログラム kilogram kilograms",
        "ton": "トン t ton tons tonne tonnes",
        "barrel": "バレル barrel barrels",
        "degree": "度 ℃ degree degrees",
        "country": "カ国 か国 ヶ国 ヵ国 国 country countries nation nations",
    }.items()
    for name in names.split()
}
_BOUNDS: Final = (("low", LOWER), ("high", UPPER))
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_CLOCK: Final = re.compile(
    r"(?P<ja>午前|午後|未明の?|朝|夜)?(?P<h>[0-9]{1,2})時(?!間|短|速|点|代)(?:(?P<m>[0-9]{1,2})分|(?P<half>半))?"
    r"|(?P<h2>[0-9]{1,2})(?::(?P<m2>[0-9]{2}))?\s?(?P<en>a\.m\.|p\.m\.|am\b|pm\b)"
    r"|\b(?P<h3>[0-9]{1,2}):(?P<m3>[0-9]{2})\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"第?(?P<ja>[0-9]{1,4})(?:回目|度目|位|番目|人目|年目|代目)|第(?P<dai>[0-9]{1,4})"
    rf"|\b(?P<n>[0-9]{{1,4}})(?:st|nd|rd|th)\b|\b(?P<w>{'|'.join(_ORDINALS)})\b",
    re.IGNORECASE,
)
_SMALL_WORDS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SPELLED: Final = re.compile(rf"\b(?:{'|'.join(_SMALL_WORDS[2:])})\b", re.IGNORECASE)
_NUMBER_WORDS: Final = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty"
    "|forty|fifty|sixty|seventy|eighty|ninety|half|twice|thrice|third|thirds|quarters?"
    "|hundred|thousand|million|billion|trillion|dozen|mn|bn|tn"
)
_CORE_EN: Final = re.compile(
    rf"(?:[A-Za-z]+\s){{0,4}}?(?:(?:US|A|C|HK|NZ)?[$£€¥₩₽]\s?)?[-−]?(?:[0-9][0-9.,]*|(?:{_NUMBER_WORDS})\b)"
    rf"(?:[- –—]?(?:(?:to|or|and)\s)?[$£€]?(?:[0-9][0-9.,]*|(?:{_NUMBER_WORDS})\b|[mk]\b))*"
    r"(?:\s?(?:%|percent\b|per\scent\b|percentage\spoints?))?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[A-Za-z]{0,12}-?[0-9][0-9A-Za-z./:-]*")
_COUNTED: Final = re.compile(
    "[一二三四五六七八九十百]+(?=人|つ|匹|頭|台|本|個|枚|羽|冊|軒|回|度|着|組|両)"
)
_DIRECTIONS: Final = frozenset("増減高安")
_KANJI: Final = {mark: value for value, mark in enumerate("〇一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; ``low`` to ``high`` is what it may be; ``kind`` keeps codes from amounts."""

    text: str
    start: int
    end: int
    low: float
    high: float
    unit: str = ""
    bound: str = ""
    kind: str = "amount"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: EDTF, whether it leans on a publication date, what of it is said outright."""

    text: str
    start: int
    end: int
    resolved: str
    relative: bool


def read_moments(text: str, language: str, published_on: date | None) -> list[Moment]:
    """Return the dates of a claim; relative ones are counted from one and the same day."""
    found = DateReader(published_on or ANCHOR, language).read(text, 0, len(text))
    return [
        Moment(one.text, one.start, one.end, one.resolved, one.relative and not published_on)
        for one in found
        if one.resolved
    ]


def read_figures(text: str, language: str, apart: Iterable[tuple[int, int]]) -> list[Figure]:
    """Return amounts, clock times, ordinals and codes outside the spans ``apart``."""
    held = list(apart)
    folded = fold_width(text)
    found: list[Figure] = []

    def add(figure: Figure | None) -> None:
        if figure and not any(figure.start < last and first < figure.end for first, last in held):
            held.append((figure.start, figure.end))
            found.append(figure)

    for match in _CLOCK.finditer(folded):
        add(_clock(match))
    for match in _ORDER.finditer(folded):
        add(_ordinal(match))
    for one in find_quantities(text, 0, len(text), language=language, apart=held):
        low = one.value if one.value is not None else one.low
        high = one.value if one.value is not None else one.high
        if low is None or high is None:
            continue
        words = _words(one.modifier)
        bound = next((name for name, known in _BOUNDS if words & known), "")
        unit = _UNITS.get(one.unit.lower().strip(), one.unit.lower().strip())
        end = _without_direction(one.text, one.end)
        if language != "ja" and (core := _CORE_EN.match(folded, one.start, one.end)):
            end = core.end()  # the unit stays among the words: it may reach into the verb
        about = bound or ("about" if words else "")
        said = one.text if language != "ja" else text[one.start : end]
        add(Figure(said, one.start, end, low, high, unit, about))
    for match in _COUNTED.finditer(folded):
        add(_counted(match))
    for match in _SPELLED.finditer(folded) if language != "ja" else ():
        value = _SMALL_WORDS.index(match.group().lower())
        add(Figure(match.group(), *match.span(), value, value))
    for match in _CODE.finditer(folded):
        code = match.group().strip("./:-").lower()
        add(Figure(code, *match.span(), 0, 0, code, kind="code"))
    return sorted(found, key=lambda figure: figure.start)


def is_year(figure: Figure) -> bool:
    """Return whether a figure the date grammar left alone is a calendar year: 2010年以来."""
    bare = figure.unit in ("year", "") and re.match(r"(?:[12][0-9]{3})年?\Z", figure.text)
    return bool(bare) and 1800 <= figure.low <= 2100


def year_moment(figure: Figure) -> Moment:
    """Return the date such a figure is."""
    return Moment(figure.text, figure.start, figure.end, f"{figure.low:.0f}", relative=False)


def agree(ours: Figure, theirs: Figure) -> bool:
    """Return whether two figures may be one: equal, or one a marked rounding of the other."""
    if ours.kind != theirs.kind:
        return "code" in (ours.kind, theirs.kind) and _as_code(ours) == _as_code(theirs)
    if ours.kind == "code":
        return ours.unit == theirs.unit
    if {ours.bound, theirs.bound} == {"low", "high"} or not _units_agree(ours.unit, theirs.unit):
        return False
    if "low" in (ours.bound, theirs.bound) and "" in (ours.bound, theirs.bound):
        return False
    if _close(ours.low, theirs.low) and _close(ours.high, theirs.high):
        return True
    return _rounds_to(ours, theirs) or _rounds_to(theirs, ours)


def moments_agree(ours: Moment, theirs: Moment) -> bool:
    """Return whether two dates may be one: one within the other, or only their years unknown."""
    if ours.relative != theirs.relative:
        first, second = read_point(ours.resolved), read_point(theirs.resolved)
        if first and second and first.month and second.month:
            days = {first.day, second.day} - {None}
            return first.month == second.month and len(days) < 2
        return not (first and second and (first.day or second.day))
    if ours.resolved == theirs.resolved:
        return True
    short, long = sorted((ours.resolved, theirs.resolved), key=len)
    return "/" not in short + long and long.startswith(f"{short}-")


def unmatched(
    ours: Sequence[Figure], theirs: Sequence[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Return the figures of each side that none of the other side's accounts for."""
    left, right = list(ours), list(theirs)
    for figure in ours:
        twin = next((other for other in right if agree(figure, other)), None)
        if twin is not None:
            left.remove(figure)
            right.remove(twin)
    return left, right


def _without_direction(found: str, end: int) -> int:
    """Return where a figure ends without the word for its direction: 3％減, 5円安."""
    return end - 1 if found[-1:] in _DIRECTIONS else end


def _clock(match: re.Match[str]) -> Figure:
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = int(match["m"] or match["m2"] or match["m3"] or (30 if match["half"] else 0))
    half = (match["ja"] or match["en"] or "").lower()
    if half in ("午後", "夜") or half.startswith("p"):
        hour = hour % 12 + 12
    value = hour * 60 + minute
    return Figure(match.group(), *match.span(), value, value, "", kind="clock")


def _ordinal(match: re.Match[str]) -> Figure:
    word = match["w"]
    value = _ORDINALS[word.lower()] if word else int(match["ja"] or match["dai"] or match["n"])
    return Figure(match.group(), *match.span(), value, value, "", kind="ordinal")


def _counted(match: re.Match[str]) -> Figure | None:
    number = match.group()
    if len(number) > 1 and number[0] != "十":
        return None
    value = sum(_KANJI.get(mark, 100) for mark in number)
    return Figure(number, *match.span(), value, value)


def _as_code(figure: Figure) -> str:
    return figure.unit if figure.kind == "code" else f"{figure.low:g}"


def _units_agree(ours: str, theirs: str) -> bool:
    known = set(_UNITS.values())
    return ours == theirs or not (ours in known and theirs in known)


def _close(ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= 1e-9 * max(abs(ours), abs(theirs))


def _rounds_to(rough: Figure, exact: Figure) -> bool:
    """約250万 stands for 2,512,300: marked, fewer digits, and equal when rounded to them."""
    if (
        rough.bound != "about"
        or rough.low != rough.high
        or exact.low != exact.high
        or not rough.low
    ):
        return False
    digits, finer = _digits(rough.low), _digits(exact.low)
    if not digits or finer < digits + 2:
        return False
    return _close(float(f"{exact.low:.{digits}g}"), rough.low)


def _digits(value: float) -> int:
    """Return the significant digits of a figure as written; 0 where that cannot be said."""
    written = f"{abs(value):.12g}"
    return 0 if "e" in written else len(written.replace(".", "").strip("0"))


def _words(modifier: str) -> set[str]:
    return {modifier, *modifier.split()} - {""}
