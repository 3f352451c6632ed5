"""English quantities in words: half, dozens, tens of thousands, one in five, threefold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.extraction.quantity_span import QuantitySpan, bounded

_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6,
           "billion": 10**9, "trillion": 10**12}  # fmt: skip
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
_ONES = {word: value for value, word in enumerate(_WORDS.split())}
_NOUN = (
    r"(?: of)?(?: (?P<noun>people|(?!(?:is|was|has|as|this|its|his|was|were|thousands|hundreds"
    r"|millions|dozens|cities)\b)[a-z][a-z-]{2,18}s))?"
)
_MANY = re.compile(
    r"\b(?:(?P<more>tens|dozens|hundreds|thousands|millions) of "
    r"(?P<of>hundreds|thousands|millions|billions|trillions)"
    rf"|(?P<bare>dozens|scores|hundreds|thousands|millions|billions)){_NOUN}\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:several|(?:a )?few) (?P<scale>dozen|hundred|thousand|million|billion)"
    rf"{_NOUN.replace('(?: of)?', '')}\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?P<before>(?:about|around|nearly|almost|roughly|more than|over|less than|at least"
    r"|up to|just under|just over|some) )?(?P<h>half)\b(?! (?:past|an?|century|time|term|way|hour"
    r"|day|year|million|billion|dozen|brother|sister)\b)(?![-’'])(?<!first half)(?<!second half)"
    r"(?<!other half)(?<!better half)(?<!and a half)(?<!last half)(?<!a half)",
    re.IGNORECASE,
)
_HALF_A = re.compile(
    r"\b(?P<before>(?:about|around|nearly|almost|roughly|more than|over|less than|some) )?half an? "
    r"(?P<scale>dozen|million|billion|trillion)(?: (?P<noun>people|[a-z][a-z-]{2,18}s))?\b",
    re.IGNORECASE,
)
_AND_HALF = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2}) and a half"
    r"(?: (?P<scale>hundred|thousand|million|billion|trillion))?"
    r"(?: (?P<unit>times|years|months|weeks|days|hours|miles|percent|tons|tonnes|metres))?\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?P<before>(?:about|around|nearly|almost|roughly|more than|over|at least|some) )?"
    r"(?P<a>one|two|three|four|five|six|seven|eight|nine|[0-9]{1,3}) (?:in|out of)(?: every)? "
    r"(?P<b>two|three|four|five|six|seven|eight|nine|ten|twelve|[0-9]{1,4})\b(?![,.][0-9]|\s?%)"
    r"(?! (?:years|months|weeks|days|hours|minutes|percent|million|billion))",
    re.IGNORECASE,
)
_FOLD = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,4})-?fold\b", re.IGNORECASE
)
_STRONG = re.compile(r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,6})-strong\b", re.IGNORECASE)
# What each pattern cannot do without, in small letters: a look for it is cheaper.
_MANY_GATE = re.compile("(?:tens of |dozen|score|hundred|thousand|million|billion)s?")
_IN_GATE = re.compile(r" (?:in|out of)(?: every)? (?:[0-9]|t[whe]|f[oi]|s[ie]|eight|nine)")


def find_vague(sentence: str) -> Iterator[QuantitySpan]:
    """Yield the quantities said in words; a vague one has bounds and no value."""
    lowered = sentence.lower()
    if _MANY_GATE.search(lowered):
        yield from _many(sentence)
    if "half" in lowered:
        yield from _halves(sentence)
    if _IN_GATE.search(lowered):
        for match in _IN.finditer(sentence):
            below = _small(match["b"])
            if 0 < _small(match["a"]) < below:
                yield _valued(match, _small(match["a"]) / below, "")
    if "fold" in lowered:
        for match in _FOLD.finditer(sentence):
            yield bounded(match.start(), match.end(), _small(match["n"]), "times", [])
    if "-strong" in lowered:
        for match in _STRONG.finditer(sentence):
            value = float(match["n"].replace(",", ""))
            yield bounded(match.start(), match.end(), value, "people", [])


def _many(sentence: str) -> Iterator[QuantitySpan]:
    for match in _MANY.finditer(sentence):
        scale = _SCALES[match["of"][:-1].lower()] if match["of"] else 1
        words = (match["more"] or match["bare"]).lower()
        scale *= 10 if words == "tens" else _SCALES[words[:-1]]
        yield _between(match, scale)
    for match in _SEVERAL.finditer(sentence):
        yield _between(match, _SCALES[match["scale"].lower()])


def _halves(sentence: str) -> Iterator[QuantitySpan]:
    for match in _HALF.finditer(sentence):
        yield _valued(match, 0.5, "")
    for match in _HALF_A.finditer(sentence):
        yield _valued(match, _SCALES[match["scale"].lower()] / 2, match["noun"] or "")
    for match in _AND_HALF.finditer(sentence):
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        value = (_small(match["n"]) + 0.5) * scale
        unit = {"percent": "%"}.get(match["unit"] or "", match["unit"] or "")
        yield bounded(match.start(), match.end(), value, unit, [])


def _small(word: str) -> float:
    return float(word) if word.isdigit() else float(_ONES[word.lower()])


def _between(match: re.Match[str], scale: float) -> QuantitySpan:
    """Two to nine times the scale; a lone "of" without a noun stays outside."""
    end = match.end()
    if match.group().lower().endswith(" of"):
        end -= 3
    return QuantitySpan(match.start(), end, None, 2 * scale, 9 * scale, match["noun"] or "", "")


def _valued(match: re.Match[str], value: float, unit: str) -> QuantitySpan:
    word = (match["before"] or "").strip().lower()
    return bounded(match.start(), match.end(), value, unit, [word] if word else [])
