"""Entries commit in any order; a reader by position misses none. The control does."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from factcheck.ledger.models import Entry, Seal
from factcheck.ledger.services import read_events, record_entry, seal_entries
from factcheck.ledger.verification import verify_ledger

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 150


def write(writer):
    chance = random.Random(writer)
    # SQLite's writers queue up behind each other, so their pauses add up.
    longest = 0.02 if connection.vendor == "postgresql" else 0.001
    for number in range(EACH):
        with transaction.atomic():
            record_entry(kind="claim.edited", subject_type="claim", subject_id=f"{writer}-{number}")
            time.sleep(chance.uniform(0, longest))


def seal_until(done):
    while not done.is_set():
        seal_entries(limit=40)
        time.sleep(0.002)
    while seal_entries():
        continue


def next_by_position(cursor):
    return [(seal.position, seal.entry.subject_id) for seal in read_events(cursor or 0, limit=50)]


def next_by_id(cursor):
    newer = Entry.objects.filter(pk__gt=cursor) if cursor else Entry.objects.all()
    return [(entry.pk, entry.subject_id) for entry in newer.order_by("pk")[:50]]


def page_until(done, next_page):
    cursor, seen = None, []
    while True:
        last_round = done.is_set()
        page = next_page(cursor)
        seen += page
        if page:
            cursor = page[-1][0]
        elif last_round:
            return seen
        time.sleep(0.001)


def closing(act, *args):
    try:
        return act(*args)
    finally:
        connections.close_all()


def read_while_writing(next_page, sealers=1):
    written, sealed = threading.Event(), threading.Event()
    with ThreadPoolExecutor(WRITERS + sealers + 1) as pool:
        reader = pool.submit(closing, page_until, sealed, next_page)
        seals = [pool.submit(closing, seal_until, written) for _sealer in range(sealers)]
        writers = [pool.submit(closing, write, number) for number in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            written.set()
        try:
            for seal in seals:
                seal.result()
        finally:
            sealed.set()
        return reader.result()


def test_a_reader_by_position_misses_nothing_of_six_writers_who_commit_late():
    seen = read_while_writing(next_by_position)
    assert [position for position, _subject in seen] == list(range(1, WRITERS * EACH + 1))
    assert len({subject for _position, subject in seen}) == WRITERS * EACH
    for writer in range(WRITERS):
        mine = [subject for _position, subject in seen if subject.startswith(f"{writer}-")]
        assert mine == [f"{writer}-{number}" for number in range(EACH)]
    assert verify_ledger().whole


def test_a_reader_by_id_loses_late_commits():
    """The control: had this seen all on PostgreSQL, the test above would prove nothing."""
    seen = read_while_writing(next_by_id)
    if connection.vendor == "postgresql":
        assert len(seen) < WRITERS * EACH
    else:
        # One writer at a time, so on SQLite the order of ids is the order of commits.
        assert len(seen) == WRITERS * EACH


def test_three_sealers_at_once_make_one_chain_without_gap():
    seen = read_while_writing(next_by_position, sealers=3)
    assert [position for position, _subject in seen] == list(range(1, WRITERS * EACH + 1))
    assert verify_ledger().whole


def test_a_second_sealer_seals_nothing_while_the_first_one_works():
    with transaction.atomic():
        record_entry(kind="claim.edited", subject_type="claim", subject_id="1")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert seal_entries() == 1
            second = pool.submit(closing, seal_entries)
            if connection.vendor == "postgresql":
                # At once: the first transaction is still open. SQLite's second writer waits.
                assert second.result(timeout=10) == 0
        assert second.result(timeout=30) == 0
    assert Seal.objects.get().position == 1
