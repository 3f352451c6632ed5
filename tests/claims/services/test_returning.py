"""What comes back as it was closes its recheck with a note, from the look to the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override
from factories import make_article, make_claim, make_rating
from factories_sources import ALTERED, OTHER, QUOTE, look, look_and_see, make_passage, make_source

from claims.models import Claim, Recheck
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.rechecks import decide_recheck
from claims.services.transitions import perform_action
from factcheck.ledger.models import Entry
from sources.models import Source
from sources.services.outcomes import OutcomeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def resting(people) -> tuple[Claim, Source]:
    """A checked claim and the page it rests on, read once."""
    claim = make_claim(people["checker"], make_article(), 0)
    step = {"claim_id": claim.pk, "actor": people["checker"]}
    perform_action(action="queue", **step)
    perform_action(action="take", **step)
    evidence = cite(stance="supports", quote=QUOTE, url="https://page.example.com/ships", **step)
    source = evidence.passage.source
    look(source, QUOTE, OTHER)
    edit_claim(draft_rating=make_rating(), draft_rationale="The page says so.", **step)
    perform_action(action="submit", **step)
    claim = perform_action(claim_id=claim.pk, action="approve", actor=people["editor"])
    return claim, source


def returned() -> Recheck:
    recheck = Recheck.objects.get()
    assert (recheck.decision, recheck.decided_by) == ("returned", None)
    return recheck


def page_of(recheck: Recheck, person, language: str) -> str:
    person.language = language
    person.save(update_fields=["language"])
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(
        f"/admin/claims/recheck/{recheck.pk}/change/", headers={"accept-language": language}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_passage_that_reads_as_accepted_again_closes_its_recheck_and_the_approval_stands(
    resting, people
):
    claim, source = resting
    look(source, ALTERED, OTHER)
    assert Recheck.objects.awaiting().count() == 1
    look(source, QUOTE, OTHER)
    recheck = returned()
    assert recheck.changes.count() == 2
    claim.refresh_from_db()
    assert claim.status == "checked" and not claim.approval_is_void
    entry = Entry.objects.filter(kind="recheck.decided").get()
    assert entry.actor_id is None and entry.data["decision"] == "returned"
    assert "the words stand there as accepted again" in page_of(recheck, people["checker"], "en")
    assert "承認された文言に戻っています" in page_of(recheck, people["checker"], "ja")
    with override("ja"):
        assert str(recheck.get_decision_display()) != "closed: the passage is back"


def test_a_page_that_comes_back_closes_the_recheck_of_its_going(resting):
    claim, source = resting
    look_and_see(source, OutcomeKind.GONE, status=410)
    assert Recheck.objects.awaiting().get().cause == "source_gone"
    look(source, QUOTE, OTHER)
    assert returned().comment == "back_as_accepted"
    claim.refresh_from_db()
    assert claim.status == "checked" and not claim.approval_is_void


def test_a_page_that_comes_back_with_other_words_leaves_its_recheck_open(resting):
    _claim, source = resting
    look_and_see(source, OutcomeKind.GONE, status=410)
    look(source, ALTERED, OTHER)
    recheck = Recheck.objects.awaiting().get()
    assert set(recheck.changes.values_list("kind", flat=True)) == {
        "source_gone",
        "passage_altered",
    }


def test_what_a_person_has_decided_is_not_undone_by_a_return(resting, people):
    claim, source = resting
    look(source, ALTERED, OTHER)
    decide_recheck(
        recheck_id=Recheck.objects.get().pk,
        decision="verdict_changes",
        comment="The number is another one now.",
        actor=people["checker"],
    )
    look(source, QUOTE, OTHER)
    recheck = Recheck.objects.get()
    assert recheck.decision == "verdict_changes" and recheck.decided_by == people["checker"]
    claim.refresh_from_db()
    assert claim.status == "checking"


def test_a_page_that_returns_without_citations_troubles_nobody():
    source = make_source()
    make_passage(source)
    look(source, QUOTE)
    look_and_see(source, OutcomeKind.GONE, status=410)
    look(source, QUOTE)
    assert not Recheck.objects.exists()
