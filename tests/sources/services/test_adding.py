"""One source per page, whoever adds it, and due at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from factories_sources import lease, make_source, plain_outcome

from factcheck.clock import database_now
from factcheck.errors import InvalidInput, UrlRefused
from factcheck.ledger.models import Entry
from sources.models import Host, Source
from sources.services.adding import add_source
from sources.services.asking import retire_source
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes


@pytest.mark.django_db
def test_spellings_of_one_page_are_one_source_and_one_ledger_fact():
    first, created = add_source(url="https://Example.COM:443/a/../b?utm_source=x&q=1#top")
    again, created_again = add_source(url="https://example.com/b?q=1")
    assert (created, created_again) == (True, False)
    assert first.pk == again.pk and first.url == "https://example.com/b?q=1"
    assert Entry.objects.filter(kind="source.added").count() == 1


@pytest.mark.django_db
def test_a_new_page_is_due_at_once():
    source = make_source()
    host = Host.objects.get(pk=source.host_id)
    assert host.next_due_at == source.next_check_at <= database_now()
    assert lease_due(owner="x")[0].sources[0].id == source.pk


@pytest.mark.django_db
def test_a_page_added_while_its_host_is_leased_is_due_afterwards():
    first = make_source("https://busy.example.com/1")
    leased = lease(first)
    second = make_source("https://busy.example.com/2")
    record_outcomes(
        leased=leased, outcomes=[plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)]
    )
    host = Host.objects.get(pk=first.host_id)
    assert host.lease_until is None
    assert host.next_due_at <= database_now() + timedelta(seconds=3)
    Host.objects.update(next_due_at=database_now() - timedelta(seconds=1))
    assert [due.id for due in lease_due(owner="x")[0].sources] == [second.pk]


@pytest.mark.django_db
def test_a_host_that_wants_rest_is_not_woken_by_a_new_page():
    first = make_source("https://tired.example.com/1")
    later = database_now() + timedelta(hours=1)
    Host.objects.filter(pk=first.host_id).update(backoff_until=later, next_due_at=None)
    make_source("https://tired.example.com/2")
    assert Host.objects.get(pk=first.host_id).next_due_at == later


@pytest.mark.django_db
def test_works_outside_the_web_have_no_schedule_and_are_one_source_per_locator():
    book, _ = add_source(kind="publication", title="A book", locator="p. 12")
    same, created = add_source(kind="publication", title="A book", locator="p. 12")
    other, _ = add_source(kind="publication", title="A book", locator="p. 13")
    assert not created and same.pk == book.pk != other.pk
    assert book.next_check_at is None and book.host is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": None}, "url"),
        ({"url": "  "}, "url"),
        ({"kind": "rumour", "url": "https://example.com/"}, "kind"),
        ({"kind": "document"}, "title"),
        ({"kind": "document", "title": "x", "url": "https://example.com/"}, "url"),
        ({"url": "https://example.com/", "title": "x" * 501}, "title"),
        ({"url": "https://example.com/", "title": "x\0"}, "title"),
    ],
)
def test_bad_input_is_refused_by_field_and_nothing_is_written(values, field):
    with pytest.raises(InvalidInput) as refused:
        add_source(**values)
    assert refused.value.field == field and refused.value.remedy
    assert not Source.objects.exists() and not Host.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "https://user:pw@example.com/", "x"]
)
def test_addresses_that_must_not_be_read_are_refused(url):
    with pytest.raises(UrlRefused):
        add_source(url=url)
    assert not Host.objects.exists()


@pytest.mark.django_db
def test_a_retired_page_that_is_cited_again_is_watched_again():
    source = make_source()
    retire_source(source=source, actor=None, reason="moved")
    again, created = add_source(url=source.url)
    assert not created and again.pk == source.pk
    assert again.state == "active" and again.next_check_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_one_page_at_the_same_moment_get_one_row():
    barrier, found, errors = threading.Barrier(4), [], []

    def add():
        try:
            barrier.wait(10)
            found.append(add_source(url="https://race.example.com/page"))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    assert Source.objects.count() == Host.objects.count() == 1
    assert sorted(created for _source, created in found) == [False, False, False, True]
    assert Entry.objects.filter(kind="source.added").count() == 1
