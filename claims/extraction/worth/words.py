"""Words of a text for the lexical part of a refitted model: Latin words, pairs, CJK bigrams.

Stored models carry their own vocabulary; word weights never cross languages.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_CJK: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_LONGEST: Final = 4000


def tokens(text: str) -> Iterator[str]:
    """Yield lower-case words, pairs of neighbours, and for CJK runs their bigrams."""
    previous = ""
    for match in _WORD.finditer(text[:_LONGEST]):
        word = match.group().lower()
        if _CJK.search(word):
            for at in range(max(1, len(word) - 1)):
                yield word[at : at + 2]
            previous = ""
            continue
        yield word
        if previous:
            yield f"{previous} {word}"
        previous = word


def tfidf(text: str, idf: Mapping[str, float]) -> dict[str, float]:
    """Return L2-normalised, sublinear TF-IDF weights of the tokens in the vocabulary."""
    counts = Counter(token for token in tokens(text) if token in idf)
    weighted = {token: (1 + math.log(n)) * idf[token] for token, n in counts.items()}
    norm = math.sqrt(sum(value * value for value in weighted.values()))
    return {token: value / norm for token, value in weighted.items()} if norm else {}
