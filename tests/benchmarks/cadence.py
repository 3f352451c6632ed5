"""How late changes are seen: our schedule against others on the same budget of looks.

``python -m tests.benchmarks.cadence [--quick]``; the product's own arithmetic, a virtual clock.
"""

from __future__ import annotations

import argparse
import bisect
import heapq
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sources.page_classes import PageClass
from sources.rates import PRIORS, Bands, Tally, change_rate, grow_tally
from sources.schedule import DAY, next_burst_step, next_interval, spread_factor
from tests.benchmarks.changing_pages import INF, Page, estimate_priors, make_pages

BUDGETS: Final = (0.1, 0.5, 2.0)
DAYS: Final = 90.0
FLOOR, CEILING, DEFAULT = 600, 14 * DAY, 21_600
#: The budget of a schedule is met by one factor, found by trial; so far off is near enough.
NEAR: Final = 0.02
SAMPLE: Final = 300
TRAIN_SEED, TEST_SEED = 11, 20_261_123


class Rule(Protocol):
    """A schedule of one page: told what each look found, it says how many days to wait."""

    def wait(self, page: Page, at: float, changed: bool | None) -> float:
        """Return the days until the next look; ``changed`` is None at the first."""


@dataclass(slots=True)
class Fixed:
    """Every page at one interval."""

    factor: float

    def wait(self, page: Page, at: float, changed: bool | None) -> float:
        """Return the interval, spread by page."""
        spread = spread_factor(page.name)
        return self.factor * (spread if changed is not None else spread_factor(page.name + "!"))


@dataclass(slots=True)
class Ladder:
    """NewsDiffs: rarer with age; here it goes on for ever instead of stopping after a year."""

    factor: float

    def wait(self, page: Page, at: float, changed: bool | None) -> float:
        """Return the rung for the page's age."""
        rungs = ((0.125, 1 / 96), (1, 1 / 24), (7, 0.125), (30, 3.0), (INF, 30.0))
        age = page.age + at
        rung = next(days for until, days in rungs if age < until)
        return max(FLOOR / DAY, self.factor * rung * spread_factor(page.name))


class Nutch:
    """AdaptiveFetchSchedule: a fifth shorter after a change, a fifth longer without."""

    def __init__(self, factor: float) -> None:
        self.factor = factor
        self.intervals: dict[str, float] = {}

    def wait(self, page: Page, at: float, changed: bool | None) -> float:
        """Return the page's interval after what was seen."""
        now = self.intervals.get(page.name, self.factor * spread_factor(page.name))
        if changed is not None:
            now *= 0.8 if changed else 1.2
        self.intervals[page.name] = min(max(now, FLOOR / DAY), 90.0)
        return self.intervals[page.name]


class Ours:
    """The product's rates and schedule; ``priors`` None takes every page for an unknown one."""

    def __init__(self, factor: float, priors: Mapping[str, Bands] | None) -> None:
        self.factor, self.priors = factor, priors
        self.tallies: dict[str, Tally] = {}
        self.last: dict[str, float] = {}
        self.bursts: dict[str, int] = {}

    def wait(self, page: Page, at: float, changed: bool | None) -> float:
        """Return the product's interval for the page."""
        known = self.priors is not None
        priors = self.priors if self.priors is not None else PRIORS
        page_class = page.page_class if known else PageClass.OTHER
        age = page.age + at
        tally = self.tallies.get(page.name, Tally())
        if changed is not None:
            tally = self.tallies[page.name] = grow_tally(
                tally,
                page_class=page_class,
                age_days=age,
                days=at - self.last[page.name],
                changed=changed,
                priors=priors,
            )
        self.last[page.name] = at
        rate = change_rate(tally, page_class=page_class, age_days=age, priors=priors)
        step = next_burst_step(step=self.bursts.get(page.name, 0), changed=bool(changed), rate=rate)
        self.bursts[page.name] = step
        interval = next_interval(
            identity=page.name,
            rate=rate,
            weight=1.0,
            floor=FLOOR,
            ceiling=CEILING,
            default=max(FLOOR, round(DEFAULT * min(1.0, self.factor))),
            stretch=max(1.0, self.factor),
            burst_step=step,
        )
        return interval.seconds / DAY


@dataclass(frozen=True, slots=True)
class Figures:
    """Delays in hours, of every change; one never seen counts until the end of the world."""

    looks_per_day: float
    mean: float
    median: float
    p90: float


