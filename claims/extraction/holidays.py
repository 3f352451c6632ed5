"""Days with a name: fixed dates, nth weekdays and those that go by Easter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claims.extraction.edtf import add_days, last_of_month

_FIXED = {
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's": (1, 1), "new year": (1, 1), "halloween": (10, 31),
    "valentine's day": (2, 14), "april fools' day": (4, 1), "st patrick's day": (3, 17),
    "independence day": (7, 4), "fourth of july": (7, 4), "veterans day": (11, 11),
    "armistice day": (11, 11), "juneteenth": (6, 19), "earth day": (4, 22), "may day": (5, 1),
    "bastille day": (7, 14), "anzac day": (4, 25), "australia day": (1, 26), "canada day": (7, 1),
    "guy fawkes day": (11, 5), "groundhog day": (2, 2), "all saints' day": (11, 1),
    "all souls' day": (11, 2), "epiphany": (1, 6), "cinco de mayo": (5, 5),
    "inauguration day": (1, 20), "women's day": (3, 8), "girls' day": (3, 3),
    "children's day": (6, 1), "teachers' day": (9, 10), "singles' day": (11, 11),
}  # fmt: skip
# month, weekday (Monday 0), which one (5: the last), days after it
_NTH = {
    "thanksgiving": (11, 3, 4, 0), "black friday": (11, 3, 4, 1), "cyber monday": (11, 3, 4, 4),
    "labor day": (9, 0, 1, 0), "labour day": (9, 0, 1, 0), "memorial day": (5, 0, 5, 0),
    "martin luther king day": (1, 0, 3, 0), "mlk day": (1, 0, 3, 0),
    "presidents' day": (2, 0, 3, 0), "columbus day": (10, 0, 2, 0),
    "mother's day": (5, 6, 2, 0), "father's day": (6, 6, 3, 0),
}  # fmt: skip
_EASTER = {
    "easter monday": 1, "easter sunday": 0, "easter": 0, "good friday": -2, "ash wednesday": -46,
    "palm sunday": -7, "pentecost": 49, "mardi gras": -47, "maundy thursday": -3,
}  # fmt: skip
_NAMES = sorted([*_FIXED, *_NTH, *_EASTER], key=len, reverse=True)


def _spelling(name: str) -> str:
    spelled = re.sub(r"\w+'s?(?=\s|\Z)|\w+s'", _apostrophes, name)
    if name in ("new year's", "christmas", "thanksgiving", "new year"):
        spelled += "(?: day)?"
    return spelled.replace("st patrick", r"(?:st\.?|saint) patrick").replace(" ", r"\s")


def _apostrophes(match: re.Match[str]) -> str:
    return match.group().replace("'s", "['’]?s?").replace("s'", "s?['’]?s?").rstrip("'")


HOLIDAY = re.compile(
    rf"\b(?:{'|'.join(_spelling(name) for name in _NAMES)})(?![\w’'])", re.IGNORECASE
)


def _plain(words: str) -> str:
    folded = re.sub(r"[^a-z ]", "", words.lower().replace("saint", "st"))
    return re.sub(r"s\b", "", folded.removesuffix(" day") if "day" in folded else folded)


_BY_NAME = {_plain(name): name for name in reversed(_NAMES)}


def holiday_in(words: str, year: int) -> date | None:
    """Return the day a holiday falls on in a year, None for a name that is none."""
    name = _BY_NAME.get(_plain(words))
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _NTH:
        month, weekday, which, after = _NTH[name]
        at = nth_weekday(year, month, weekday, which)
        return at and add_days(at, after)
    return easter(year) + timedelta(days=_EASTER[name]) if name in _EASTER else None


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """Return the nth weekday (Monday 0) of a month; ``which`` 5 gives the last one."""
    first = 1 + (weekday - date(year, month, 1).weekday()) % 7
    day = first + 7 * (which - 1)
    length = last_of_month(year, month)
    if which >= 5 and day > length:
        day -= 7
    return date(year, month, day) if day <= length else None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
