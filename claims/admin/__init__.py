"""The claims room in the admin: one file per noun."""

from claims.admin.article import ArticleAdmin
from claims.admin.claim import ClaimAdmin
from claims.admin.rating import RatingAdmin
from claims.admin.recheck import RecheckAdmin

__all__ = ["ArticleAdmin", "ClaimAdmin", "RatingAdmin", "RecheckAdmin"]
