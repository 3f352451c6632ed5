"""What an article's page shows: the text as it reads with every claim marked. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from claims.admin.claim_page import timeline
from claims.admin.labels import BLOCKERS, claim_url
from claims.clearance import ClaimFacts, blockers
from claims.models import Article, Claim, Recheck, Revision
from claims.models.article import Extraction
from claims.models.claim import STATUS_CHOICES
from factcheck.desk.cards import Bar
from factcheck.desk.marking import Mark, Piece, cut

if TYPE_CHECKING:
    from factcheck.people.models import User


@dataclass(frozen=True, kw_only=True)
class Number:
    """A claim's number in the margin of the text, where the claim begins."""

    number: str
    url: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A piece of the text: under no claim, or linked to the innermost one."""

    text: str
    url: str = ""
    css: str = ""
    numbers: Sequence[Number] = ()


def manuscript(text: str, claims: Sequence[Claim]) -> list[Stretch]:
    """Return the text in stretches; joined they are the text, whatever overlaps."""
    by_key = {str(claim.pk): claim for claim in claims}
    numbers = {str(claim.pk): number for number, claim in numbered(claims)}
    marks = [Mark(key=str(claim.pk), start=claim.start, end=claim.end) for claim in claims]
    return [_stretch(piece, by_key, numbers) for piece in cut(text, marks)]


def numbered(claims: Sequence[Claim]) -> list[tuple[str, Claim]]:
    """Number the claims in their order: whole sentences 1, 2, 3; the parts of 2 are 2.1, 2.2."""
    found: list[tuple[str, Claim]] = []
    wholes: dict[object, str] = {}
    parts: dict[object, int] = {}
    for claim in claims:
        whole = wholes.get(claim.parent_id)
        if whole is None:
            number = wholes[claim.pk] = str(len(wholes) + 1)
        else:
            parts[claim.parent_id] = parts.get(claim.parent_id, 0) + 1
            number = f"{whole}.{parts[claim.parent_id]}"
        found.append((number, claim))
    return found


def _stretch(piece: Piece, claims: dict[str, Claim], numbers: dict[str, str]) -> Stretch:
    if not piece.marks:
        return Stretch(text=piece.text)
    inner = claims[piece.marks[0]]
    back = " is-back" if any(claims[key].recheck_open for key in piece.marks) else ""  # type: ignore[attr-defined]
    return Stretch(
        text=piece.text,
        url=claim_url(inner.pk),
        css=f"claim s-{inner.status}{back}",
        numbers=[
            Number(
                number=numbers[key],
                url=claim_url(claims[key].pk),
                status=claims[key].get_status_display(),
            )
            for key in piece.opens
        ],
    )


def claims_in(revision: Revision | None) -> list[Claim]:
    """Return the claims of a revision in reading order, with the mark of an open recheck."""
    if revision is None:
        return []
    awaiting = Recheck.objects.filter(claim=OuterRef("pk"), decided_at__isnull=True)
    rows = revision.claims.annotate(recheck_open=Exists(awaiting)).select_related("assignee")
    return list(rows.order_by("start", "-end", "pk"))


def _facts(claim: Claim) -> ClaimFacts:
    return ClaimFacts(
        id=str(claim.pk),
        status=claim.status,
        open_rechecks=int(claim.recheck_open),  # type: ignore[attr-defined]
        approval_void=claim.approval_is_void,
    )


def page_context(article: Article, person: User) -> dict[str, Any]:
    """Return the page's context in a fixed number of queries."""
    revision = article.revisions.order_by("-number").first()
    claims = claims_in(revision)
    # A part helps to check its sentence; the sentence alone decides about clearance.
    wholes = [claim for claim in claims if claim.parent_id is None]
    missing = blockers(
        [_facts(claim) for claim in wholes],
        extraction_done=article.extraction == Extraction.DONE,
    )
    listed = numbered(claims)
    by_id = {str(claim.pk): (number, claim) for number, claim in listed}
    settled = sum(claim.status in ("checked", "dismissed") for claim in wholes)
    return {
        "article": article,
        "revision": revision,
        "claims": listed,
        "claims_total": len(wholes),
        "stretches": manuscript(revision.text, claims) if revision else [],
        "blockers": [
            {"label": BLOCKERS[row.code], "claim": by_id.get(row.claim), "code": row.code}
            for row in missing
        ],
        "bar": Bar(
            title=article.title, url="", settled=settled, total=len(wholes), blocked=bool(missing)
        ),
        "statuses": STATUS_CHOICES,
        "timeline": (
            timeline("article", article.pk) if person.has_perm("ledger.view_entry") else None
        ),
        "may_add_claim": person.has_perm("claims.add_claim"),
        "may_publish": person.has_perm("claims.publish_article"),
        "may_retry": article.extraction == Extraction.FAILED
        and person.has_perm("claims.add_article"),
    }
