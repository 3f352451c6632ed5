"""Finding the earlier claim of a tweet: CheckThat! 2020 task 2, ranked over the whole store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.measures import average_precision_within, folds, mean
from claims.evaluation.rows import Model, Row, unmeasured
from claims.evaluation.splits import Member, read_members
from claims.matching import ClaimIndex, KnownClaim, Ranker, fit_ranker
from claims.matching.texts import cleaned

_DATA: Final = "CheckThat! 2020 claims"
_MEASURE: Final = "matching_map_at_5"
_TARGETS: Final[dict[Model, float]] = {"shipped": 0.91, "refit": 0.93}
_DEPTH: Final = 50
_FOLDS: Final = 4


@dataclass(frozen=True, slots=True)
class Query:
    """A text and the ids of the earlier claims that match it; ``right`` may be empty."""

    id: str
    text: str
    right: frozenset[str]
    split: str


def measure_matching(inputs: Inputs) -> list[Row]:
    """MAP@5 over the queries that have a right answer, as the lab's scorer counts.

    The note shows the figure with the others counted as nothing found.
    """
    folder = inputs.set("clef2020-claim-matching")
    if folder is None:
        return [unmeasured(_MEASURE, _DATA, "no folder clef2020-claim-matching", model="shipped")]
    members = list(read_members(folder, ".tsv", ".qrels"))
    claims = [claim for member in members for claim in _known_claims(member)]
    queries = list(_queries(members))
    if not claims or not queries:
        return [unmeasured(_MEASURE, _DATA, f"no claims or no queries in {folder}")]
    index = _index(inputs, claims)
    train = [query for query in queries if query.split == "train"]
    splits = sorted({query.split for query in queries} - {"train"})
    if not splits:
        return _rows(index, "train", train, _crossed(index, train), "refit cross-validated")
    rows: list[Row] = []
    learnt = _fitted(index, train)
    for split in splits:
        chosen = [query for query in queries if query.split == split]
        rankers = None if learnt is None else [learnt] * len(chosen)
        rows += _rows(index, split, chosen, rankers, "")
    return rows


def _known_claims(member: Member) -> Iterator[KnownClaim]:
    rows = list(csv.reader(io.StringIO(member.text, newline=""), delimiter="\t"))
    if not rows or "vclaim" not in [name.strip() for name in rows[0]]:
        return
    names = [name.strip() for name in rows[0]]
    text, title = names.index("vclaim"), names.index("title") if "title" in names else -1
    for row in rows[1:]:
        if len(row) > text:
            yield KnownClaim(row[0], row[text], row[title] if 0 < title < len(row) else "")


def _queries(members: Sequence[Member]) -> Iterator[Query]:
    """Join the queries of every part with its qrels, which lie beside them."""
    right: dict[tuple[str, str], set[str]] = {}
    for member in members:
        if member.name.endswith(".qrels"):
            for line in member.text.splitlines():
                cells = line.split()
                if len(cells) == 4 and cells[3] != "0":
                    right.setdefault((_part(member), cells[0]), set()).add(cells[2])
    judged = {part for part, _query in right}
    for member in members:
        rows = list(csv.reader(io.StringIO(member.text, newline=""), delimiter="\t"))
        if member.name.endswith(".qrels") or not rows or "tweet_content" not in rows[0]:
            continue
        column, part = rows[0].index("tweet_content"), _part(member)
        for row in rows[1:]:
            if len(row) > column and part in judged:
                found = frozenset(right.get((part, row[0]), ()))
                yield Query(row[0], row[column], found, member.split)


def _part(member: Member) -> str:
    return PurePosixPath(member.path).parent.as_posix()


def _index(inputs: Inputs, claims: Sequence[KnownClaim]) -> ClaimIndex:
    texts = [cleaned(claim.text) for claim in claims]
    titles = [cleaned(claim.title or claim.text) for claim in claims]
    by_text, by_title = inputs.vectors(texts), inputs.vectors(titles)
    known = None if by_text is None or by_title is None else (by_text, by_title)
    return ClaimIndex(claims, encoded=known)


def _fitted(index: ClaimIndex, train: Sequence[Query]) -> Ranker | None:
    chosen = [query for query in train if query.right]
    if not chosen:
        return None
    right: list[Set[str]] = [query.right for query in chosen]
    return fit_ranker(index, [query.text for query in chosen], right)


def _crossed(index: ClaimIndex, train: Sequence[Query]) -> list[Ranker]:
    """Return for every query a ranker fitted without its fold."""
    held = folds([query.id for query in train], _FOLDS)
    made = [
        _fitted(index, [query for query in train if query.id not in fold]) or Ranker()
        for fold in held
    ]
    return [
        next(ranker for fold, ranker in zip(held, made, strict=True) if query.id in fold)
        for query in train
    ]


def _rows(
    index: ClaimIndex,
    split: str,
    queries: Sequence[Query],
    refitted: Sequence[Ranker] | None,
    note: str,
) -> list[Row]:
    rows = [_row(index, split, queries, [Ranker()] * len(queries), "shipped", note="")]
    if refitted is None:
        return [*rows, unmeasured(_MEASURE, _DATA, "no train split", model="refit")]
    return [*rows, _row(index, split, queries, refitted, "refit", note=note)]


def _row(
    index: ClaimIndex,
    split: str,
    queries: Sequence[Query],
    rankers: Sequence[Ranker],
    model: Model,
    *,
    note: str,
) -> Row:
    aps: list[float] = []
    hits = dict.fromkeys((1, 5, _DEPTH), 0)
    answered = 0
    for query, ranker in zip(queries, rankers, strict=True):
        ranked = [index.claims[at].id for at, _ in ranker.order(index, query.text, depth=_DEPTH)]
        aps.append(average_precision_within(5, ranked, query.right))
        answered += bool(query.right)
        for depth in hits:
            hits[depth] += bool(query.right & set(ranked[:depth]))
    told = [f"HP@{depth} {n / (answered or 1):.3f}" for depth, n in hits.items()]
    told.append(f"over {len(index)} claims")
    if answered < len(queries):
        lacking = len(queries) - answered
        told.append(f"{lacking} without a right answer left out, {mean(aps):.3f} with them")
    return Row(
        measure=_MEASURE,
        data=_DATA,
        split=split,
        model=model,
        n=answered,
        value=sum(aps) / answered if answered else None,
        target=_TARGETS[model],
        note=", ".join([*told, note] if note else told),
    )
