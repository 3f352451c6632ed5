"""The workflow's only writer: one function performs any action of the table."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Verdict
from claims.models.recheck import Cause
from claims.services.content import content_hash, evidence_facts, save_claim
from claims.services.facts import demand, workflow_facts
from claims.services.locking import lock_claim, lock_in_order
from claims.services.rechecks import (
    lock_cited_pages,
    open_claim_recheck,
    open_missed_rechecks,
)
from claims.services.weights import reweigh_claim
from claims.workflow import Action, DismissalReason, Facts, Given, Status, target
from factcheck.errors import InvalidInput
from factcheck.ledger.services import record_entry

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def perform_action(
    *,
    claim_id: uuid.UUID | str,
    action: Action | str,
    actor: User,
    note: str = "",
    reason: DismissalReason | str | None = None,
    assignee: User | None = None,
    other_claim_id: uuid.UUID | str | None = None,
    expected_version: int | None = None,
) -> Claim:
    """Move a claim through the workflow, or say which guard refused and what would satisfy it.

    Raises ``NotPermitted``, ``TransitionRefused``, ``StaleVersion``, ``NotFound`` or
    ``InvalidInput``.
    """
    action = _known_action(action)
    _lock_ahead(claim_id, action, other_claim_id)
    claim = lock_claim(claim_id, expected_version=expected_version)
    other = _other_claim(other_claim_id)
    facts = workflow_facts(claim, actor)
    given = Given(
        note=note,
        reason=_known_reason(reason),
        assignee=assignee.pk if assignee else None,
        assignee_can_check=assignee is None or _can_check(assignee),
        other_claim=other.pk if other else None,
        same_claim=other is not None
        and (other.pk == claim.pk or other.duplicate_of_id == claim.pk),
        other_dismissed=other is not None and other.status == Status.DISMISSED,
    )
    demand(action, facts, given)
    was = {"status": claim.status, "assignee": str(claim.assignee_id or "")}
    data = _apply(claim, action, facts, given, actor, assignee, other)
    claim.status = target(action, facts).value
    save_claim(claim, actor=actor)
    reweigh_claim(claim)
    now = {"status": claim.status, "assignee": str(claim.assignee_id or "")}
    record_entry(
        kind=f"claim.{_FACT[action]}",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        note=note.strip(),
        changes={key: [was[key], now[key]] for key in was if was[key] != now[key]},
        data=data,
    )
    if action is Action.OVERRIDE:
        open_claim_recheck(claim=claim, cause=Cause.OVERRIDE, note=note.strip(), actor=actor)
    elif action is Action.RESTORE:
        open_missed_rechecks(claim=claim)
    return claim


def _lock_ahead(
    claim_id: uuid.UUID | str, action: Action, other_claim_id: uuid.UUID | str | None
) -> None:
    """Take the locks that come before the claim's own: pages first, then claims in order."""
    if action is Action.RESTORE:
        lock_cited_pages(claim_id)
    if other_claim_id:
        lock_in_order(claim_id, other_claim_id)


#: Action → past tense, for the ledger.
_FACT = {
    Action.QUEUE: "queued",
    Action.TAKE: "taken",
    Action.ASSIGN: "assigned",
    Action.SUBMIT: "submitted",
    Action.APPROVE: "approved",
    Action.RETURN: "returned",
    Action.REOPEN: "reopened",
    Action.DISMISS: "dismissed",
    Action.RESTORE: "restored",
    Action.MERGE: "merged",
    Action.OVERRIDE: "overridden",
}


def _apply(
    claim: Claim,
    action: Action,
    facts: Facts,
    given: Given,
    actor: User,
    assignee: User | None,
    other: Claim | None,
) -> dict[str, Any]:
    """Set what the action sets beside the status; return data for the ledger entry."""
    if action in (Action.TAKE, Action.REOPEN):
        claim.assignee = actor
    elif action is Action.ASSIGN:
        claim.assignee = assignee
    elif action is Action.SUBMIT:
        claim.submitted_by = actor
        claim.submitted_at = timezone.now()
        claim.submitted_hash = content_hash(claim)
    elif action in (Action.APPROVE, Action.OVERRIDE):
        return _write_verdict(claim, actor, given.note if action is Action.OVERRIDE else "")
    elif action in (Action.DISMISS, Action.MERGE):
        claim.status_before_dismissal = facts.status.value
        claim.duplicate_of = other
        chosen = DismissalReason.DUPLICATE if action is Action.MERGE else given.reason
        claim.dismissal_reason = chosen.value if chosen else ""
        return {"reason": claim.dismissal_reason, "other_claim": str(other.pk) if other else ""}
    elif action is Action.RESTORE:
        claim.status_before_dismissal = ""
        claim.dismissal_reason = ""
        claim.duplicate_of = None
    return {}


def _write_verdict(claim: Claim, actor: User, waiver: str) -> dict[str, Any]:
    if claim.submitted_at is None:  # the database holds this too: claim_in_review_with_submission
        raise AssertionError("a claim in review has a submission")
    latest = claim.verdicts.order_by("-number").first()
    verdict = Verdict(
        claim=claim,
        number=(latest.number if latest else 0) + 1,
        rating=claim.draft_rating,
        rationale=claim.draft_rationale,
        wording=claim.wording,
        quote=claim.quote,
        evidence=evidence_facts(claim),
        content_hash=claim.submitted_hash,
        submitted_by=claim.submitted_by,
        submitted_at=claim.submitted_at,
        approved_by=actor,
        approved_at=timezone.now(),
        article_author=claim.article.author,
        waiver_reason=waiver.strip(),
    )
    verdict.save(force_insert=True)
    claim.verdict = verdict
    claim.approval_voided_at = None
    return {
        "verdict": verdict.number,
        "rating": verdict.rating.code,
        "content_hash": verdict.content_hash,
        "waived": bool(verdict.waiver_reason),
    }


def _known_action(action: Action | str) -> Action:
    try:
        return Action(action)
    except ValueError:
        raise InvalidInput(
            _("“%(action)s” is not an action.") % {"action": str(action)[:40]},
            code="unknown_action",
            field="action",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(Action)},
        ) from None


def _known_reason(reason: DismissalReason | str | None) -> DismissalReason | None:
    if reason is None or reason == "":
        return None
    try:
        return DismissalReason(reason)
    except ValueError:
        raise InvalidInput(
            _("“%(reason)s” is not a reason for dismissal.") % {"reason": str(reason)[:40]},
            code="unknown_reason",
            field="reason",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(DismissalReason)},
        ) from None


def _other_claim(claim_id: uuid.UUID | str | None) -> Claim | None:
    if claim_id is None or claim_id == "":
        return None
    found = Claim.objects.filter(pk=claim_id).first()
    if found is None:
        raise InvalidInput(
            _("The other claim does not exist."),
            code="unknown_claim",
            field="other_claim",
            remedy=_("Name the claim this one repeats."),
        )
    return found


def _can_check(person: User) -> bool:
    return person.is_active and not person.is_service and person.has_perm("claims.submit_claim")
