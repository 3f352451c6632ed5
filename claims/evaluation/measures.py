"""The measures themselves, by their published definitions; ties keep the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any


def average_precision(labels: Sequence[int], scores: Any) -> float:
    """Return the mean precision at the ranks of the positives; without any 0.0, as CheckThat!."""
    order = sorted(range(len(labels)), key=lambda at: -float(scores[at]))
    found, total = 0, 0.0
    for rank, at in enumerate(order, 1):
        if labels[at]:
            found += 1
            total += found / rank
    return total / found if found else 0.0


def precision_at(depth: int, labels: Sequence[int], scores: Any) -> float:
    """Return the share of positives among the first ``depth``."""
    order = sorted(range(len(labels)), key=lambda at: -float(scores[at]))[:depth]
    return sum(bool(labels[at]) for at in order) / depth


def f1(right: int, found: int, wanted: int) -> float:
    """Return the harmonic mean of precision and recall; 1.0 when nothing was wanted or found."""
    return 2 * right / (found + wanted) if found + wanted else 1.0


def f1_at(border: float, labels: Sequence[int], scores: Any) -> float:
    """Return F1 of the positive class when everything above ``border`` is called positive."""
    called = [float(score) >= border for score in scores]
    right = sum(1 for label, yes in zip(labels, called, strict=True) if label and yes)
    return f1(right, sum(called), sum(bool(label) for label in labels))


def average_precision_within(depth: int, ranked: Sequence[str], right: Set[str]) -> float:
    """Return AP@depth of one query as trec_eval does: over all right answers, found or not."""
    found, total = 0, 0.0
    for rank, one in enumerate(ranked[:depth], 1):
        if one in right:
            found += 1
            total += found / rank
    return total / len(right) if right else 0.0


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0.0 of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def folds(groups: Sequence[str], k: int) -> list[frozenset[str]]:
    """Return k disjoint sets of groups, filled in turn; the same ones every time."""
    named = sorted(set(groups))
    return [frozenset(named[at::k]) for at in range(min(k, len(named)))]


def best_overlap(span: tuple[int, int], candidates: Iterable[tuple[int, int]]) -> tuple[int, float]:
    """Return (position of the candidate that overlaps the span best, share of the span in it)."""
    best, share = -1, 0.0
    for at, (start, end) in enumerate(candidates):
        common = min(span[1], end) - max(span[0], start)
        if common > share * (span[1] - span[0]):
            best, share = at, common / (span[1] - span[0])
    return best, share
