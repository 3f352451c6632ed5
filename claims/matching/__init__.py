"""Earlier claims that say the same, in either language, and what sets them apart. Pure."""

from claims.matching.difference import Difference
from claims.matching.index import ClaimIndex, KnownClaim
from claims.matching.ranking import Ranker, fit_ranker
from claims.matching.relation import Comparison, Relation, compare_claims
from claims.matching.search import Candidate, find_candidates

__all__ = [
    "Candidate",
    "ClaimIndex",
    "Comparison",
    "Difference",
    "KnownClaim",
    "Ranker",
    "Relation",
    "compare_claims",
    "find_candidates",
    "fit_ranker",
]
