"""One look recorded: states of passages and pages, and what is told about them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories_sources import (
    AGAIN,
    ALTERED,
    OTHER,
    QUOTE,
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

from factcheck.clock import database_now
from factcheck.ledger.models import Entry
from sources.models import Body, Change, Host, Observation, PassageReading, Snapshot
from sources.services.asking import resume_source
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.passages import accept_reading, release_passage
from sources.services.recording import record_outcomes

pytestmark = pytest.mark.django_db


def test_the_first_look_finds_the_passage_pins_the_version_and_tells_nobody(told):
    source = make_source()
    passage = make_passage(source)
    counts = look(source, QUOTE, OTHER)
    assert (counts.checked, counts.readable, counts.snapshots, counts.changes) == (1, 1, 1, 0)
    assert state(passage) == "intact"
    source.refresh_from_db()
    assert passage.cited_snapshot_id == source.latest_snapshot_id
    reading = passage.readings.get()
    assert reading.snapshot.text[reading.start : reading.end] == QUOTE
    assert source.health == "ok" and source.checks == 1 and source.title == "A page"
    assert not told and not kinds()


def test_an_altered_passage_is_told_at_once_and_only_once_in_seven_looks(cited, told):
    passage, source = cited
    for number in range(7):
        look(source, ALTERED, OTHER, noise=str(number))
    assert kinds() == ["passage_altered"]
    assert told == [(source.pk, ["passage_altered"])]
    change = Change.objects.get()
    assert (change.before, change.after, change.severity) == (QUOTE, ALTERED, "high")
    assert change.diff and change.reading.found == ALTERED
    assert change.before_snapshot == passage.cited_snapshot
    assert change.after_snapshot.text.startswith(ALTERED)
    assert state(passage) == "altered"


def test_a_second_different_wording_is_told_again(cited):
    _passage, source = cited
    look(source, ALTERED)
    look(source, AGAIN)
    assert kinds() == ["passage_altered", "passage_altered"]


def test_back_to_the_cited_wording_is_seen_and_a_later_relapse_alarms_again(cited):
    passage, source = cited
    look(source, ALTERED, OTHER)
    look(source, QUOTE, OTHER)
    assert state(passage) == "intact" and passage.alarmed_text == ""
    look(source, ALTERED, OTHER)
    assert kinds() == ["passage_altered", "passage_back", "passage_altered"]
    assert Body.objects.count() == 2
    assert Snapshot.objects.count() == 4


def test_an_accepted_reading_alarms_no_more_and_its_undoing_does(cited):
    passage, source = cited
    look(source, ALTERED, OTHER)
    reading = PassageReading.objects.get(state="altered")
    accept_reading(passage=passage, reading=reading, actor=None)
    assert state(passage) == "intact"
    look(source, ALTERED, OTHER, noise="2")
    assert kinds() == ["passage_altered"]
    look(source, QUOTE, OTHER)
    assert kinds() == ["passage_altered", "passage_altered"]


def test_a_wording_accepted_while_the_page_was_read_does_not_alarm(cited):
    passage, source = cited
    look(source, ALTERED, OTHER)
    leased = lease(source)
    outcome = page_outcome(leased[0].sources[0], ALTERED, OTHER, noise="new")
    accept_reading(passage=passage, reading=PassageReading.objects.get(state="altered"), actor=None)
    record_outcomes(leased=leased, outcomes=[outcome])
    assert state(passage) == "intact"
    assert kinds() == ["passage_altered"]


def test_a_vanished_passage_is_looked_for_after_minutes_and_hours_and_told_once(cited):
    passage, source = cited
    start = database_now()
    look(source, OTHER, now=start)
    source.refresh_from_db()
    assert state(passage) == "intact" and kinds() == []
    assert source.schedule_reason == "confirm"
    assert source.next_check_at == start + timedelta(seconds=600)
    look(source, OTHER, noise="2", now=start + timedelta(seconds=30))
    assert kinds() == []
    look_and_see(source, OutcomeKind.NOT_MODIFIED, now=start + timedelta(seconds=601))
    source.refresh_from_db()
    assert kinds() == [] and source.schedule_reason == "confirm"
    assert source.next_check_at == start + timedelta(hours=3)
    look_and_see(source, OutcomeKind.NOT_MODIFIED, now=start + timedelta(hours=3, seconds=1))
    assert kinds() == ["passage_gone"]
    assert state(passage) == "gone"
    look(source, OTHER, noise="3")
    assert kinds() == ["passage_gone"]


def test_a_desk_that_wants_no_third_look_hears_after_the_second(cited, settings):
    settings.CONFIRM_AGAIN_SECONDS = 0
    passage, source = cited
    start = database_now()
    look(source, OTHER, now=start)
    look(source, OTHER, noise="2", now=start + timedelta(seconds=30))
    assert kinds() == []
    look_and_see(source, OutcomeKind.NOT_MODIFIED, now=start + timedelta(seconds=601))
    assert kinds() == ["passage_gone"] and state(passage) == "gone"


def test_a_passage_missed_once_and_found_again_is_never_told(cited):
    passage, source = cited
    start = database_now()
    look(source, OTHER, now=start)
    look(source, QUOTE, OTHER, now=start + timedelta(seconds=601))
    look(source, OTHER, now=start + timedelta(seconds=1200))
    assert kinds() == ["update"] or kinds() == []
    assert state(passage) == "intact" and passage.missing_count == 1


def test_a_passage_that_never_stood_there_is_gone_without_alarm(told):
    source = make_source()
    passage = make_passage(source, exact="These words stand nowhere on the page at all.")
    look(source, OTHER)
    assert state(passage) == "gone"
    assert passage.readings.get().reason == "not_as_cited"
    assert not told


@pytest.mark.parametrize(
    "kind",
    ["restricted", "blocked", "unreachable", "robots", "empty_shell", "refused", "unknown"],
)
def test_what_cannot_tell_neither_raises_nor_clears(cited, told, kind):
    passage, source = cited
    look_and_see(source, OutcomeKind(kind), detail="why")
    source.refresh_from_db()
    assert (source.health, source.health_detail, source.fail_count) == (kind, "why", 1)
    assert state(passage) == "intact" and not kinds() and not told
    look(source, ALTERED)
    look_and_see(source, OutcomeKind(kind))
    assert state(passage) == "altered"


def test_a_clean_410_is_gone_at_once_for_each_passage_and_one_fact(cited, told):
    passage, source = cited
    second = make_passage(source, exact=OTHER)
    look_and_see(source, OutcomeKind.GONE, status=410)
    assert kinds() == ["source_gone", "source_gone"]
    assert set(Change.objects.values_list("passage", flat=True)) == {passage.pk, second.pk}
    assert told == [(source.pk, ["source_gone", "source_gone"])]
    assert state(passage) == state(second) == "gone"
    assert Entry.objects.filter(kind="source.gone").count() == 1
    look_and_see(source, OutcomeKind.GONE, status=410)
    look_and_see(source, OutcomeKind.UNREACHABLE)
    look_and_see(source, OutcomeKind.GONE, status=410)
    assert len(kinds()) == 2


def test_a_404_is_gone_after_three_looks_over_three_days_and_not_before(cited):
    passage, source = cited
    start = database_now()
    for hours in (0, 1, 24, 71):
        look_and_see(source, OutcomeKind.MISSING, status=404, now=start + timedelta(hours=hours))
        assert kinds() == []
    source.refresh_from_db()
    assert source.health == "missing" and state(passage) == "intact"
    look_and_see(source, OutcomeKind.MISSING, status=404, now=start + timedelta(hours=72))
    assert kinds() == ["source_gone"]


def test_two_404s_three_days_apart_are_not_enough(cited):
    _passage, source = cited
    start = database_now()
    for hours in (0, 73):
        look_and_see(source, OutcomeKind.MISSING, now=start + timedelta(hours=hours))
    assert kinds() == []


def test_a_readable_look_in_between_starts_the_count_anew(cited):
    _passage, source = cited
    start = database_now()
    for hours, missing in ((0, True), (1, True), (2, False), (80, True), (81, True)):
        now = start + timedelta(hours=hours)
        if missing:
            look_and_see(source, OutcomeKind.MISSING, now=now)
        else:
            look_and_see(source, OutcomeKind.NOT_MODIFIED, now=now)
    assert kinds() == []


def test_a_gone_page_that_returns_is_read_in_full_and_told(cited):
    passage, source = cited
    look_and_see(source, OutcomeKind.GONE)
    source.refresh_from_db()
    assert (source.etag, source.last_modified, source.body_sha256) == ("", "", "")
    look(source, QUOTE, OTHER)
    assert kinds() == ["source_gone", "source_back", "passage_back"]
    assert state(passage) == "intact"


def test_a_304_leaves_an_observation_and_no_reading(cited):
    _passage, source = cited
    before = (Snapshot.objects.count(), PassageReading.objects.count())
    look_and_see(source, OutcomeKind.NOT_MODIFIED, status=304)
    assert (Snapshot.objects.count(), PassageReading.objects.count()) == before
    assert list(source.observations.values_list("outcome", flat=True)) == ["not_modified", "ok"]
    source.refresh_from_db()
    assert source.conditional_streak == 1


def test_moving_advertisements_make_no_snapshot_and_no_change(cited):
    _passage, source = cited
    for number in range(5):
        look(source, QUOTE, OTHER, noise=f"ranking {number}")
    assert Snapshot.objects.count() == 1 and kinds() == []
    assert Observation.objects.count() == 6


def test_text_changed_elsewhere_is_recorded_without_alarm(cited):
    passage, source = cited
    look(source, QUOTE, OTHER, "A new paragraph.")
    assert kinds() == ["update"]
    assert Change.objects.get().severity == "low"
    assert state(passage) == "intact"
    source.refresh_from_db()
    assert source.changes_seen == 1


def test_a_new_version_of_our_reader_is_no_change_of_the_page(cited):
    _passage, source = cited
    look(source, QUOTE, reader_version="2")
    assert kinds() == []


def test_a_retraction_declared_on_the_page_is_told_once(cited, told):
    _passage, source = cited
    look(source, QUOTE, OTHER, labels=["retraction"])
    look(source, QUOTE, OTHER, labels=["retraction"], noise="x")
    assert kinds() == ["retracted"]
    assert len(told) == 1


def test_a_host_that_blocks_us_is_told_once_and_not_once_per_source(cited):
    _passage, source = cited
    others = [make_source(f"{source.url}{number}") for number in range(4)]
    for _ in range(4):
        make_due()
        leased = lease_due(owner="x")
        outcomes = [plain_outcome(due, OutcomeKind.BLOCKED) for due in leased[0].sources]
        assert len(outcomes) == len(others) + 1
        record_outcomes(leased=leased, outcomes=outcomes)
    told = Entry.objects.filter(kind__startswith="host.")
    assert list(told.values_list("kind", flat=True)) == ["host.blocked"]
    look_and_see(source, OutcomeKind.UNREACHABLE)
    assert told.count() == 1
    look(source, QUOTE, OTHER)
    assert list(told.order_by("pk").values_list("kind", flat=True)) == [
        "host.blocked",
        "host.unblocked",
    ]
    assert not kinds()


def test_one_refusal_is_no_block_worth_telling(cited):
    _passage, source = cited
    look_and_see(source, OutcomeKind.BLOCKED, status=429)
    look(source, QUOTE, OTHER)
    assert not Entry.objects.filter(kind__startswith="host.").exists()


def test_a_page_whose_reading_breaks_off_backs_off_and_is_set_aside_and_told_once(cited):
    _passage, source = cited
    waits = []
    for _ in range(5):
        now = database_now()
        look_and_see(source, OutcomeKind.UNKNOWN, detail="reading_timed_out", now=now)
        source.refresh_from_db()
        if source.next_check_at:
            waits.append(source.next_check_at - now)
    assert waits == sorted(waits) and waits[3] >= 2 * waits[1]
    assert (source.state, source.next_check_at) == ("quarantined", None)
    assert source.health_detail == "reading_timed_out"
    told = Entry.objects.get(kind="source.quarantined")
    assert told.subject_id == str(source.pk) and not kinds()
    resume_source(source=source, actor=None, reason="the page was made shorter")
    look_and_see(source, OutcomeKind.UNKNOWN, detail="reading_timed_out")
    source.refresh_from_db()
    assert source.state == "active" and source.unreadable_count == 1


def test_a_page_that_comes_and_goes_counts_as_changing_and_a_failing_server_does_not(cited):
    _passage, source = cited
    for kind in (OutcomeKind.UNREACHABLE, OutcomeKind.BLOCKED):
        look_and_see(source, kind)
        look(source, QUOTE, OTHER)
    source.refresh_from_db()
    assert source.changes_seen == 0
    look_and_see(source, OutcomeKind.MISSING, status=404)
    look(source, QUOTE, OTHER)
    source.refresh_from_db()
    assert source.changes_seen == 2 and not kinds()


def test_429_is_silent_and_holds_the_whole_host_as_long_as_it_asks(cited):
    passage, source = cited
    other = make_source(source.url + "second")
    now = database_now()
    look_and_see(
        source,
        OutcomeKind.BLOCKED,
        status=429,
        holds_host=True,
        retry_after=3600,
        now=now,
    )
    host = Host.objects.get(pk=source.host_id)
    assert host.backoff_until == now + timedelta(seconds=3600)
    assert host.next_due_at == host.backoff_until
    assert other.next_check_at <= now
    assert lease_due(owner="x", host_id=host.pk) == []
    assert kinds() == [] and state(passage) == "intact"


def test_a_blocking_host_rests_longer_each_time_and_is_free_after_an_answer(cited):
    _passage, source = cited
    now = database_now()
    rests = []
    for _ in range(3):
        look_and_see(source, OutcomeKind.BLOCKED, status=403, now=now)
        host = Host.objects.get(pk=source.host_id)
        rests.append((host.backoff_until - now).total_seconds())
    assert rests == [60, 120, 240]
    assert host.blocked_since is not None
    look_and_see(source, OutcomeKind.NOT_MODIFIED)
    host.refresh_from_db()
    assert (host.backoff_until, host.blocked_since, host.fail_streak) == (None, None, 0)


def test_two_passages_on_one_page_are_read_from_one_look(cited):
    passage, source = cited
    second = make_passage(source, exact=OTHER)
    look(source, ALTERED, OTHER)
    assert (state(passage), state(second)) == ("altered", "intact")
    assert Observation.objects.count() == 2


def test_a_released_passage_is_looked_for_no_more(cited):
    passage, source = cited
    release_passage(passage=passage, actor=None)
    look(source, ALTERED, OTHER)
    assert kinds() == ["update"]
    assert state(passage) == "intact"


def test_a_passage_cited_while_the_page_was_read_makes_it_read_in_full_again(cited):
    _passage, source = cited
    leased = lease(source)
    outcome = page_outcome(leased[0].sources[0], QUOTE, "Something new.", etag='"v2"')
    late = make_passage(source, exact=OTHER)
    record_outcomes(leased=leased, outcomes=[outcome])
    source.refresh_from_db()
    assert (source.etag, source.body_sha256) == ("", "")
    start = database_now()
    look(source, QUOTE, "Something new.", now=start)
    look(source, QUOTE, "Something new.", noise="2", now=start + timedelta(seconds=700))
    look(source, QUOTE, "Something new.", noise="3", now=start + timedelta(hours=4))
    assert state(late) == "gone"
    assert "passage_gone" in kinds()
