"""Earlier claims in memory: BM25, character n-grams and sentence vectors side by side."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from claims.extraction.worth.encoder import vectors
from claims.matching.texts import cleaned, grams, is_cjk, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_K1: Final = 1.2
_B: Final = 0.75


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that may be found again; ``title`` is the headline of its fact-check, if any."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One query against all known claims; arrays of one length, in the order of the claims."""

    bm25: NDArray[np.float64]
    grams: NDArray[np.float64]
    vector: NDArray[np.float64]

    def any_at(self, position: int) -> bool:
        """Whether anything at all speaks for the claim at this position."""
        found = (self.bm25[position], self.grams[position], self.vector[position])
        return any(score > 0 for score in found)


class ClaimIndex:
    """An index over known claims; building costs about 2 ms a claim, a query some ms at 10,000.

    Without the sentence encoder the vector column is zero and matching stays within a language.
    """

    def __init__(
        self,
        claims: Iterable[KnownClaim],
        *,
        encoded: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None,
    ) -> None:
        self.claims: tuple[KnownClaim, ...] = tuple(claims)
        texts = [cleaned(claim.text) for claim in self.claims]
        titles = [cleaned(claim.title) for claim in self.claims]
        joined = [f"{text} {title}".strip() for text, title in zip(texts, titles, strict=True)]
        self._terms = _Matrix(joined, terms, _bm25_weight)
        self._grams = _Matrix(joined, grams, _tfidf_weight)
        self._vectors = encoded or _both_vectors(texts, titles)
        self._is_cjk = [is_cjk(text) for text in texts]

    def __len__(self) -> int:
        return len(self.claims)

    def scores(self, text: str) -> Scores:
        """Return the three scores of every known claim for one text."""
        import numpy as np

        query = cleaned(text)
        return Scores(
            bm25=self._terms.scores(query, binary=True),
            grams=self._grams.scores(query, binary=False),
            vector=self._vector_scores(query)
            if self._vectors is not None
            else np.zeros(len(self.claims)),
        )

    def similarity(self, text: str, position: int) -> float | None:
        """Return the cosine (0 to 1) of a text and the words of one claim, None without vectors."""
        encoded = _encoded(cleaned(text))
        if encoded is None or self._vectors is None:
            return None
        return float(max(0.0, float(self._vectors[0][position] @ encoded)))

    def same_script(self, text: str) -> NDArray[np.bool_]:
        """Return for every known claim whether it could share words with the text."""
        import numpy as np

        alike: NDArray[np.bool_] = np.array(self._is_cjk, dtype=bool) == is_cjk(cleaned(text))
        return alike

    def _vector_scores(self, query: str) -> NDArray[np.float64]:
        import numpy as np

        encoded = _encoded(query)
        if encoded is None or self._vectors is None:
            return np.zeros(len(self.claims))
        by_text, by_title = (part @ encoded for part in self._vectors)
        best: NDArray[np.float64] = np.maximum(by_text, by_title).astype(np.float64)
        return best


class _Matrix:
    """Weighted terms of all claims, transposed: a query touches only the rows of its terms."""

    def __init__(
        self,
        texts: Sequence[str],
        split: Callable[[str], Iterator[str]],
        weigh: Callable[[Any, Any, Any], Any],
    ) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix

        self._split = split
        self._size = len(texts)
        self._vocabulary: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for at, text in enumerate(texts):
            for term, n in Counter(split(text)).items():
                rows.append(self._vocabulary.setdefault(term, len(self._vocabulary)))
                columns.append(at)
                counts.append(n)
        shape = (len(self._vocabulary), self._size)
        matrix = csr_matrix((np.array(counts, dtype=np.float32), (rows, columns)), shape=shape)
        found_in = np.diff(matrix.indptr)
        self._idf = np.log(1 + (self._size - found_in + 0.5) / (found_in + 0.5))
        self._matrix = weigh(matrix, self._idf, self._size)

    def scores(self, text: str, *, binary: bool) -> NDArray[np.float64]:
        import numpy as np
        from scipy.sparse import csr_matrix

        counted = Counter(term for term in self._split(text) if term in self._vocabulary)
        if not counted or not self._size:
            return np.zeros(self._size)
        at = [self._vocabulary[term] for term in counted]
        if binary:
            weights = np.ones(len(at))
        else:
            weights = np.array([1 + math.log(n) for n in counted.values()]) * self._idf[at]
            weights = weights / np.linalg.norm(weights)
        query = csr_matrix((weights, ([0] * len(at), at)), shape=(1, len(self._vocabulary)))
        found: NDArray[np.float64] = np.asarray((query @ self._matrix).todense()).ravel()
        return found.astype(np.float64)


def _bm25_weight(matrix: Any, idf: Any, size: int) -> Any:
    """Okapi BM25 (Robertson and Zaragoza, 2009)."""
    import numpy as np

    lengths = np.asarray(matrix.sum(axis=0)).ravel()
    norm = _K1 * (1 - _B + _B * lengths / (lengths.mean() if size and lengths.any() else 1.0))
    weighted = matrix.copy()
    weighted.data = matrix.data * (_K1 + 1) / (matrix.data + norm[matrix.indices])
    weighted.data *= np.repeat(idf, np.diff(matrix.indptr))
    return weighted


def _tfidf_weight(matrix: Any, idf: Any, size: int) -> Any:
    import numpy as np

    weighted = matrix.copy()
    weighted.data = (1 + np.log(matrix.data)) * np.repeat(idf, np.diff(matrix.indptr))
    squares = np.bincount(weighted.indices, weights=weighted.data**2, minlength=size)
    weighted.data /= np.sqrt(np.where(squares > 0, squares, 1))[weighted.indices]
    return weighted


@functools.lru_cache(maxsize=64)
def _encoded(text: str) -> NDArray[np.float32] | None:
    found = vectors([text])
    return None if found is None else found[0]


def _both_vectors(
    texts: Sequence[str], titles: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    by_text = vectors(texts)
    if by_text is None:
        return None
    named = [title or text for title, text in zip(titles, texts, strict=True)]
    if list(named) == list(texts):
        return by_text, by_text
    by_title = vectors(named)
    return None if by_title is None else (by_text, by_title)
