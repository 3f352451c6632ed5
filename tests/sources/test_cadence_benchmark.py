"""The schedule sees changes sooner than a fixed interval that costs as many looks."""

from __future__ import annotations

import itertools

import pytest

from tests.benchmarks.cadence import run
from tests.benchmarks.changing_pages import make_pages


def test_our_schedule_beats_a_fixed_interval_on_the_same_budget():
    result = run(quick=True)
    rows = result["delay_hours"]["0.5"]
    for row in rows.values():
        assert row[0] == pytest.approx(0.5, rel=0.03)
    assert result["gain"]["0.5"]["ours, priors as shipped"] >= 0.25
    assert result["gain"]["0.5"]["ours, priors estimated"] >= 0.25


def test_a_world_is_the_same_for_one_seed_and_another_for_another():
    assert make_pages(20, days=30, seed=1) == make_pages(20, days=30, seed=1)
    assert make_pages(20, days=30, seed=1) != make_pages(20, days=30, seed=2)
    for page in make_pages(50, days=30, seed=3):
        assert all(one <= two for one, two in itertools.pairwise(page.changes))
        assert all(0 <= change < 30 for change in page.changes)
