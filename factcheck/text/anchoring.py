"""Finding a quoted passage again in a text that moved on (W3C TextQuoteSelector).

A score says where the passage stands, never whether it still says the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from factcheck.text.figures import is_whole, with_figures
from factcheck.text.normalize import Folded, fold, folded

CONTEXT = 64  # code points of prefix and suffix
CUTOFF = 75.0  # least score of a fuzzy find
_SAME_PLACE = 50.0  # least likeness of what stands between prefix and suffix
_HELD = 30.0  # the same where much of both sides still stands
_BESIDE_SCORE = 60.0  # the same with only one side of it
_OCCURRENCES = 500  # of one quote in one text that are weighed
_WINDOW = 2000  # folded characters on each side of the remembered position
_WHOLE = 60_000  # longest folded text searched as a whole; beyond, seeds choose the windows
_LONGEST = 4000  # longest quote searched fuzzily as a whole; beyond, by its two ends
_SEED = 6
_BESIDE = 24  # folded characters on each side that tell a place
_STOPS = "。.!?"
_QUOTES = frozenset("「」『』“”„‟«»‘’‚‛\"'")
_MARKS = "「」『』“”‘’\"'()、,"


@dataclass(frozen=True, slots=True)
class Selector:
    """A quote, the text around it and where it stood (code point offset of the original)."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Where a quote was found, in code points of the original text.

    `how` is exact, context (chosen among several by its surroundings) or fuzzy; `score` is the
    likeness of the words, 0–100; `context` the share of the surroundings found again, 0–1
    (1 when the selector has none); `ambiguous` when another place would do as well.
    """

    start: int
    end: int
    how: str
    score: float
    ambiguous: bool = False
    context: float = 1.0


@dataclass(frozen=True, slots=True)
class _Needle:
    exact: str
    prefix: str
    suffix: str
    opens_in_word: bool
    closes_in_word: bool


def make_selector(text: str, start: int, end: int) -> Selector:
    """Select `text[start:end]` (code points) with 64 characters on each side."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is no passage of a text of {len(text)} characters")
    return Selector(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        position=start,
    )


def is_long_enough(quote: str) -> bool:
    """Tell whether a quote says enough to be looked for fuzzily: 20 Latin or 10 CJK characters."""
    return sum(2 if ord(char) >= 0x2E80 else 1 for char in quote[:20]) >= 20


def find_quote(text: str | Folded, selector: Selector) -> Match | None:
    """Find the passage of `selector` in `text`, or None. Bounded on texts of any length."""
    hay = folded(text)
    needle = _needle(selector)
    if not needle.exact:
        return None
    position = None if selector.position is None else hay.from_original(selector.position)
    places = _occurrences(hay, needle)
    if places:
        return _choose(hay, needle, places, position)
    figured = _in_figures(hay, needle, selector.position)
    if figured is not None:
        return figured
    between = _between(hay, needle)
    if between is not None:
        return between
    if not is_long_enough(needle.exact):
        return _at_one_side(hay, needle)
    return _fuzzy(hay, needle, position)


def _in_figures(hay: Folded, needle: _Needle, position: int | None) -> Match | None:
    """Find a quote whose numbers or marks are written another way: 三千万 for 3,000万."""
    plain = with_figures(hay)
    parts = [with_figures(fold(part)).text for part in (needle.exact, needle.prefix, needle.suffix)]
    other = replace(needle, exact=parts[0], prefix=parts[1], suffix=parts[2])
    size = len(other.exact)
    places = [at for at in _occurrences(plain, other) if is_whole(plain, at, at + size)]
    at = None if position is None else plain.from_original(position)
    return _choose(plain, other, places, at) if places else None


def find_all(text: str | Folded, quote: str) -> list[tuple[int, int]]:
    """Return where `quote` stands word for word (code points of the original), at most 500."""
    hay = folded(text)
    needle = _needle(Selector(exact=quote))
    if not needle.exact:
        return []
    size = len(needle.exact)
    return [hay.to_original(at, at + size) for at in _occurrences(hay, needle)]


