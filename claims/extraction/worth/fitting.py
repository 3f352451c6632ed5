"""Fitting: logistic regression on labelled sentences; a refit leans on the model before it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from claims.extraction.worth.encoder import vectors
from claims.extraction.worth.model import VECTOR_SCALE, Words, WorthModel
from claims.extraction.worth.surface import surface
from claims.extraction.worth.words import tfidf, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DENSE_C: Final = 0.3
_WORDS_C: Final = 1.0
#: A token of one sentence only says nothing about the next.
_LEAST_DOCUMENTS: Final = 2
_MOST_TOKENS: Final = 50_000


class TooFewLabels(ValueError):
    """Both classes are needed, and an installed encoder."""


def fit(
    texts: Sequence[str],
    labels: Sequence[int],
    *,
    about: Mapping[str, Any] | None = None,
    encoded: NDArray[np.float32] | None = None,
) -> WorthModel:
    """Fit a model of vector and signs alone: it transfers between languages. Repeatable.

    ``encoded`` saves the encoding where the vectors of the texts are already known.
    """
    encoded = _encoded(texts, labels, encoded)
    weights, bias = _regression(_dense_columns(encoded, surface(texts)), labels, _DENSE_C)
    model = WorthModel(dense=weights, bias=bias, about=dict(about or {}))
    return _calibrated(model, texts, labels, encoded)


def refit(
    base: WorthModel,
    texts: Sequence[str],
    labels: Sequence[int],
    *,
    about: Mapping[str, Any] | None = None,
    encoded: NDArray[np.float32] | None = None,
) -> WorthModel:
    """Fit a desk's own labels on top of ``base``: base + dense + words, each on one scale.

    The dense parts are summed into one, so a refit model is read and stored like any other.
    """
    encoded = _encoded(texts, labels, encoded)
    signs = surface(texts)
    columns = _dense_columns(encoded, signs)
    fresh, bias = _regression(columns, labels, _DENSE_C)
    before = columns @ base.dense + base.bias
    after = columns @ fresh + bias
    spread, gain = _spread(before), _spread(after)
    # z(base) + z(fresh) written as one linear form
    model = WorthModel(
        dense=base.dense / spread[1] + fresh / gain[1],
        bias=(base.bias - spread[0]) / spread[1] + (bias - gain[0]) / gain[1],
        words=_fit_words(texts, labels, signs),
        about=dict(about or {}),
    )
    return _calibrated(model, texts, labels, encoded)


def average_precision(labels: Sequence[int], margins: Any) -> float:
    """Return the average precision of an order (1.0 = all positives first; TREC definition)."""
    from sklearn.metrics import average_precision_score

    # rounded, so that an order as good as another one is not better by a rounding error
    return round(float(average_precision_score(list(labels), margins)), 6)


def _encoded(
    texts: Sequence[str], labels: Sequence[int], known: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    if len(set(labels)) < 2:
        raise TooFewLabels("Both kinds of decision are needed: worth checking and not.")
    found = vectors(texts) if known is None else known
    if found is None:
        raise TooFewLabels("The sentence encoder is not installed.")
    return found


def _dense_columns(encoded: NDArray[np.float32], signs: NDArray[np.float32]) -> NDArray[np.float64]:
    import numpy as np

    return np.hstack([encoded * VECTOR_SCALE, signs]).astype(np.float64)


def _regression(columns: Any, labels: Sequence[int], strength: float) -> tuple[Any, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)
    fitted.fit(columns, list(labels))
    return fitted.coef_[0].astype("float64"), float(fitted.intercept_[0])


def _spread(margins: NDArray[np.float64]) -> tuple[float, float]:
    return float(margins.mean()), float(margins.std()) or 1.0


def _fit_words(
    texts: Sequence[str], labels: Sequence[int], signs: NDArray[np.float32]
) -> Words | None:
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    seen = Counter(token for text in texts for token in set(tokens(text)))
    common = [token for token, n in seen.most_common(_MOST_TOKENS) if n >= _LEAST_DOCUMENTS]
    if not common:
        return None
    idf = {token: math.log((1 + len(texts)) / (1 + seen[token])) + 1 for token in common}
    column = {token: at for at, token in enumerate(common)}
    rows, columns, values = [], [], []
    for at, text in enumerate(texts):
        for token, value in tfidf(text, idf).items():
            rows.append(at)
            columns.append(column[token])
            values.append(value)
    sparse = csr_matrix((values, (rows, columns)), shape=(len(texts), len(common)))
    joined = hstack([sparse, csr_matrix(signs)]).tocsr()
    weights, bias = _regression(joined, labels, _WORDS_C)
    mean, deviation = _spread(np.asarray(joined @ weights).ravel() + bias)
    return Words(
        idf=idf,
        weights={token: float(weights[at]) for token, at in column.items()},
        signs=weights[len(common) :],
        bias=bias,
        mean=mean,
        deviation=deviation,
    )


def _calibrated(
    model: WorthModel,
    texts: Sequence[str],
    labels: Sequence[int],
    encoded: NDArray[np.float32],
) -> WorthModel:
    """Map margins to probabilities (Platt, 1999); balanced, so 0.5 is the border."""
    margins = model.margins(texts, encoded=encoded)
    if margins is None:
        raise TooFewLabels("The sentence encoder is not installed.")
    slope, offset = _regression(margins[:, None], labels, 1.0)
    return replace(model, slope=float(slope[0]), offset=offset)
