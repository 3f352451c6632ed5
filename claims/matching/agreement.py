"""Field by field: figures, dates, names, who does what, polarity. Yields what differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from claims.matching.actors import Actor, is_mutual, sound
from claims.matching.difference import Difference
from claims.matching.figures import Figure, Moment, agree, moments_agree, unmatched
from claims.matching.polarity import NEGATORS, PREFIX_EN, PREFIX_JA, Turn, complementary, converse
from claims.matching.reading import Reading

_SMALL: Final = 2


def compare_figures(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield figures the other side contradicts or is silent on."""
    left, right = unmatched(ours.figures, theirs.figures)
    if left and right:
        yield Difference("figure", _said(left), _said(right))
        return
    yield from _reached(ours, theirs)
    # "one of", 二つの: small counts come and go with the language.
    across = ours.language != theirs.language
    weighty = [one for one in left + right if not (across and _comes_and_goes(one))]
    if weighty:
        yield Difference("figure", _said(left), _said(right), grave=False)


#: After a word of more or less: where it ended, or how far it went.
_LEVEL: Final = re.compile(r"\bto\s(?:(?:about|around|nearly|almost|just)\s)?\Z", re.IGNORECASE)
_STEP: Final = re.compile(r"\bby\s(?:(?:about|around|nearly|almost|just)\s)?\Z", re.IGNORECASE)
_LEVEL_JA: Final = re.compile("(?:ポイント)?(?:に|まで)(?=[一-龥])")
_STEP_JA: Final = re.compile("(?:ポイント|だけ|分)?[、の]?(?=[増減上下][一-龥えっらりがげ])")


