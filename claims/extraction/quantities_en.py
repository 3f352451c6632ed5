"""English quantities: 2.5 million shells, $30 million, 40 percent, twice as many, two-thirds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.extraction.quantities_en_vague import find_vague
from claims.extraction.quantity_span import QuantitySpan, TakenSpans, bounded

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: float(value) for value, word in enumerate(_ONES.split())}
_WORDS |= {word: 20.0 + 10 * index for index, word in enumerate(_TENS.split())}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9,
    "bn": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_BEFORE = (
    "about|around|some|nearly|almost|roughly|approximately|approx\\.?|an estimated"
    "|estimated|more than"
    "|over|at least|up to|fewer than|less than|under|at most|no more than|no fewer than"
    "|no less than"
    "|as many as|as much as|only|just under|just over|above|below|exceeding|upwards of"
    "|an average of"
    "|a total of|a record|every|another|close to|between|from|a further|minus|plus|an additional"
)
_BEFORE_WORDS = re.compile(rf"\b(?:{_BEFORE})(?=\s|$)")
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,8}(?:\.[0-9]{1,12})?|[0-9]{1,20}(?:\.[0-9]{1,12})?"
_BELOW = rf"(?:{_WORD})(?:[- ](?:{_WORD}))?\b"
_SPELLED = rf"(?:(?:{_WORD}|an?)[ ]hundred(?: and)? {_BELOW}|{_BELOW})"
_GLUED = r"(?-i:km|kg|cm|mm|ft|mph|kph|kW|MW|GW|GB|TB|lbs?|m|g|t)\b"
_SCALE = (
    r"(?:\s?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|dozen)\b|[mk]\b(?=\s|[.,;)]|$))"
)
_NUMBER = (
    rf"(?:(?:{_DIGITS})|{_SPELLED}|(?:a|an)(?=\s(?:hundred|thousand|million|billion"
    rf"|trillion|dozen)\b))"
)
_CURRENCY = r"(?:US\$|A\$|C\$|HK\$|NZ\$|[$£€¥₩₽])"
_QUANTITY = re.compile(
    rf"(?P<before>(?:\b(?:{_BEFORE})\s){{0,2}})(?P<sign>(?<![\w.])[-−])?(?:(?P<cur>{_CURRENCY})\s?)?"
    rf"(?<![\w.,:^])(?<![0-9][-–])(?P<a>{_NUMBER})(?P<as>{_SCALE}(?:{_SCALE})?)?"
    rf"(?:(?P<joint>\s?[-–—]\s?|\sto\s|\sand\s"
    rf"|\sor\s){_CURRENCY}?(?P<b>{_NUMBER})(?P<bs>{_SCALE})?)?"
    rf"(?:(?={_GLUED})|(?![\w^]|[.,/:][0-9]))",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b(?P<before>(?:(?:{_BEFORE})\s)?)(?:(?P<w>twice|thrice)|(?P<n>{_NUMBER}) times)\b"
    r"(?P<as>\s(?:as|the|more|higher|larger|bigger|lower|less)(?:\s(?:many|much|high"
    r"|large|big|likely))?)?",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
          "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
_FRACTION = re.compile(
    rf"\b(?P<before>(?:(?:{_BEFORE})\s)?)(?P<n>a|one|two|three|four|five|seven)[- ]"
    r"(?P<d>third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)(?P<s>s?)\b(?=\s(?:of|the|as)|[.,;)]|$)",
    re.IGNORECASE,
)
# Every number begins with one of these; a phrase before it is at most _LEAD long.
_INITIALS = sorted({word[0] for word in _WORDS})
_START = re.compile(
    rf"[0-9a{''.join(_INITIALS)}](?:(?<=[0-9])|(?<=a)n?\s(?:hundred|thousand|million|billion"
    r"|trillion|dozen)|"
    + "|".join(
        f"(?<={first})(?:{'|'.join(word[1:] for word in _WORDS if word[0] == first)})(?![a-z])"
        for first in _INITIALS
    )
    + ")"
)
_LEAD = 48
_FRACTION_GATE = re.compile(
    "[- ](?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)", re.IGNORECASE
)
_PERCENT = re.compile(
    r"\s?(?:percentage points?|percent|per cent|pct\b|%|basis points?)", re.IGNORECASE
)
_MEASURES = (
    "km|kilometers?|kilometres?|miles?|meters?|metres?|m|cm|mm|feet|foot|ft|inch(?:es)?"
    "|kg|tons?|tonnes?"
    "|pounds?|lbs?|g|grams?|liters?|litres?|barrels?|degrees?(?: Celsius| Fahrenheit)?"
    "|people|men|women|children"
    "|percent|hectares?|acres?|dollars?|euros?|yen|rubles?|roubles?|yuan|won|MW|GW|kW|megawatts?"
    "|gigawatts?|GB|TB|mph|kph"
)
_UNIT = re.compile(
    rf"(?:[\s-]|(?<=[0-9]))(?P<m>{_MEASURES}|t)\b"
    rf"|\s(?P<n>(?:[a-z][a-z-]{{1,18}}\s){{0,2}}?[a-z][a-z-]{{1,18}}s)\b(?<!\bis)(?<!\bhas)"
    r"(?<!\bwas)(?<!\bas)(?<!\bthis)(?<!\bits)(?<!\bhis)(?<!\bless)|-(?P<y>year|day|month"
    r"|week|hour|minute)s?(?=-old|\b)"
)
_NO_UNIT_WORD = re.compile(
    r"\b(?:of|in|on|at|to|for|and|or|the|a|an|by|from|with|that|which|who|were|was|are|is"
    r"|have|had|has|said|says"
    r"|since|as|his|its|this|than|out|after|before|during|per|against|will|would)\b"
)
_AFTER = re.compile(r"\s(?:or (?:more|less|fewer)|plus)\b|\+", re.IGNORECASE)
_CLOCK = re.compile(
    r"\s?(?:a\.m|p\.m|am\b|pm\b|o[’']clock|GMT|EST|EDT|UTC)|:[0-9]{2}|(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"[-–][0-9]")
_NAMED = re.compile(
    r"(?:[A-Z][\w.&’'-]*[ -]|[#№]|\bNo\.? ?|\b(?:page|chapter|article|section|route|room"
    r"|item|number|level|phase|rule|figure|table|version|channel|day|age|windows|ios|android) )\Z"
)
_NUMBERED = re.compile(
    r"\b(?:version|article|section|chapter|route|boeing|airbus|windows|phase|figure|table|page"
    r"|resolution|gate|room|flight|channel|level|category|apollo) \Z",
    re.IGNORECASE,
)
_SENTENCE_WORD = re.compile(
    r"(?:^|[.!?:;]\s|[\"“(]\s?)(?:[A-Z][a-z]*) \Z|\b(?:In|At|The|These|Those|About|Some"
    r"|Nearly|Over|More|All|Of|With|By|For|From|And|But|Only|After|Than|US|U\.S\.) \Z"
)


def find(sentence: str) -> Iterator[QuantitySpan]:
    """Yield quantities of a folded sentence in order."""
    spans: list[QuantitySpan] = []
    # Most sentences hold neither; a look for their words is cheaper than the patterns.
    lowered = sentence.lower()
    if any(word in lowered for word in ("times", "twice", "thrice")):
        spans += [_times(match) for match in _TIMES.finditer(sentence)]
    if _FRACTION_GATE.search(sentence):
        spans += [_fraction(match) for match in _FRACTION.finditer(sentence)]
    known = TakenSpans((span.start, span.end) for span in spans)
    spans += [span for span in find_vague(sentence) if not known.hold(span.start, span.end)]
    taken = TakenSpans((span.start, span.end) for span in spans)
    at = 0
    while match := _next(sentence, at):
        # Go on behind the first number: what looked like a range may be two quantities.
        at = match.end("a")
        if taken.hold(match.start("a"), match.end("a")):
            continue
        span = _quantity(match, sentence)
        if span is not None:
            spans.append(span)
            at = max(at, span.end)
    yield from sorted(spans, key=lambda span: span.start)


def _next(sentence: str, at: int) -> re.Match[str] | None:
    """Search from the first sign of a number on: what stands before it costs nothing."""
    lowered = sentence.lower()
    if len(lowered) == len(sentence):
        start = _START.search(lowered, at)
        if start is None:
            return None
        at = max(at, start.start() - _LEAD)
    return _QUANTITY.search(sentence, at)


def _value(number: str, scales: str | None) -> float:
    lowered = number.lower()
    if lowered in ("a", "an"):
        value = 1.0
    elif lowered[0].isdigit():
        value = float(lowered.replace(",", ""))
    else:
        value = _spelled(lowered)
    for scale in re.findall("[a-z]+", (scales or "").lower()):
        value *= _SCALES[scale]
    return value


def _spelled(words: str) -> float:
    """Return the value of "one hundred and twenty-three", "twenty three"."""
    value = 0.0
    for word in re.split("[- ]", words):
        if word == "hundred":
            value = (value or 1.0) * 100
        elif word not in ("and", "a", "an"):
            value += _WORDS[word]
    return value


def _modifiers(text: str | None) -> list[str]:
    if not text:
        return []
    words = _BEFORE_WORDS.findall(text.lower())
    return [word for word in words if word not in ("between", "from")]


def _times(match: re.Match[str]) -> QuantitySpan:
    word = (match["w"] or "").lower()
    value = {"twice": 2.0, "thrice": 3.0}.get(word) or _value(match["n"], None)
    return bounded(match.start(), match.end(), value, "times", _modifiers(match["before"]))


def _fraction(match: re.Match[str]) -> QuantitySpan:
    number = match["n"].lower()
    value = (1.0 if number == "a" else _WORDS[number]) / _PARTS[match["d"].lower()]
    return bounded(match.start(), match.end(), value, "", _modifiers(match["before"]))


def _quantity(match: re.Match[str], sentence: str) -> QuantitySpan | None:
    second = match["b"]
    end = match.end()
    if second and not _is_range(match):
        second, end = None, match.end("as") if match["as"] else match.end("a")
    if _is_identifier(match, sentence, end):
        return None
    after = _AFTER.match(sentence, end)
    unit, unit_end = _unit(match, sentence, after.end() if after else end)
    scaled = bool(match["as"] or match["bs"] or match["cur"])
    if not (
        unit or scaled or "," in match["a"] or "." in match["a"] or _modifiers(match["before"])
    ):
        bare = match["a"]
        # A lone small word ("one of them") or a bare four-digit number says no quantity.
        if not bare[0].isdigit() or (len(bare) == 4 and 1000 <= int(bare) <= 2199):
            return None
    words = _modifiers(match["before"])
    after = after or _AFTER.match(sentence, unit_end)
    if after:
        words.append(after.group().strip().lower().replace("+", "or more"))
        unit_end = max(unit_end, after.end())
    value = _value(match["a"], match["as"])
    if match["sign"] or "minus" in words:
        value = -value
    if second:
        high = _value(second, match["bs"])
        low = value if match["as"] or not match["bs"] else _value(match["a"], match["bs"])
        return QuantitySpan(match.start(), unit_end, None, low, high, unit, " ".join(words))
    return bounded(match.start(), unit_end, value, unit, words)


def _is_range(match: re.Match[str]) -> bool:
    joint = match["joint"].strip().lower()
    low = _value(match["a"], match["as"] or match["bs"])
    high = _value(match["b"], match["bs"])
    if joint == "and":
        return "between" in match["before"].lower() and low < high
    return low < high


def _is_identifier(match: re.Match[str], sentence: str, end: int) -> bool:
    if _CLOCK.match(sentence, end) or _SCORE.match(sentence, end):
        return True
    if match["before"] or match["cur"] or match["as"] or not match["a"][0].isdigit():
        return False
    if _PERCENT.match(sentence, end):
        return False
    lead = sentence[max(0, match.start() - 24) : match.start("a")]
    if _NUMBERED.search(lead):
        return True
    if not _NAMED.search(lead):
        return False
    return not (_SENTENCE_WORD.search(lead) and _UNIT.match(sentence, end))


def _unit(match: re.Match[str], sentence: str, end: int) -> tuple[str, int]:
    percent = _PERCENT.match(sentence, end)
    if percent:
        word = percent.group().strip().lower()
        return ("%" if "point" not in word else word, percent.end())
    if match["cur"]:
        return match["cur"], end
    unit = _UNIT.match(sentence, end)
    if unit is None:
        return "", end
    if unit["m"] or unit["y"]:
        return unit["m"] or unit["y"] + "s", unit.end()
    noun = unit["n"]
    if _NO_UNIT_WORD.search(noun):
        return "", end
    return noun, unit.end()