def simulate(pages: Sequence[Page], rule: Rule, *, days: float, most: float = INF) -> Figures:
    """Let the rule look at the pages on a virtual clock, in the order of the looks.

    A trial that spends more than ``most`` looks per page and day ends there.
    """
    allowed = most * len(pages) * days
    line = [(rule.wait(page, 0.0, None), number) for number, page in enumerate(pages)]
    heapq.heapify(line)
    seen = [0] * len(pages)
    delays: list[float] = []
    looks = 0
    while line and line[0][0] < days and looks <= allowed:
        at, number = heapq.heappop(line)
        page, first = pages[number], seen[number]
        looks += 1
        upto = bisect.bisect_right(page.changes, at, lo=first)
        delays.extend((at - change) * 24 for change in page.changes[first:upto])
        seen[number] = upto
        heapq.heappush(line, (at + rule.wait(page, at, upto > first), number))
    for page, first in zip(pages, seen, strict=True):
        delays.extend((days - change) * 24 for change in page.changes[first:])
    delays.sort()
    return Figures(
        looks_per_day=looks / len(pages) / days,
        mean=statistics.fmean(delays),
        median=statistics.median(delays),
        p90=delays[int(len(delays) * 0.9)],
    )


def on_budget(
    pages: Sequence[Page], make: Callable[[float], Rule], budget: float, *, days: float
) -> Figures:
    """Return the figures of a rule with the factor under which it spends the budget.

    The factor is found on a tenth of the pages, then corrected on all of them.
    """
    sample = pages[:: max(1, len(pages) // SAMPLE)]
    low, high = 1e-3, 1e4
    factor = (low * high) ** 0.5
    for _trial in range(40):
        spent = simulate(sample, make(factor), days=days, most=3 * budget).looks_per_day
        if abs(spent / budget - 1) <= NEAR / 2:
            break
        low, high = (factor, high) if spent > budget else (low, factor)
        factor = (low * high) ** 0.5
    figures = simulate(pages, make(factor), days=days)
    for _trial in range(3):
        off = figures.looks_per_day / budget
        if abs(off - 1) <= NEAR:
            break
        factor *= off
        figures = simulate(pages, make(factor), days=days)
    return figures


def rules(priors: Mapping[str, Bands]) -> dict[str, Callable[[float], Rule]]:
    """Return every schedule compared, by name."""
    return {
        "fixed interval": Fixed,
        "NewsDiffs ladder": Ladder,
        "Nutch +-20 %": Nutch,
        "ours, no priors": lambda factor: Ours(factor, None),
        "ours, priors as shipped": lambda factor: Ours(factor, PRIORS),
        "ours, priors estimated": lambda factor: Ours(factor, priors),
    }


def run(*, quick: bool) -> dict[str, object]:
    """Return all figures: {budget: {rule: [looks, mean, median, p90]}} and the gains."""
    count, budgets = (300, (0.5,)) if quick else (3000, BUDGETS)
    days = 45.0 if quick else DAYS
    priors = estimate_priors(make_pages(count, days=days, seed=TRAIN_SEED), days=days)
    pages = make_pages(count, days=days, seed=TEST_SEED)
    table: dict[str, dict[str, list[float]]] = {}
    for budget in budgets:
        table[str(budget)] = {
            name: _row(on_budget(pages, make, budget, days=days))
            for name, make in rules(priors).items()
        }
    return {
        "benchmark": "cadence",
        "quick": quick,
        "sources": count,
        "days": days,
        "changes": sum(len(page.changes) for page in pages),
        "delay_hours": table,
        "gain": {budget: _gains(rows) for budget, rows in table.items()},
    }


def _row(figures: Figures) -> list[float]:
    return [
        round(figures.looks_per_day, 3),
        round(figures.mean, 2),
        round(figures.median, 2),
        round(figures.p90, 2),
    ]


def _gains(rows: Mapping[str, list[float]]) -> dict[str, float]:
    """Return by what share of fixed's mean delay each of ours is quicker."""
    fixed = rows["fixed interval"][1]
    return {name: round(1 - row[1] / fixed, 3) for name, row in rows.items() if "ours" in name}


def main() -> None:
    """Print a table and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages, one budget")
    result = run(quick=parser.parse_args().quick)
    print(f"{result['sources']} sources, {result['days']} days, {result['changes']} changes")
    tables: Mapping[str, Mapping[str, list[float]]] = result["delay_hours"]  # type: ignore[assignment]
    for budget, rows in tables.items():
        print(f"\nbudget {budget} looks per source and day; delay in hours")
        print(f"{'':26}{'looks':>8}{'mean':>9}{'median':>9}{'p90':>9}")
        for name, row in rows.items():
            print(f"{name:26}{row[0]:8.2f}" + "".join(f"{value:9.1f}" for value in row[1:]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
