"""What the database itself refuses or finds: second facts of one lease, scans, half wishes."""

from __future__ import annotations

import itertools
import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from factories_sources import (
    ALTERED,
    QUOTE,
    lease,
    look,
    make_due,
    make_passage,
    make_source,
    page_outcome,
)
from local_site import LocalSite

from factcheck.clock import database_now
from factcheck.ids import uuid7
from sources.models import Change, Host, Observation, PassageReading, Snapshot, Source
from sources.services import checking
from sources.services.asking import ask_check
from sources.services.leasing import lease_due
from sources.services.recording import record_outcomes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Snapshot, Observation, PassageReading, Change])
def test_a_second_row_of_one_source_under_one_fence_is_refused(cited, model) -> None:
    _passage, source = cited
    look(source, ALTERED)
    row = model.objects.latest("pk")
    row.pk = None if model is Observation else uuid7()
    row._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([row])
    row.fence += 1
    row.pk = None if model is Observation else uuid7()
    model.objects.bulk_create([row])  # the control: the fence alone stood in the way


def test_an_answer_without_validators_forgets_the_old_ones() -> None:
    source = make_source()
    for etag, modified in (('"v1"', "Mon, 02 Mar 2026 10:00:00 GMT"), ("", "")):
        leased = lease(source)
        due = leased[0].sources[0]
        seen = page_outcome(due, QUOTE, noise=etag or "none", etag=etag, last_modified=modified)
        record_outcomes(leased=leased, outcomes=[seen])
        source.refresh_from_db()
        assert (source.etag, source.last_modified) == (etag, modified)


def test_a_wish_and_the_due_time_of_its_host_are_written_together_or_not_at_all() -> None:
    source = make_source()
    later = database_now() + timedelta(days=3)
    Source.objects.update(next_check_at=later)
    Host.objects.update(next_due_at=later)
    with pytest.raises(RuntimeError), transaction.atomic():
        ask_check(source=source, actor=None)
        raise RuntimeError("the person's request failed afterwards")
    assert Source.objects.get().next_check_at == later
    assert Host.objects.get().next_due_at == later
    ask_check(source=source, actor=None)
    assert Source.objects.get().next_check_at <= database_now()
    assert Host.objects.get().next_due_at <= database_now()


def test_a_wish_at_a_resting_host_waits_for_the_end_of_its_rest() -> None:
    source = make_source()
    rest = database_now() + timedelta(hours=2)
    Host.objects.update(backoff_until=rest)
    ask_check(source=source, actor=None)
    assert lease_due(owner="x") == []
    # A worker started anew knows of the rest too: it stands in the row.
    assert Host.objects.get().backoff_until == rest


@pytest.mark.django_db(transaction=True)
def test_a_stalled_server_ends_with_the_deadline_in_a_thread_without_time_limits(
    local_site: LocalSite, settings
) -> None:
    settings.LEASE_SECONDS = 4
    # Nothing but the deadline of the batch could end this within the wait below.
    settings.FETCH_FIRST_BYTE_SECONDS = settings.FETCH_TOTAL_SECONDS = 300.0
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    for path in ("/robots.txt", "/a", "/b"):
        local_site.stall(path)
    for path in ("/a", "/b"):
        make_source(local_site.url(path))
    done = []

    def work() -> None:
        try:
            done.append(checking.check_due(owner="thread"))
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert [counts.refused for counts in done] == [0]  # in time: the lease was still held
    assert Host.objects.get().lease_until is None


def test_a_paced_host_holds_up_no_other_and_its_rest_is_waited_for_by_nobody(
    local_site: LocalSite, make_site, settings
) -> None:
    slow, quick = local_site, make_site("127.0.0.2")
    settings.FETCH_ALLOW = f"{slow.host_key},{quick.host_key}"
    settings.FETCH_HOST_DELAY_SECONDS = 0
    slow.too_many("/0", "3600")
    for site, number in itertools.product((slow, quick), range(3)):
        if (site, number) != (slow, 0):
            site.html(f"/{number}", "A page", QUOTE)
        make_source(site.url(f"/{number}"))
    began = time.monotonic()
    for _ in range(3):
        checking.check_due(owner="x")
    assert time.monotonic() - began < 60
    assert Source.objects.filter(host__name=quick.host_key, checks=1).count() == 3
    resting = Host.objects.get(name=slow.host_key)
    assert resting.backoff_until > database_now() + timedelta(minutes=50)
    assert resting.lease_until is None
    assert slow.count("/1") + slow.count("/2") <= 2


@pytest.mark.django_db
def test_comparing_by_hand_tells_nobody_asks_nobody_and_writes_nothing(
    local_site: LocalSite, told, tmp_path, django_assert_num_queries
) -> None:
    from io import StringIO

    from django.core.management import call_command

    local_site.html("/a", "A page", ALTERED)
    for name, text in (("before", QUOTE), ("after", ALTERED)):
        (tmp_path / name).write_text(f"<html><body><main><p>{text}</p></main></body></html>")
    out = StringIO()
    with django_assert_num_queries(0):
        call_command(
            "compare_pages",
            str(tmp_path / "before"),
            str(tmp_path / "after"),
            "--url",
            local_site.url("/a"),
            "--passage",
            QUOTE,
            stdout=out,
        )
    assert '"altered"' in out.getvalue()
    assert told == [] and local_site.requests == []


@pytest.mark.postgresql
def test_due_rows_and_the_last_version_are_found_by_index_among_a_hundred_thousand() -> None:
    source = make_source("https://big0.example.com/")
    make_passage(source)
    look(source, QUOTE)
    _multiply(source.pk, 100_000)
    make_due(source)
    due = Source.objects.due(database_now()).filter(host=source.host_id)
    plan = due.order_by("next_check_at")[:20].explain()
    assert "source_due" in plan and "Seq Scan" not in plan
    hosts = Host.objects.filter(next_due_at__lte=database_now()).order_by("next_due_at")[:50]
    assert "Seq Scan" not in hosts.explain()
    last = Snapshot.objects.filter(source=source).order_by("-fence")[:1].explain()
    assert "Index" in last and "Seq Scan" not in last
    [leased] = lease_due(owner="x", hosts=1)
    assert [one.id for one in leased.sources] == [source.pk]


def _multiply(source_id: object, rows: int) -> None:
    """Copies of one source, its host and its snapshot, none of them due."""
    with connection.cursor() as cursor:
        for table, where, changed in (
            (
                "sources_host",
                "id = (SELECT host_id FROM sources_source WHERE id = %(source)s)",
                "id = md5('h' || n)::uuid, name = 'big' || n || '.example.com',"
                " next_due_at = now() + interval '1 day' + n * interval '1 second'",
            ),
            (
                "sources_source",
                "id = %(source)s",
                "id = md5('s' || n)::uuid, host_id = md5('h' || n)::uuid,"
                " url = 'https://big' || n || '.example.com/', latest_snapshot_id = NULL,"
                " next_check_at = now() + interval '1 day' + n * interval '1 second'",
            ),
            (
                "sources_snapshot",
                "source_id = %(source)s",
                "id = md5('v' || n)::uuid, source_id = md5('s' || n)::uuid",
            ),
        ):
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                " AND table_schema = current_schema()",
                [table],
            )
            columns = [name for (name,) in cursor.fetchall()]
            new = dict(one.split(" = ", 1) for one in changed.split(", "))
            chosen = ", ".join(new.get(name, f'"{name}"') for name in columns)
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table},"
                f" generate_series(1, %(rows)s) AS n WHERE {where}",
                {"source": source_id, "rows": rows},
            )
            cursor.execute(f"ANALYZE {table}")
