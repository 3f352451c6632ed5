"""The vocabulary of English dates: every word that can belong to one, with a one-letter code."""

# Codes: M month, m word that may be a month, W weekday, v its short form, D number 1-31 in
# figures, c in words, O ordinal in figures, r in words, Y year, y short year, n other number,
# U unit, S units, T day word, L last, X next, H this, E same, t the, q of, i in, j on/for/since,
# F from, B between, J to, & and, A ago, K later, e earlier, b before, g after, R season, C holiday,
# P part, G fiscal, Q quarter, d decade, a article, f few, N now, I within, z time of day,
# h half, w other.

from __future__ import annotations

import re

from claims.extraction.edtf import AUTUMN, SPRING, SUMMER, WINTER

MONTHS = "january february march april may june july august september october november december"
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
ONES = {word: value for value, word in enumerate(_ONES.split())}
TENS = {word: 20 + 10 * index for index, word in enumerate(_TENS.split())}
CARDINALS = ONES | TENS
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split())}
ORDINALS |= {"twentieth": 20, "thirtieth": 30}

Word = tuple[str, int | str]


_GROUPS: dict[str, Word] = {
    "today tonight tonite": ("T", 0), "yesterday": ("T", -1),
    "tomorrow tmr tmrw": ("T", 1), "now": ("N", 0),
    "last past previous prior preceding": ("L", -1),
    "next coming upcoming following forthcoming": ("X", 1), "this current present": ("H", 0),
    "same": ("E", 0), "the that": ("t", 0), "of": ("q", 0),
    "in": ("i", 0), "on at during for over": ("j", 0),
    "within": ("I", 0), "from": ("F", 0), "between": ("B", 0),
    "to until till through thru til": ("J", 0), "and": ("&", 0), "ago back": ("A", -1),
    "later hence": ("K", 1), "before": ("b", -1), "after": ("g", 1), "earlier": ("e", -1),
    "early beginning start": ("P", "early"), "mid middle": ("P", "mid"),
    "late end close": ("P", "late"), "rest remainder remaining": ("P", "rest"),
    "half": ("h", 2), "fiscal fy financial": ("G", 0), "a an": ("a", 1),
    "couple few several": ("f", 3), "since by around circa throughout or": ("j", 0),
    "morning afternoon evening night noon midnight": ("z", 0),
    }  # fmt: skip


def _vocabulary() -> dict[str, Word]:
    table: dict[str, Word] = {}
    for number, name in enumerate(MONTHS.split(), 1):
        table[name] = ("M", number)
        table[name[:3]] = ("M", number)
    table["sept"] = ("M", 9)
    for index, name in enumerate(DAYS):
        table[name] = table[name + "s"] = ("W", index)
        table[name[:3]] = ("v", index)
    table |= {"tues": ("v", 1), "weds": ("v", 2), "thur": ("v", 3), "thurs": ("v", 3)}
    table |= {word: ("c", value) for word, value in CARDINALS.items() if value}
    table |= {word: ("r", value) for word, value in ORDINALS.items() if value}
    for unit in ("day", "week", "fortnight", "month", "quarter", "year", "decade", "weekend"):
        table[unit], table[unit + "s"] = ("U", unit), ("S", unit)
    table |= {"century": ("U", "century"), "centuries": ("S", "century"), "yr": ("U", "year"),
              "yrs": ("S", "year"), "workweek": ("U", "workweek")}  # fmt: skip
    table |= {
        "spring": ("R", SPRING), "summer": ("R", SUMMER), "autumn": ("R", AUTUMN),
        "fall": ("R", AUTUMN), "winter": ("R", WINTER),
    }  # fmt: skip
    table |= {word: ("d", 20 + 10 * at) for at, word in enumerate(_DECADES.split())}
    table["noughties"] = ("d", 2000)
    for words, meaning in _GROUPS.items():
        table |= dict.fromkeys(words.split(), meaning)
    table |= {f"q{number}": ("Q", number) for number in range(1, 5)}
    return table


WORDS = _vocabulary()
# Words that are months only with a capital letter, or beside a day or a year.
DOUBTFUL = frozenset({"may", "march", "mar", "august", "dec", "jan", "jun", "sept"})
# Months that are seldom names, verbs or adjectives: they may stand alone.
CLEAR_MONTHS = frozenset({1, 2, 7, 9, 10, 11, 12})

_TEEN = "|".join(word for word, value in ONES.items() if value >= 10)
_ONE = "|".join(word for word, value in ONES.items() if 0 < value < 10)
_TEN = "|".join(TENS)
_BELOW = rf"(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|{_TEEN}|(?:zero|oh|o)[ -](?:{_ONE}))"
SPELLED_YEAR = re.compile(
    rf"\b(?:(?P<big>(?:one|two) thousand)(?: (?:and )?(?P<rest>{_BELOW}|{_ONE}))?"
    rf"|(?P<cent>nineteen|eighteen|seventeen|sixteen|twenty)(?: hundred(?: and)?)?[ -]"
    rf"(?P<low>{_BELOW}))\b(?! (?:percent|per cent|people|dollars|hundred|thousand|million))",
    re.IGNORECASE,
)


def read_spelled_year(match: re.Match[str]) -> int:
    """Return the year of a SPELLED_YEAR match: nineteen ninety six, two thousand and five."""
    if match["big"]:
        base = 1000 if match["big"].lower().startswith("one") else 2000
        return base + (_below_hundred(match["rest"]) if match["rest"] else 0)
    return CARDINALS[match["cent"].lower()] * 100 + _below_hundred(match["low"])


def _below_hundred(words: str) -> int:
    return sum(CARDINALS.get(word, 0) for word in re.split("[ -]", words.lower()))
