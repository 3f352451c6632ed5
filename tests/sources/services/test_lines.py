"""Wishes come before the schedule and in turns; none is lost behind a lease."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_person
from factories_sources import lease, make_due, make_source, plain_outcome

from factcheck.clock import database_now
from sources.models import Host, Source
from sources.services.asking import ask_check
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes

pytestmark = pytest.mark.django_db


def pages(count):
    made = [make_source(f"https://line.example.com/{number}") for number in range(count)]
    Source.objects.update(next_check_at=database_now() + timedelta(days=1))
    return made


def line():
    return [due.url.rsplit("/", 1)[1] for due in lease_due(owner="x")[0].sources]


def test_people_who_ask_take_turns(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    one, two = make_person("checker"), make_person("checker")
    made = pages(7)
    make_due(made[6])
    for number in (0, 1, 2, 3):
        ask_check(source=made[number], actor=one)
    ask_check(source=made[4], actor=two)
    ask_check(source=made[5], actor=two)
    assert line() == ["0", "4", "1", "5", "2", "3", "6"]


def test_asking_twice_keeps_the_place(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    one = make_person("checker")
    made = pages(3)
    for number in (0, 1, 2, 0, 0):
        ask_check(source=made[number], actor=one)
    assert line() == ["0", "1", "2"]


def test_a_wish_for_the_very_page_that_is_being_read_is_answered_by_a_later_look():
    source = make_source()
    leased = lease(source)
    early = plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)
    ask_check(source=source, actor=None)
    record_outcomes(leased=leased, outcomes=[early])
    source.refresh_from_db()
    assert source.schedule_reason == "asked"
    assert source.next_check_at <= database_now()
    assert Host.objects.get().next_due_at <= database_now() + timedelta(seconds=3)
    make_due(source)
    leased = lease_due(owner="again")
    later = plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)
    record_outcomes(leased=leased, outcomes=[later])
    source.refresh_from_db()
    assert source.schedule_reason != "asked" and source.next_check_at > database_now()
