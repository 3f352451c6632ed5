"""How much rests on a passage: told to sources, which decides how often to look."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from claims.models import Evidence
from claims.workflow import Status
from sources.services.passages import reweigh_passage

if TYPE_CHECKING:
    from claims.models import Claim
    from sources.models import Passage

#: A published verdict must not be wrong for long; a dismissed claim hardly matters.
_WEIGHT = {
    Status.PROPOSED: 0.5,
    Status.TO_CHECK: 1.0,
    Status.CHECKING: 1.0,
    Status.IN_REVIEW: 2.0,
    Status.CHECKED: 2.0,
    Status.DISMISSED: 0.1,
}
_PUBLISHED = 4.0


def reweigh_claim(claim: Claim) -> None:
    """Recompute the weight and deadline of every passage the claim cites."""
    for row in claim.evidence.current().select_related("passage"):
        reweigh(row.passage)


def reweigh(passage: Passage) -> None:
    """Weigh a passage by the claims that cite it.

    Its deadline is the first of those not yet published; what was published lately weighs double.
    """
    rows = Evidence.objects.current().filter(passage=passage).select_related("claim__verdict")
    weight = 0.0
    deadlines: list[datetime] = []
    until: datetime | None = None
    for row in rows:
        verdict = row.claim.verdict
        if verdict and verdict.published_at and not verdict.withdrawn_at:
            weight += _PUBLISHED
            lately = verdict.published_at + timedelta(days=settings.PUBLISHED_LATELY_DAYS)
            until = max(until or lately, lately)
            continue
        weight += _WEIGHT[Status(row.claim.status)]
        if row.claim.due_at and row.claim.status != Status.DISMISSED:
            deadlines.append(row.claim.due_at)
    reweigh_passage(
        passage=passage,
        weight=weight,
        deadline=min(deadlines, default=None),
        weighs_double_until=until,
    )
