"""Looks that changed nothing are written together: the same as if each had been judged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories_sources import (
    OTHER,
    QUOTE,
    look,
    look_and_see,
    make_due,
    make_passage,
    make_source,
    plain_outcome,
)

from factcheck.clock import database_now
from sources.models import Host, Observation, Passage, Source
from sources.services import recording
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
HEADERS = {"cache-control": "max-age=1800", "etag": '"a\\b"', "x": "「引用」 \t"}
KINDS = (OutcomeKind.NOT_MODIFIED, OutcomeKind.UNCHANGED)


def _burst(source):
    Source.objects.filter(pk=source.pk).update(burst_step=2, tally_changes=3.5, tally_days=9)


def _deadline(source):
    near = database_now() + timedelta(hours=3)
    Passage.objects.filter(source=source).update(deadline=near, weighs_double_until=near)


def _stretched(source):
    Host.objects.filter(pk=source.host_id).update(stretch=3.25)


def _published(source):
    Source.objects.filter(pk=source.pk).update(
        published_on=database_now().date(), page_class="news"
    )


def _resting(source):
    Host.objects.filter(pk=source.host_id).update(fail_streak=2, blocked_since=database_now())


def _never_counted(source):
    Source.objects.filter(pk=source.pk).update(tally_at=None)


STATES = [lambda _source: None, _burst, _deadline, _stretched, _published, _resting, _never_counted]


def _columns(row, *apart):
    skipped = {"id", "url", "name", "host_id", "source_id", "final_url", *apart}
    return {
        key: value
        for key, value in vars(row).items()
        if not key.startswith("_") and key not in skipped
    }


def _same(one, other):
    assert one.keys() == other.keys()
    for name, value in one.items():
        expected = pytest.approx(value, rel=1e-6) if isinstance(value, float) else value
        assert other[name] == expected, name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prepare", STATES)
def test_a_quiet_look_writes_what_judging_it_would(settings, monkeypatch, kind, prepare):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    monkeypatch.setattr("sources.schedule.spread_factor", lambda _identity: 1.0)
    was = database_now() - timedelta(days=2)
    sources = [
        make_source(f"https://{way}.example.com/2026/10/30/x") for way in ("quiet", "judged")
    ]
    for source in sources:
        make_passage(source, exact=QUOTE)
        look(source, QUOTE, OTHER, now=was)
        Source.objects.filter(pk=source.pk).update(created_at=was)
        prepare(source)
    make_due()
    now = database_now()
    for source in sources:
        [leased] = lease_due(owner="x", host_id=source.host_id)
        outcome = plain_outcome(
            leased.sources[0], kind, status=304, headers=HEADERS, etag='"a\\b"', wire_bytes=7
        )
        with monkeypatch.context() as way:
            if source == sources[1]:
                way.setattr(recording, "is_quiet", lambda _outcome: False)
            else:
                way.setattr(recording, "judge", None)
            counts = record_outcomes(leased=[leased], outcomes=[outcome], now=now)
        assert (counts.checked, counts.readable) == (1, 1)
    quiet, judged = (Source.objects.get(pk=source.pk) for source in sources)
    _same(
        _columns(quiet, "latest_snapshot_id", "health_since", "created_at"),
        _columns(judged, "latest_snapshot_id", "health_since", "created_at"),
    )
    _same(
        _columns(quiet.host, "lease_owner", "blocked_since"),
        _columns(judged.host, "lease_owner", "blocked_since"),
    )
    looks = [source.observations.latest("fence") for source in (quiet, judged)]
    _same(*(_columns(one, "at") for one in looks))
    assert looks[0].headers == HEADERS


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_was_in_trouble_is_judged_and_not_written_as_quiet(kind):
    source = make_source()
    make_passage(source, exact=QUOTE)
    look(source, QUOTE)
    look_and_see(source, OutcomeKind.MISSING)
    look_and_see(source, kind)
    source.refresh_from_db()
    assert (source.health, source.fail_count, source.missing_count) == ("ok", 0, 0)


def test_a_passage_missed_before_is_missed_once_more_by_an_unchanged_page():
    source = make_source()
    passage = make_passage(source, exact=QUOTE)
    look(source, QUOTE)
    look(source, OTHER)
    look_and_see(source, OutcomeKind.NOT_MODIFIED)
    passage.refresh_from_db()
    assert passage.missing_count == 2


def test_a_batch_late_or_twice_writes_no_second_quiet_look():
    source = make_source()
    look(source, QUOTE)
    make_due()
    leased = lease_due(owner="x")
    outcome = plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)
    assert record_outcomes(leased=leased, outcomes=[outcome]).checked == 1
    assert record_outcomes(leased=leased, outcomes=[outcome]).checked == 0
    assert Observation.objects.count() == 2
