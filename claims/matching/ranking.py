"""Three scores into one order, and logistic regression where confirmed matches are at hand.

Rank and ratio instead of raw scores: they mean the same for every query and every size of store.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from claims.matching.index import ClaimIndex, Scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How many a re-ranker looks at; a right claim below them is lost.
DEPTH: Final = 50
FEATURES: Final = (
    "bm25_ratio",
    "grams_ratio",
    "vector_ratio",
    "bm25_rank",
    "grams_rank",
    "vector_rank",
)
#: What ships is not fitted: round weights, the vector twice as much as either lexical score.
_WEIGHTS: Final = (1.0, 1.0, 2.0, 0.5, 0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Linear weights over FEATURES, in their order."""

    weights: tuple[float, ...] = _WEIGHTS

    def order(self, index: ClaimIndex, text: str, *, depth: int = DEPTH) -> list[tuple[int, float]]:
        """Return up to ``depth`` (position in the index, score), best first; ties keep order."""
        import numpy as np

        if not len(index):
            return []
        scores = index.scores(text)
        columns = features(scores, index.same_script(text))
        near = _nearest(columns)[: max(depth, DEPTH)]
        found = columns[near] @ np.array(self.weights)
        best = near[np.argsort(-found, kind="stable")[:depth]]
        ranked = dict(zip(near.tolist(), found.tolist(), strict=True))
        return [(int(at), ranked[int(at)]) for at in best if scores.any_at(int(at))]


def features(scores: Scores, same_script: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return one row of FEATURES for every known claim.

    A claim in another script shares no words: its vector stands in for the lexical scores, so
    that a chance figure in common does not drown the translation.
    """
    import numpy as np

    vector, vector_rank = _ratio(scores.vector), _reciprocal_rank(scores.vector)
    bm25, bm25_rank = _ratio(scores.bm25), _reciprocal_rank(scores.bm25)
    grams, grams_rank = _ratio(scores.grams), _reciprocal_rank(scores.grams)
    return np.stack(
        [
            np.where(same_script, bm25, vector**2),
            np.where(same_script, grams, vector**2),
            vector,
            np.where(same_script, bm25_rank, vector_rank),
            np.where(same_script, grams_rank, vector_rank),
            vector_rank,
        ],
        axis=1,
    )


def fit_ranker(
    index: ClaimIndex, queries: Sequence[str], right: Sequence[Set[str]], *, strength: float = 0.1
) -> Ranker:
    """Fit weights on queries whose right claims (ids) are known. Repeatable.

    Returns the shipped weights when no query has a right claim among its candidates.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows: list[NDArray[np.float64]] = []
    labels: list[bool] = []
    for query, wanted in zip(queries, right, strict=True):
        columns = features(index.scores(query), index.same_script(query))
        for at in _nearest(columns)[:DEPTH]:
            rows.append(columns[at])
            labels.append(index.claims[at].id in wanted)
    if len(set(labels)) < 2:
        return Ranker()
    table = np.stack(rows)
    spread = table.std(axis=0)
    spread[spread == 0] = 1.0
    fitted = LogisticRegression(C=strength, max_iter=2000)
    fitted.fit((table - table.mean(axis=0)) / spread, labels)
    # Half way between what ships and what was seen: a few hundred matches fit too closely.
    seen = fitted.coef_[0] / spread
    shipped = np.array(_WEIGHTS)
    middle = shipped / np.linalg.norm(shipped) + seen / (np.linalg.norm(seen) or 1.0)
    return Ranker(tuple(float(value) for value in middle))


def _nearest(columns: NDArray[np.float64]) -> NDArray[np.intp]:
    import numpy as np

    return np.argsort(-(columns @ np.array(_WEIGHTS)), kind="stable")


def _ratio(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    top = scores.max(initial=0.0)
    ratio: NDArray[np.float64] = scores.clip(min=0.0) / top if top > 0 else scores * 0.0
    return ratio


def _reciprocal_rank(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.where(scores > 0, 1 / ranks, 0.0)
