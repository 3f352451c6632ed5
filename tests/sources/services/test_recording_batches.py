"""A batch recorded: fences, isolation, arrays."""

from __future__ import annotations

import pytest
from factories_sources import (
    ALTERED,
    OTHER,
    QUOTE,
    expire_leases,
    kinds,
    lease,
    look,
    look_and_see,
    make_due,
    make_passage,
    make_source,
    page_outcome,
    plain_outcome,
    state,
)

from factcheck.ledger.models import Entry
from sources.models import Change, Host, Observation, Source
from sources.services import recording
from sources.services.asking import pause_source
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.quiet_looks import HeldHost
from sources.services.recording import record_outcomes
from sources.signals import source_changed

pytestmark = pytest.mark.django_db


def test_a_listener_that_fails_costs_only_its_own_source(cited, told, caplog):
    passage, source = cited
    others = [make_source(f"{source.url}{n}") for n in range(3)]
    words = make_passage(others[0], exact=QUOTE)
    look(others[0], QUOTE)

    def fail(*, source: Source, **_kwargs):
        if source.pk == passage.source_id:
            raise RuntimeError("the desk is on fire")

    source_changed.connect(fail)
    try:
        make_due()
        leased = lease()
        outcomes = [page_outcome(due, ALTERED) for due in leased[0].sources]
        counts = record_outcomes(leased=leased, outcomes=outcomes)
    finally:
        source_changed.disconnect(fail)
    assert (counts.checked, counts.changes, counts.failed) == (4, 1, 1)
    assert state(passage) == "intact" and state(words) == "altered"
    source.refresh_from_db()
    assert (source.health, source.fail_count) == ("unknown", 1)
    assert source.observations.first().outcome == "failed"
    assert "on fire" in source.observations.first().detail
    assert Change.objects.get().source == others[0]
    assert "on fire" in caplog.text
    look(source, ALTERED, noise="retry")
    assert state(passage) == "altered"


def test_a_zombie_records_nothing(cited):
    _passage, source = cited
    stale = lease(source, owner="zombie")
    expire_leases()
    fresh = lease(source, owner="successor")
    assert fresh[0].fence == stale[0].fence + 1
    late = record_outcomes(leased=stale, outcomes=[page_outcome(stale[0].sources[0], ALTERED)])
    assert (late.checked, late.refused) == (0, 1)
    assert kinds() == [] and Observation.objects.count() == 1
    host = Host.objects.get(pk=source.host_id)
    assert host.lease_owner == "successor" and host.lease_until is not None
    record_outcomes(leased=fresh, outcomes=[page_outcome(fresh[0].sources[0], ALTERED)])
    assert kinds() == ["passage_altered"] and Observation.objects.count() == 2


def test_without_the_fence_the_zombie_would_record(cited, monkeypatch):
    """The control: the test above must fail when nobody compares fences."""
    _passage, source = cited
    stale = lease(source, owner="zombie")
    expire_leases()
    lease(source, owner="successor")
    monkeypatch.setattr(
        recording,
        "_lock_hosts",
        lambda leased: {
            row.pk: HeldHost(id=row.pk, fence=row.fence, stretch=row.stretch, is_calm=False)
            for row in Host.objects.filter(pk=source.host_id)
        },
    )
    late = record_outcomes(leased=stale, outcomes=[page_outcome(stale[0].sources[0], ALTERED)])
    assert late.checked == 1 and kinds() == ["passage_altered"]


def test_recording_the_same_batch_twice_does_nothing_the_second_time(cited):
    _passage, source = cited
    leased = lease(source)
    outcome = page_outcome(leased[0].sources[0], ALTERED)
    record_outcomes(leased=leased, outcomes=[outcome])
    again = record_outcomes(leased=leased, outcomes=[outcome])
    assert (again.checked, again.refused) == (0, 1)
    assert kinds() == ["passage_altered"]


def test_a_source_paused_while_it_was_read_stays_off_the_schedule(cited):
    _passage, source = cited
    leased = lease(source)
    pause_source(source=source, actor=None, reason="the publisher asked")
    record_outcomes(
        leased=leased, outcomes=[plain_outcome(leased[0].sources[0], OutcomeKind.NOT_MODIFIED)]
    )
    source.refresh_from_db()
    assert source.next_check_at is None
    assert Host.objects.get(pk=source.host_id).next_due_at is None


def test_leases_observations_and_schedules_are_no_ledger_facts(cited):
    _passage, source = cited
    before = Entry.objects.count()
    look_and_see(source, OutcomeKind.NOT_MODIFIED)
    look_and_see(source, OutcomeKind.UNREACHABLE)
    assert Entry.objects.count() == before
    look(source, ALTERED)
    assert Entry.objects.count() == before + 1


def test_a_thousand_quiet_looks_are_written_with_few_statements(django_assert_max_num_queries):
    for number in range(60):
        make_source(f"https://bulk.example.com/{number}")
    leased = lease_due(owner="x", per_host=60)
    outcomes = [page_outcome(due, OTHER) for due in leased[0].sources]
    assert len(outcomes) >= 20
    with django_assert_max_num_queries(25):
        record_outcomes(leased=leased, outcomes=outcomes)
