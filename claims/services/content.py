"""The content hash: what an approval is bound to, and voiding it when that moves."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from factcheck.ledger.services import record_entry

if TYPE_CHECKING:
    from claims.models import Claim
    from factcheck.people.models import User


def evidence_facts(claim: Claim) -> list[dict[str, Any]]:
    """Return the current evidence as plain facts, in a stable order."""
    rows = claim.evidence.current().select_related("passage__source").order_by("passage_id")
    return [
        {
            "passage": str(row.passage_id),
            "stance": row.stance,
            "quote": row.passage.exact,
            "source": str(row.passage.source_id),
            "url": row.passage.source.url or "",
            "title": row.passage.source.title,
            "snapshot": str(row.passage.cited_snapshot_id or ""),
        }
        for row in rows
    ]


def content_hash(claim: Claim, *, evidence: list[dict[str, Any]] | None = None) -> str:
    """Return the SHA-256 (hex) of wording, quote, rating, rationale and evidence passages.

    ``evidence`` spares the query where the caller knows it, as for a claim not stored yet.
    """
    rows = evidence_facts(claim) if evidence is None else evidence
    content = {
        "wording": claim.wording,
        "quote": claim.quote,
        "rating": claim.draft_rating.code if claim.draft_rating else "",
        "rationale": claim.draft_rationale,
        "evidence": [[row["passage"], row["stance"], row["quote"]] for row in rows],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def save_claim(claim: Claim, *, actor: User | None) -> None:
    """Store a locked claim: next version, fresh hash, and the approval voided if the hash moved."""
    claim.content_hash = content_hash(claim)
    claim.version += 1
    if (
        claim.verdict is not None
        and claim.approval_voided_at is None
        and claim.verdict.content_hash != claim.content_hash
    ):
        void_approval(claim, actor=actor, note="content changed")
    claim.save()


def void_approval(claim: Claim, *, actor: User | None, note: str) -> None:
    """Mark that the latest verdict no longer covers the claim; the caller saves the claim."""
    if claim.verdict is None or claim.approval_voided_at is not None:
        return
    claim.approval_voided_at = timezone.now()
    record_entry(
        kind="claim.approval_voided",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        note=note,
        data={"verdict": claim.verdict.number},
    )
