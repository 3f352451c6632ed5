"""A claim's way through the desk, as services enforce it."""

from __future__ import annotations

import pytest
from claim_steps import BOOK, act, checked, ready
from django.db import IntegrityError, transaction
from factories import make_article, make_claim, make_rating

from claims.models import Claim, Recheck, Verdict
from claims.services.claims import edit_claim
from claims.services.evidence import cite, remove_evidence
from claims.services.verdicts import publish_verdict, withdraw_verdict
from factcheck.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from factcheck.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_a_claim_goes_from_proposal_to_verdict_under_four_eyes(people) -> None:
    claim = checked(people)
    verdict = claim.verdict
    assert claim.status == "checked"
    assert (verdict.number, verdict.rating.code) == (1, "true")
    assert verdict.submitted_by == people["checker"]
    assert verdict.approved_by == people["editor"]
    assert verdict.content_hash == claim.content_hash
    assert verdict.evidence[0]["quote"] == "412 ships called in 2023"
    kinds = list(
        Entry.objects.filter(subject_id=str(claim.pk)).order_by("id").values_list("kind", flat=True)
    )
    assert kinds == [
        "claim.proposed",
        "claim.queued",
        "claim.taken",
        "evidence.cited",
        "claim.edited",
        "claim.submitted",
        "claim.approved",
    ]


def test_the_submitter_cannot_approve(people) -> None:
    claim = act(ready(people), "submit", people["checker"])
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "approve", people["checker"])
    assert refused.value.guards == ("second_person",)
    assert "second person" in str(refused.value)
    assert Verdict.objects.count() == 0


def test_a_superuser_has_no_silent_power_over_four_eyes(people) -> None:
    people["checker"].is_superuser = True
    people["checker"].save()
    claim = act(ready(people), "submit", people["checker"])
    with pytest.raises(TransitionRefused):
        act(claim, "approve", people["checker"])


def test_the_author_can_neither_take_nor_approve(people) -> None:
    claim = ready(people, author=people["editor"])
    act(claim, "submit", people["checker"])
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "approve", people["editor"])
    assert refused.value.guards == ("own_article",)
    assert act(claim, "approve", people["editor2"]).status == "checked"


def test_the_database_itself_refuses_two_eyes(people) -> None:
    claim = checked(people)
    verdict = claim.verdict
    fields = {
        "claim": claim,
        "number": 2,
        "rating": verdict.rating,
        "rationale": "x",
        "wording": "x",
        "quote": "x",
        "content_hash": "0" * 64,
        "submitted_at": verdict.submitted_at,
        "approved_at": verdict.approved_at,
    }
    checker, editor, writer = people["checker"], people["editor"], people["reporter"]
    for submitter, approver, author in [
        (checker, checker, None),
        (checker, editor, checker),
        (checker, editor, editor),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Verdict.objects.create(
                submitted_by=submitter, approved_by=approver, article_author=author, **fields
            )
    Verdict.objects.create(
        submitted_by=checker, approved_by=editor, article_author=writer, **fields
    )


def test_an_override_is_on_record_and_opens_a_follow_up(people) -> None:
    claim = act(ready(people), "submit", people["checker"])
    with pytest.raises(NotPermitted):
        act(claim, "override", people["checker"], note="the printer is waiting for this page")
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "override", people["editor"], note="in a hurry")
    assert refused.value.guards == ("reason_too_short",)
    claim = act(claim, "override", people["editor"], note="the printer is waiting for this page")
    assert claim.status == "checked"
    assert claim.verdict.waiver_reason == "the printer is waiting for this page"
    assert Recheck.objects.awaiting().get().cause == "override"
    assert Entry.objects.get(kind="claim.overridden").data["waived"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"wording": "Other words."},
        {"draft_rationale": "Another reason."},
        {"draft_rating": "false"},
        "evidence",
    ],
)
def test_changing_what_was_approved_voids_the_approval_visibly(people, change) -> None:
    make_rating("false")
    claim = checked(people)
    if change == "evidence":
        cite(claim_id=claim.pk, stance="context", quote="Other", actor=people["checker"], **BOOK)
    else:
        edit_claim(claim_id=claim.pk, actor=people["checker"], **change)
    claim.refresh_from_db()
    assert claim.approval_is_void
    assert claim.status == "checked", "the verdict stays visible until superseded"
    assert Claim.objects.with_void_approval().get() == claim
    assert Entry.objects.filter(kind="claim.approval_voided").count() == 1


def test_changing_what_is_not_approved_keeps_the_approval(people) -> None:
    claim = checked(people)
    edit_claim(claim_id=claim.pk, actor=people["checker"], kind="attributed")
    claim.refresh_from_db()
    assert not claim.approval_is_void


def test_a_change_after_submission_stops_the_approval(people) -> None:
    claim = act(ready(people), "submit", people["checker"])
    edit_claim(claim_id=claim.pk, actor=people["checker2"], wording="Other words.")
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "approve", people["editor"])
    assert refused.value.guards == ("content_changed",)
    act(claim, "return", people["editor"], note="words changed")
    act(claim, "submit", people["checker"])
    assert act(claim, "approve", people["editor"]).verdict.wording == "Other words."


