"""Two lists of sentences, aligned: which stayed, went, came, or were reworded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from factcheck.text.tokens import Severity, TokenDiff, compare_quote
from sources.comparing.units import Unit

_MOST_UNITS = 12_000  # aligned in order; beyond, by what either side has alone
_MOST_PAIRS = 4_000  # likenesses weighed in one block
_ALIKE = 55.0  # least likeness of a reworded sentence
_ALIKE_LINE = 75.0  # of a line that is no sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from before to after: op is equal, delete, insert or replace."""

    op: str
    before: str = ""
    after: str = ""
    diff: TokenDiff | None = None
    whole: bool = True


def align(before: Sequence[Unit], after: Sequence[Unit]) -> list[Step]:
    """Align two lists of units; near linear for pages that are mostly the same."""
    head, tail = _common_ends(before, after)
    steps = [_kept(before[i], after[i]) for i in range(head)]
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(old), len(new)) > _MOST_UNITS:
        steps += _by_membership(old, new)
    else:
        steps += _in_order(old, new)
    return steps + [
        _kept(before[len(before) - tail + i], after[len(after) - tail + i]) for i in range(tail)
    ]


def _common_ends(before: Sequence[Unit], after: Sequence[Unit]) -> tuple[int, int]:
    least = min(len(before), len(after))
    head = 0
    while head < least and before[head].key == after[head].key:
        head += 1
    tail = 0
    while tail < least - head and before[-1 - tail].key == after[-1 - tail].key:
        tail += 1
    return head, tail


def _kept(old: Unit, new: Unit) -> Step:
    return Step("equal", old.text, new.text, whole=old.whole)


def _by_membership(old: Sequence[Unit], new: Sequence[Unit]) -> list[Step]:
    left, right = Counter(unit.key for unit in old), Counter(unit.key for unit in new)
    gone = [Step("delete", unit.text, whole=unit.whole) for unit in old if unit.key not in right]
    came = [Step("insert", "", unit.text, whole=unit.whole) for unit in new if unit.key not in left]
    return gone + came


def _in_order(old: Sequence[Unit], new: Sequence[Unit]) -> list[Step]:
    steps: list[Step] = []
    gone: list[Unit] = []
    came: list[Unit] = []
    opcodes = Indel.opcodes([unit.key for unit in old], [unit.key for unit in new])
    for code in opcodes:
        if code.tag == "equal":
            steps += _block(gone, came)
            gone, came = [], []
            pairs = zip(
                old[code.src_start : code.src_end],
                new[code.dest_start : code.dest_end],
                strict=True,
            )
            steps += [_kept(one, other) for one, other in pairs]
            continue
        gone += old[code.src_start : code.src_end]
        came += new[code.dest_start : code.dest_end]
    return steps + _block(gone, came)


def _block(gone: list[Unit], came: list[Unit]) -> list[Step]:
    """Turn what stands between two equal stretches into steps."""
    if not gone or not came:
        return [Step("delete", unit.text, whole=unit.whole) for unit in gone] + [
            Step("insert", "", unit.text, whole=unit.whole) for unit in came
        ]
    if len(gone) + len(came) > 2 and len(gone) + len(came) < 40:
        joined, rejoined = " ".join(u.text for u in gone), " ".join(u.text for u in came)
        diff = compare_quote(joined, rejoined)
        if diff.severity is not Severity.MATERIAL:  # cut otherwise, or joined
            return [Step("replace", joined, rejoined, diff)]
    steps: list[Step] = []
    i = j = 0
    for left, right in _pairs(gone, came):
        steps += [Step("delete", unit.text, whole=unit.whole) for unit in gone[i:left]]
        steps += [Step("insert", "", unit.text, whole=unit.whole) for unit in came[j:right]]
        one, other = gone[left], came[right]
        diff = compare_quote(one.text, other.text)
        steps.append(Step("replace", one.text, other.text, diff, one.whole or other.whole))
        i, j = left + 1, right + 1
    steps += [Step("delete", unit.text, whole=unit.whole) for unit in gone[i:]]
    return steps + [Step("insert", "", unit.text, whole=unit.whole) for unit in came[j:]]


def _pairs(gone: list[Unit], came: list[Unit]) -> list[tuple[int, int]]:
    """Choose the likeliest rewordings, in order and each sentence once."""
    if len(gone) * len(came) > _MOST_PAIRS:
        if len(gone) != len(came):
            return []
        likenesses = [(_likeness(gone[i], came[i]), i, i) for i in range(len(gone))]
    else:
        likenesses = [
            (_likeness(one, other), i, j)
            for i, one in enumerate(gone)
            for j, other in enumerate(came)
        ]
    chosen: list[tuple[int, int]] = []
    for score, i, j in sorted(likenesses, key=lambda found: (-found[0], found[1], found[2])):
        if score <= 0:
            break
        if all((i < a and j < b) or (i > a and j > b) for a, b in chosen):
            chosen.append((i, j))
    return sorted(chosen)


def _likeness(one: Unit, other: Unit) -> float:
    cutoff = _ALIKE if one.whole and other.whole else _ALIKE_LINE
    return fuzz.ratio(one.key, other.key, score_cutoff=cutoff)
