"""Two sentences of one language word by word: which words stand in whose place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.matching.actors import Actor, is_mutual
from claims.matching.agreement import is_turned, pair_actors
from claims.matching.difference import Difference, Field
from claims.matching.figures import unmatched
from claims.matching.reading import Reading, Word

_KANJI: Final = re.compile("[一-龥々]")
_PASSIVE_EN: Final = re.compile(r"\bby\b", re.IGNORECASE)


def compare_words(ours: Reading, theirs: Reading) -> tuple[tuple[Difference, ...], float]:
    """Return the words without counterpart and the share (0 to 1) of what both sides have.

    A word in another's place is grave: no list says that the two mean the same. Across
    languages there is nothing to compare and the share is 0.
    """
    if ours.language != theirs.language:
        return (), 0.0
    left = [word.text for word in ours.words if not _explained(word, theirs)]
    right = [word.text for word in theirs.words if not _explained(word, ours)]
    verbs = any(
        word.verbal and word.text in (*left, *right) for word in (*ours.words, *theirs.words)
    )
    left += _lone(ours, theirs)
    right += _lone(theirs, ours)
    every = sum(_size(reading) for reading in (ours, theirs))
    share = 1 - (len(left) + len(right)) / every if every else 0.0
    found = []
    if left or right:
        # Whatever stands in the place of something else is taken for another thing.
        placed = verbs or bool(left and right)
        reworded = min(len(left), len(right)) > 0 and len(left) + len(right) > 2
        field: Field = "wording" if reworded and not verbs else "words"
        found.append(Difference(field, _said(left), _said(right), grave=placed))
    elif not is_turned(ours, theirs) and _changed_places(ours, theirs):
        found.append(Difference("role", ours.text, theirs.text))
    return tuple(found), share


def _size(reading: Reading) -> int:
    fields = (reading.words, reading.figures, reading.moments, reading.actors)
    return sum(map(len, fields)) + len(reading.polarity.turns)


def _lone(ours: Reading, theirs: Reading) -> list[str]:
    """Return names and words with an opposite that the other side does not have."""
    paired = [id(first) for first, _ in pair_actors(ours, theirs)]
    paired += [id(second) for _, second in pair_actors(theirs, ours)]
    lone = [
        actor.text
        for actor in ours.actors
        if id(actor) not in paired
        and not (actor.kind == "office" and _is_title(actor, ours, paired))
    ]
    lone += [one.text for one in unmatched(ours.figures, theirs.figures)[0]]
    axes = {turn.axis for turn in theirs.polarity.turns}
    lone += [
        turn.text
        for turn in ours.polarity.turns
        if turn.axis not in axes and not _written(turn.text, theirs)
    ]
    return lone


def _is_title(office: Actor, reading: Reading, paired: list[int]) -> bool:
    """Whether an office stands beside a name that both sides have: Prime Minister Kishida."""
    return any(
        (id(other) in paired and -1 <= other.start - office.end <= 1)
        or (id(other) in paired and 0 <= office.start - other.end <= 1)
        for other in reading.actors
    )


def _written(text: str, other: Reading) -> bool:
    return text.lower() in other.text.lower()


def _explained(word: Word, other: Reading) -> bool:
    if any(word.key == each.key for each in other.words):
        return True
    if other.language == "ja":
        return _explained_ja(word, other)
    return any(
        len(word.key) > 3 and len(each.key) > 3 and word.key[:5] == each.key[:5]
        and abs(len(word.key) - len(each.key)) < 4
        for each in other.words
    )  # fmt: skip


def _explained_ja(word: Word, other: Reading) -> bool:
    if not _KANJI.match(word.text):
        return False
    if len(word.text) == 1:
        return word.text in other.text
    for each in other.words:
        if word.text in each.text or (each.text in word.text and len(each.text) > 1):
            return True
    return word.text in other.text


def _changed_places(ours: Reading, theirs: Reading) -> bool:
    """Whether the same words stand in each other's place: 犬が猫を / 猫が犬を."""
    if ours.language == "ja":
        first = {word.key: word.case for word in ours.words if word.case}
        second = {word.key: word.case for word in theirs.words if word.case}
        moved = {
            (first[key], second[key])
            for key in first.keys() & second.keys()
            if first[key] != second[key]
        }
        return any((b, a) in moved for a, b in moved)
    if bool(_PASSIVE_EN.search(ours.text)) != bool(_PASSIVE_EN.search(theirs.text)):
        return False
    pairs = [pair for pair in pair_actors(ours, theirs) if pair[0].part != "at"]
    in_order = [second.start for _, second in sorted(pairs, key=lambda pair: pair[0].start)]
    if in_order != sorted(in_order) and not is_mutual(ours.text):
        return True
    one = [word.key for word in ours.words]
    two = [word.key for word in theirs.words]
    return len(one) > 1 and len(two) > 1 and (one[0], one[-1]) == (two[-1], two[0])


def _said(words: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(words))
