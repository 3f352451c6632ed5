"""A stored model: linear weights over vector, signs and words, in one .npz without pickle."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from claims.extraction.worth.encoder import WEIGHTS_SHA256, vectors
from claims.extraction.worth.surface import SIGNS, surface
from claims.extraction.worth.words import tfidf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED: Final = Path(__file__).parent / "shipped.npz"
FORMAT: Final = 1
#: Vectors have unit length; times this they weigh about as much as the signs together.
VECTOR_SCALE: Final = 3.0
_DIMENSIONS: Final = 512
#: A sign that moves the margin by less is no reason to tell anybody about.
_TELLING: Final = 0.15
_SCALARS: Final = ("bias", "mean", "deviation", "slope", "offset")
_WORD_SCALARS: Final = ("bias", "mean", "deviation")


class ModelRefused(ValueError):
    """A model file that is damaged, of another format or fitted on other vectors or signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lexical part: idf and weight of every token, the weights of the signs, the bias."""

    idf: Mapping[str, float]
    weights: Mapping[str, float]
    signs: NDArray[np.float64]
    bias: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthModel:
    """Margin of a sentence = dense part, plus, after a refit, the words; larger is worthier.

    ``dense`` has 512 weights of the vector, then one for each sign. ``about`` says what the
    model was fitted on, when and how well it did.
    """

    dense: NDArray[np.float64]
    bias: float
    mean: float = 0.0
    deviation: float = 1.0
    words: Words | None = None
    #: Maps a margin to a probability: 1 / (1 + exp(-(slope * margin + offset))).
    slope: float = 1.0
    offset: float = 0.0
    about: Mapping[str, Any] = field(default_factory=dict)

    def margins(
        self, texts: Sequence[str], *, encoded: NDArray[np.float32] | None = None
    ) -> NDArray[np.float64] | None:
        """Return one margin per text, or None where no encoder is installed."""
        if not texts:
            import numpy as np

            return np.zeros(0)
        known = vectors(texts) if encoded is None else encoded
        if known is None:
            return None
        signs = surface(texts).astype("float64")
        dense = known.astype("float64") * VECTOR_SCALE @ self.dense[:_DIMENSIONS]
        dense = dense + signs @ self.dense[_DIMENSIONS:] + self.bias
        total: NDArray[np.float64] = (dense - self.mean) / self.deviation
        if self.words is not None:
            total = total + _lexical(self.words, texts, signs)
        return total

    def probabilities(
        self, texts: Sequence[str], *, encoded: NDArray[np.float32] | None = None
    ) -> list[float] | None:
        """Return how likely each text is worth checking, 0..1; None without an encoder."""
        margins = self.margins(texts, encoded=encoded)
        if margins is None:
            return None
        import numpy as np

        squashed = 1 / (1 + np.exp(-np.clip(self.slope * margins + self.offset, -30, 30)))
        return [float(value) for value in squashed]

    def telling_signs(self, text: str, *, most: int = 3) -> list[tuple[str, float]]:
        """Return the signs that moved this text's margin most: (code, contribution)."""
        weights = self.dense[_DIMENSIONS:] / self.deviation
        moved = zip(SIGNS, surface([text])[0].astype("float64") * weights, strict=True)
        strong = [(code, float(by)) for code, by in moved if abs(by) >= _TELLING]
        return sorted(strong, key=lambda one: -abs(one[1]))[:most]

    def to_bytes(self) -> bytes:
        """Return the stored form: an .npz archive, the same bytes for the same model."""
        import numpy as np

        head: dict[str, Any] = {
            "format": FORMAT,
            "encoder": WEIGHTS_SHA256,
            "signs": list(SIGNS),
            "about": dict(self.about),
            **{name: getattr(self, name) for name in _SCALARS},
        }
        arrays: dict[str, Any] = {"dense": self.dense.astype(np.float32)}
        if self.words is not None:
            arrays |= _word_arrays(self.words)
            head["words"] = {name: getattr(self.words, name) for name in _WORD_SCALARS}
        arrays["head"] = np.frombuffer(json.dumps(head, sort_keys=True).encode(), dtype=np.uint8)
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, body: bytes, *, name: str = "the model") -> WorthModel:
        """Read a stored model; ModelRefused says what is wrong with it. Never unpickles."""
        import numpy as np

        try:
            with np.load(io.BytesIO(body), allow_pickle=False) as stored:
                head = json.loads(stored["head"].tobytes())
                _refuse_strangers(head, name)
                return _rebuilt(head, {key: stored[key] for key in stored.files})
        except ModelRefused:
            raise
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise ModelRefused(f"{name} is no check-worthiness model: {error}") from error


@functools.lru_cache(maxsize=1)
def shipped_model() -> WorthModel | None:
    """Return the model that comes with the project, or None where numpy is not installed."""
    try:
        import numpy as np  # noqa: F401
    except ImportError:
        return None
    return WorthModel.from_bytes(SHIPPED.read_bytes(), name=SHIPPED.name)


def _refuse_strangers(head: Mapping[str, Any], name: str) -> None:
    if head["format"] != FORMAT:
        raise ModelRefused(f"{name} has format {head['format']}; this release reads {FORMAT}.")
    if head["encoder"] != WEIGHTS_SHA256:
        raise ModelRefused(f"{name} was fitted on another sentence encoder; fit it again.")
    if head["signs"] != list(SIGNS):
        raise ModelRefused(f"{name} was fitted on other surface signs; fit it again.")


def _word_arrays(words: Words) -> dict[str, Any]:
    import numpy as np

    order = sorted(words.idf)
    return {
        "tokens": np.array(order, dtype=np.str_),
        "idf": np.array([words.idf[token] for token in order], dtype=np.float32),
        "word_weights": np.array([words.weights[token] for token in order], dtype=np.float32),
        "word_signs": words.signs,
    }


def _rebuilt(head: Mapping[str, Any], arrays: Mapping[str, Any]) -> WorthModel:
    dense = arrays["dense"].astype("float64")
    if dense.shape != (_DIMENSIONS + len(SIGNS),):
        raise ModelRefused(f"the weights have shape {dense.shape}")
    words = None
    if "words" in head:
        order = [str(token) for token in arrays["tokens"]]
        words = Words(
            idf=dict(zip(order, arrays["idf"].tolist(), strict=True)),
            weights=dict(zip(order, arrays["word_weights"].tolist(), strict=True)),
            signs=arrays["word_signs"],
            **head["words"],
        )
    scalars = {name: float(head[name]) for name in _SCALARS}
    return WorthModel(dense=dense, words=words, about=head["about"], **scalars)


def _lexical(words: Words, texts: Sequence[str], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    lexical = np.array(
        [
            sum(value * words.weights[token] for token, value in tfidf(text, words.idf).items())
            for text in texts
        ]
    )
    margin: NDArray[np.float64] = lexical + signs @ words.signs + words.bias
    return (margin - words.mean) / words.deviation
