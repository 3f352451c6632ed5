"""How often a page changes: priors by class and age, corrected by what was seen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.models.source import PageClassChoices
from sources.page_classes import PageClass
from sources.rates import (
    PRIORS,
    VAGUE_RATE,
    Tally,
    chance_of_change,
    change_rate,
    expected_changes,
    grow_tally,
)


def watched(page_class, *, days, step, changes=0, age=400.0):
    """The tally after ``days`` of looks ``step`` apart, the first ``changes`` of which changed."""
    tally, at = Tally(), age
    for number in range(round(days / step)):
        at += step
        tally = grow_tally(
            tally, page_class=page_class, age_days=at, days=step, changed=number < changes
        )
    return tally, at


def test_every_class_has_a_prior_and_words_for_people():
    assert set(PRIORS) == set(PageClass) == set(PageClassChoices.values)
    assert all(bands[-1][0] == math.inf for bands in PRIORS.values())


def test_a_fresh_article_is_expected_to_change_within_hours_and_an_old_one_hardly():
    fresh = change_rate(Tally(), page_class="news", age_days=0.1)
    old = change_rate(Tally(), page_class="news", age_days=400)
    assert fresh > 2 and old < 0.01


def test_expected_changes_add_up_over_the_bands_of_age():
    assert expected_changes("news", 0, 2) == pytest.approx(0.25 * 4 + 0.75 * 1.2 + 0.3)
    parts = expected_changes("news", 0, 1.3) + expected_changes("news", 1.3, 9)
    assert expected_changes("news", 0, 9) == pytest.approx(parts)
    assert expected_changes("other", 5, 6) == pytest.approx(VAGUE_RATE)


def test_a_page_that_changes_often_gets_a_higher_rate_than_one_that_never_does():
    lively, age = watched("other", days=30, step=1, changes=30)
    still, _age = watched("other", days=30, step=1)
    rates = [change_rate(one, page_class="other", age_days=age) for one in (lively, still)]
    assert rates[0] > 20 * rates[1]


def test_an_old_article_that_is_nothing_like_its_class_is_soon_found_out():
    tally, age = watched("news", days=10, step=1, changes=10)
    assert change_rate(tally, page_class="news", age_days=age) > 0.3


def test_changes_of_long_ago_are_half_forgotten_after_45_days():
    tally = Tally(changes=8.0, days=10.0, expected=0.4)
    later = grow_tally(tally, page_class="other", age_days=500, days=45, changed=False)
    assert later.changes == pytest.approx(4.0)
    assert later.days == pytest.approx(50.0)


def test_a_look_after_a_long_gap_counts_the_changes_it_must_have_missed_within_reason():
    busy = Tally(changes=20.0, days=20.0, expected=0.7)
    short = grow_tally(busy, page_class="other", age_days=500, days=0.01, changed=True)
    long = grow_tally(busy, page_class="other", age_days=500, days=30, changed=True)
    gained = [short.changes - 20, long.changes - 20 * 0.5 ** (30 / 45)]
    assert gained[0] == pytest.approx(1.0, abs=0.02)
    assert gained[1] == pytest.approx(3.0)


def test_the_chance_of_a_change_grows_with_time_and_never_passes_one():
    assert chance_of_change(1.0, 0) == 0
    assert chance_of_change(1.0, 1) == pytest.approx(1 - math.exp(-1))
    assert chance_of_change(50.0, 1e6) == 1


@given(
    page_class=st.sampled_from([*PageClass, "unheard-of"]),
    age=st.floats(0, 1e5),
    steps=st.lists(st.tuples(st.floats(0, 1e4), st.booleans()), max_size=20),
)
def test_whatever_was_seen_the_rate_stays_positive_and_finite(page_class, age, steps):
    tally = Tally()
    for days, changed in steps:
        age += days
        tally = grow_tally(tally, page_class=page_class, age_days=age, days=days, changed=changed)
        rate = change_rate(tally, page_class=page_class, age_days=age)
        assert 0 < rate <= 1e4
