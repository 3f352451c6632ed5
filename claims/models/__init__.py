"""Records of the editorial work. Only services write them."""

from claims.models.article import Article, Revision
from claims.models.claim import Claim
from claims.models.evidence import Evidence
from claims.models.fitted import FittedModel
from claims.models.proposal_correction import ProposalCorrection
from claims.models.rating import Rating
from claims.models.recheck import Recheck
from claims.models.similar import ClaimVector, SimilarClaim
from claims.models.verdict import Verdict

__all__ = [
    "Article",
    "Claim",
    "ClaimVector",
    "Evidence",
    "FittedModel",
    "ProposalCorrection",
    "Rating",
    "Recheck",
    "Revision",
    "SimilarClaim",
    "Verdict",
]
