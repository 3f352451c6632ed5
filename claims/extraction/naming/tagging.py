"""Labels of characters (B, I, E, S of a kind, or O), and the best path through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from claims.extraction.gazetteer import NameKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS: Final[tuple[NameKind, ...]] = ("person", "organisation", "place", "product", "event")
#: O first, then B, I, E, S of each kind.
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BIES"))
_FORBIDDEN: Final = -1e4


def labels_of(length: int, names: Sequence[tuple[int, int, NameKind]]) -> list[int]:
    """Return a label number per character for names (start, end, kind) that do not overlap."""
    found = [0] * length
    for start, end, kind in names:
        first = 1 + 4 * KINDS.index(kind)
        if end - start == 1:
            found[start] = first + 3
            continue
        found[start:end] = [first + 1] * (end - start)
        found[start], found[end - 1] = first, first + 2
    return found


def names_of(labels: Sequence[int]) -> list[tuple[int, int, NameKind]]:
    """Return the names (start, end, kind) that well-formed labels spell out."""
    names: list[tuple[int, int, NameKind]] = []
    start = 0
    for at, label in enumerate(labels):
        part = "" if label == 0 else "BIES"[(label - 1) % 4]
        if part in ("B", "S"):
            start = at
        if part in ("E", "S"):
            names.append((start, at + 1, KINDS[(label - 1) // 4]))
    return names


def allowed() -> NDArray[np.float32]:
    """Return 0 where one label may follow another (row, column), else a great penalty."""
    import numpy as np

    count = len(LABELS)
    table = np.full((count, count), _FORBIDDEN, dtype=np.float32)
    for before in range(count):
        inside = before != 0 and (before - 1) % 4 in (0, 1)
        for after in range(count):
            runs_on = after != 0 and (after - 1) % 4 in (1, 2)
            same = before != 0 and after != 0 and (before - 1) // 4 == (after - 1) // 4
            if inside == runs_on and (same or not inside):
                table[before, after] = 0
    return table


def starts() -> NDArray[np.float32]:
    """Return 0 for labels a text may begin with, else a great penalty."""
    first: NDArray[np.float32] = allowed()[0]
    return first


def ends() -> NDArray[np.float32]:
    """Return 0 for labels a text may end with, else a great penalty."""
    last: NDArray[np.float32] = allowed()[:, 0]
    return last


def best_paths(
    scores: NDArray[np.float32], lengths: Sequence[int], moves: NDArray[np.float32]
) -> list[list[int]]:
    """Return the best label numbers of each text.

    ``scores``: (texts, longest, labels), zero beyond a text's length; ``moves``: (labels,
    labels) with the penalties of ``allowed`` in it.
    """
    import numpy as np

    texts, longest, _ = scores.shape
    rows = np.arange(texts)
    size = np.asarray(lengths)
    best = scores[:, 0] + starts()
    back = np.zeros((longest, texts, scores.shape[2]), dtype=np.int8)
    final = np.where((size == 1)[:, None], best, np.float32(0))
    for at in range(1, longest):
        paths = best[:, :, None] + moves[None]
        came = paths.argmax(axis=1)
        back[at] = came
        best = np.take_along_axis(paths, came[:, None, :], axis=1)[:, 0] + scores[:, at]
        final = np.where((size == at + 1)[:, None], best, final)
    label = (final + ends()).argmax(axis=1)
    found = np.zeros((texts, longest), dtype=np.int64)
    for at in range(longest - 1, -1, -1):
        inside = size > at
        found[:, at] = np.where(inside, label, 0)
        if at:
            label = np.where(inside, back[at][rows, label], label)
    return [found[row, :length].tolist() for row, length in enumerate(lengths)]
