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

_PLAIN = r"\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?"
_KANJI = "〇零一二三四五六七八九十百千"
NUMBER = re.compile(
    rf"(?:(?<![\w)])[-−▲△+](?=\d))?(?:{_PLAIN}|[{_KANJI}])"
    rf"(?:{_PLAIN}|[{_KANJI}万億兆]){{0,40}}"
    r"(?:\s?(?i:hundred|thousand|million|billion|trillion)\b)?"
)
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
