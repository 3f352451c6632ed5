"""From a sentence to candidates: whole and clause by clause, ranked, then compared as fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from claims.matching.index import ClaimIndex, KnownClaim
from claims.matching.ranking import Ranker
from claims.matching.relation import Comparison, compare_claims
from claims.matching.texts import is_cjk

#: From this length on a sentence vector blurs: its clauses are looked up on their own as well.
_COMPOUND: Final = 60
_COMPOUND_LATIN: Final = 140
_CLAUSE: Final = re.compile(r"(?<=[、；。])|(?<=[,;])\s+(?=(?:and|but|while|as|which|who)\b)")
_SHORTEST: Final = 10
_MOST_CLAUSES: Final = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier claim: ``score`` is the cosine of the vectors (0 to 1), else a lexical ratio.

    ``clause`` is the part of the sentence it was compared with, when that is not all of it.
    """

    claim: KnownClaim
    score: float
    comparison: Comparison
    clause: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the candidate under its public names."""
        row: dict[str, Any] = {"id": self.claim.id, "text": self.claim.text}
        if self.claim.title:
            row["title"] = self.claim.title
        row |= {
            "score": round(self.score, 4),
            "relation": self.comparison.relation,
            "differences": [one.as_dict() for one in self.comparison.differences],
        }
        return row | ({"clause": self.clause} if self.clause else {})


def find_candidates(
    index: ClaimIndex, text: str, *, limit: int = 10, ranker: Ranker | None = None
) -> list[Candidate]:
    """Return up to ``limit`` earlier claims, best first; empty for an empty store or text."""
    chosen = ranker or Ranker()
    parts = [text, *clauses(text)]
    found: dict[int, float] = {}
    by_clause = len(parts) > 1 and is_cjk(text)
    # A long Latin sentence keeps the order of the whole: its words find what a vector blurs.
    for part in parts if by_clause else parts[:1]:
        for at, score in chosen.order(index, part, depth=limit) if part.strip() else ():
            found[at] = max(score, found.get(at, score))
    candidates = [(_candidate(index, at, parts), score) for at, score in found.items()]
    if by_clause:
        # Ranks of different clauses cannot be compared; cosines can.
        candidates.sort(key=lambda pair: -pair[0].score)
    else:
        candidates.sort(key=lambda pair: -pair[1])
    return [candidate for candidate, _ in candidates[:limit]]


def clauses(text: str) -> list[str]:
    """Return the clauses of a compound sentence, also joined two by two; none if it is short."""
    longest = _COMPOUND if "、" in text else _COMPOUND_LATIN
    if len(text) < longest:
        return []
    parts = [part.strip() for part in _CLAUSE.split(text) if part and part.strip()]
    if len(parts) < 2:
        return []
    pairs = [first + second for first, second in pairwise(parts)]
    chosen = [part for part in (*parts, *pairs) if _SHORTEST <= len(part) < len(text)]
    return chosen[: _MOST_CLAUSES * 2]


def _candidate(index: ClaimIndex, at: int, parts: list[str]) -> Candidate:
    """Compare with the whole sentence, or with the clause that comes nearest."""
    text, *rest = parts
    claim = index.claims[at]
    scores = [index.similarity(part, at) for part in parts]
    whole = scores[0]
    comparison = compare_claims(text, claim.text, similarity=whole)
    if rest and comparison.relation != "same":
        best = max(range(len(parts)), key=lambda number: scores[number] or 0.0)
        if best:
            part = compare_claims(parts[best], claim.text, similarity=scores[best])
            return Candidate(claim, scores[best] or 0.0, part, parts[best])
    return Candidate(claim, whole or 0.0, comparison)
