"""Hosts that cannot keep up are told and stretched; the desk's budget stretches all alike."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from factories_sources import QUOTE, look, make_due, make_source, plain_outcome

from factcheck.clock import database_now
from sources.admin.rhythm import load_in_words
from sources.models import Host, Source
from sources.services.leasing import lease_due
from sources.services.loads import measure_loads
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes

pytestmark = pytest.mark.django_db


def crowd(name, count, **more):
    """Many pages on one server, made in arrays."""
    host = Host.objects.create(name=name, next_due_at=database_now())
    numbers = itertools.count()
    more.setdefault("next_check_at", database_now())
    Source.objects.bulk_create(
        [
            Source(url=f"https://{name}/{number}", host=host, **more)
            for number in itertools.islice(numbers, count)
        ],
        batch_size=1000,
    )
    return host


def test_a_server_with_fifty_thousand_pages_is_told_and_its_intervals_are_stretched():
    host = crowd("crowded.example.com", 50_000)
    small = crowd("small.example.com", 3)
    assert measure_loads() == 1
    host.refresh_from_db()
    small.refresh_from_db()
    assert host.wanted_per_day == pytest.approx(200_000)
    assert host.stretch == pytest.approx(200_000 / (0.8 * 43_200), rel=0.01)
    assert host.strained_since is not None and small.strained_since is None
    assert small.stretch == 1.0
    assert "34560" in load_in_words(host) and "5.8" in load_in_words(host)
    since = host.strained_since
    measure_loads()
    host.refresh_from_db()
    assert host.strained_since == since
    Source.objects.filter(host=host, url__contains="9").update(state="retired")
    Source.objects.filter(host=host, url__contains="1").update(state="retired")
    Source.objects.filter(host=host, url__contains="2").update(state="retired")
    Host.objects.filter(pk=host.pk).update(delay_ms=100)
    assert measure_loads() == 0
    host.refresh_from_db()
    assert host.stretch == 1.0 and host.strained_since is None


def test_the_page_of_a_crowded_server_waits_longer_and_says_why():
    source = make_source("https://crowded.example.com/page")
    Host.objects.update(stretch=4.0)
    look(source, QUOTE)
    source.refresh_from_db()
    assert source.schedule_reason == "stretched"
    assert source.interval_seconds == pytest.approx(4 * source.base_seconds, abs=4)


def test_the_desks_budget_stretches_all_intervals_by_one_factor(settings):
    settings.RECHECK_BUDGET_PER_DAY = 10
    crowd("one.example.com", 10, base_seconds=86_400)
    crowd("two.example.com", 10, base_seconds=86_400 // 3)
    assert measure_loads() == 0
    assert set(Host.objects.values_list("stretch", flat=True)) == {4.0}
    settings.RECHECK_BUDGET_PER_DAY = 0
    measure_loads()
    assert set(Host.objects.values_list("stretch", flat=True)) == {1.0}


def test_a_crowded_server_does_not_keep_small_ones_waiting(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    crowd("big.example.com", 300)
    for number in range(30):
        crowd(f"small{number}.example.com", 1)
    make_due()
    rounds = []
    while leased := lease_due(owner="one", hosts=8, per_host=20):
        rounds.append({host.name for host in leased})
        record_outcomes(
            leased=leased,
            outcomes=[
                plain_outcome(due, OutcomeKind.NOT_MODIFIED)
                for host in leased
                for due in host.sources
            ],
        )
        if len(rounds) > 40:
            break
    served = set().union(*rounds[:4])
    assert sum(name.startswith("small") for name in served) >= 28
    assert sum("big.example.com" in names for names in rounds) >= 15
    assert not Source.objects.due(database_now()).exists()


def test_pages_added_together_do_not_come_due_together_again():
    host = crowd("herd.example.com", 60, next_check_at=database_now() - timedelta(days=2))
    when = database_now()
    Host.objects.filter(pk=host.pk).update(delay_ms=0, next_due_at=when - timedelta(days=2))
    for _round in range(3):
        leased = lease_due(owner="one")
        record_outcomes(
            leased=leased,
            outcomes=[plain_outcome(due, OutcomeKind.NOT_MODIFIED) for due in leased[0].sources],
            now=when,
        )
    times = sorted(Source.objects.values_list("next_check_at", flat=True))
    assert times[0] > when
    assert times[-1] - times[0] > timedelta(hours=1)
    half_hours = [int((at - when).total_seconds() // 900) for at in times]
    assert max(half_hours.count(slot) for slot in half_hours) < 30


def test_a_server_that_says_how_long_its_page_stays_fresh_is_believed_for_an_hour():
    from sources.services.freshness import fresh_seconds

    assert fresh_seconds({"Cache-Control": "public, max-age=900"}) == 900
    assert fresh_seconds({"cache-control": 'max-age="60", must-revalidate', "Age": "20"}) == 40
    assert fresh_seconds({"cache-control": "max-age=10", "age": "99"}) == 0
    for nothing in ("no-cache, max-age=60", "no-store", "max-age=soon", "x-max-age=5", ""):
        assert fresh_seconds({"cache-control": nothing}) == 0
    source = make_source("https://fresh.example.com/page")
    Source.objects.filter(pk=source.pk).update(burst_step=0)
    look(source, QUOTE)
    look(source, QUOTE, "Another sentence that was not there before, long enough to be prose.")
    source.refresh_from_db()
    assert source.schedule_reason == "changed" and source.interval_seconds == 600
    look(
        source,
        QUOTE,
        "Yet another sentence that was not there before, long enough to be prose.",
        headers={"cache-control": "max-age=86400"},
    )
    source.refresh_from_db()
    assert (source.schedule_reason, source.interval_seconds) == ("fresh", 3600)


def test_a_look_that_told_nothing_teaches_nothing_about_the_rate():
    source = make_source("https://quiet.example.com/page")
    look(source, QUOTE, now=database_now() - timedelta(days=3))
    source.refresh_from_db()
    known = source.tally_at
    from factories_sources import look_and_see

    look_and_see(source, OutcomeKind.BLOCKED)
    source.refresh_from_db()
    assert source.tally_at == known and source.tally_days == 0
    look(source, QUOTE)
    source.refresh_from_db()
    assert source.tally_days == pytest.approx(3, abs=0.01)
