"""The stored tagger of Japanese names: one .npz without pickle, loaded on first use."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import io
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from claims.extraction.gazetteer import NameKind
from claims.extraction.naming.features import EDGE, Lists, feature_rows
from claims.extraction.naming.tagging import LABELS, best_paths, names_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from claims.extraction.naming.fitting import Fitted

logger = logging.getLogger(__name__)

SHIPPED: Final = Path(__file__).parent / "shipped.npz"
SHIPPED_SHA256: Final = "54bfe0bb0c126125fbd37973001c103e9a49f24a9150576fd128508505e5d820"
_FORMAT: Final = 1
#: Characters read at once: more would only cost memory.
_CHUNK: Final = 6_000
_LONGEST: Final = 600
#: Between two sentences read at once: as wide as the widest window.
_GAP: Final = EDGE * 4


class ModelRefused(ValueError):
    """The file is not a tagger this version can use; the message says why."""


class NameModel:
    """Weights of buckets; ``tag`` finds names in sentences. Read only, safe to share."""

    def __init__(
        self,
        buckets: NDArray[np.int64],
        weights: NDArray[np.float32],
        moves: NDArray[np.float32],
        lists: Lists | None,
    ) -> None:
        import numpy as np

        from claims.extraction.naming.features import BUCKETS

        # The last row stands for every bucket that has no weight.
        self._row: NDArray[np.int32] = np.full(BUCKETS, len(buckets), dtype=np.int32)
        self._row[buckets] = np.arange(len(buckets), dtype=np.int32)
        self._weights = np.vstack([weights, np.zeros((1, weights.shape[1]), np.float32)])
        self._moves = moves
        self._lists = lists

    def tag(self, sentences: Sequence[str]) -> list[list[tuple[int, int, NameKind]]]:
        """Return for each sentence its names (start, end, kind), offsets inside it."""
        found: list[list[tuple[int, int, NameKind]]] = [[] for _ in sentences]
        batch: list[int] = []
        size = 0
        for index in sorted(range(len(sentences)), key=lambda i: len(sentences[i])):
            if not 0 < len(sentences[index]) <= _LONGEST:
                continue
            batch.append(index)
            size += len(sentences[index])
            if size >= _CHUNK:
                self._tag_batch(sentences, batch, found)
                batch, size = [], 0
        self._tag_batch(sentences, batch, found)
        return found

    def _tag_batch(
        self,
        sentences: Sequence[str],
        batch: list[int],
        found: list[list[tuple[int, int, NameKind]]],
    ) -> None:
        if not batch:
            return
        import numpy as np

        lengths = [len(sentences[index]) for index in batch]
        cells = np.zeros((len(batch), max(lengths), len(LABELS)), np.float32)
        # A stop between sentences keeps the windows of one out of the next.
        joined = feature_rows(
            _GAP.join(sentences[index].replace(EDGE, " ") for index in batch), self._lists
        )
        at = 0
        rows = self._row[joined]
        scores = np.zeros((len(rows), len(LABELS)), np.float32)
        for column in range(rows.shape[1]):
            scores += self._weights[rows[:, column]]
        for row, length in enumerate(lengths):
            cells[row, :length] = scores[at : at + length]
            at += length + len(_GAP)
        for index, labels in zip(batch, best_paths(cells, lengths, self._moves), strict=True):
            found[index] = names_of(labels)


def pack(fitted: Fitted, lists: Lists | None, *, least: float) -> bytes:
    """Return the bytes of a model file; features that weigh less than ``least`` are left out."""
    import numpy as np

    from claims.extraction.naming.features import Lists as _Lists

    lists = lists or _Lists.of([])
    kept = np.abs(fitted.weights).max(axis=1) >= least
    weights = fitted.weights[kept]
    scale = float(np.abs(weights).max()) / 127 if len(weights) else 1.0
    order = np.sort(lists.hashes)
    arrays = {
        "format": np.array([_FORMAT], np.int32),
        "buckets": np.diff(fitted.buckets[kept], prepend=0).astype(np.uint32),
        "weights": np.round(weights / scale).astype(np.int8).T.copy(),
        "scale": np.array([scale], np.float64),
        "moves": fitted.moves.astype(np.float32),
        "hashes": np.diff(order, prepend=np.uint64(0)).astype(np.uint32),
        "bits": lists.bits,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, array, allow_pickle=False)
            # A fixed time stamp: the same weights give the same bytes.
            bundle.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def unpack(data: bytes) -> NameModel:
    """Read a model file. Raises ModelRefused when it is none."""
    import numpy as np

    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            if stored["format"].tolist() != [_FORMAT]:
                raise ModelRefused(f"format {stored['format'].tolist()}")
            weights = stored["weights"].T.astype(np.float32) * np.float32(stored["scale"][0])
            buckets = np.cumsum(stored["buckets"].astype(np.int64))
            hashes = np.cumsum(stored["hashes"].astype(np.uint64)).astype(np.uint64)
            moves, bits = stored["moves"], stored["bits"]
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, EOFError) as error:
        raise ModelRefused(f"not a tagger of names: {error}") from error
    if weights.shape != (len(buckets), len(LABELS)) or moves.shape != (len(LABELS),) * 2:
        raise ModelRefused(f"weights of shape {weights.shape}")
    return NameModel(buckets, np.ascontiguousarray(weights), moves, Lists(hashes, bits))


@functools.lru_cache(maxsize=1)
def shipped_names() -> NameModel | None:
    """Return the tagger that ships, or None where numpy or the file is absent or altered."""
    if importlib.util.find_spec("numpy") is None:
        logger.warning("numpy not installed; names are found by rules alone")
        return None
    try:
        data = SHIPPED.read_bytes()
    except OSError as error:
        logger.warning("no tagger of names (%s); rules alone", error)
        return None
    if hashlib.sha256(data).hexdigest() != SHIPPED_SHA256:
        logger.error("tagger of names refused: %s is not the file that ships", SHIPPED)
        return None
    return unpack(data)