def test_reopening_keeps_the_old_verdict_until_a_new_one_supersedes_it(people) -> None:
    claim = checked(people)
    act(claim, "reopen", people["checker2"], note="new figures are out")
    edit_claim(claim_id=claim.pk, actor=people["checker2"], draft_rationale="Revised.")
    claim.refresh_from_db()
    assert (claim.status, claim.verdict.number) == ("checking", 1)
    act(claim, "submit", people["checker2"])
    claim = act(claim, "approve", people["checker"])
    assert claim.verdict.number == 2
    assert not claim.approval_is_void
    assert claim.verdicts.get(number=1).rationale == "The yearbook says so."


def test_submitting_says_everything_that_is_missing(people) -> None:
    claim = make_claim(people["checker"])
    act(claim, "queue", people["checker"])
    act(claim, "take", people["checker"])
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "submit", people["checker"])
    assert refused.value.guards == ("rating_missing", "rationale_missing", "evidence_missing")


def test_only_an_editor_lets_a_claim_rest_on_the_authors_authority(people) -> None:
    claim = ready(people)
    remove_evidence(evidence_id=claim.evidence.get().pk, actor=people["checker"])
    with pytest.raises(NotPermitted):
        edit_claim(claim_id=claim.pk, actor=people["checker"], on_authority=True)
    edit_claim(claim_id=claim.pk, actor=people["editor"], on_authority=True)
    assert act(claim, "submit", people["checker"]).status == "in_review"


def test_dismissing_needs_a_reason_and_restoring_goes_back_where_it_was(people) -> None:
    claim = ready(people)
    with pytest.raises(TransitionRefused):
        act(claim, "dismiss", people["checker"])
    with pytest.raises(InvalidInput):
        act(claim, "dismiss", people["checker"], reason="boring")
    assert act(claim, "dismiss", people["checker"], reason="opinion").status == "dismissed"
    claim = act(claim, "restore", people["checker"])
    assert (claim.status, claim.dismissal_reason) == ("checking", "")
    assert claim.evidence.current().count() == 1, "nothing is lost on the way"


def test_merging_names_the_other_claim(people) -> None:
    article = make_article()
    first = make_claim(people["checker"], article, 0)
    second = make_claim(people["checker"], article, 1)
    merged = act(second, "merge", people["checker"], other_claim_id=first.pk)
    assert (merged.dismissal_reason, merged.duplicate_of) == ("duplicate", first)
    with pytest.raises(TransitionRefused) as refused:
        act(first, "merge", people["checker"], other_claim_id=second.pk)
    assert refused.value.guards == ("other_claim_same",)


def test_an_editor_assigns_and_reassigns_without_loss(people) -> None:
    claim = ready(people)
    with pytest.raises(NotPermitted):
        act(claim, "assign", people["checker"], assignee=people["checker2"])
    with pytest.raises(TransitionRefused) as refused:
        act(claim, "assign", people["editor"], assignee=people["reporter"])
    assert refused.value.guards == ("assignee_cannot_check",)
    claim = act(claim, "assign", people["editor"], assignee=people["checker2"])
    assert claim.assignee == people["checker2"]
    assert claim.draft_rationale == "The yearbook says so."


def test_a_stale_version_is_refused_and_nothing_moves(people) -> None:
    claim = ready(people)
    with pytest.raises(StaleVersion):
        act(claim, "submit", people["checker"], expected_version=claim.version - 1)
    claim.refresh_from_db()
    assert claim.status == "checking"


def test_an_unknown_claim_or_action_is_named(people) -> None:
    claim = make_claim(people["checker"])
    with pytest.raises(InvalidInput, match="explode"):
        act(claim, "explode", people["checker"])
    claim.pk = people["checker"].pk
    with pytest.raises(NotFound):
        act(claim, "queue", people["checker"])


def test_publishing_is_an_editors_act_on_a_standing_verdict(people) -> None:
    claim = checked(people)
    with pytest.raises(NotPermitted):
        publish_verdict(verdict_id=claim.verdict_id, actor=people["checker"])
    published = publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])
    again = publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])
    assert published.published_at == again.published_at
    with pytest.raises(InvalidInput):
        withdraw_verdict(verdict_id=claim.verdict_id, actor=people["editor"], reason=" ")
    assert withdraw_verdict(
        verdict_id=claim.verdict_id, actor=people["editor"], reason="wrong year"
    ).withdrawn_at
    with pytest.raises(Conflict):
        publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])


def test_a_void_approval_cannot_be_published(people) -> None:
    claim = checked(people)
    edit_claim(claim_id=claim.pk, actor=people["checker"], wording="Other words.")
    with pytest.raises(Conflict) as refused:
        publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])
    assert refused.value.code == "approval_void"