def _needle(selector: Selector) -> _Needle:
    exact = selector.exact
    return _Needle(
        exact=fold(exact).text,
        prefix=fold(selector.prefix).text,
        suffix=fold(selector.suffix).text,
        opens_in_word=_in_word(selector.prefix[-1:], exact[:1]),
        closes_in_word=_in_word(exact[-1:], selector.suffix[:1]),
    )


def _in_word(left: str, right: str) -> bool:
    """Tell whether a cut between two characters divides a Latin word or a number."""
    return _wordy(left) and _wordy(right)


def _wordy(char: str) -> bool:
    return bool(char) and char.isalnum() and ord(char) < 0x2E80


def _occurrences(hay: Folded, needle: _Needle) -> list[int]:
    """Return where the quote stands word for word, never inside another word or number."""
    places: list[int] = []
    original = hay.original
    at = hay.text.find(needle.exact)
    tried = 0
    while at >= 0 and len(places) < _OCCURRENCES and tried < 20 * _OCCURRENCES:
        tried += 1
        start, end = hay.to_original(at, at + len(needle.exact))
        opens = _in_word(original[max(0, start - 1) : start], original[start : start + 1])
        closes = _in_word(original[end - 1 : end], original[end : end + 1])
        if (needle.opens_in_word or not opens) and (needle.closes_in_word or not closes):
            places.append(at)
        at = hay.text.find(needle.exact, at + 1)
    return places


def _agreement(hay: Folded, needle: _Needle, start: int, end: int) -> int:
    """Count the characters of context that stand right beside `start:end`."""
    before = hay.text[max(0, start - len(needle.prefix)) : start]
    after = hay.text[end : end + len(needle.suffix)]
    # A mark put beside the quote does not make its surroundings others.
    return max(
        _common_tail(before, needle.prefix),
        _common_tail(before.rstrip(_MARKS), needle.prefix.rstrip(_MARKS)),
    ) + max(
        _common_head(after, needle.suffix),
        _common_head(after.lstrip(_MARKS), needle.suffix.lstrip(_MARKS)),
    )


