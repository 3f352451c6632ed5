"""Field by field: figures, dates, names, who does what, polarity. Yields what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from claims.matching.actors import Actor, is_mutual, sound
from claims.matching.difference import Difference
from claims.matching.figures import Figure, Moment, moments_agree, unmatched
from claims.matching.polarity import NEGATORS, Turn, complementary, converse
from claims.matching.reading import Reading

_SMALL: Final = 2


def compare_figures(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield figures the other side contradicts or is silent on."""
    left, right = unmatched(ours.figures, theirs.figures)
    if left and right:
        yield Difference("figure", _said(left), _said(right))
        return
    # "one of", 二つの: small counts come and go with the wording.
    weighty = [one for one in left + right if not (one.kind == "amount" and one.high <= _SMALL)
               and one.kind != "ordinal"]  # fmt: skip
    if weighty:
        yield Difference("figure", _said(left), _said(right), grave=False)


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
    left, right = _without_repeats(left, ours, theirs), _without_repeats(right, theirs, ours)
    names = _of(left, "known", "named"), _of(right, "known", "named")
    if all(names):
        yield Difference("actor", _said(names[0]), _said(names[1]))
    elif any(names) and (_of(left, "loan") if names[1] else _of(right, "loan")):
        yield Difference("actor", _said(left), _said(right))
    else:
        silent = (
            [one for one in names[0] if not _describes(one, ours)],
            [one for one in names[1] if not _describes(one, theirs)],
        )
        if any(silent):
            yield Difference("actor", _said(silent[0]), _said(silent[1]), grave=False)
    held = _of(left, "office"), _of(right, "office")
    if all(held):
        yield Difference("actor", _said(held[0]), _said(held[1]))
    loans = _of(left, "loan"), _of(right, "loan")
    if all(loans) and ours.language == theirs.language:
        yield Difference("actor", _said(loans[0]), _said(loans[1]))


def compare_parts(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield actors who changed places: who helped whom, from where to where."""
    pairs = [
        (first, second)
        for first, second in pair_actors(ours, theirs)
        if first.kind != "loan" or second.kind != "loan" or (first.part and second.part)
    ]
    turned = sum(
        1
        for axis in {turn.axis for turn in ours.polarity.turns} if converse(axis)
        if _values(ours.polarity.turns, axis) and _values(theirs.polarity.turns, axis)
        and not _values(ours.polarity.turns, axis) & _values(theirs.polarity.turns, axis)
    )  # fmt: skip
    swapped = any(_swapped(one, other) for at, one in enumerate(pairs) for other in pairs[:at])
    mutual = is_mutual(ours.text) and is_mutual(theirs.text)
    if pairs and not mutual and swapped != bool(turned % 2):
        yield Difference("role", _order(ours, pairs, 0), _order(theirs, pairs, 1))


def compare_turns(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Yield negations without counterpart and words that say the opposite."""
    apart = len(ours.polarity.negations) - len(theirs.polarity.negations)
    absorbed = 0
    for axis in sorted({turn.axis for turn in ours.polarity.turns}):
        first, second = _on(ours, axis), _on(theirs, axis)
        if not second or {turn.value for turn in first} & {turn.value for turn in second}:
            continue
        if converse(axis):
            continue
        negated = sum(turn.negated for turn in first) - sum(turn.negated for turn in second)
        if complementary(axis) and negated:
            absorbed += negated
            continue
        yield Difference("direction", _said(first), _said(second))
    lone = _lone_negators(ours, theirs) - _lone_negators(theirs, ours)
    left = apart - absorbed
    if left and left + lone == 0:
        return
    if left or lone:
        yield Difference("negation", _negated(ours), _negated(theirs))


def count_shared(ours: Reading, theirs: Reading) -> int:
    """Return how many figures, dates, names and directions the two claims have in common."""
    count = len(ours.figures) - len(unmatched(ours.figures, theirs.figures)[0])
    count += sum(any(moments_agree(one, two) for two in theirs.moments) for one in ours.moments)
    count += sum(one.kind in ("known", "named") for one, _ in pair_actors(ours, theirs))
    turns = {(turn.axis, turn.value) for turn in theirs.polarity.turns}
    return count + len({(turn.axis, turn.value) for turn in ours.polarity.turns} & turns)


def pair_actors(ours: Reading, theirs: Reading) -> list[tuple[Actor, Actor]]:
    """Return which actor of ours is which of theirs, the surest pairs first."""
    left, right = list(ours.actors), list(theirs.actors)
    pairs: list[tuple[Actor, Actor]] = []
    for alike in (_same_id, _same_country, _same_name):
        for actor in list(left):
            twin = next((other for other in right if alike(actor, other)), None)
            if twin is not None:
                pairs.append((actor, twin))
                left.remove(actor)
                right.remove(twin)
    return pairs


def _same_id(ours: Actor, theirs: Actor) -> bool:
    return ours.id == theirs.id


def _same_country(ours: Actor, theirs: Actor) -> bool:
    return ours.kind == theirs.kind == "known" and ours.country == theirs.country


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
    latin, other = (ours, theirs) if ours.text.isascii() else (theirs, ours)
    heard = [sound(part) for part in other.text.replace("＝", "・").split("・")]
    return any(sound(word) in heard for word in latin.text.split() if len(sound(word)) > 1)


def _without_repeats(left: Sequence[Actor], ours: Reading, theirs: Reading) -> list[Actor]:
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
    for first, second in ((a, b), (b, a)):
        there = (a2, b2) if first is a else (b2, a2)
        if first.part == "agent" and second.part != "agent":
            return there[1].part == "agent" and there[0].part not in ("agent", "")
        if first.part == "source" and second.part == "goal":
            return there[0].part == "goal" and there[1].part == "source"
    return False


def _order(reading: Reading, pairs: list[tuple[Actor, Actor]], side: int) -> str:
    actors = sorted((pair[side] for pair in pairs), key=lambda actor: actor.part != "agent")
    return " → ".join(dict.fromkeys(actor.text for actor in actors))


def _on(reading: Reading, axis: str) -> list[Turn]:
    return [turn for turn in reading.polarity.turns if turn.axis == axis]


def _values(turns: Iterable[Turn], axis: str) -> set[str]:
    return {turn.value for turn in turns if turn.axis == axis}


def _lone_negators(ours: Reading, theirs: Reading) -> int:
    return sum(
        1
        for turn in ours.polarity.turns
        if f"{turn.axis}:{turn.value}" in NEGATORS and not _on(theirs, turn.axis)
    )


def _negated(reading: Reading) -> str:
    words = list(reading.polarity.negations)
    words += [t.text for t in reading.polarity.turns if f"{t.axis}:{t.value}" in NEGATORS]
    return ", ".join(words)


def _said(found: Sequence[Figure] | Sequence[Moment] | Sequence[Actor] | Sequence[Turn]) -> str:
    return ", ".join(dict.fromkeys(one.text for one in found))
