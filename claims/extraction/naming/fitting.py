"""Fits the tagger of Japanese names: a linear-chain conditional random field, in numpy.

Repeatable: the same sentences give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from claims.extraction.gazetteer import NameKind
from claims.extraction.naming.features import Lists, feature_rows
from claims.extraction.naming.tagging import LABELS, allowed, ends, labels_of, starts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Names = Sequence[tuple[int, int, NameKind]]
_BATCH: Final = 48
_LEAST: Final = 2
_SEED: Final = 20240326


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (features, labels), the bucket of each feature, moves (labels, labels)."""

    buckets: NDArray[np.int64]
    weights: NDArray[np.float32]
    moves: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit; the defaults were chosen on a tenth held back."""

    rounds: int = 10
    rate: float = 0.1
    decay: float = 1e-6
    blur: float = 0.7


def fit_names(
    sentences: Sequence[tuple[str, Names]],
    lists: Lists | None,
    recipe: Recipe | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Fitted:
    """Fit weights to sentences with their names (start, end, kind); ``say`` hears the progress."""
    import numpy as np

    recipe = recipe or Recipe()
    rows = [feature_rows(text, lists) for text, _ in sentences]
    seen: Counter[int] = Counter()
    for row in rows:
        seen.update(row.ravel().tolist())
    buckets = np.array(sorted(key for key, times in seen.items() if times >= _LEAST), np.int64)
    say(f"{len(buckets)} features")
    inputs = [_columns(row, buckets) for row in rows]
    targets = [np.array(labels_of(len(text), names)) for text, names in sentences]
    random = np.random.default_rng(_SEED)
    weights = np.zeros((len(buckets) + 1, len(LABELS)), np.float32)
    moves = np.zeros((len(LABELS), len(LABELS)), np.float32)
    squares = np.full_like(weights, 1e-1)
    move_squares = np.full_like(moves, 1.0)
    for turn in range(recipe.rounds):
        loss = 0.0
        for batch in _batches([len(target) for target in targets], random):
            loss += _step(
                [inputs[i] for i in batch], [targets[i] for i in batch],
                weights, moves, squares, move_squares, recipe, random,
            )  # fmt: skip
        say(f"round {turn + 1}: {loss / len(sentences):.3f}")
    return Fitted(buckets, weights[:-1], moves + allowed())


def _columns(rows: NDArray[np.int64], buckets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bucket numbers as row numbers of the weights; unknown ones go to the last row."""
    import numpy as np

    where = np.searchsorted(buckets, rows)
    where[where == len(buckets)] = 0
    return np.where(buckets[where] == rows, where, len(buckets))


def _batches(lengths: list[int], random: np.random.Generator) -> list[list[int]]:
    """Texts of like length together, the batches in a new order each round."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], random.random()))
    batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    return [batches[i] for i in random.permutation(len(batches))]


def _step(
    inputs: list[NDArray[np.int64]], targets: list[NDArray[Any]],
    weights: NDArray[np.float32], moves: NDArray[np.float32],
    squares: NDArray[np.float32], move_squares: NDArray[np.float32],
    recipe: Recipe, random: np.random.Generator,
) -> float:  # fmt: skip
    """One AdaGrad step on one batch, in place; returns the loss before it."""
    import numpy as np
    from scipy.sparse import csr_matrix

    flat = np.concatenate(inputs)
    unknown = len(weights) - 1
    # Some features are hidden at random, so that no single one is leant on.
    flat = np.where(random.random(flat.shape) < recipe.blur, unknown, flat)
    used, columns = np.unique(flat, return_inverse=True)
    count, width = flat.shape
    matrix = csr_matrix(
        (
            (used[columns.ravel()] != unknown).astype(np.float32),
            columns.ravel(),
            np.arange(0, count * width + 1, width),
        ),
        shape=(count, len(used)),
    )
    scores = matrix @ weights[used]
    loss, slope, move_slope = _gradient(scores, targets, moves)
    gradient = matrix.T @ slope + recipe.decay * count * weights[used]
    squares[used] += gradient**2
    weights[used] -= recipe.rate * gradient / np.sqrt(squares[used])
    move_squares += move_slope**2
    moves -= recipe.rate * move_slope / np.sqrt(move_squares)
    return loss


def _gradient(
    scores: NDArray[np.float32], targets: list[NDArray[Any]], moves: NDArray[np.float32]
) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """Loss and slopes of scores (characters, labels) and moves, less what the labels say."""
    import numpy as np

    loss, slope, move_slope = _expected(scores, [len(target) for target in targets], moves)
    gold = np.concatenate(targets)
    loss -= float(scores[np.arange(len(gold)), gold].sum())
    slope[np.arange(len(gold)), gold] -= 1
    for target in targets:
        loss -= float(moves[target[:-1], target[1:]].sum())
        np.add.at(move_slope, (target[:-1], target[1:]), -1)
    return loss, slope, move_slope


def _expected(
    scores: NDArray[np.float32], sizes: list[int], moves: NDArray[np.float32]
) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """Log of the sum over all paths, and how often they use each label and move."""
    import numpy as np

    lengths = np.array(sizes)
    count, longest = len(sizes), int(lengths.max())
    where = np.arange(longest)[None] < lengths[:, None]
    cells = np.zeros((count, longest, scores.shape[1]), np.float32)
    cells[where] = scores
    change = np.exp(moves + allowed())
    top = cells.max(axis=2)
    mass = np.exp(cells - top[:, :, None])
    forward, scale = _forward(mass, change)
    last = np.exp(ends())
    close = np.maximum((forward[np.arange(count), lengths - 1] * last).sum(axis=1), 1e-30)
    slope = np.zeros_like(cells)
    move_slope = np.zeros_like(moves)
    after = np.tile(last, (count, 1)) / close[:, None]
    for at in range(longest - 1, -1, -1):
        ending = lengths - 1 == at
        after = np.where(ending[:, None], last / close[:, None], after)
        inside = where[:, at][:, None]
        slope[:, at] = forward[:, at] * after * inside
        if at:
            out = after * mass[:, at] / scale[:, at][:, None] * inside
            move_slope += (forward[:, at - 1].T @ out) * change
            after = out @ change.T
    total = float((np.log(scale) + top)[where].sum() + np.log(close).sum())
    return total, slope[where], move_slope


def _forward(
    mass: NDArray[np.float32], change: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Shares of the paths that stand at each label, and the sums they were divided by."""
    import numpy as np

    forward = np.zeros_like(mass)
    scale = np.zeros(mass.shape[:2], np.float32)
    now = mass[:, 0] * np.exp(starts())
    for at in range(mass.shape[1]):
        if at:
            now = (now @ change) * mass[:, at]
        total = np.maximum(now.sum(axis=1), 1e-30)
        now = now / total[:, None]
        forward[:, at], scale[:, at] = now, total
    return forward, scale
