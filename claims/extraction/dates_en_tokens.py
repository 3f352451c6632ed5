"""English sentence → tokens that can belong to a date, and the string of their codes."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from claims.extraction.dates_en_words import (
    CLEAR_MONTHS,
    DOUBTFUL,
    SPELLED_YEAR,
    WORDS,
    read_spelled_year,
)
from claims.extraction.holidays import HOLIDAY

# Of the lower-cased sentence: a plain alternation after a word's start is the fastest there is.
GATE = re.compile(
    r"[0-9]|\b(?:days?\b|today|tomor|tonig|tonit|tmr|yester|week|workweek|month|year|yrs?\b|fortnig"
    r"|decade|centur|quarter|spring|summer|autumn|fall\b|winter|easter|christmas|halloween|thanksg"
    r"|juneteen|pentecost|epiphany|good fri|palm s|ash wed|mardi|cinco|boxing|valentine|april"
    r"|labou?r|memorial|martin l|mlk|president|columbus|mother|father|new y|independence|fourth"
    r"|veteran|armistice|earth d|bastille|anzac|australia d|canada d|guy f|groundhog|all s|inaug"
    r"|women|girls|children|teachers|singles|black f|cyber|maundy|st\.? pat|saint pat|nineteen"
    r"|eighteen|seventeen|sixteen|twenty|two th|one th|jan|feb|mar(?:ch)?\b|apr|may\b|jun|jul|aug"
    r"|sep|oct|nov|dec|sun(?:day)?s?\b|mon(?:day)?s?\b|tue|wed|thu|fri(?:day)?s?\b|sat(?:ur|\b)"
    r"|q[1-4]|h[12]\b|night|morning|evening|afternoon|noughties|(?:thir|for|fif|six|seven|eigh"
    r"|nine)ties)"
)
# Most tokens are words: they are tried first, but for T12:30 and Q3.
_TOKEN = re.compile(
    r"(?P<plain>(?![QqHhT][0-9])[A-Za-z]+(?:['’][A-Za-z]+)?)|"
    r"(?P<time>\b[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\s?[ap]\.?m\b)?|\b[0-9]{1,2}\s?[ap]\.?m\b"
    r"|\b[0-9]{1,2}\so[’']clock)"
    r"|(?P<money>[$€£¥₩#]\s?[0-9][0-9,.]*|[0-9]+(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+)?\s?%|[0-9]+(?:\.[0-9]+){3,})"
    r"|(?P<dots>\b[0-9]{1,4}\.[0-9]{1,2}\.[0-9]{1,4}\b(?!\.[0-9]))"
    r"|(?P<decimal>\b[0-9]+\.[0-9]+)"
    r"|(?P<decade>['’]?\b(?:[12][0-9])?[0-9]0['’]?s\b)"
    r"|(?P<ordinal>\b[0-9]{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<short>['’][0-9]{2}\b)"
    r"|(?P<figures>[0-9]{1,2}(?=T[0-9]{2}:)|[0-9]+(?![0-9A-Za-z]))|(?P<clock>T[0-9]{2}:[0-9:.]+Z?)|(?P<quarter>\b[QqHh][1-4]\b)|(?P<mixed>[0-9]+[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<word>[A-Za-z]+(?:['’][A-Za-z]+)?)|(?P<mark>[^\sA-Za-z0-9])"
)
_DASHES = "-–—~"
_YEAR_GATE = re.compile("thousand|nineteen|eighteen|seventeen|sixteen|twenty")
# Every holiday holds one of these.
_HOLIDAY_GATE = re.compile(
    r"\s(?:day|fri|wed|sun|mon|thu|july)|christ|new\syear|hallow|juneteen|epiph|cinco|thanksg"
    r"|easter|pentecost|mardi"
)


class Token(NamedTuple):
    """One piece of a sentence: code, offsets, and what it stands for."""

    code: str
    start: int
    end: int
    value: int | str


def tokens_of(sentence: str) -> list[Token]:
    """Return the tokens of a folded sentence in order; offsets are into the sentence."""
    special = _specials(sentence)
    starts = [token.start for token in special]
    found: list[Token] = []
    at = others = 0
    while at < len(sentence):
        index = bisect_left(starts, at)
        stop = starts[index] if index < len(starts) else len(sentence)
        for match in _TOKEN.finditer(sentence, at, stop):
            # Of a run of other words two are enough to keep dates apart.
            if others > 1 and match.lastgroup == "plain" and _is_other(match.group()):
                continue
            token = _token(match, sentence)
            if token.code != "w":
                others = 0
                found.append(token)
            elif others < 2:
                others += 1
                found.append(token)
        if index < len(starts):
            found.append(special[index])
            others = 0
            at = special[index].end
        else:
            break
    return _with_compounds(found, sentence)


@lru_cache(maxsize=20_000)
def _is_other(word: str) -> bool:
    return _word(word, 0, len(word)).code == "w"


def _specials(sentence: str) -> list[Token]:
    """Return holidays and spelled years, which are several words each."""
    lowered = sentence.lower()
    found = [
        Token("C", match.start(), match.end(), match.group())
        for match in (HOLIDAY.finditer(sentence) if _HOLIDAY_GATE.search(lowered) else ())
    ]
    spelled = SPELLED_YEAR.finditer(sentence) if _YEAR_GATE.search(lowered) else ()
    for match in spelled:
        year = read_spelled_year(match)
        if 1500 <= year <= 2199 and not any(token.end > match.start() for token in found):
            found.append(Token("Y", match.start(), match.end(), year))
    return sorted(found, key=lambda token: token.start)


def _token(match: re.Match[str], sentence: str) -> Token:
    kind, text = match.lastgroup, match.group()
    start, end = match.span()
    if kind in ("plain", "word"):
        return _word(text, start, end)
    if kind == "figures":
        return _figures(text, start, end)
    if kind == "ordinal":
        number = int(text[:-2])
        return Token("O" if 1 <= number <= 31 else "w", start, end, number)
    if kind == "decade":
        digits = re.sub("[^0-9]", "", text)
        short = len(digits) == 2
        year = int(digits) + (0 if not short else 2000 if int(digits) < 20 else 1900)
        # "in his 50s" is an age.
        aged = short and text[0] not in "'’" and not sentence[:start].lower().endswith("the ")
        return Token("w" if aged else "d", start, end, year)
    if kind == "short":
        return Token("y", start, end, int(text[1:]))
    if kind == "mark":
        return Token(_mark(text, start, end, sentence), start, end, text)
    if kind == "quarter":
        return Token("Q", start, end, int(text[1]) + (10 if text[0] in "Hh" else 0))
    code = {"time": "z", "clock": "z", "dots": "Z"}.get(kind or "", "w")
    return Token(code, start, end, text)


def _mark(text: str, start: int, end: int, sentence: str) -> str:
    if text in _DASHES:
        loose = sentence[start - 1 : start] == " " or sentence[end : end + 1] == " "
        return "~" if loose or text != "-" else "-"
    if text == "/":
        return "/"
    return text if text in ",.()" else "w"


def _figures(text: str, start: int, end: int) -> Token:
    if len(text) > 8:
        return Token("w", start, end, 0)
    number = int(text)
    if len(text) <= 2:
        return Token("D" if 1 <= number <= 31 else "n", start, end, number)
    if len(text) == 4 and 1000 <= number <= 2199:
        return Token("Y", start, end, number)
    if len(text) == 8 and 1500 <= number // 10000 <= 2199:
        return Token("Z", start, end, f"{text[:4]}.{text[4:6]}.{text[6:]}")
    return Token("n", start, end, number)


def _word(text: str, start: int, end: int) -> Token:
    lowered = text.lower()
    possessive = lowered.endswith(("'s", "’s"))
    plain = lowered[:-2] if possessive else lowered
    meaning = WORDS.get(plain)
    if meaning is None:
        return Token("w", start, end, plain)
    code, value = meaning
    if possessive:
        end -= 2
    doubtful = plain in DOUBTFUL or value not in CLEAR_MONTHS
    if code == "M" and doubtful and text[0].islower():
        code = "m"
    elif code == "W" and text[0].islower() and plain.endswith("s"):
        code = "v"
    if plain in ("march", "may") and text.isupper() and len(text) > 3:
        code = "M"
    return Token(code, start, end, value)


def _with_compounds(found: list[Token], sentence: str) -> list[Token]:
    """Join "twenty-first" to one ordinal and "twenty two" to one number."""
    joined: list[Token] = []
    for token in found:
        tens = joined[-1] if joined else None
        dashed = False
        if tens and tens.code in "-~" and len(joined) > 1 and joined[-2].code == "c":
            tens, dashed = joined[-2], True
        fits = (
            tens is not None
            and tens.code == "c"
            and token.code in "cr"
            and tens.value in (20, 30, 40, 50)
            and 0 < int(token.value) < 10
            and sentence[tens.end : token.start] in (" ", "-")
        )
        if fits and tens is not None:
            del joined[-2 if dashed else -1 :]
            value = int(tens.value) + int(token.value)
            code = "r" if token.code == "r" else "D" if value <= 31 else "c"
            joined.append(Token(code, tens.start, token.end, value))
        else:
            joined.append(token)
    return joined


def codes_of(tokens: list[Token]) -> str:
    """Return the codes as one string, a letter per token."""
    return "".join(token.code for token in tokens)
