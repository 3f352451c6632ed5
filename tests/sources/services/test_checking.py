"""From lease to record against a real site on loopback, and the doorbells that start it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import connection
from factories_sources import QUOTE, make_due, make_passage, make_source

from factcheck.clock import database_now
from sources import tasks
from sources.models import Change, Host, Observation, Snapshot, Source
from sources.services import checking, interpreting
from sources.services.leasing import lease_due

pytestmark = pytest.mark.django_db
OTHER = "The mayor opened a new bridge in the north of the city on Monday, people said."
ALTERED = QUOTE.replace("412", "142")


@pytest.fixture
def site(local_site, settings):
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    settings.CONFIRM_SECONDS = 600
    return local_site


def check():
    """Everything is due; one batch."""
    Host.objects.update(backoff_until=None)
    make_due()
    return checking.check_due(owner="test")


def kinds():
    return list(Change.objects.order_by("pk").values_list("kind", flat=True))


def test_a_page_is_read_its_passage_found_and_an_altered_one_told_once(site):
    site.html("/a", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/a"))
    passage = make_passage(source)
    assert check().readable == 1
    passage.refresh_from_db()
    source.refresh_from_db()
    assert passage.state == "intact" and source.title == "Ships"
    assert source.etag and source.body_sha256
    site.html("/a", "Ships", ALTERED, OTHER)
    for _ in range(7):
        check()
    assert kinds() == ["passage_altered", "correction"]
    change = Change.objects.get(kind="passage_altered")
    assert (change.before, change.after) == (QUOTE, ALTERED)
    reading = change.reading
    assert reading.snapshot.text[reading.start : reading.end] == ALTERED


def test_two_passages_of_one_page_cost_one_request(site):
    site.html("/a", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/a"))
    passages = [make_passage(source), make_passage(source, exact=OTHER)]
    check()
    assert site.count("/a") == 1
    for passage in passages:
        passage.refresh_from_db()
    assert [passage.state for passage in passages] == ["intact", "intact"]


def test_an_unchanged_page_is_asked_with_its_validators_and_never_parsed(site, monkeypatch):
    site.html("/a", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/a"))
    make_passage(source)
    check()

    def refuse(*_args, **_kwargs):
        raise AssertionError("an unchanged page was parsed")

    monkeypatch.setattr(interpreting, "read_safely", refuse)
    check()
    assert "if-none-match" in {name.lower() for name in site.seen("/a")[-1].headers}
    site.html("/a", "Ships", QUOTE, OTHER, validators=False)
    check()
    outcomes = list(source.observations.order_by("pk").values_list("outcome", "status"))
    assert outcomes == [("ok", 200), ("not_modified", 304), ("unchanged", 200)]
    source.refresh_from_db()
    assert (source.etag, source.last_modified) == ("", "")


def test_every_tenth_look_is_unconditional_so_that_a_lying_304_is_found_out(site):
    site.html("/a", "Ships", QUOTE, OTHER, etag='"same"')
    source = make_source(site.url("/a"))
    make_passage(source)
    check()
    site.html("/a", "Ships", ALTERED, OTHER, etag='"same"')
    looks = 0
    while not kinds() and looks < 15:
        check()
        looks += 1
    assert kinds() == ["passage_altered", "correction"] and looks == 10


def test_a_410_is_told_at_once_and_a_404_is_not(site):
    site.html("/gone", "Ships", QUOTE)
    site.html("/missing", "Ships", QUOTE)
    passages = [make_passage(make_source(site.url(path))) for path in ("/gone", "/missing")]
    check()
    site.gone("/gone")
    site.missing("/missing")
    check()
    assert kinds() == ["source_gone"]
    for passage in passages:
        passage.refresh_from_db()
    assert [passage.state for passage in passages] == ["gone", "intact"]


def test_walls_errors_and_captchas_are_no_change(site):
    source = make_source(site.url("/a"))
    site.html("/a", "Ships", QUOTE)
    make_passage(source)
    check()
    for behave in (site.captcha, site.failing, site.too_many):
        behave("/a")
        check()
    source.refresh_from_db()
    assert kinds() == [] and source.fail_count == 3
    site.html("/a", "Ships", QUOTE)
    check()
    source.refresh_from_db()
    assert kinds() == [] and (source.health, source.fail_count) == ("ok", 0)


def test_a_429_holds_the_whole_host_and_its_other_pages_stay_due(site):
    for number in range(3):
        site.too_many(f"/{number}", "120")
        make_source(site.url(f"/{number}"))
    now = database_now()
    counts = checking.check_due(owner="test")
    assert counts.checked == 1 and Observation.objects.count() == 1
    host = Host.objects.get()
    assert host.backoff_until >= now + timedelta(seconds=115)
    assert host.next_due_at == host.backoff_until
    assert Source.objects.due(database_now()).count() == 2
    assert checking.check_due(owner="test").hosts == 0


def test_robots_are_obeyed_unless_the_page_has_an_exception_and_are_kept(site):
    site.robots("User-agent: *\nDisallow: /")
    site.html("/a", "Ships", QUOTE)
    source = make_source(site.url("/a"))
    check()
    source.refresh_from_db()
    assert source.health == "robots" and site.count("/a") == 0
    assert Host.objects.get().robots_text.startswith("User-agent")
    Source.objects.update(robots_policy="ignore")
    check()
    assert site.count("/a") == 1 and site.count("/robots.txt") == 1


def test_a_retraction_on_the_page_is_labelled_and_told(site):
    site.html("/a", "Ships", QUOTE, OTHER)
    make_passage(make_source(site.url("/a")))
    check()
    site.html("/a", "Ships", "This article has been retracted.", QUOTE, OTHER)
    check()
    assert "retracted" in kinds()
    assert Snapshot.objects.order_by("pk").last().labels == ["retraction"]


def test_a_defect_in_reading_one_page_costs_no_other_page(site, monkeypatch, caplog):
    real = interpreting.read_safely

    def sometimes(body, **more):
        if more["url"].endswith("/bad"):
            raise ValueError("a defect of ours")
        return real(body, **more)

    monkeypatch.setattr(interpreting, "read_safely", sometimes)
    for path in ("/bad", "/good"):
        site.html(path, "Ships", QUOTE)
        make_source(site.url(path))
    counts = check()
    assert (counts.checked, counts.readable) == (2, 1)
    assert set(Observation.objects.values_list("outcome", flat=True)) == {"failed", "ok"}
    assert "a defect of ours" in caplog.text


def test_binary_empty_and_nul_pages_are_recorded_and_break_nothing(site):
    site.page("/nul", f"<p>{QUOTE}\0 and \0 more</p>")
    site.page("/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, content_type="image/png")
    site.page("/empty", b"")
    passages = [make_passage(make_source(site.url(p))) for p in ("/nul", "/png", "/empty")]
    assert check().checked == 3
    for passage in passages:
        passage.refresh_from_db()
    assert [passage.state for passage in passages] == ["intact", "unread", "unread"]


def test_nothing_is_fetched_inside_a_transaction(site, monkeypatch):
    seen = []
    real = checking.fetch_batch

    def spy(*args, **more):
        seen.append((len(connection.savepoint_ids), Host.objects.get().lease_owner))
        return real(*args, **more)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(checking, "fetch_batch", spy)
    site.html("/a", "Ships", QUOTE)
    make_source(site.url("/a"))
    check()
    assert seen == [(outside, "test")]


def test_checking_one_host_reads_it_and_does_nothing_while_it_is_leased(site):
    site.html("/a", "Ships", QUOTE)
    source = make_source(site.url("/a"))
    lease_due(owner="another")
    assert checking.check_host(host_id=source.host_id, owner="me").hosts == 0
    Host.objects.update(lease_until=None)
    assert checking.check_host(host_id=source.host_id, owner="me").readable == 1


# --- doorbells -------------------------------------------------------------------


@pytest.fixture
def rings(monkeypatch):
    heard = []
    monkeypatch.setattr(
        tasks.check_due_sources,
        "apply_async",
        lambda *args, **more: heard.append((args, more)),
    )
    return heard


def test_the_tick_rings_once_per_fifty_due_hosts_up_to_the_room_in_the_queue(rings, monkeypatch):
    assert tasks.dispatch_checks() == 0
    monkeypatch.setattr(tasks, "queue_length", lambda: 0)
    monkeypatch.setattr(checking, "count_due_hosts", lambda limit: 120)
    assert tasks.dispatch_checks() == 3
    assert rings == [((), {"expires": 30})] * 3
    monkeypatch.setattr(tasks, "queue_length", lambda: tasks.QUEUE_CAP - 1)
    assert tasks.dispatch_checks() == 1
    monkeypatch.setattr(tasks, "queue_length", lambda: tasks.QUEUE_CAP + 9)
    assert tasks.dispatch_checks() == 0


def test_the_length_of_the_queue_is_read_from_the_broker():
    with current_app.connection_for_write() as broker:
        channel = broker.default_channel
        channel.queue_declare(tasks.CHECK_QUEUE)
        channel.queue_purge(tasks.CHECK_QUEUE)
        assert tasks.queue_length() == 0
        channel.basic_publish(channel.prepare_message("x"), "", tasks.CHECK_QUEUE)
        found = tasks.queue_length()
        channel.queue_purge(tasks.CHECK_QUEUE)
    assert found == 1


def test_a_full_batch_rings_again_and_a_last_one_does_not(rings, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH_HOSTS", 1)
    assert tasks.check_due_sources() == 0 and rings == []
    monkeypatch.setattr(
        checking, "check_due", lambda owner, hosts: checking.CheckCounts(hosts=1, checked=4)
    )
    assert tasks.check_due_sources() == 4
    assert rings == [((), {"expires": 30})]


def test_the_command_reads_until_nothing_is_due(site):
    for number in range(3):
        site.html(f"/{number}", "Ships", QUOTE)
        make_source(site.url(f"/{number}"))
    said = StringIO()
    call_command("check_sources", stdout=said)
    assert "3 pages read" in said.getvalue()
    call_command("check_sources", url=site.url("/1"), stdout=said)
    assert site.count("/1") == 2
    call_command("check_sources", now=True, stdout=said)
    assert Observation.objects.count() == 7
    with pytest.raises(CommandError, match="No source has the address"):
        call_command("check_sources", url="https://example.com/unknown")
