"""Watching, weighing, accepting; asking for a look, pausing, repairing due times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories_sources import (
    QUOTE,
    lease,
    look,
    make_passage,
    make_source,
    plain_outcome,
)

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.models import Entry
from sources.models import Host, Passage, Source
from sources.services.adding import add_source
from sources.services.asking import (
    ask_check,
    pause_source,
    reconcile_hosts,
    resume_source,
    retire_source,
)
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.passages import (
    accept_reading,
    release_passage,
    reweigh_passage,
    watch_passage,
)
from sources.services.recording import record_outcomes

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=5)


def far(source):
    """Put a page and its host far into the future."""
    when = database_now() + LATER
    Source.objects.filter(pk=source.pk).update(next_check_at=when)
    Host.objects.filter(pk=source.host_id).update(next_due_at=when)


def test_the_same_quote_and_context_is_one_passage_until_it_is_released():
    source = make_source()
    first = make_passage(source, prefix="a", suffix="b")
    assert make_passage(source, prefix="a", suffix="b").pk == first.pk
    assert make_passage(source, prefix="c", suffix="b").pk != first.pk
    release_passage(passage=first, actor=None)
    release_passage(passage=first, actor=None)
    assert make_passage(source, prefix="a", suffix="b").pk != first.pk
    assert Entry.objects.filter(kind="passage.watched").count() == 3
    assert Entry.objects.filter(kind="passage.released").count() == 1


def test_a_passage_of_a_page_read_before_is_looked_for_at_once():
    source = make_source()
    look(source, QUOTE, "Another sentence, which is long enough to be found.")
    source.refresh_from_db()
    here = make_passage(source)
    gone = make_passage(source, exact="Nothing of this kind was ever written on that page.")
    altered = make_passage(source, exact=QUOTE.replace("412", "500"))
    assert (here.state, gone.state, altered.state) == ("intact", "gone", "altered")
    assert here.cited_snapshot_id == source.latest_snapshot_id
    assert gone.cited_snapshot is None
    reading = here.readings.get()
    assert reading.snapshot.text[reading.start : reading.end] == QUOTE
    assert gone.readings.get().reason == altered.readings.get().reason == "not_as_cited"
    assert not source.changes.exists()
    look(source, QUOTE, "Another sentence, which is long enough to be found.", noise="1")
    assert not source.changes.exists()


def test_a_passage_of_an_unread_page_brings_its_look_forward():
    source = make_source()
    far(source)
    make_passage(source)
    source.refresh_from_db()
    assert source.next_check_at <= database_now()
    assert Host.objects.get().next_due_at <= database_now()


def test_a_passage_of_a_book_stands_on_the_word_of_who_cites_it():
    book, _ = add_source(kind="publication", title="A book", locator="p. 1")
    passage = make_passage(book)
    assert passage.state == "intact" and passage.cited_snapshot is None


def test_a_quote_of_nothing_but_space_is_refused():
    with pytest.raises(InvalidInput) as refused:
        watch_passage(source=make_source(), exact=" \u200b\n")
    assert refused.value.field == "exact"


def test_weight_and_deadline_are_stored_and_shorten_the_interval():
    light, heavy = make_source(), make_source()
    now = database_now()
    waits = []
    for source, weight in ((light, 1.0), (heavy, 16.0)):
        passage = make_passage(source)
        reweigh_passage(passage=passage, weight=weight, deadline=None)
        look(source, QUOTE, now=now)
        source.refresh_from_db()
        waits.append(source.interval_seconds)
    assert waits[1] < waits[0] / 3


def test_a_reading_of_another_passage_is_not_accepted():
    source = make_source()
    look(source, QUOTE)
    source.refresh_from_db()
    one, two = make_passage(source), make_passage(source, prefix="x")
    with pytest.raises(Conflict):
        accept_reading(passage=one, reading=two.readings.get(), actor=None)


def test_accepting_a_gone_passage_keeps_the_wording_and_is_on_record():
    source = make_source()
    look(source, "Another sentence, which is long enough to be found.")
    source.refresh_from_db()
    passage = make_passage(source)
    accepted = accept_reading(passage=passage, reading=passage.readings.get(), actor=None)
    assert accepted.accepted_text == QUOTE and accepted.state == "gone"
    assert Entry.objects.filter(kind="reading.accepted").count() == 1


def test_asking_for_a_look_puts_the_page_at_the_head_of_its_hosts_line(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    waiting = [make_source(f"https://line.example.com/{n}") for n in range(3)]
    asked = make_source("https://line.example.com/asked")
    far(asked)
    Host.objects.update(next_due_at=database_now() + LATER)
    entries = Entry.objects.count()
    host_id = ask_check(source=asked, actor=None)
    assert Entry.objects.count() == entries
    [leased] = lease_due(owner="x", host_id=host_id, per_host=2)
    assert [due.id for due in leased.sources] == [asked.pk, waiting[0].pk]


def test_a_wish_during_a_lease_is_not_forgotten():
    source = make_source()
    leased = lease(source)
    other = make_source(source.url + "other")
    far(other)
    ask_check(source=other, actor=None)
    record_outcomes(
        leased=leased, outcomes=[plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)]
    )
    assert Host.objects.get().next_due_at <= database_now() + timedelta(seconds=3)


def test_pausing_resuming_and_retiring_are_facts_and_move_the_schedule():
    source = make_source()
    assert pause_source(source=source, actor=None, reason="rest").next_check_at is None
    with pytest.raises(Conflict):
        ask_check(source=source, actor=None)
    with pytest.raises(Conflict):
        pause_source(source=source, actor=None, reason="again")
    Host.objects.update(next_due_at=None)
    assert resume_source(source=source, actor=None, reason="on").next_check_at is not None
    assert Host.objects.get().next_due_at is not None
    with pytest.raises(Conflict):
        resume_source(source=source, actor=None, reason="on")
    retire_source(source=source, actor=None, reason="moved")
    kinds = Entry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["source.added", "source.paused", "source.resumed", "source.retired"]


def test_leaving_a_page_needs_a_reason():
    with pytest.raises(InvalidInput):
        pause_source(source=make_source(), actor=None, reason=" ")


def test_a_falsified_due_time_is_repaired_and_a_right_one_left_alone():
    forgotten, late, right, unscheduled = (make_source() for _ in range(4))
    Host.objects.filter(pk=forgotten.host_id).update(next_due_at=None)
    Host.objects.filter(pk=late.host_id).update(next_due_at=database_now() + LATER)
    far(right)
    Source.objects.filter(pk=unscheduled.pk).update(next_check_at=None)
    Host.objects.filter(pk=unscheduled.host_id).update(next_due_at=None)
    resting = make_source()
    rest = database_now() + timedelta(hours=1)
    Host.objects.filter(pk=resting.host_id).update(backoff_until=rest, next_due_at=rest)
    assert reconcile_hosts() == 3
    due = dict(Host.objects.values_list("pk", "next_due_at"))
    now = database_now()
    assert due[forgotten.host_id] <= now and due[late.host_id] <= now
    assert due[unscheduled.host_id] <= now
    assert due[right.host_id] > now + timedelta(hours=4)
    assert due[resting.host_id] == rest
    assert reconcile_hosts() == 0


def test_a_released_passage_weighs_nothing():
    passage = make_passage()
    release_passage(passage=passage, actor=None)
    assert Passage.objects.get().weight == 0.0
