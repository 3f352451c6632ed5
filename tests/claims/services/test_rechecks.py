"""A source moved: the claims resting on it come back once, and a person decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from factories import SENTENCES, make_article, make_claim, make_rating

from claims.models import Claim, Recheck
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.rechecks import (
    ask_recheck,
    decide_change,
    decide_recheck,
    open_overdue_rechecks,
    open_rechecks_for,
)
from claims.services.transitions import perform_action
from factcheck.errors import Conflict, InvalidInput, NotPermitted, StaleVersion
from factcheck.ledger.models import Entry
from sources.models import Change, Passage, PassageReading
from sources.models.change import ChangeKind

pytestmark = pytest.mark.django_db
COMMENT = "Looked at the page again."


def checked_claim(people: dict, *, sentence: int = 0, article: Any = None) -> Claim:
    claim = make_claim(people["checker"], article or make_article(), sentence)
    step = {"claim_id": claim.pk, "actor": people["checker"]}
    perform_action(action="queue", **step)
    perform_action(action="take", **step)
    cite(
        stance="supports",
        quote="412 ships called in 2023",
        kind="publication",
        title="Port yearbook",
        locator="p. 12",
        **step,
    )
    edit_claim(draft_rating=make_rating(), draft_rationale="The yearbook says so.", **step)
    perform_action(action="submit", **step)
    return perform_action(claim_id=claim.pk, action="approve", actor=people["editor"])


def altered(passage: Passage, fence: int = 1, found: str = "421 ships called in 2023") -> Change:
    """What sources records when a watched passage reads differently."""
    reading = PassageReading.objects.create(
        passage=passage, fence=fence, state="altered", found=found, read_at=timezone.now()
    )
    passage.state = "altered"
    passage.save(update_fields=["state"])
    return Change.objects.create(
        source=passage.source,
        passage=passage,
        kind=ChangeKind.PASSAGE_ALTERED,
        before=passage.exact,
        after=found,
        reading=reading,
        fence=fence,
        detected_at=timezone.now(),
    )


def test_a_changed_passage_reopens_its_claim_once(people) -> None:
    claim = checked_claim(people)
    change = altered(claim.evidence.get().passage)
    for _delivery in range(20):
        open_rechecks_for(changes=[change])
    recheck = Recheck.objects.get()
    assert (recheck.claim, recheck.cause) == (claim, "passage_altered")
    assert list(recheck.changes.all()) == [change]
    assert Entry.objects.filter(kind="recheck.opened").count() == 1
    claim.refresh_from_db()
    assert claim.status == "checked"
    assert not claim.approval_is_void, "only a person decides"


def test_further_changes_join_the_open_recheck(people) -> None:
    passage = checked_claim(people).evidence.get().passage
    first, second = altered(passage, 1), altered(passage, 2, "43 ships called")
    open_rechecks_for(changes=[first])
    open_rechecks_for(changes=[second])
    assert set(Recheck.objects.get().changes.all()) == {first, second}
    assert Entry.objects.filter(kind="recheck.joined").count() == 1


def test_a_change_after_a_decision_opens_a_new_recheck(people) -> None:
    passage = checked_claim(people).evidence.get().passage
    open_rechecks_for(changes=[altered(passage, 1)])
    decide(Recheck.objects.get(), "still_holds", people["checker2"])
    open_rechecks_for(changes=[altered(passage, 2, "9 ships")])
    assert Recheck.objects.awaiting().count() == 1
    assert Recheck.objects.count() == 2


def test_still_holds_accepts_the_reading_and_the_approval_stands(people) -> None:
    claim = checked_claim(people)
    passage = claim.evidence.get().passage
    open_rechecks_for(changes=[altered(passage)])
    decide(Recheck.objects.get(), "still_holds", people["checker2"])
    claim.refresh_from_db()
    passage.refresh_from_db()
    assert claim.status == "checked"
    assert not claim.approval_is_void
    assert passage.accepted_text == "421 ships called in 2023"
    assert passage.exact == "412 ships called in 2023", "the citation is never rewritten"
    assert Claim.objects.coming_back().count() == 0


@pytest.mark.parametrize("decision", ["evidence_replaced", "verdict_changes"])
def test_the_other_decisions_void_the_approval_and_go_back_to_checking(people, decision) -> None:
    claim = checked_claim(people)
    open_rechecks_for(changes=[altered(claim.evidence.get().passage)])
    decide(Recheck.objects.get(), decision, people["checker2"])
    claim.refresh_from_db()
    assert claim.status == "checking"
    assert claim.assignee == people["checker2"]
    assert claim.approval_is_void
    assert claim.verdict.number == 1, "the old verdict stays visible"


def test_a_change_that_joined_while_the_reviewer_looked_is_not_accepted_unseen(people) -> None:
    passage = checked_claim(people).evidence.get().passage
    seen = altered(passage, 1)
    open_rechecks_for(changes=[seen])
    open_rechecks_for(changes=[altered(passage, 2, "43 ships called")])
    recheck = Recheck.objects.get()
    words = {"decision": "still_holds", "comment": COMMENT, "actor": people["checker2"]}
    with pytest.raises(StaleVersion):
        decide_recheck(recheck_id=recheck.pk, seen_change=seen.pk, **words)
    with pytest.raises(StaleVersion):
        decide_change(change_id=seen.pk, **words)
    passage.refresh_from_db()
    assert passage.accepted_text == passage.exact
    latest = recheck.changes.order_by("-pk").first()
    assert decide_recheck(recheck_id=recheck.pk, seen_change=latest.pk, **words).decided_at


def test_one_decision_settles_every_claim_on_a_change(people) -> None:
    article = make_article()
    claims = [checked_claim(people, sentence=n, article=article) for n in range(len(SENTENCES))]
    passages = {claim.evidence.get().passage_id for claim in claims}
    assert len(passages) == 1, "one passage serves every claim that cites it"
    change = altered(Passage.objects.get())
    open_rechecks_for(changes=[change])
    decided = decide_change(
        change_id=change.pk, decision="still_holds", comment=COMMENT, actor=people["checker2"]
    )
    assert len(decided) == len(claims)
    assert Entry.objects.filter(kind="recheck.decided").count() == len(claims)


def test_a_decision_needs_a_right_a_comment_and_a_known_word(people) -> None:
    claim = checked_claim(people)
    open_rechecks_for(changes=[altered(claim.evidence.get().passage)])
    recheck = Recheck.objects.get()
    with pytest.raises(NotPermitted):
        decide(recheck, "still_holds", people["reporter"])
    with pytest.raises(InvalidInput) as refused:
        decide(recheck, "perhaps", people["checker"])
    assert refused.value.field == "decision"
    with pytest.raises(InvalidInput):
        decide(recheck, "returned", people["checker"])
    with pytest.raises(InvalidInput) as refused:
        decide(recheck, "still_holds", people["checker"], comment=" ")
    assert refused.value.field == "comment"
    decide(recheck, "still_holds", people["checker"])
    with pytest.raises(Conflict):
        decide(recheck, "still_holds", people["checker"])


def test_the_author_of_the_article_does_not_decide(people) -> None:
    claim = checked_claim(people, article=make_article(author=people["checker2"]))
    open_rechecks_for(changes=[altered(claim.evidence.get().passage)])
    with pytest.raises(NotPermitted) as refused:
        decide(Recheck.objects.get(), "still_holds", people["checker2"])
    assert refused.value.code == "own_article"


def test_a_passage_that_comes_back_closes_its_recheck_with_a_note(people) -> None:
    passage = checked_claim(people).evidence.get().passage
    open_rechecks_for(changes=[altered(passage)])
    back = Change.objects.create(
        source=passage.source,
        passage=passage,
        kind=ChangeKind.PASSAGE_BACK,
        fence=2,
        detail="reads as cited again",
        detected_at=timezone.now(),
    )
    open_rechecks_for(changes=[back])
    recheck = Recheck.objects.get()
    assert (recheck.decision, recheck.decided_by) == ("returned", None)
    assert recheck.comment == "reads as cited again"


def test_prose_that_changes_elsewhere_wakes_nobody(people) -> None:
    passage = checked_claim(people).evidence.get().passage
    prose = Change.objects.create(
        source=passage.source, kind=ChangeKind.UPDATE, fence=3, detected_at=timezone.now()
    )
    open_rechecks_for(changes=[prose])
    assert Recheck.objects.count() == 0


def test_a_dismissed_claim_does_not_come_back(people) -> None:
    claim = checked_claim(people)
    passage = claim.evidence.get().passage
    other = make_claim(people["checker"], claim.article, 1)
    perform_action(
        claim_id=claim.pk, action="merge", actor=people["checker"], other_claim_id=other.pk
    )
    open_rechecks_for(changes=[altered(passage)])
    assert Recheck.objects.count() == 0


def test_best_before_brings_a_checked_claim_back_once(people) -> None:
    claim = checked_claim(people)
    edit_claim(claim_id=claim.pk, actor=people["checker"], best_before=timezone.now())
    assert [open_overdue_rechecks() for _tick in range(3)] == [1, 0, 0]
    decide(Recheck.objects.get(cause="overdue"), "still_holds", people["checker2"])
    assert open_overdue_rechecks() == 0


def test_a_complaint_needs_words(people) -> None:
    claim = checked_claim(people)
    ask = {"claim_id": claim.pk, "cause": "complaint"}
    with pytest.raises(InvalidInput):
        ask_recheck(note="", actor=people["checker"], **ask)
    with pytest.raises(NotPermitted):
        ask_recheck(note="A reader wrote.", actor=people["reporter"], **ask)
    first = ask_recheck(note="A reader wrote.", actor=people["checker"], **ask)
    again = ask_recheck(note="Another reader wrote.", actor=people["checker"], **ask)
    assert first == again, "one open recheck per claim and cause"


def decide(recheck: Recheck, decision: str, actor: Any, comment: str = COMMENT) -> Recheck:
    return decide_recheck(recheck_id=recheck.pk, decision=decision, comment=comment, actor=actor)
