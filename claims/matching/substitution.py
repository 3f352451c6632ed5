"""Two sentences of one language word by word: which words stand in whose place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.matching.difference import Difference
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
    left = [word for word in ours.words if not _explained(word, theirs)]
    right = [word for word in theirs.words if not _explained(word, ours)]
    fields = len(ours.figures) + len(ours.moments) + len(ours.actors)
    fields += len(theirs.figures) + len(theirs.moments) + len(theirs.actors)
    every = len(ours.words) + len(theirs.words) + fields
    share = 1 - (len(left) + len(right)) / every if every else 0.0
    found = []
    if left or right:
        placed = bool(left and right) and not _only_verbs(left, right)
        found.append(Difference("words", _said(left), _said(right), grave=placed))
    elif _changed_places(ours, theirs):
        found.append(Difference("role", ours.text, theirs.text))
    return tuple(found), share


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


def _only_verbs(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether what differs is one predicate against another, no subject and no object."""
    return all(word.verbal for word in (*left, *right))


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
    one = [word.key for word in ours.words]
    two = [word.key for word in theirs.words]
    return one != two and len(one) > 1 and len(two) > 1 and one[0] != two[0] and one[-1] != two[-1]


def _said(words: Sequence[Word]) -> str:
    return ", ".join(dict.fromkeys(word.text for word in words))
