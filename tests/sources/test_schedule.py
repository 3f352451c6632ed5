"""When to look again: the arithmetic."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import schedule
from sources.models.source import ScheduleReason
from sources.rates import VAGUE_RATE
from sources.schedule import (
    confirm_interval,
    host_backoff_seconds,
    host_looks_per_day,
    next_burst_step,
    next_interval,
    stretch_for,
)

DAY = 86_400
BOUNDS = {"floor": 600, "ceiling": 14 * DAY, "default": 21_600}


def interval(identity="one", rate=VAGUE_RATE, weight=1.0, **more):
    return next_interval(identity=identity, rate=rate, weight=weight, **{**BOUNDS, **more})


def test_a_new_page_with_one_claim_is_read_at_the_default_interval_give_or_take_the_spread():
    assert abs(interval().seconds - 21_600) <= 21_600 * schedule.SPREAD + 1


def test_four_times_the_weight_halves_the_interval():
    assert interval(weight=4.0).seconds == pytest.approx(interval().seconds / 2, abs=1)


def test_four_times_the_change_rate_halves_the_interval():
    assert interval(rate=4 * VAGUE_RATE).seconds == pytest.approx(interval().seconds / 2, abs=1)


def test_a_page_nothing_rests_on_is_still_read():
    assert interval(weight=0.0, rate=1e-4).seconds <= BOUNDS["ceiling"]


def test_after_a_change_looks_follow_at_ten_minutes_one_six_and_twenty_four_hours():
    quiet = {"rate": 1e-4, "weight": 0.1}
    waits = [interval(burst_step=step, **quiet) for step in (1, 2, 3, 4)]
    assert [wait.seconds for wait in waits] == [600, 3600, 6 * 3600, DAY]
    assert {wait.reason for wait in waits} == {"changed"}
    step, steps = next_burst_step(step=0, changed=True, rate=0.1), []
    while step:
        steps.append(step)
        step = next_burst_step(step=step, changed=False, rate=0.1)
    assert steps == [1, 2, 3, 4]


def test_a_page_that_changes_at_every_look_gets_no_burst():
    assert next_burst_step(step=0, changed=True, rate=20.0) == 0


def test_a_burst_is_never_rarer_than_the_regular_interval():
    assert interval(burst_step=4, weight=50).seconds == interval(weight=50).seconds


def test_a_floor_of_one_second_is_kept_to():
    assert interval(floor=1, default=1, ceiling=3, weight=50).seconds == 1


@pytest.mark.parametrize("weight", [0.05, 1.0, 50.0])
def test_failures_double_the_interval_up_to_a_week(weight):
    """min(interval x 2^n, 7 days), n counting the failures before this one."""
    usual = interval(weight=weight).seconds
    assert usual < 7 * DAY
    for earlier in (*range(15), 1000):
        failed = interval(weight=weight, fail_count=earlier + 1)
        assert (failed.seconds, failed.reason) == (min(usual * 2**earlier, 7 * DAY), "failed")


def test_a_page_read_more_rarely_than_once_a_week_is_not_read_more_often_for_failing():
    rare = {"rate": 1e-4, "weight": 0.0, "stretch": 10.0}
    usual = interval(**rare).seconds
    assert usual > 7 * DAY
    assert {interval(fail_count=n, **rare).seconds for n in (1, 2, 50)} == {usual}


def test_a_near_deadline_shortens_the_interval_and_a_past_one_does_not():
    assert interval(seconds_to_deadline=7200).reason == "deadline"
    assert interval(seconds_to_deadline=7200).seconds == 1800
    assert interval(seconds_to_deadline=-5).reason == "regular"


def test_the_servers_max_age_is_waited_for_but_never_longer_than_an_hour():
    assert interval(burst_step=1, fresh_seconds=900) == schedule.Interval(
        900, "fresh", interval().base
    )
    assert interval(burst_step=1, fresh_seconds=10**9).seconds == 3600
    assert interval(fresh_seconds=900).reason == "regular"


def test_a_stretched_interval_says_so_and_may_pass_the_ceiling_but_never_a_year():
    assert interval(stretch=3.0).seconds == pytest.approx(3 * interval().seconds, abs=3)
    assert interval(stretch=3.0).reason == "stretched"
    assert interval(stretch=3.0).base == interval().seconds
    assert interval(rate=1e-4, weight=0, stretch=1e9).seconds == 365 * DAY


def test_a_budget_stretches_all_intervals_by_the_factor_it_is_exceeded_by():
    assert stretch_for(wanted_per_day=3000, possible_per_day=1000) == 3
    assert stretch_for(wanted_per_day=300, possible_per_day=1000) == 1
    assert stretch_for(wanted_per_day=300, possible_per_day=math.inf) == 1
    assert host_looks_per_day(2.0) == pytest.approx(0.8 * 43_200)
    assert host_looks_per_day(0) == math.inf


def test_one_identity_always_gets_the_same_spread_and_two_get_different_ones():
    assert interval("a") == interval("a")
    assert len({interval(str(n)).seconds for n in range(50)}) > 40


ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(
    rate=ANY,
    weight=ANY,
    stretch=ANY,
    fresh=ANY,
    fail_count=st.integers(0, 10**6),
    burst_step=st.integers(0, 9),
    gone=st.booleans(),
    deadline=st.none() | ANY,
    floor=st.integers(1, 3600),
    ceiling=st.integers(1, 30 * DAY),
)
def test_no_interval_is_ever_below_the_floor_or_unbounded(
    rate, weight, stretch, fresh, fail_count, burst_step, gone, deadline, floor, ceiling
):
    got = next_interval(
        identity="x",
        rate=rate,
        weight=weight,
        floor=floor,
        ceiling=ceiling,
        default=21_600,
        stretch=stretch,
        fresh_seconds=fresh,
        burst_step=burst_step,
        gone=gone,
        fail_count=fail_count,
        seconds_to_deadline=deadline,
    )
    assert floor <= got.seconds <= schedule.LONGEST_SECONDS
    assert floor <= got.base <= max(ceiling, floor)


def test_an_interval_over_a_day_is_not_cut_to_its_seconds_within_the_day():
    # timedelta.seconds of 25 h is one hour: the defect of a known watcher.
    week = interval(rate=1e-4, weight=0.05, ceiling=14 * DAY)
    assert week.seconds > DAY
    assert timedelta(seconds=week.seconds).total_seconds() == week.seconds


def test_a_missing_page_is_read_soon_and_the_last_confirmation_ends_the_period():
    confirm, period = 600, 3 * DAY
    assert (
        confirm_interval(missing_count=1, missing_seconds=0, confirm=confirm, gone_after=period)
    ).seconds == 600
    elapsed, looks = 600.0, 2
    while elapsed < period:
        elapsed += confirm_interval(
            missing_count=looks, missing_seconds=elapsed, confirm=confirm, gone_after=period
        ).seconds
        looks += 1
    assert elapsed == pytest.approx(period, abs=1)
    assert looks >= 3


def test_a_host_rests_as_long_as_it_asks_but_never_longer_than_a_day():
    assert host_backoff_seconds(fail_streak=1, retry_after=120) == 120
    assert host_backoff_seconds(fail_streak=1, retry_after=10**9) == DAY
    assert [host_backoff_seconds(fail_streak=n) for n in (1, 2, 3)] == [60, 120, 240]
    assert host_backoff_seconds(fail_streak=10**6) == DAY


def test_every_reason_has_words_for_people():
    reasons = {
        value for name, value in vars(schedule).items() if name.isupper() and isinstance(value, str)
    }
    assert reasons == set(ScheduleReason.values)