def _common_head(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _common_tail(one: str, other: str) -> int:
    return _common_head(one[::-1], other[::-1])


def _context_share(hay: Folded, needle: _Needle, start: int, end: int) -> float:
    """Return how much of the better side of the context is found again, 0–1."""
    shares = []
    if needle.prefix:
        before = hay.text[max(0, start - len(needle.prefix)) : start]
        shares.append(fuzz.ratio(needle.prefix, before) / 100)
    if needle.suffix:
        after = hay.text[end : end + len(needle.suffix)]
        shares.append(fuzz.ratio(needle.suffix, after) / 100)
    return max(shares, default=1.0)


def _choose(hay: Folded, needle: _Needle, places: list[int], position: int | None) -> Match:
    size = len(needle.exact)
    agreements = {at: _agreement(hay, needle, at, at + size) for at in places}
    best = max(agreements.values())
    available = len(needle.prefix) + len(needle.suffix)
    beside = min(_BESIDE, len(needle.prefix)) + min(_BESIDE, len(needle.suffix))
    if available >= 16 and best < beside:
        # The words stand somewhere, but not here: has the passage itself been reworded?
        between = _between(hay, needle)
        grown = 0 if between is None else between.end - between.start - 1.3 * size
        if between is not None and (best < 8 or grown <= 6):
            return between
    tied = [at for at in places if agreements[at] == best]
    place = tied[0]
    if len(tied) > 1 and position is not None:
        place = min(tied, key=lambda at: abs(at - position))
    stayed = position is not None and place == position and best == available
    how = "exact" if len(places) == 1 else "context"
    start, end = hay.to_original(place, place + size)
    return Match(
        start=start,
        end=end,
        how=how,
        score=100.0,
        ambiguous=(len(tied) > 1 and not stayed)
        or (available >= 16 and best < 4 and not is_long_enough(needle.exact)),
        context=_context_share(hay, needle, place, place + size),
    )


def _between(hay: Folded, needle: _Needle) -> Match | None:
    """Find what stands between the prefix and the suffix, both of them, close together."""
    left, right = needle.prefix[-_BESIDE:], needle.suffix[:_BESIDE]
    if min(len(left), len(right)) < 2 or len(left) + len(right) < 16:
        return None
    longest = 3 * len(needle.exact) + 40
    # Much of both sides still standing beside each other is proof enough of the place.
    held = min(len(left), len(right)) >= 16 and not is_long_enough(needle.exact)
    least = _HELD if held else _SAME_PLACE
    best: tuple[float, int, int] | None = None
    at = hay.text.find(left)
    for _ in range(_OCCURRENCES):
        if at < 0:
            break
        start = at + len(left)
        end = hay.text.find(right, start, start + longest + len(right))
        if end > start:
            score = fuzz.ratio(needle.exact, hay.text[start:end])
            if score >= least and (best is None or score > best[0]):
                best = (score, start, end)
        at = hay.text.find(left, at + 1)
    if best is None:
        return None
    start, end = hay.to_original(best[1], best[2])
    return Match(start, end, "fuzzy", best[0], context=1.0)


def _at_one_side(hay: Folded, needle: _Needle) -> Match | None:
    """Find a reworded short quote beside the one side of its surroundings that still stands."""
    text, exact = hay.text, needle.exact
    reach = 2 * len(exact) + 4
    best: tuple[float, int, int] | None = None
    for side, ahead in ((needle.suffix[:_BESIDE], False), (needle.prefix[-_BESIDE:], True)):
        if len(side) < 12:
            continue
        at = text.find(side)
        if at < 0 or text.find(side, at + 1) >= 0:
            continue
        edge = at + len(side) if ahead else at
        for size in range(max(1, len(exact) // 2), reach):
            start, end = (edge, edge + size) if ahead else (edge - size, edge)
            if start < 0 or end > len(text):
                break
            score = fuzz.ratio(exact, text[start:end])
            if score >= _BESIDE_SCORE and (best is None or score > best[0]):
                best = (score, start, end)
    if best is None:
        return None
    start, end = hay.to_original(best[1], best[2])
    return Match(start, end, "fuzzy", best[0], context=_context_share(hay, needle, *best[1:]))


def _fuzzy(hay: Folded, needle: _Needle, position: int | None) -> Match | None:
    """Find the best likeness: near the old place first, then anywhere."""
    best: tuple[float, int, int] | None = None
    if position is not None:
        reach = _WINDOW + 2 * len(needle.exact)
        best = _align(hay, needle, max(0, position - reach), position + reach)
    if best is None or best[0] < 90:
        for start, end in _windows(hay, needle):
            found = _align(hay, needle, start, end)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    if best is None:
        return None
    score, start, end = best
    start, end = _settle(hay, needle, start, end)
    original = hay.to_original(start, end)
    share = _context_share(hay, needle, start, end)
    return Match(*original, "fuzzy", score, context=share)


def _align(hay: Folded, needle: _Needle, start: int, end: int) -> tuple[float, int, int] | None:
    exact = needle.exact
    piece = hay.text[start:end]
    if len(exact) > _LONGEST or len(piece) < len(exact) // 2:
        return _align_ends(exact, piece, start)
    found = fuzz.partial_ratio_alignment(exact, piece, score_cutoff=CUTOFF)
    if found is None or found.dest_end == found.dest_start:
        return None
    # A text shorter than the quote is itself searched in the quote: that is no find.
    if found.dest_end - found.dest_start < len(exact) // 2:
        return None
    return found.score, start + found.dest_start, start + found.dest_end


def _align_ends(exact: str, piece: str, start: int) -> tuple[float, int, int] | None:
    """Find a very long quote by its first and last 200 characters."""
    if len(piece) < len(exact) // 2:
        return None
    head = fuzz.partial_ratio_alignment(exact[:200], piece, score_cutoff=CUTOFF)
    tail = fuzz.partial_ratio_alignment(exact[-200:], piece, score_cutoff=CUTOFF)
    if head is None or tail is None or not 0 < tail.dest_end - head.dest_start < 2 * len(exact):
        return None
    return min(head.score, tail.score), start + head.dest_start, start + tail.dest_end


def _windows(hay: Folded, needle: _Needle) -> list[tuple[int, int]]:
    """Return the stretches worth aligning: all of a short text, the likeliest of a long one."""
    total = len(hay.text)
    if total <= _WHOLE:
        return [(0, total)]
    size = len(needle.exact)
    votes: dict[int, int] = {}
    step = max(1, (size - _SEED) // 40)
    for offset in range(0, size - _SEED + 1, step):
        seed = needle.exact[offset : offset + _SEED]
        at = hay.text.find(seed)
        for _ in range(50):
            if at < 0:
                break
            bucket = max(0, at - offset) // (size + 1)
            votes[bucket] = votes.get(bucket, 0) + 1
            at = hay.text.find(seed, at + 1)
    ranked = sorted(votes, key=lambda bucket: (-votes[bucket], bucket))[:8]
    return [
        (max(0, (bucket - 1) * (size + 1)), min(total, (bucket + 3) * (size + 1)))
        for bucket in ranked
    ]


def _settle(hay: Folded, needle: _Needle, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a fuzzy find to where the reworded passage really begins and stops."""
    exact = needle.exact
    if len(exact) <= _LONGEST:
        reach = max(12, min(60, len(exact) // 3))
        text = hay.text
        ends = range(max(start + 1, end - reach), min(len(text), end + reach) + 1)
        end = min(ends, key=lambda e: (Levenshtein.distance(exact, text[start:e]), abs(e - end)))
        starts = range(max(0, start - reach), min(end - 1, start + reach) + 1)
        start = min(
            starts, key=lambda s: (Levenshtein.distance(exact, text[s:end]), abs(s - start))
        )
        start, end = _snap(hay, needle, start, end, reach)
        start, end = _with_marks(hay.text, exact, start, end)
    original = hay.original
    while start > 0 and hay.ends[start - 1] == hay.offsets[start]:
        if not _in_word(original[hay.ends[start - 1] - 1], original[hay.offsets[start]]):
            break
        start -= 1
    while end < len(hay.text) and hay.ends[end - 1] == hay.offsets[end]:
        if not _in_word(original[hay.ends[end - 1] - 1], original[hay.offsets[end]]):
            break
        end += 1
    return start, end


def _with_marks(text: str, exact: str, start: int, end: int) -> tuple[int, int]:
    """Take in the quotation marks of another shape at which a find stopped short."""
    if exact[0] in _QUOTES and text[start] not in _QUOTES and text[start - 1 : start] in _QUOTES:
        start = max(0, start - 1)
    if exact[-1] in _QUOTES and text[end - 1] not in _QUOTES and text[end : end + 1] in _QUOTES:
        end = min(len(text), end + 1)
    return start, end


def _snap(hay: Folded, needle: _Needle, start: int, end: int, reach: int) -> tuple[int, int]:
    """Let the known surroundings decide the ends where they still stand."""
    suffix, prefix = needle.suffix[:8], needle.prefix[-8:]
    at = -1
    if len(suffix) == 8:
        at = hay.text.find(suffix, max(start + 1, end - reach), end + reach + 8)
    if at > start:
        end = at
    elif needle.exact[-1] in _STOPS and hay.text[end - 1] not in _STOPS:
        at = hay.text.find(needle.exact[-1], end, end + reach)
        end = at + 1 if at >= 0 else end
    if len(prefix) == 8:
        at = hay.text.rfind(prefix, max(0, start - reach - 8), min(end, start + reach))
        if at >= 0 and at + 8 < end:
            start = at + 8
    return start, end
