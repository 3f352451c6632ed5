"""What two claims are to each other, decided field by field; a score alone never says "same"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from claims.matching.agreement import (
    compare_actors,
    compare_figures,
    compare_moments,
    compare_parts,
    compare_turns,
    count_shared,
)
from claims.matching.difference import Difference, Field
from claims.matching.reading import Reading, read_claim
from claims.matching.substitution import compare_words

Relation = Literal["same", "same_other_figure", "opposite", "related", "different"]

#: Below this cosine two claims have nothing to do with each other ...
_RELATED: Final = 0.50
_RELATED_ACROSS: Final = 0.42
#: ... less this for every figure, date, name or direction they share.
_SHARED_COUNTS: Final = 0.06
#: From here on two sentences say the same when every field agrees, by how many fields agree.
_SAME_WITHIN: Final = (0.82, 0.74, 0.68, 0.64)
_SAME_ACROSS: Final = (0.74, 0.62, 0.52, 0.46)
#: From this share of common words on two sentences are compared word by word.
_ALIGNED: Final = 0.55
#: ... and are the same from here on when several words stand for several others.
_SAME_REWORDED: Final = 0.80


@dataclass(frozen=True, slots=True)
class Comparison:
    """The relation and the fields that differ, the gravest first."""

    relation: Relation
    differences: tuple[Difference, ...]


def compare_claims(
    ours: str,
    theirs: str,
    *,
    similarity: float | None,
    languages: tuple[str, str] = ("", ""),
    published_on: tuple[date | None, date | None] = (None, None),
) -> Comparison:
    """Compare two claims; ``similarity`` is the cosine of their vectors, None where unknown.

    Without a vector only the same words in the same order of parts can be "same".
    """
    first = read_claim(ours, language=languages[0], published_on=published_on[0])
    second = read_claim(theirs, language=languages[1], published_on=published_on[1])
    if first.text == second.text:
        return Comparison("same", ())
    differences = tuple(_differences(first, second))
    words, overlap = compare_words(first, second)
    shared = count_shared(first, second)
    known = overlap if similarity is None else similarity
    floor = _RELATED if first.language == second.language else _RELATED_ACROSS
    if known < floor - _SHARED_COUNTS * min(shared, 3):
        return Comparison("different", differences)
    fields = {one.field for one in differences if one.grave}
    if fields:
        return Comparison(_named(fields), differences)
    alike = _says_the_same(first, second, words, overlap, similarity, shared)
    if differences or not alike:
        return Comparison("related", (*differences, *words))
    return Comparison("same", ())


def _differences(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    compare: tuple[Callable[[Reading, Reading], Iterator[Difference]], ...] = (
        compare_turns,
        compare_figures,
        compare_moments,
        compare_actors,
        compare_parts,
    )
    found = [one for each in compare for one in each(ours, theirs)]
    if ours.planned != theirs.planned:
        found.append(Difference("mode", _mode(ours), _mode(theirs), grave=False))
    yield from sorted(found, key=lambda one: not one.grave)


def _named(fields: set[Field]) -> Relation:
    if "negation" in fields or "direction" in fields:
        return "opposite" if not fields & {"actor", "role"} else "related"
    if fields <= {"figure", "date"}:
        return "same_other_figure"
    return "related"


def _says_the_same(
    ours: Reading,
    theirs: Reading,
    words: tuple[Difference, ...],
    overlap: float,
    similarity: float | None,
    shared: int,
) -> bool:
    if similarity is None:
        return not words and overlap >= 0.99
    if ours.language != theirs.language:
        return similarity >= _SAME_ACROSS[min(shared, 3)]
    if overlap < _ALIGNED:
        return similarity >= _SAME_WITHIN[min(shared, 3)]
    if not words:
        return True
    if words[0].field == "wording":
        # Several words for several others, among fields that pin the claim down.
        return shared > 1 and similarity >= _SAME_REWORDED
    if words[0].grave:
        return False
    # One of the two only says more.
    return similarity >= _SAME_WITHIN[min(shared, 3)]


def _mode(reading: Reading) -> str:
    return "planned" if reading.planned else "stated"
