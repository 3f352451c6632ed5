"""Japanese numerals: digits, kanji and mixtures such as 3万8000, 三百五十, 二〇二四, 2.5億."""

from __future__ import annotations

import re

_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_TOKEN = re.compile(
    r"[0-9]{1,40}(?:,[0-9]{3}){0,12}(?:\.[0-9]{1,20})?|[〇零一二三四五六七八九]+|[十百千万億兆京]"
)


def read_numeral(text: str) -> float | None:
    """Return the value of a folded numeral, or None when it is none: 3万8000 → 38000."""
    total = 0.0
    section = 0.0
    digit: float | None = None
    last_large = float("inf")
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() != at:
            return None
        at, token = match.end(), match.group()
        if token in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[token]
            digit = None
        elif token in _LARGE:
            if _LARGE[token] >= last_large:
                return None
            last_large = _LARGE[token]
            base = section + (digit or 0)
            if base == 0 and digit is None:
                base = 1
            total += base * last_large
            section, digit = 0.0, None
        elif digit is not None:
            return None
        else:
            digit = _plain(token)
    if at != len(text) or not text:
        return None
    return total + section + (digit or 0)


def _plain(token: str) -> float:
    if token[0] in _DIGITS:
        return float(int("".join(str(_DIGITS[mark]) for mark in token)))
    return float(token.replace(",", ""))


def scale_of(text: str) -> float:
    """Return the last large unit of a numeral (3万 → 10000), 1 without one."""
    for mark in reversed(text):
        if mark in _LARGE:
            return float(_LARGE[mark])
        if mark in _SMALL:
            return float(_SMALL[mark])
    return 1.0
