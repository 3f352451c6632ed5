"""The table itself: every status × action, every guard, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.workflow import (
    TRANSITIONS,
    Action,
    DismissalReason,
    Facts,
    Given,
    Guard,
    Status,
    refusals,
    target,
)

ALL_RIGHTS = frozenset(row.right for row in TRANSITIONS.values())
READY = Facts(
    status=Status.CHECKING,
    rights=ALL_RIGHTS,
    actor="anna",
    assignee="anna",
    author="writer",
    submitter="ben",
    has_rating=True,
    has_rationale=True,
    standing_evidence=1,
)
GIVEN = Given(
    note="a reason that is long enough to stand on record",
    reason=DismissalReason.OPINION,
    assignee="carl",
    other_claim="other",
)
#: The whole workflow on one screen: where each action may start.
ALLOWED_FROM = {
    Action.QUEUE: {"proposed"},
    Action.TAKE: {"to_check"},
    Action.ASSIGN: {"to_check", "checking"},
    Action.SUBMIT: {"checking"},
    Action.APPROVE: {"in_review"},
    Action.RETURN: {"in_review"},
    Action.REOPEN: {"checked"},
    Action.DISMISS: {"proposed", "to_check", "checking", "in_review"},
    Action.RESTORE: {"dismissed"},
    Action.MERGE: {"proposed", "to_check", "checking", "in_review", "checked"},
    Action.OVERRIDE: {"in_review"},
}
ENDS_IN = {
    Action.QUEUE: "to_check",
    Action.TAKE: "checking",
    Action.ASSIGN: "checking",
    Action.SUBMIT: "in_review",
    Action.APPROVE: "checked",
    Action.RETURN: "checking",
    Action.REOPEN: "checking",
    Action.DISMISS: "dismissed",
    Action.RESTORE: "to_check",
    Action.MERGE: "dismissed",
    Action.OVERRIDE: "checked",
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_an_action_starts_only_where_the_table_says(action: Action, status: Status) -> None:
    refused = refusals(action, replace(READY, status=status), GIVEN)
    if status.value in ALLOWED_FROM[action]:
        assert refused == ()
    else:
        assert refused == (Guard.STATUS,)


@pytest.mark.parametrize("action", Action)
def test_an_action_without_its_right_is_refused_everywhere(action: Action) -> None:
    poor = ALL_RIGHTS - {TRANSITIONS[action].right}
    for status in Status:
        facts = replace(READY, status=status, rights=poor)
        assert Guard.PERMISSION in refusals(action, facts, GIVEN)


@pytest.mark.parametrize("action", Action)
def test_an_action_ends_where_the_table_says(action: Action) -> None:
    assert target(action, replace(READY, before_dismissal=Status.TO_CHECK)) == ENDS_IN[action]


@pytest.mark.parametrize(
    ("action", "change", "guard"),
    [
        (Action.TAKE, {"author": "anna"}, Guard.OWN_ARTICLE),
        (Action.SUBMIT, {"author": "anna"}, Guard.OWN_ARTICLE),
        (Action.SUBMIT, {"assignee": "carl"}, Guard.NOT_ASSIGNEE),
        (Action.SUBMIT, {"assignee": None}, Guard.NOT_ASSIGNEE),
        (Action.SUBMIT, {"has_rating": False}, Guard.RATING_MISSING),
        (Action.SUBMIT, {"has_rationale": False}, Guard.RATIONALE_MISSING),
        (Action.SUBMIT, {"standing_evidence": 0}, Guard.EVIDENCE_MISSING),
        (Action.SUBMIT, {"fallen_evidence": 1}, Guard.EVIDENCE_NOT_STANDING),
        (Action.APPROVE, {"submitter": "anna"}, Guard.SECOND_PERSON),
        (Action.APPROVE, {"author": "anna"}, Guard.OWN_ARTICLE),
        (Action.APPROVE, {"author": "ben"}, Guard.SUBMITTER_IS_AUTHOR),
        (Action.APPROVE, {"content_unchanged": False}, Guard.CONTENT_CHANGED),
        (Action.OVERRIDE, {"content_unchanged": False}, Guard.CONTENT_CHANGED),
        (Action.REOPEN, {"author": "anna"}, Guard.OWN_ARTICLE),
        (Action.DISMISS, {"author": "anna"}, Guard.OWN_ARTICLE),
        (Action.MERGE, {"author": "anna"}, Guard.OWN_ARTICLE),
    ],
)
def test_a_guard_about_the_record_says_no(action: Action, change: dict, guard: Guard) -> None:
    start = Status(sorted(ALLOWED_FROM[action])[0])
    facts = replace(READY, status=start, **change)
    assert guard in refusals(action, facts, GIVEN)
    assert guard in refusals(action, facts, None)


@pytest.mark.parametrize(
    ("action", "given", "guard"),
    [
        (Action.ASSIGN, Given(), Guard.ASSIGNEE_MISSING),
        (Action.ASSIGN, Given(assignee="writer"), Guard.ASSIGNEE_IS_AUTHOR),
        (Action.ASSIGN, Given(assignee="x", assignee_can_check=False), Guard.ASSIGNEE_CANNOT_CHECK),
        (Action.RETURN, Given(note="  "), Guard.REASON_MISSING),
        (Action.REOPEN, Given(), Guard.REASON_MISSING),
        (Action.DISMISS, Given(), Guard.REASON_MISSING),
        (Action.MERGE, Given(), Guard.OTHER_CLAIM_MISSING),
        (Action.MERGE, Given(other_claim="x", same_claim=True), Guard.OTHER_CLAIM_SAME),
        (Action.OVERRIDE, Given(), Guard.REASON_MISSING),
        (Action.OVERRIDE, Given(note="in a hurry"), Guard.REASON_TOO_SHORT),
    ],
)
def test_a_guard_about_what_was_supplied_says_no(
    action: Action, given: Given, guard: Guard
) -> None:
    facts = replace(READY, status=Status(sorted(ALLOWED_FROM[action])[0]))
    assert refusals(action, facts, given) == (guard,)
    assert refusals(action, facts, None) == (), "asking alone needs nothing supplied"


def test_evidence_may_be_waived_only_by_the_authority_flag() -> None:
    facts = replace(READY, standing_evidence=0, on_authority=True)
    assert refusals(Action.SUBMIT, facts, Given()) == ()
    fallen = replace(facts, fallen_evidence=1)
    assert refusals(Action.SUBMIT, fallen, Given()) == (Guard.EVIDENCE_NOT_STANDING,)


def test_an_override_needs_no_second_person() -> None:
    facts = replace(READY, status=Status.IN_REVIEW, submitter="anna")
    assert refusals(Action.OVERRIDE, facts, GIVEN) == ()
    assert refusals(Action.APPROVE, facts, GIVEN) == (Guard.SECOND_PERSON,)


def test_the_machine_has_no_way_past_proposed() -> None:
    assert not any(row.to is Status.PROPOSED for row in TRANSITIONS.values())
    for row in TRANSITIONS.values():
        assert row.right.startswith("claims."), "every step needs a person's right"
