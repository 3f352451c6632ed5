"""Numbers and dates as people write them, in Japanese and English, and what they amount to."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {"〇": 0, "零": 0, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES["trillion"] = 10**12
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {
    key: number
    for number, name in enumerate(_MONTHS.split(), 1)
    for key in (name, name[:3], name[:4] if name == "september" else name[:3])
}

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split(), 1)},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), 2)},
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}

_PLAIN = r"\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?"
_KANJI = "〇零一二三四五六七八九十百千"
NUMBER = re.compile(
    rf"(?:(?<![\w)])[-−▲△+](?=\d))?(?:{_PLAIN}|[{_KANJI}])"
    rf"(?:{_PLAIN}|[{_KANJI}万億兆]){{0,40}}"
    r"(?:\s?(?i:hundred|thousand|million|billion|trillion)\b)?"
)
#: five, Forty-two, three million. "Hundred" alone and "a million" are left as words.
NUMBER_WORD = re.compile(
    rf"\b(?:(?P<tens>{_TENS.replace(' ', '|')})(?:[-\s](?P<ones>{_ONES.replace(' ', '|')}))?"
    rf"|(?P<small>{_ONES.replace(' ', '|')}|{_TEENS.replace(' ', '|')}))"
    r"(?:[-\s](?P<scale>hundred|thousand|million|billion|trillion))?\b(?![-'’])",
    re.IGNORECASE,
)
#: Behind figures: bn and mn always, m, b and k only of money.
_SHORT_SCALE = re.compile(r"\s?(mn|bn|tn)\b", re.IGNORECASE)
_SHORT_OF_MONEY = re.compile(r"\s?(mn|bn|tn|m|b|k)\b", re.IGNORECASE)
_PIECE = re.compile(rf"{_PLAIN}|[{_KANJI}万億兆]")

_N = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
_Y = r"(?:\d{4}|[〇一二三四五六七八九]{4})"
_MONTH_NAMES = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"(?P<jp>(?:(?P<era>{'|'.join(_ERAS)})(?P<era_year>元|{_N})年|(?P<year>{_Y})年)?"
    rf"(?P<month>{_N})月(?:(?P<day>{_N})日)?)"
    r"|(?<!\d)(?P<iso>(?P<iso_y>\d{4})[-/.](?P<iso_m>\d{1,2})[-/.](?P<iso_d>\d{1,2}))(?!\d)"
    rf"|\b(?P<us>(?P<us_m>{_MONTH_NAMES})\s(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s(?P<us_y>\d{4}))?)(?!\d)"
    rf"|\b(?P<uk>(?P<uk_d>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<uk_m>{_MONTH_NAMES})"
    r"(?:,?\s(?P<uk_y>\d{4}))?)(?!\d)"
)


def number_value(written: str) -> Decimal | None:
    """Return what an NFKC-normalised number amounts to: 1億2千万, 30,000,000, 3 million."""
    text = written.strip()
    sign = 1
    if text[:1] in "-−▲△+":
        sign = 1 if text[0] == "+" else -1
        text = text[1:]
    scale = 1
    words = re.search(r"\s?([A-Za-z]+)$", text)
    if words is not None:
        scale = _SCALES[words.group(1).lower()]
        text = text[: words.start()]
    total, section, current = Decimal(0), Decimal(0), ""
    try:
        for piece in _PIECE.findall(text):
            if piece in _DIGITS:
                current += str(_DIGITS[piece])
            elif piece in _SMALL:
                section += (Decimal(current) if current else 1) * _SMALL[piece]
                current = ""
            elif piece in _LARGE:
                section += Decimal(current) if current else 0
                total += (section or 1) * _LARGE[piece]
                section, current = Decimal(0), ""
            else:
                current += piece.replace(",", "")
        value = total + section + (Decimal(current) if current else 0)
    except InvalidOperation:
        return None
    return sign * value * scale


def _int(written: str | None) -> int | None:
    if not written:
        return None
    if written == "元":
        return 1
    value = number_value(written)
    return None if value is None else int(value)


def date_value(found: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Return (year, month, day) of a `DATE` match; what is not written is None."""
    if found["jp"]:
        year = _int(found["year"])
        if found["era"]:
            year = _ERAS[found["era"]] + (_int(found["era_year"]) or 0)
        return year, _int(found["month"]), _int(found["day"])
    if found["iso"]:
        return int(found["iso_y"]), int(found["iso_m"]), int(found["iso_d"])
    kind = "us" if found["us"] else "uk"
    month = _MONTH_NUMBERS[found[f"{kind}_m"].rstrip(".").lower()[:3]]
    return _int(found[f"{kind}_y"]), month, _int(found[f"{kind}_d"])


def word_value(found: re.Match[str]) -> Decimal:
    """Return what a `NUMBER_WORD` match amounts to."""
    if found["tens"]:
        value = _WORDS[found["tens"].lower()] + _WORDS.get((found["ones"] or "").lower(), 0)
    else:
        value = _WORDS[found["small"].lower()]
    return Decimal(value) * _SCALES.get((found["scale"] or "").lower(), 1)


def short_scale(text: str, end: int, *, money: bool) -> tuple[int, int] | None:
    """Return (factor, end) of bn, mn, tn, of money also m, b, k, right behind figures."""
    found = (_SHORT_OF_MONEY if money else _SHORT_SCALE).match(text, end)
    return (_SHORT_SCALES[found.group(1).lower()], found.end()) if found else None
