"""One worker per host at a time; lost workers lose nothing; poison is set aside."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from factories_sources import (
    expire_leases,
    make_due,
    make_passage,
    make_source,
    plain_outcome,
)

from factcheck.clock import database_now
from factcheck.ledger.models import Entry
from sources.models import Host, Observation, Source
from sources.services.leasing import lease_due, watched_passages
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes


@pytest.mark.django_db
def test_a_leased_host_is_not_leased_again_until_the_lease_runs_out():
    source = make_source()
    first = lease_due(owner="a")
    assert [due.id for due in first[0].sources] == [source.pk]
    assert lease_due(owner="b") == []
    expire_leases()
    second = lease_due(owner="b")
    assert second[0].fence == first[0].fence + 1
    assert Host.objects.get().lease_owner == "b"


@pytest.mark.django_db
def test_a_lease_takes_the_oldest_hosts_and_pages_and_their_watched_passages(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    for number in range(5):
        make_source(f"https://many.example.com/{number}")
    old = make_source("https://many.example.com/old")
    passage = make_passage(old)
    make_source("https://other.example.com/")
    make_due()
    Source.objects.filter(pk=old.pk).update(next_check_at=database_now() - timedelta(days=1))
    Host.objects.filter(pk=old.host_id).update(next_due_at=database_now() - timedelta(days=1))
    [leased] = lease_due(owner="x", hosts=1, per_host=3)
    assert leased.name == "many.example.com" and len(leased.sources) == 3
    assert leased.sources[0].id == old.pk
    assert [due.is_cited for due in leased.sources] == [True, False, False]
    watched = watched_passages([due.id for due in leased.sources])
    assert {pk: [one.id for one in ones] for pk, ones in watched.items()} == {old.pk: [passage.pk]}


@pytest.mark.django_db
def test_a_slow_spacing_limits_how_many_pages_one_lease_takes(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 30
    for number in range(10):
        make_source(f"https://slow.example.com/{number}")
    make_due()
    assert len(lease_due(owner="x")[0].sources) == 3


@pytest.mark.django_db
def test_pages_not_due_paused_or_resting_are_left_alone():
    early = make_source()
    Source.objects.filter(pk=early.pk).update(next_check_at=database_now() + timedelta(hours=1))
    resting = make_source()
    Host.objects.filter(pk=resting.host_id).update(
        backoff_until=database_now() + timedelta(hours=1)
    )
    leased = lease_due(owner="x")
    assert [host.name for host in leased] == [early.host.name]
    assert leased[0].sources == ()
    record_outcomes(leased=leased, outcomes=[])
    early.host.refresh_from_db()
    assert early.host.next_due_at > database_now() + timedelta(minutes=50)


@pytest.mark.django_db
def test_a_page_that_keeps_killing_its_workers_is_isolated_then_set_aside_and_told(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    pages = [make_source(f"https://poison.example.com/{number}") for number in range(4)]
    make_due()
    poison = pages[2]
    Source.objects.filter(pk=pages[0].pk).update(next_check_at=database_now() - timedelta(hours=1))
    sizes = []
    for _ in range(30):
        expire_leases()
        leased = lease_due(owner="mortal")
        if not leased or not leased[0].sources:
            break
        sizes.append(len(leased[0].sources))
        if any(due.id == poison.pk for due in leased[0].sources):
            continue  # the worker dies: nothing is recorded
        record_outcomes(
            leased=leased,
            outcomes=[plain_outcome(due, OutcomeKind.NOT_MODIFIED) for due in leased[0].sources],
        )
        Host.objects.update(next_due_at=database_now() - timedelta(seconds=1))
    poison.refresh_from_db()
    assert poison.state == "quarantined" and poison.next_check_at is None
    assert sizes[:2] == [4, 4] and 1 in sizes
    assert Entry.objects.get(kind="source.quarantined").subject_id == str(poison.pk)
    others = Source.objects.exclude(pk=poison.pk)
    assert all(one.checks == 1 for one in others)
    assert Host.objects.get().leases_since_ok <= 2


@pytest.mark.django_db
def test_the_column_of_the_lease_stands_in_no_index():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Host._meta.db_table)
    assert not any("lease_until" in one["columns"] for one in constraints.values())


@pytest.mark.django_db(transaction=True)
def test_workers_that_lease_at_the_same_moment_share_no_host_and_do_nothing_twice():
    for number in range(24):
        make_source(f"https://h{number}.example.com/")
    make_due()
    barrier, taken, errors = threading.Barrier(4), [], []

    def work(owner):
        try:
            barrier.wait(10)
            while leased := lease_due(owner=owner, hosts=3):
                taken.extend((owner, host.id) for host in leased)
                record_outcomes(
                    leased=leased,
                    outcomes=[
                        plain_outcome(due, OutcomeKind.NOT_MODIFIED)
                        for host in leased
                        for due in host.sources
                    ],
                )
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    hosts = [host for _owner, host in taken]
    assert len(hosts) == len(set(hosts)) == 24
    assert Observation.objects.count() == 24
    assert set(Source.objects.values_list("checks", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_pages_added_while_batches_are_recorded_are_never_forgotten():
    first = make_source("https://stress.example.com/0")
    stop, errors = threading.Event(), []

    def work():
        try:
            while not stop.is_set():
                leased = lease_due(owner="worker")
                record_outcomes(
                    leased=leased,
                    outcomes=[
                        plain_outcome(due, OutcomeKind.NOT_MODIFIED)
                        for host in leased
                        for due in host.sources
                    ],
                )
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(1, 30):
            make_source(f"https://stress.example.com/{number}")
    finally:
        stop.set()
        worker.join(30)
    assert not errors
    waiting = Source.objects.due(database_now()).filter(host=first.host_id)
    host = Host.objects.get()
    if waiting.exists():
        assert host.next_due_at <= database_now() + timedelta(seconds=3)
    expire_leases()
    while waiting.exists():
        Host.objects.update(next_due_at=database_now() - timedelta(seconds=1))
        leased = lease_due(owner="later")
        assert leased and leased[0].sources
        record_outcomes(
            leased=leased,
            outcomes=[plain_outcome(due, OutcomeKind.NOT_MODIFIED) for due in leased[0].sources],
        )
    assert set(Source.objects.values_list("checks", flat=True)) == {1}
