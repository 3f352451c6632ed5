"""Ways past the desk's rules that somebody tried: each is shut, and says so."""

from __future__ import annotations

from typing import Any

import pytest
from claim_steps import act, checked, ready
from factories import make_claim, make_rating
from factories_sources import ALTERED, QUOTE, look, make_passage, make_source

from claims.models import Claim, Recheck
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.rechecks import ask_recheck, decide_recheck
from claims.services.verdicts import publish_verdict
from claims.workflow import Guard
from factcheck.errors import Conflict, InvalidInput, NotPermitted, TransitionRefused
from factcheck.people.services import create_person, set_roles
from sources.models import Source

pytestmark = pytest.mark.django_db
UNSEEN = "\u200b\u2060\u3164" * 10
RETRACTED = ["retracted"]


def refused(claim: Claim, action: str, actor: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(TransitionRefused) as error:
        act(claim, action, actor, **given)
    return tuple(error.value.guards)


def resting_on_a_page(people: dict) -> tuple[Claim, Source]:
    """A claim in review that rests on one passage of a page that was read."""
    source = make_source()
    make_passage(source)
    look(source, QUOTE)
    claim = make_claim(people["checker"])
    act(claim, "queue", people["checker"])
    act(claim, "take", people["checker"])
    cite(claim_id=claim.pk, stance="supports", quote=QUOTE, actor=people["checker"], url=source.url)
    edit_claim(
        claim_id=claim.pk,
        actor=people["checker"],
        draft_rating=make_rating(),
        draft_rationale="The harbour says so.",
    )
    return act(claim, "submit", people["checker"]), source


def test_evidence_that_falls_during_review_stops_the_approval(people) -> None:
    claim, source = resting_on_a_page(people)
    look(source, ALTERED)
    assert refused(claim, "approve", people["editor"]) == (Guard.EVIDENCE_NOT_STANDING,)
    reason = "The editor in chief wants it out tonight."
    assert refused(claim, "override", people["editor"], note=reason) == (
        Guard.EVIDENCE_NOT_STANDING,
    )
    decide_recheck(
        recheck_id=Recheck.objects.get().pk,
        decision="still_holds",
        comment="Only a misprint; I rang them.",
        actor=people["checker"],
    )
    assert act(claim, "approve", people["editor"]).status == "checked"


def test_a_second_alteration_is_not_covered_by_the_acceptance_of_the_first(people) -> None:
    claim, source = resting_on_a_page(people)
    look(source, ALTERED)
    decide_recheck(
        recheck_id=Recheck.objects.get().pk,
        decision="still_holds",
        comment="Only a misprint.",
        actor=people["checker"],
    )
    look(source, QUOTE.replace("412", "999"))
    assert Recheck.objects.awaiting().count() == 1
    assert refused(claim, "approve", people["editor"]) == (Guard.EVIDENCE_NOT_STANDING,)


def test_an_authority_taken_back_during_review_stops_the_approval(people) -> None:
    claim = make_claim(people["checker"])
    act(claim, "queue", people["checker"])
    act(claim, "take", people["checker"])
    edit_claim(
        claim_id=claim.pk,
        actor=people["checker"],
        draft_rating=make_rating(),
        draft_rationale="The author was there.",
    )
    edit_claim(claim_id=claim.pk, actor=people["editor"], on_authority=True)
    act(claim, "submit", people["checker"])
    edit_claim(claim_id=claim.pk, actor=people["editor"], on_authority=False)
    assert refused(claim, "approve", people["editor2"]) == (Guard.EVIDENCE_MISSING,)


def test_a_restored_claim_hears_what_it_missed_while_dismissed(people) -> None:
    claim, source = resting_on_a_page(people)
    act(claim, "approve", people["editor"])
    act(claim, "merge", people["checker"], other_claim_id=make_claim(people["checker"]).pk)
    look(source, ALTERED)
    assert not Recheck.objects.exists()
    restored = act(claim, "restore", people["checker"])
    assert restored.status == "checked"
    recheck = Recheck.objects.awaiting().get()
    assert (recheck.claim, recheck.cause) == (claim, "passage_altered")


def test_a_restored_claim_is_not_told_again_what_was_decided_or_is_over(people) -> None:
    claim, source = resting_on_a_page(people)
    look(source, ALTERED)
    decide_recheck(
        recheck_id=Recheck.objects.get().pk,
        decision="verdict_changes",
        comment="They were right to correct it.",
        actor=people["checker"],
    )
    act(claim, "dismiss", people["checker"], reason="cut")
    act(claim, "restore", people["checker"])
    assert not Recheck.objects.awaiting().exists()
    act(claim, "dismiss", people["checker"], reason="cut")
    look(source, QUOTE.replace("412", "999"))
    look(source, QUOTE)
    act(claim, "restore", people["checker"])
    assert not Recheck.objects.awaiting().exists()


def test_words_that_return_do_not_close_the_recheck_of_a_retracted_page(people) -> None:
    claim, source = resting_on_a_page(people)
    look(source, ALTERED)
    look(source, ALTERED, labels=RETRACTED)
    look(source, QUOTE, labels=RETRACTED)
    recheck = Recheck.objects.awaiting().get()
    assert recheck.claim == claim
    assert recheck.changes.filter(kind="retracted").exists()


def test_a_recheck_that_changes_the_verdict_takes_the_claim_out_of_review(people) -> None:
    claim = ready(people)
    act(claim, "submit", people["checker"])
    recheck = ask_recheck(
        claim_id=claim.pk, cause="complaint", note="A reader rang.", actor=people["checker2"]
    )
    decide_recheck(
        recheck_id=recheck.pk,
        decision="verdict_changes",
        comment="The reader is right.",
        actor=people["checker2"],
    )
    claim.refresh_from_db()
    assert (claim.status, claim.assignee) == ("checking", people["checker"])
    assert refused(claim, "approve", people["editor"]) == (Guard.STATUS,)


def test_merging_cannot_run_in_a_ring_or_into_a_dismissed_claim(people) -> None:
    first, second, third = (make_claim(people["checker"]) for _ in range(3))
    act(first, "merge", people["checker"], other_claim_id=second.pk)
    act(second, "merge", people["checker"], other_claim_id=third.pk)
    into_first = {"other_claim_id": first.pk}
    assert refused(third, "merge", people["checker"], **into_first) == (
        Guard.OTHER_CLAIM_DISMISSED,
    )
    itself = {"reason": "duplicate", "other_claim_id": third.pk}
    assert refused(third, "dismiss", people["checker"], **itself) == (Guard.OTHER_CLAIM_SAME,)


@pytest.mark.parametrize("way", ["reopen", "merge"])
def test_a_verdict_is_published_only_while_its_claim_is_checked(people, way: str) -> None:
    claim = checked(people)
    other = make_claim(people["checker"])
    given = {"note": "A doubt."} if way == "reopen" else {"other_claim_id": other.pk}
    act(claim, way, people["checker"], **given)
    with pytest.raises(Conflict) as error:
        publish_verdict(verdict_id=claim.verdict.pk, actor=people["editor"])
    assert error.value.code == "approval_void"


def test_a_reason_nobody_can_see_is_no_reason(people) -> None:
    claim = ready(people)
    act(claim, "submit", people["checker"])
    assert refused(claim, "return", people["editor"], note=UNSEEN) == (Guard.REASON_MISSING,)
    assert refused(claim, "override", people["editor"], note=UNSEEN) == (Guard.REASON_MISSING,)
    padded = "because" + UNSEEN
    assert refused(claim, "override", people["editor"], note=padded) == (Guard.REASON_TOO_SHORT,)
    with pytest.raises(InvalidInput):
        edit_claim(claim_id=claim.pk, actor=people["checker"], wording=UNSEEN)
    with pytest.raises(InvalidInput):
        ask_recheck(claim_id=claim.pk, cause="manual", note=UNSEEN, actor=people["checker"])
    recheck = ask_recheck(claim_id=claim.pk, cause="manual", note="Look.", actor=people["checker"])
    with pytest.raises(InvalidInput):
        decide_recheck(
            recheck_id=recheck.pk, decision="still_holds", comment=UNSEEN, actor=people["checker"]
        )


def test_a_rationale_nobody_can_see_cannot_be_submitted(people) -> None:
    claim = ready(people)
    edit_claim(claim_id=claim.pk, actor=people["checker"], draft_rationale=UNSEEN)
    assert refused(claim, "submit", people["checker"]) == (Guard.RATIONALE_MISSING,)


def test_a_service_judges_nothing_even_with_an_editors_role(people) -> None:
    claim = ready(people)
    act(claim, "submit", people["checker"])
    service = create_person(username="robot", role="service", is_service=True)
    set_roles(person=service, names=["editor"], actor=people["desk_admin"])
    for action in ("approve", "return", "dismiss", "override"):
        with pytest.raises(NotPermitted):
            act(claim, action, service, note="Because I can, and at length.", reason="cut")
    recheck = ask_recheck(claim_id=claim.pk, cause="manual", note="Look.", actor=people["checker"])
    with pytest.raises(NotPermitted):
        decide_recheck(
            recheck_id=recheck.pk, decision="still_holds", comment="Fine.", actor=service
        )
    act(claim, "return", people["editor"], note="Again.")
    assert refused(claim, "assign", people["editor"], assignee=service) == (
        Guard.ASSIGNEE_CANNOT_CHECK,
    )
