"""Pages that change as pages do: classes, ages, bursts; the truth a schedule is judged against.

The processes are Poisson with a rate by class and age, times a factor of the page's own.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sources.page_classes import PageClass
from sources.rates import Bands

INF: Final = float("inf")
#: Share of the sources, spread of ages in days when cited, true changes per day by age.
#: These are not the priors of the product: other figures and other limits of age.
TRUTH: Final[Mapping[str, tuple[float, tuple[float, float], Bands]]] = {
    PageClass.NEWS: (
        0.45,
        (0.02, 60),
        ((0.15, 6), (0.5, 2.0), (1.5, 0.7), (4, 0.15), (14, 0.04), (90, 0.01), (INF, 0.002)),
    ),
    PageClass.LIVE: (0.03, (0.01, 10), ((0.7, 12), (2, 2), (5, 0.3), (INF, 0.03))),
    PageClass.STATISTICS: (0.14, (1, 900), ((INF, 0.035),)),
    PageClass.REFERENCE: (0.1, (100, 4000), ((INF, 0.15),)),
    PageClass.SOCIAL: (0.08, (0.02, 40), ((0.5, 0.8), (5, 0.06), (INF, 0.004))),
    PageClass.DOCUMENT: (0.1, (5, 2000), ((INF, 0.004),)),
    PageClass.INDEX: (0.015, (100, 4000), ((INF, 1.5),)),
    PageClass.OTHER: (0.085, (5, 2000), ((INF, 0.03),)),
}
#: After a change another one follows within hours (a correction of the correction).
FOLLOWED: Final = 0.2
FOLLOWS_DAYS: Final = 0.15
#: So many pages are nothing like the class their address tells.
MISLABELLED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Page:
    """One simulated page: when it changes, in days since it was added."""

    name: str
    page_class: str
    age: float
    changes: tuple[float, ...]


def make_pages(count: int, *, days: float, seed: int) -> list[Page]:
    """Return pages with all the changes they make in ``days``; one seed, one world."""
    chance = random.Random(seed)
    classes = list(TRUTH)
    weights = [TRUTH[name][0] for name in classes]
    pages = []
    for number in range(count):
        true_class = chance.choices(classes, weights)[0]
        _share, (young, old), bands = TRUTH[true_class]
        age = young * (old / young) ** chance.random()
        temper = chance.gammavariate(1.2, 1 / 1.2)
        seen_as = chance.choice(classes) if chance.random() < MISLABELLED else true_class
        changes = _changes(chance, bands, temper, age, days)
        pages.append(Page(f"{seed}-{number}", seen_as, age, tuple(changes)))
    return pages


def _changes(
    chance: random.Random, bands: Bands, temper: float, age: float, days: float
) -> list[float]:
    times, start = [], age
    for until, rate in bands:
        end = min(until, age + days)
        while start < end and rate * temper > 0:
            start += chance.expovariate(rate * temper)
            if start < end:
                times.append(start - age)
                if chance.random() < FOLLOWED:
                    times.append(start - age + chance.expovariate(1 / FOLLOWS_DAYS))
        start = max(age, min(end, until))
        if start >= age + days:
            break
    return sorted(time for time in times if time < days)


def estimate_priors(pages: list[Page], *, days: float) -> dict[str, Bands]:
    """Return changes per day by class and age as counted on other pages than those judged."""
    limits = (0.25, 1.0, 3.0, 7.0, 30.0, INF)
    priors: dict[str, Bands] = {}
    for name in TRUTH:
        mine = [page for page in pages if page.page_class == name]
        bands, before = [], 0.0
        for until in limits:
            exposure = sum(
                max(0.0, min(page.age + days, until) - max(page.age, before)) for page in mine
            )
            count = sum(
                before <= page.age + change < until for page in mine for change in page.changes
            )
            # Half a change in a fortnight where nobody looked.
            bands.append((until, (count + 0.5) / (exposure + 14)))
            before = until
        priors[name] = bands
    return priors
