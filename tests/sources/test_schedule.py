"""When to look again: the arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import schedule
from sources.models.source import ScheduleReason
from sources.schedule import confirm_interval, host_backoff_seconds, next_interval

DAY = 86_400
BOUNDS = {"floor": 600, "ceiling": 14 * DAY, "default": 21_600}


def interval(identity="one", changes=0, days=0.0, weight=1.0, **more):
    return next_interval(
        identity=identity, changes=changes, days=days, weight=weight, **{**BOUNDS, **more}
    )


def test_a_new_page_with_one_claim_is_read_at_the_default_interval_give_or_take_the_spread():
    assert abs(interval().seconds - 21_600) <= 21_600 * schedule.SPREAD + 1


def test_four_times_the_weight_halves_the_interval():
    assert interval(weight=4.0).seconds == pytest.approx(interval().seconds / 2, abs=1)


def test_a_page_that_changes_often_is_read_more_often_than_one_that_never_does():
    lively = interval(changes=30, days=30)
    still = interval(changes=0, days=30)
    assert lively.seconds * 5 < still.seconds


def test_a_page_nothing_rests_on_is_still_read():
    assert interval(weight=0.0, days=5000).seconds <= BOUNDS["ceiling"]


def test_after_a_change_the_next_look_comes_within_ten_minutes():
    assert interval(changed=True) == schedule.Interval(600, "changed")
    assert interval(changed=True, floor=1).seconds == 600
    assert interval(changed=True, floor=1, default=5).seconds <= 6


def test_a_floor_of_one_second_is_kept_to():
    assert interval(floor=1, default=1, ceiling=3, weight=50).seconds == 1


def test_failures_double_the_interval_up_to_a_week():
    waits = [interval(fail_count=n).seconds for n in range(1, 12)]
    assert waits[1] == 2 * waits[0]
    assert max(waits) == 7 * DAY
    assert waits == sorted(waits)


def test_a_near_deadline_shortens_the_interval_and_a_past_one_does_not():
    assert interval(seconds_to_deadline=7200).reason == "deadline"
    assert interval(seconds_to_deadline=7200).seconds == 1800
    assert interval(seconds_to_deadline=-5).reason == "regular"


def test_one_identity_always_gets_the_same_spread_and_two_get_different_ones():
    assert interval("a") == interval("a")
    assert len({interval(str(n)).seconds for n in range(50)}) > 40


@given(
    changes=st.integers(0, 10**6),
    days=st.floats(0, 10**5),
    weight=st.floats(0, 10**6),
    fail_count=st.integers(0, 10**6),
    changed=st.booleans(),
    gone=st.booleans(),
    deadline=st.none() | st.floats(-(10**9), 10**9),
    floor=st.integers(1, 3600),
    ceiling=st.integers(1, 30 * DAY),
)
def test_no_interval_is_ever_below_the_floor_or_unbounded(
    changes, days, weight, fail_count, changed, gone, deadline, floor, ceiling
):
    got = next_interval(
        identity="x",
        changes=changes,
        days=days,
        weight=weight,
        floor=floor,
        ceiling=ceiling,
        default=21_600,
        changed=changed,
        gone=gone,
        fail_count=fail_count,
        seconds_to_deadline=deadline,
    )
    assert floor <= got.seconds <= max(ceiling, floor, 7 * DAY)


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
