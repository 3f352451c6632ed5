"""From a claim and a person to the facts the workflow table looks at, and back to sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claims.guards import ACTION_NAMES, GUARD_TEXTS
from claims.services.content import content_hash
from claims.workflow import TRANSITIONS, Action, Facts, Given, Guard, Status, refusals
from factcheck.errors import NotPermitted, TransitionRefused
from factcheck.text.visible import visible

if TYPE_CHECKING:
    from claims.models import Claim
    from factcheck.people.models import User

_RIGHTS = frozenset(row.right for row in TRANSITIONS.values())


@dataclass(frozen=True, kw_only=True)
class ActionState:
    """One row of "what may I do here": ``refusals`` is empty when allowed."""

    action: Action
    name: str
    needs: tuple[str, ...]
    refusals: tuple[dict[str, str], ...]

    @property
    def allowed(self) -> bool:
        """Whether the record and the person satisfy the action."""
        return not self.refusals

    def as_dict(self) -> dict[str, Any]:
        """Return the shape the API answers with."""
        return {
            "action": self.action.value,
            "name": self.name,
            "needs": list(self.needs),
            "allowed": self.allowed,
            "refusals": list(self.refusals),
        }


def refusal(guard: Guard) -> dict[str, str]:
    """Return one refusal as code, sentence and remedy, in the active language."""
    why, remedy = GUARD_TEXTS[guard]
    return {"code": guard.value, "detail": str(why), "remedy": str(remedy)}


def workflow_facts(claim: Claim, actor: User) -> Facts:
    """Gather what the guards look at: two queries for evidence, none where it cannot matter."""
    standing = fallen = 0
    if claim.status in (Status.CHECKING, Status.IN_REVIEW):
        current = claim.evidence.current().count()
        # What somebody must still look at does not stand, whatever was accepted before it.
        waiting = claim.rechecks.awaiting().filter(passage__isnull=False)
        standing = claim.evidence.standing().exclude(passage__in=waiting.values("passage")).count()
        fallen = current - standing
    return Facts(
        status=Status(claim.status),
        rights=_rights(actor),
        actor=actor.pk,
        assignee=claim.assignee_id,
        author=claim.article.author_id,
        submitter=claim.submitted_by_id,
        has_rating=claim.draft_rating_id is not None,
        has_rationale=bool(visible(claim.draft_rationale)),
        standing_evidence=standing,
        fallen_evidence=fallen,
        on_authority=claim.on_authority,
        content_unchanged=(
            claim.status != Status.IN_REVIEW or claim.submitted_hash == content_hash(claim)
        ),
        before_dismissal=Status(claim.status_before_dismissal or Status.PROPOSED),
    )


def _rights(actor: User) -> frozenset[str]:
    """A machine proposes and never moves a claim, whatever roles its account was given."""
    if actor.is_service:
        return frozenset()
    return frozenset(right for right in _RIGHTS if actor.has_perm(right))


def action_states(claim: Claim, actor: User) -> list[ActionState]:
    """Return every action of the table with why not, where it is refused."""
    facts = workflow_facts(claim, actor)
    return [
        ActionState(
            action=action,
            name=str(ACTION_NAMES[action]),
            needs=row.needs,
            refusals=tuple(refusal(guard) for guard in refusals(action, facts)),
        )
        for action, row in TRANSITIONS.items()
    ]


def demand(action: Action, facts: Facts, given: Given) -> None:
    """Raise ``NotPermitted`` (missing right) or ``TransitionRefused`` (any other guard)."""
    guards = refusals(action, facts, given)
    if not guards:
        return
    first = refusal(guards[0])
    if Guard.PERMISSION in guards:
        permission = refusal(Guard.PERMISSION)
        raise NotPermitted(permission["detail"], remedy=permission["remedy"], field="action")
    raise TransitionRefused(
        first["detail"],
        remedy=first["remedy"],
        guards=[guard.value for guard in guards],
        field="action",
    )
