"""Replacing a page: its passages follow, nothing is believed before it is found there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_claim, make_people
from factories_sources import (
    ALTERED,
    OTHER,
    QUOTE,
    lease,
    look,
    look_and_see,
    make_passage,
    make_source,
    page_outcome,
    state,
)

from claims.models import Evidence
from claims.services.evidence import cite
from factcheck.clock import database_now
from factcheck.errors import Conflict, FactcheckError, InvalidInput
from factcheck.ledger.models import Entry
from sources.models import Host, Passage, PassageReading, Source
from sources.services.adding import add_source
from sources.services.asking import pause_source
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes
from sources.services.replacing import replace_source

pytestmark = pytest.mark.django_db
NEW = "https://new.example.org/moved"


def replaced(source, url=NEW):
    return replace_source(source=source, by=url, actor=None, reason="The page moved.")


def test_passages_follow_keep_their_snapshot_and_are_unread_until_found(cited, told):
    passage, old = cited
    snapshot = passage.cited_snapshot_id
    new = replaced(old)
    passage.refresh_from_db()
    old.refresh_from_db()
    assert passage.source_id == new.pk and passage.cited_snapshot_id == snapshot
    assert passage.state == "unread"
    assert (old.state, old.replaced_by_id, old.next_check_at) == ("retired", new.pk, None)
    assert old.snapshots.count() == 1 and passage.readings.count() == 1
    assert new.next_check_at <= database_now() and new.host.next_due_at <= database_now()
    look(new, QUOTE, OTHER)
    assert state(passage) == "intact" and passage.cited_snapshot_id == snapshot
    assert passage.readings.first().snapshot.source_id == new.pk
    assert told == []


def test_the_replacement_is_one_entry_that_names_both_pages_and_the_passages(cited):
    passage, old = cited
    new = replaced(old)
    entry = Entry.objects.get(kind="source.replaced")
    assert entry.subject_id == str(old.pk) and entry.note == "The page moved."
    assert entry.data == {"by": str(new.pk), "passages": [str(passage.pk)]}
    assert entry.changes == {"url": [old.url, new.url]}


def test_words_that_are_not_on_the_new_page_are_never_silently_intact(cited, told):
    passage, old = cited
    new = replaced(old)
    look(new, OTHER)
    assert state(passage) == "unread" and passage.missing_count == 1
    passage.missing_since -= timedelta(hours=4)
    passage.save(update_fields=["missing_since"])
    look(new, OTHER)
    look(new, OTHER)
    assert state(passage) == "gone"
    assert told == [(new.pk, ["passage_gone"])]


def test_other_words_on_the_new_page_are_told_at_once(cited, told):
    passage, old = cited
    new = replaced(old)
    look(new, ALTERED, OTHER)
    assert state(passage) == "altered" and told == [(new.pk, ["passage_altered"])]


def test_a_new_page_that_cannot_be_read_leaves_the_passage_unread(cited):
    passage, old = cited
    new = replaced(old)
    look_and_see(new, OutcomeKind.BLOCKED)
    assert state(passage) == "unread"


def test_a_passage_that_comes_to_a_younger_host_does_not_collide_with_its_old_readings(cited):
    passage, old = cited
    Host.objects.filter(pk=old.host_id).update(fence=0)
    PassageReading.objects.filter(passage=passage).update(fence=1)
    new = replaced(old)
    look(new, QUOTE, OTHER)
    assert state(passage) == "intact"
    assert passage.readings.count() == 2


def test_a_worker_that_reads_the_new_page_meanwhile_harms_nothing(cited):
    passage, old = cited
    new, _created = add_source(url=NEW)
    PassageReading.objects.filter(passage=passage).update(fence=50)
    leased = lease(new)
    outcome = page_outcome(leased[0].sources[0], OTHER)
    replaced(old)
    counts = record_outcomes(leased=leased, outcomes=[outcome])
    assert counts.refused == 1 and state(passage) == "unread"
    Host.objects.filter(pk=new.host_id).update(lease_until=None)
    look(new, QUOTE)
    assert state(passage) == "intact"


def test_a_page_known_already_takes_the_passages_and_is_read_in_full(cited):
    passage, old = cited
    new = make_source(NEW)
    look(new, QUOTE, OTHER)
    pause_source(source=new, actor=None, reason="For a while.")
    replaced(old)
    new.refresh_from_db()
    assert new.state == "active" and new.body_sha256 == ""
    look(new, QUOTE, OTHER)
    assert state(passage) == "intact"


def test_a_page_moved_there_and_back_ends_where_it_began(cited):
    _passage, old = cited
    new = replaced(old)
    back = replaced(new, old.url)
    assert back.pk == old.pk
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.state == "active" and old.replaced_by_id is None
    assert new.replaced_by_id == old.pk
    assert Passage.objects.get().source_id == old.pk


def test_what_cannot_be_replaced_is_refused_and_nothing_moves(cited):
    _passage, old = cited
    for url, error in (
        (old.url, Conflict),
        ("http://127.0.0.1/", FactcheckError),
        ("no address", FactcheckError),
    ):
        with pytest.raises(error):
            replaced(old, url)
    with pytest.raises(InvalidInput):
        replace_source(source=old, by=NEW, actor=None, reason=" ")
    book, _created = add_source(kind="publication", title="A book")
    with pytest.raises(Conflict) as refused:
        replaced(book)
    assert refused.value.code == "not_a_page"
    assert Passage.objects.get().source_id == old.pk
    assert not Source.objects.filter(url=NEW).exists()
    replaced(old)
    with pytest.raises(Conflict) as refused:
        replaced(old, NEW + "/again")
    assert refused.value.code == "already_replaced"


def test_evidence_is_not_standing_until_the_new_page_was_read():
    people = make_people()
    claim = make_claim(people["reporter"])
    evidence = cite(
        claim_id=claim.pk,
        url="https://old.example.org/a",
        quote=QUOTE,
        stance="supports",
        actor=people["checker"],
    )
    old = evidence.passage.source
    look(old, QUOTE, OTHER)
    assert evidence in Evidence.objects.standing()
    new = replaced(old)
    assert evidence not in Evidence.objects.standing()
    Passage.objects.filter(pk=evidence.passage_id).update(state="cannot_tell")
    assert evidence not in Evidence.objects.standing()
    look(new, QUOTE, OTHER)
    assert evidence in Evidence.objects.standing()
    Passage.objects.filter(pk=evidence.passage_id).update(state="cannot_tell")
    assert evidence in Evidence.objects.standing()


def test_a_source_without_passages_can_be_replaced_too():
    old = make_source()
    make_passage(make_source("https://unrelated.example.net/"))
    new = replaced(old)
    assert new.passages.count() == 0
