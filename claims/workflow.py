"""The workflow as a table: admin, API, docs and tests read it; services enforce it.

Pure: statuses, actions, guards and a function of facts. Sentences for people live beside models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from factcheck.text.visible import visible


class Status(StrEnum):
    """Where the editorial work on a claim stands. Never a rating."""

    PROPOSED = "proposed"
    TO_CHECK = "to_check"
    CHECKING = "checking"
    IN_REVIEW = "in_review"
    CHECKED = "checked"
    DISMISSED = "dismissed"


OPEN: Final = frozenset({Status.PROPOSED, Status.TO_CHECK, Status.CHECKING, Status.IN_REVIEW})
SETTLED: Final = frozenset({Status.CHECKED, Status.DISMISSED})


class Action(StrEnum):
    """What a person may do to a claim."""

    QUEUE = "queue"
    TAKE = "take"
    ASSIGN = "assign"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    DISMISS = "dismiss"
    RESTORE = "restore"
    MERGE = "merge"
    OVERRIDE = "override"


class DismissalReason(StrEnum):
    """Why a statement is not checked."""

    OPINION = "opinion"
    PREDICTION = "prediction"
    NOT_CHECKABLE = "not_checkable"
    DUPLICATE = "duplicate"
    CUT = "cut"


class Guard(StrEnum):
    """Codes of everything that can say no."""

    STATUS = "status"
    PERMISSION = "permission"
    OWN_ARTICLE = "own_article"
    NOT_ASSIGNEE = "not_assignee"
    ASSIGNEE_MISSING = "assignee_missing"
    ASSIGNEE_IS_AUTHOR = "assignee_is_author"
    ASSIGNEE_CANNOT_CHECK = "assignee_cannot_check"
    RATING_MISSING = "rating_missing"
    RATIONALE_MISSING = "rationale_missing"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_NOT_STANDING = "evidence_not_standing"
    SECOND_PERSON = "second_person"
    SUBMITTER_IS_AUTHOR = "submitter_is_author"
    CONTENT_CHANGED = "content_changed"
    REASON_MISSING = "reason_missing"
    REASON_TOO_SHORT = "reason_too_short"
    OTHER_CLAIM_MISSING = "other_claim_missing"
    OTHER_CLAIM_SAME = "other_claim_same"
    OTHER_CLAIM_DISMISSED = "other_claim_dismissed"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a guard may look at. Ids are opaque; ``rights`` are ``app.codename`` strings."""

    status: Status
    rights: frozenset[str]
    actor: object
    assignee: object | None = None
    author: object | None = None
    submitter: object | None = None
    has_rating: bool = False
    has_rationale: bool = False
    standing_evidence: int = 0
    fallen_evidence: int = 0
    on_authority: bool = False
    content_unchanged: bool = True
    before_dismissal: Status = Status.PROPOSED


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the person supplied with the action. ``None`` as a whole means: only asking."""

    note: str = ""
    reason: DismissalReason | None = None
    assignee: object | None = None
    assignee_can_check: bool = True
    other_claim: object | None = None
    same_claim: bool = False
    other_dismissed: bool = False


Check = Callable[[Facts, Given | None], Guard | None]


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table. ``to`` is ``None`` where the target is remembered (restore)."""

    source: frozenset[Status]
    to: Status | None
    right: str
    needs: tuple[str, ...] = ()
    checks: tuple[Check, ...] = field(default=())


MIN_OVERRIDE_REASON: Final = 20


def _not_own_article(facts: Facts, _given: Given | None) -> Guard | None:
    return Guard.OWN_ARTICLE if facts.author is not None and facts.author == facts.actor else None


def _assignee_named(facts: Facts, given: Given | None) -> Guard | None:
    if given is None:
        return None
    if given.assignee is None:
        return Guard.ASSIGNEE_MISSING
    if facts.author is not None and given.assignee == facts.author:
        return Guard.ASSIGNEE_IS_AUTHOR
    return None if given.assignee_can_check else Guard.ASSIGNEE_CANNOT_CHECK


def _is_assignee(facts: Facts, _given: Given | None) -> Guard | None:
    return None if facts.assignee == facts.actor else Guard.NOT_ASSIGNEE


def _has_rating(facts: Facts, _given: Given | None) -> Guard | None:
    return None if facts.has_rating else Guard.RATING_MISSING


def _has_rationale(facts: Facts, _given: Given | None) -> Guard | None:
    return None if facts.has_rationale else Guard.RATIONALE_MISSING


def _has_evidence(facts: Facts, _given: Given | None) -> Guard | None:
    if facts.fallen_evidence:
        return Guard.EVIDENCE_NOT_STANDING
    if facts.standing_evidence or facts.on_authority:
        return None
    return Guard.EVIDENCE_MISSING


def _second_person(facts: Facts, _given: Given | None) -> Guard | None:
    return Guard.SECOND_PERSON if facts.submitter == facts.actor else None


