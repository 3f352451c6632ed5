"""Clearance of an article, computed from its claims and never stored. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.workflow import SETTLED, Status


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What clearance needs to know of one claim."""

    id: str
    status: str
    open_rechecks: int
    approval_void: bool


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """One reason an article is not clear. ``code``: unsettled, recheck_open or approval_void."""

    code: str
    claim: str


def blockers(claims: Iterable[ClaimFacts], *, extraction_done: bool = True) -> list[Blocker]:
    """Return what is missing before the article may go out; empty means clear."""
    found = [] if extraction_done else [Blocker(code="not_extracted", claim="")]
    for claim in claims:
        if Status(claim.status) not in SETTLED:
            found.append(Blocker(code="unsettled", claim=claim.id))
        if claim.status == Status.DISMISSED:
            continue
        if claim.open_rechecks:
            found.append(Blocker(code="recheck_open", claim=claim.id))
        if claim.approval_void:
            found.append(Blocker(code="approval_void", claim=claim.id))
    return found