def _reached(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield one figure that is the level reached in one claim, the change in the other."""
    if not (_on(ours, "amount") and _on(theirs, "amount")):
        return
    for one in ours.figures:
        for other in theirs.figures:
            if agree(one, other) and {_role(one, ours), _role(other, theirs)} == {"level", "step"}:
                yield Difference("figure", one.text, other.text)


def _role(figure: Figure, reading: Reading) -> str:
    text, start, end = reading.text, figure.start, figure.end
    if reading.language == "ja":
        pairs = ((_LEVEL_JA.match(text, end), "level"), (_STEP_JA.match(text, end), "step"))
    else:
        lead = text[max(0, start - 16) : start]
        pairs = ((_LEVEL.search(lead), "level"), (_STEP.search(lead), "step"))
    return next((role for found, role in pairs if found), "")


def _comes_and_goes(figure: Figure) -> bool:
    small = figure.kind == "amount" and figure.high <= _SMALL and not figure.bound
    return small or figure.kind == "ordinal"


def compare_moments(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield dates the other side contradicts or is silent on."""
    left: list[Moment] = list(ours.moments)
    right: list[Moment] = list(theirs.moments)
    for moment in ours.moments:
        twin = next((other for other in right if moments_agree(moment, other)), None)
        if twin is not None:
            left.remove(moment)
            right.remove(twin)
    if left or right:
        yield Difference("date", _said(left), _said(right), grave=bool(left and right))


def compare_actors(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield names, places and offices that only one side has."""
    pairs = pair_actors(ours, theirs)
    left = [one for one in ours.actors if not any(one is first for first, _ in pairs)]
    right = [one for one in theirs.actors if not any(one is second for _, second in pairs)]
    every = left, right
    left, right = _without_repeats(left, theirs), _without_repeats(right, ours)
    names = _of(left, "known", "named"), _of(right, "known", "named")
    for kinds in (("known", "named"), ("office",)):
        first, second = _of(every[0], *kinds), _of(every[1], *kinds)
        # A name too many here and another missing there: somebody took a place.
        if first and second and (_of(left, *kinds) or _of(right, *kinds)):
            yield Difference("actor", _said(first), _said(second))
    if any(names) and not all(names) and (_of(left, "loan") if names[1] else _of(right, "loan")):
        yield Difference("actor", _said(left), _said(right))
    else:
        silent = (
            [one for one in names[0] if not _describes(one, ours)],
            [one for one in names[1] if not _describes(one, theirs)],
        )
        if any(silent):
            yield Difference("actor", _said(silent[0]), _said(silent[1]), grave=False)
    loans = _of(left, "loan"), _of(right, "loan")
    loans = _unwritten(loans[0], theirs), _unwritten(loans[1], ours)
    if all(loans):
        both_ja = ours.language == theirs.language == "ja"
        yield Difference("actor", _said(loans[0]), _said(loans[1]), grave=both_ja)


def compare_parts(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield actors who changed places: who helped whom, from where to where."""
    held = _titles(theirs)
    for office, name in _titles(ours).items():
        if held.get(office, name) != name:
            yield Difference("role", f"{office}: {name}", f"{office}: {held[office]}")
    pairs = [
        (first, second)
        for first, second in pair_actors(ours, theirs)
        if first.kind != "loan" or second.kind != "loan" or (first.part and second.part)
    ]
    turned = is_turned(ours, theirs)
    swapped = any(_swapped(one, other) for at, one in enumerate(pairs) for other in pairs[:at])
    turned_about = any({one.part, two.part} == {"source", "goal"} for one, two in pairs)
    swapped = swapped or (turned_about and not turned)
    mutual = is_mutual(ours.text) and is_mutual(theirs.text)
    if pairs and not mutual and swapped != turned:
        yield Difference("role", _order(ours, pairs, 0), _order(theirs, pairs, 1))


_OUTWARD: Final = frozenset({"export", "sell", "give", "lend"})
_INWARD: Final = frozenset({"import", "buy", "get", "borrow"})


def is_turned(ours: Reading, theirs: Reading) -> bool:
    """Return whether both tell one deal from two sides: A sold to B, B bought from A."""
    turned = False
    for outward, inward in ((_OUTWARD, _INWARD), ({"win"}, {"lose"})):
        first, second = (
            {turn.value for turn in each.polarity.turns if converse(turn.axis)} & (outward | inward)
            for each in (ours, theirs)
        )
        if first and second and not first & second:
            turned ^= (first <= outward) == (second <= inward) and (
                first <= outward or first <= inward
            )
    return turned


def compare_turns(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield negations without counterpart and words that say the opposite."""
    apart = len(ours.polarity.negations) - len(theirs.polarity.negations)
    absorbed = 0
    for axis in sorted({turn.axis for turn in ours.polarity.turns}):
        first, second = _on(ours, axis), _on(theirs, axis)
        one = Counter(turn.value for turn in first)
        other = Counter(turn.value for turn in second)
        if converse(axis):
            continue
        if _undone(axis, first, second) or _undone(axis, second, first):
            yield Difference("direction", _said(first), _said(second))
            continue
        if not (one - other and other - one):
            continue
        negated = sum(turn.negated for turn in first) - sum(turn.negated for turn in second)
        if complementary(axis) and negated:
            absorbed += negated
            continue
        yield Difference("direction", _said(first), _said(second))
    yield from _prefixed(ours, theirs)
    for turn in ours.polarity.turns + theirs.polarity.turns:
        # "less" turns a comparison around that the other language may only imply.
        if turn.value == "less" and not (_on(ours, turn.axis) and _on(theirs, turn.axis)):
            yield Difference("direction", turn.text, "", grave=False)
    lone = _lone_negators(ours, theirs) - _lone_negators(theirs, ours)
    left = apart - absorbed
    if left and left + lone == 0:
        return
    if left or lone:
        yield Difference("negation", _negated(ours), _negated(theirs))


def _undone(axis: str, first: Sequence[Turn], second: Sequence[Turn]) -> bool:
    """Whether the first lifts the ban that the second states; "not" takes part in neither."""
    values, others = {turn.value for turn in first}, {turn.value for turn in second}
    if not complementary(axis) or len(values) < 2 or len(others) != 1:
        return False
    if any(turn.negated for turn in (*first, *second)):
        return False
    return f"{axis}:{next(iter(others))}" in NEGATORS


def count_shared(ours: Reading, theirs: Reading) -> int:
    """Return how many figures, dates, names and directions the two claims have in common."""
    count = len(ours.figures) - len(unmatched(ours.figures, theirs.figures)[0])
    count += sum(any(moments_agree(one, two) for two in theirs.moments) for one in ours.moments)
    count += sum("office" not in (one.kind, two.kind) for one, two in pair_actors(ours, theirs))
    turns = {(turn.axis, turn.value) for turn in theirs.polarity.turns}
    return count + len({(turn.axis, turn.value) for turn in ours.polarity.turns} & turns)


def pair_actors(ours: Reading, theirs: Reading) -> list[tuple[Actor, Actor]]:
    """Return which actor of ours is which of theirs, the surest pairs first."""
    left, right = list(ours.actors), list(theirs.actors)
    pairs: list[tuple[Actor, Actor]] = []
    travels = _TRAVEL.search(ours.text) or _TRAVEL.search(theirs.text)
    for alike in (_same_id, _same_country, _same_name):
        for actor in list(left):
            twin = next((other for other in right if alike(actor, other)), None)
            if twin is not None and alike is _same_country and travels:
                twin = None
            if twin is not None:
                pairs.append((actor, twin))
                left.remove(actor)
                right.remove(twin)
    return pairs


def _same_id(ours: Actor, theirs: Actor) -> bool:
    return ours.id == theirs.id


_TRAVEL: Final = re.compile(
    r"行[くきっか]|訪れ|訪問|旅|住[みむん]|滞在|\b(?:go|goes|went|been|visit\w*|travel\w*|liv\w+|stay\w*)\b"
)


def _same_country(ours: Actor, theirs: Actor) -> bool:
    if not (ours.kind == theirs.kind == "known" and ours.country == theirs.country):
        return False
    # A capital speaks for its country where it acts or is dealt with, not as a place.
    return all(one.part in ("agent", "goal", "source") for one in (ours, theirs) if one.capital)


def _same_name(ours: Actor, theirs: Actor) -> bool:
    if "office" in (ours.kind, theirs.kind):
        return False
    if ours.text.isascii() == theirs.text.isascii():
        first, second = ours.text.lower(), theirs.text.lower()
        return len(min(first, second, key=len)) > 1 and (
            set(first.split()) <= set(second.split())
            or set(second.split()) <= set(first.split())
            or (not first.isascii() and (first in second or second in first))
        )
    if "known" in (ours.kind, theirs.kind):
        return False
    latin, other = (ours, theirs) if ours.text.isascii() else (theirs, ours)
    heard = [sound(part) for part in other.text.replace("＝", "・").split("・")]
    return any(sound(word) in heard for word in latin.text.split() if len(sound(word)) > 1)


def _without_repeats(left: Sequence[Actor], theirs: Reading) -> list[Actor]:
    """Leave out second mentions of what the other side names once."""
    return [
        actor
        for actor in left
        if not any(
            alike(actor, other)
            for other in theirs.actors
            for alike in (_same_id, _same_country, _same_name)
        )
    ]


def _unwritten(actors: Iterable[Actor], other: Reading) -> list[Actor]:
    return [actor for actor in actors if actor.text.lower() not in other.text.lower()]


def _describes(actor: Actor, reading: Reading) -> bool:
    """Whether the name only describes the one right after it: Russian President Putin."""
    return any(other is not actor and 0 <= other.start - actor.end <= 1 for other in reading.actors)


def _of(actors: Iterable[Actor], *kinds: str) -> list[Actor]:
    return [actor for actor in actors if actor.kind in kinds]


def _swapped(one: tuple[Actor, Actor], other: tuple[Actor, Actor]) -> bool:
    """Whether two actors stand in each other's place: agent and not, source and goal."""
    (a, a2), (b, b2) = one, other
    if a.id == b.id:
        return False
    if not all((a.part, b.part, a2.part, b2.part)):
        return False
    agents = [one.part == "agent" for one in (a, b, a2, b2)]
    if agents in ([True, False, False, True], [False, True, True, False]):
        return True
    return a.part != b.part and (a.part, b.part) == (b2.part, a2.part)


def _titles(reading: Reading) -> dict[str, str]:
    """Return which name each office stands beside: Prime Minister Kishida, 岸田首相."""
    found: dict[str, str] = {}
    for first, second in pairwise(reading.actors):
        office, name = (second, first) if reading.language == "ja" else (first, second)
        if (
            office.kind == "office"
            and len(name.country) > 2
            and name.kind == "known"
            and second.start - first.end < 2
        ):
            found[office.id] = name.country
    return found


def _order(reading: Reading, pairs: list[tuple[Actor, Actor]], side: int) -> str:
    actors = sorted((pair[side] for pair in pairs), key=lambda actor: actor.part != "agent")
    return " → ".join(dict.fromkeys(actor.text for actor in actors))


def _on(reading: Reading, axis: str) -> list[Turn]:
    return [turn for turn in reading.polarity.turns if turn.axis == axis]


def _lone_negators(ours: Reading, theirs: Reading) -> int:
    return sum(
        1
        for turn in ours.polarity.turns
        if f"{turn.axis}:{turn.value}" in NEGATORS and not _on(theirs, turn.axis)
    )


def _prefixed(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield words that one side has with a turning prefix, the other without: 承認, 未承認."""
    if ours.language != theirs.language:
        return
    pattern = PREFIX_JA if ours.language == "ja" else PREFIX_EN
    for one, other, mine in ((ours, theirs, True), (theirs, ours, False)):
        for match in pattern.finditer(one.text):
            rest = match["rest"]
            if match.group().lower() in other.text.lower() or len(rest) < 2:
                continue
            if re.search(rf"(?<![a-z不未無非]){re.escape(rest)}", other.text, re.IGNORECASE):
                said = (match.group(), rest) if mine else (rest, match.group())
                yield Difference("negation", *said)


def _negated(reading: Reading) -> str:
    words = list(reading.polarity.negations)
    words += [t.text for t in reading.polarity.turns if f"{t.axis}:{t.value}" in NEGATORS]
    return ", ".join(words)


def _said(found: Sequence[Figure] | Sequence[Moment] | Sequence[Actor] | Sequence[Turn]) -> str:
    return ", ".join(dict.fromkeys(one.text for one in found))
