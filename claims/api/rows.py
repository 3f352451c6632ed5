"""The reads behind the answers: everything a page needs, in a fixed number of queries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.api.shapes import ArticleDetailShape, ClaimShape, RecheckDetailShape
from claims.clearance import ClaimFacts, blockers
from claims.models import Article, Claim, Evidence, Recheck, Verdict
from claims.models.article import Extraction
from factcheck.api.views import one


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of each claim apart from the others, so that joins multiply nothing."""
    counted = rows.filter(claim=OuterRef("pk")).order_by().values("claim").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


ARTICLES = Article.objects.with_progress().select_related("author", "added_by")
CLAIMS = Claim.objects.select_related(
    "article", "assignee", "submitted_by", "draft_rating", "verdict__rating"
).annotate(
    evidence_count=_number_of(Evidence.objects.current()),
    open_rechecks=_number_of(Recheck.objects.awaiting()),
)
EVIDENCE = Evidence.objects.select_related("passage__source", "added_by", "removed_by")
VERDICTS = Verdict.objects.select_related("rating", "submitted_by", "approved_by")
RECHECKS = Recheck.objects.select_related("claim", "opened_by", "decided_by")


def article_body(article_id: UUID) -> dict[str, Any]:
    """Return one article with its clearance. Raises ``NotFound``."""
    article: Any = one(ARTICLES, article_id)
    article.clearance = _clearance(article)
    return dict(ArticleDetailShape(article).data)


def _clearance(article: Article) -> dict[str, Any]:
    rows = (
        Claim.objects.filter(article=article, parent__isnull=True)
        .annotate(open_rechecks=_number_of(Recheck.objects.awaiting()))
        .order_by("start")
        .only("id", "status", "verdict_id", "approval_voided_at")
    )
    facts = [
        ClaimFacts(
            id=str(row.pk),
            status=row.status,
            open_rechecks=row.open_rechecks,
            approval_void=row.approval_is_void,
        )
        for row in rows
    ]
    found = blockers(facts, extraction_done=article.extraction == Extraction.DONE)
    return {
        "clear": not found,
        "blockers": [{"code": each.code, "claim": each.claim or None} for each in found],
    }


def claim_body(claim_id: UUID) -> dict[str, Any]:
    """Return one claim. Raises ``NotFound``."""
    return dict(ClaimShape(one(CLAIMS, claim_id)).data)


def recheck_body(recheck_id: UUID) -> dict[str, Any]:
    """Return one recheck with its passage before and now. Raises ``NotFound``."""
    rows = RECHECKS.select_related("passage__source").prefetch_related("changes__source")
    recheck: Any = one(rows, recheck_id)
    readings = recheck.passage.readings if recheck.passage else None
    recheck.passage_now = readings.order_by("-fence").first() if readings else None
    return dict(RecheckDetailShape(recheck).data)