def _submitter_not_author(facts: Facts, _given: Given | None) -> Guard | None:
    if facts.author is not None and facts.submitter == facts.author:
        return Guard.SUBMITTER_IS_AUTHOR
    return None


def _content_unchanged(facts: Facts, _given: Given | None) -> Guard | None:
    return None if facts.content_unchanged else Guard.CONTENT_CHANGED


def _note_given(_facts: Facts, given: Given | None) -> Guard | None:
    return Guard.REASON_MISSING if given is not None and not visible(given.note) else None


def _reason_given(_facts: Facts, given: Given | None) -> Guard | None:
    return Guard.REASON_MISSING if given is not None and given.reason is None else None


def _long_reason_given(_facts: Facts, given: Given | None) -> Guard | None:
    if given is None:
        return None
    said = visible(given.note)
    if not said:
        return Guard.REASON_MISSING
    return Guard.REASON_TOO_SHORT if len(said) < MIN_OVERRIDE_REASON else None


def _other_claim_given(_facts: Facts, given: Given | None) -> Guard | None:
    if given is not None and given.other_claim is None:
        return Guard.OTHER_CLAIM_MISSING
    return _other_claim_stands(_facts, given)


def _other_claim_stands(_facts: Facts, given: Given | None) -> Guard | None:
    """The claim that stands for this one must itself stand, or chains end nowhere or in a ring."""
    if given is None or given.other_claim is None:
        return None
    if given.same_claim:
        return Guard.OTHER_CLAIM_SAME
    return Guard.OTHER_CLAIM_DISMISSED if given.other_dismissed else None


TRANSITIONS: Final[Mapping[Action, Transition]] = {
    Action.QUEUE: Transition(
        source=frozenset({Status.PROPOSED}), to=Status.TO_CHECK, right="claims.triage_claim"
    ),
    Action.TAKE: Transition(
        source=frozenset({Status.TO_CHECK}),
        to=Status.CHECKING,
        right="claims.take_claim",
        checks=(_not_own_article,),
    ),
    Action.ASSIGN: Transition(
        source=frozenset({Status.TO_CHECK, Status.CHECKING}),
        to=Status.CHECKING,
        right="claims.assign_claim",
        needs=("assignee",),
        checks=(_assignee_named,),
    ),
    Action.SUBMIT: Transition(
        source=frozenset({Status.CHECKING}),
        to=Status.IN_REVIEW,
        right="claims.submit_claim",
        checks=(_not_own_article, _is_assignee, _has_rating, _has_rationale, _has_evidence),
    ),
    Action.APPROVE: Transition(
        source=frozenset({Status.IN_REVIEW}),
        to=Status.CHECKED,
        right="claims.approve_claim",
        checks=(
            _not_own_article,
            _submitter_not_author,
            _second_person,
            _content_unchanged,
            _has_evidence,
        ),
    ),
    Action.RETURN: Transition(
        source=frozenset({Status.IN_REVIEW}),
        to=Status.CHECKING,
        right="claims.approve_claim",
        needs=("note",),
        checks=(_note_given,),
    ),
    Action.REOPEN: Transition(
        source=frozenset({Status.CHECKED}),
        to=Status.CHECKING,
        right="claims.reopen_claim",
        needs=("note",),
        checks=(_not_own_article, _note_given),
    ),
    Action.DISMISS: Transition(
        source=OPEN,
        to=Status.DISMISSED,
        right="claims.triage_claim",
        needs=("reason",),
        checks=(_not_own_article, _reason_given, _other_claim_stands),
    ),
    Action.RESTORE: Transition(
        source=frozenset({Status.DISMISSED}), to=None, right="claims.triage_claim"
    ),
    Action.MERGE: Transition(
        source=frozenset(Status) - {Status.DISMISSED},
        to=Status.DISMISSED,
        right="claims.triage_claim",
        needs=("other_claim",),
        checks=(_not_own_article, _other_claim_given),
    ),
    Action.OVERRIDE: Transition(
        source=frozenset({Status.IN_REVIEW}),
        to=Status.CHECKED,
        right="claims.override_claim",
        needs=("note",),
        checks=(_content_unchanged, _has_evidence, _long_reason_given),
    ),
}


def refusals(action: Action, facts: Facts, given: Given | None = None) -> tuple[Guard, ...]:
    """Return every guard that says no, in the order a person should mend them; empty means yes.

    With ``given=None`` only the record and the person are looked at ("is the button live?").
    """
    row = TRANSITIONS[action]
    found: list[Guard] = []
    if facts.status not in row.source:
        found.append(Guard.STATUS)
    if row.right not in facts.rights:
        found.append(Guard.PERMISSION)
    if not found:
        found.extend(guard for check in row.checks if (guard := check(facts, given)) is not None)
    return tuple(found)


def target(action: Action, facts: Facts) -> Status:
    """Return the status the claim will have after ``action``."""
    return TRANSITIONS[action].to or facts.before_dismissal
