"""Earlier claims of this desk that say what a sentence says, with what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef

from claims.models import Claim, Evidence, Recheck
from claims.workflow import Status

if TYPE_CHECKING:
    from claims.models.claim import ClaimQuerySet

#: What a person dismissed as opinion or noise is no earlier check.
_NO_CHECK: Final = (Status.DISMISSED.value,)

_ORDER: Final = ("same", "same_other_figure", "opposite", "related")


def find_on_desk(text: str, *, limit: int = 10) -> list[dict[str, Any]]:
    """Return up to ``limit`` claims of the desk like ``text``, with verdict and evidence.

    Reads every claim's wording: meant for the command line and workers, not for the web.
    """
    from claims.matching import ClaimIndex, KnownClaim, find_candidates

    rows = (
        Claim.objects.exclude(status__in=_NO_CHECK)
        .order_by("pk")
        .values_list("pk", "wording")
        .iterator(chunk_size=5000)
    )
    index = ClaimIndex(KnownClaim(str(pk), wording) for pk, wording in rows)
    found = find_candidates(index, text, limit=limit)
    told = {str(row.pk): row for row in claims_with_outcome([one.claim.id for one in found])}
    return [one.as_dict() | outcome(told[one.claim.id]) for one in found if one.claim.id in told]


def similar_claims(claim: Claim, *, limit: int = 8) -> list[dict[str, Any]]:
    """Return what the worker stored as like a claim, the checked ones and the surest first.

    Loads no model. Each row: id, text, status, score, relation, differences, verdict and
    whether its evidence stands; ``claim`` is the row itself.
    """
    rows = list(claim.similar.exclude(other__status__in=_NO_CHECK).order_by("-score")[:50])
    told = {row.pk: row for row in claims_with_outcome([str(each.other_id) for each in rows])}
    found = [
        {
            "claim": told[row.other_id],
            "id": str(row.other_id),
            "text": told[row.other_id].wording,
            "score": row.score,
            "relation": row.relation,
            "differences": row.differences,
        }
        | outcome(told[row.other_id])
        for row in rows
        if row.other_id in told
    ]
    found.sort(key=lambda row: (_ORDER.index(row["relation"]), row["verdict"] is None))
    return found[:limit]


def claims_with_outcome(ids: list[str]) -> ClaimQuerySet:
    """Return claims annotated with what ``outcome`` needs."""
    return (
        Claim.objects.filter(pk__in=ids)
        .select_related("verdict__rating")
        .annotate(
            recheck_open=Exists(Recheck.objects.awaiting().filter(claim=OuterRef("pk"))),
            has_evidence=Exists(Evidence.objects.current().filter(claim=OuterRef("pk"))),
            has_fallen=Exists(
                Evidence.objects.current()
                .filter(claim=OuterRef("pk"))
                .exclude(pk__in=Evidence.objects.standing().values("pk"))
            ),
        )
    )


def outcome(claim: Claim) -> dict[str, Any]:
    """Return status, rating, and whether the evidence still stands (None: there is none)."""
    verdict = claim.verdict
    has_evidence: bool = claim.has_evidence  # type: ignore[attr-defined]
    fallen: bool = claim.has_fallen or claim.recheck_open  # type: ignore[attr-defined]
    return {
        "status": claim.status,
        "verdict": verdict.rating.code if verdict and not verdict.withdrawn_at else None,
        "approval_void": claim.approval_is_void,
        "evidence_stands": None if not has_evidence else not fallen,
    }
