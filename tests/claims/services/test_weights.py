"""How much rests on a passage: open deadlines, and what was published lately."""

from __future__ import annotations

from datetime import timedelta

import pytest
from claim_steps import checked, ready
from factories import make_people

from claims.models import Claim
from claims.services.verdicts import publish_verdict, withdraw_verdict
from claims.services.weights import reweigh_claim
from factcheck.clock import now
from sources.services.planning import weight_of

pytestmark = pytest.mark.django_db


def passage_of(claim):
    return claim.evidence.get().passage


def test_the_deadline_of_a_claim_counts_until_its_verdict_is_published():
    people = make_people()
    claim = checked(people)
    due = now() + timedelta(days=1)
    Claim.objects.filter(pk=claim.pk).update(due_at=due)
    claim.refresh_from_db()
    reweigh_claim(claim)
    assert passage_of(claim).deadline == due
    publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])
    assert passage_of(claim).deadline is None
    withdraw_verdict(verdict_id=claim.verdict_id, actor=people["editor"], reason="Wrong.")
    assert passage_of(claim).deadline == due


def test_what_was_published_lately_weighs_double_for_a_while(settings):
    settings.PUBLISHED_LATELY_DAYS = 7
    people = make_people()
    claim = checked(people)
    before = weight_of([passage_of(claim)], now())
    publish_verdict(verdict_id=claim.verdict_id, actor=people["editor"])
    passage = passage_of(claim)
    assert weight_of([passage], now()) == 8.0 > before
    assert weight_of([passage], now() + timedelta(days=6)) == 8.0
    assert weight_of([passage], now() + timedelta(days=8)) == 4.0


def test_a_claim_being_checked_weighs_less_than_one_in_review():
    people = make_people()
    assert weight_of([passage_of(ready(people))], now()) == 1.0
    assert weight_of([passage_of(checked(people))], now()) >= 2.0
