"""How often a page changes: a prior by class and age, corrected by what was seen. Pure.

Gamma-Poisson: rate = (a + changes) / (b + exposure), the exposure counted in what the class's
prior expected; a vague second prior takes over where a page is nothing like its class.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sources.page_classes import PageClass

#: (age in days up to which it holds, changes per day) per class; the last one holds for ever.
Bands = Sequence[tuple[float, float]]
#: Half a change in a fortnight: what is supposed of a page of which nothing is known.
VAGUE_CHANGES: Final = 0.5
VAGUE_DAYS: Final = 14.0
VAGUE_RATE: Final = VAGUE_CHANGES / VAGUE_DAYS
_EVER: Final = math.inf
PRIORS: Final[Mapping[str, Bands]] = {
    PageClass.NEWS: ((0.25, 4), (1, 1.2), (3, 0.3), (7, 0.08), (30, 0.02), (_EVER, 0.004)),
    PageClass.LIVE: ((1, 24), (3, 3), (7, 0.3), (_EVER, 0.02)),
    PageClass.STATISTICS: ((_EVER, 0.05),),
    PageClass.REFERENCE: ((_EVER, 0.1),),
    PageClass.SOCIAL: ((1, 0.5), (7, 0.05), (_EVER, 0.005)),
    PageClass.DOCUMENT: ((_EVER, 0.005),),
    PageClass.INDEX: ((_EVER, 2),),
    PageClass.OTHER: ((_EVER, VAGUE_RATE),),
}
#: Strength of the class prior, in changes; and the doubt whether the class fits the page at all.
PRIOR_CHANGES: Final = 1.0
DOUBT: Final = 0.1
HALF_LIFE_DAYS: Final = 45.0
#: One look that finds a change counts as at most so many changes.
MOST_PER_LOOK: Final = 3.0
_LEAST_RATE: Final = 1e-4
_MOST_RATE: Final = 1e4


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of one page, old things half forgotten: changes, days, changes expected."""

    changes: float = 0.0
    days: float = 0.0
    expected: float = 0.0


def prior_rate(page_class: str, age_days: float, priors: Mapping[str, Bands] = PRIORS) -> float:
    """Return the changes per day expected of a page of this class at this age."""
    bands = _bands(page_class, priors)
    return next((rate for until, rate in bands if age_days < until), bands[-1][1])


def expected_changes(
    page_class: str, start: float, end: float, priors: Mapping[str, Bands] = PRIORS
) -> float:
    """Return the changes expected between two ages in days."""
    total, before = 0.0, -math.inf
    for until, rate in _bands(page_class, priors):
        overlap = min(end, until) - max(start, before)
        if overlap > 0:
            total += overlap * rate
        before = until
    return total


def grow_tally(
    tally: Tally,
    *,
    page_class: str,
    age_days: float,
    days: float,
    changed: bool,
    priors: Mapping[str, Bands] = PRIORS,
) -> Tally:
    """Return the tally after a look ``days`` after the one before, at the page's present age.

    Of several changes between two looks one is seen: a change counts as the number expected
    when there was at least one (Cho and Garcia-Molina), within reason.
    """
    days = max(days, 0.0)
    kept = 0.5 ** min(days / HALF_LIFE_DAYS, 1000.0)
    changes = 0.0
    if changed:
        likely = change_rate(tally, page_class=page_class, age_days=age_days, priors=priors) * days
        changes = min(MOST_PER_LOOK, likely / -math.expm1(-likely)) if likely > 1e-9 else 1.0
    return Tally(
        changes=tally.changes * kept + changes,
        days=tally.days * kept + days,
        expected=tally.expected * kept
        + expected_changes(page_class, age_days - days, age_days, priors),
    )


def change_rate(
    tally: Tally, *, page_class: str, age_days: float, priors: Mapping[str, Bands] = PRIORS
) -> float:
    """Return the changes per day to expect now, never zero and never unbounded."""
    prior = prior_rate(page_class, age_days, priors)
    changes, expected = max(tally.changes, 0.0), max(tally.expected, 0.0)
    days = max(tally.days, 0.0)
    by_class = prior * (PRIOR_CHANGES + changes) / (PRIOR_CHANGES + expected)
    vague = (VAGUE_CHANGES + changes) / (VAGUE_DAYS + days)
    trust = _trust(changes, days, expected)
    rate = trust * by_class + (1 - trust) * vague
    return min(max(rate, _LEAST_RATE), _MOST_RATE) if math.isfinite(rate) else VAGUE_RATE


def chance_of_change(rate: float, days: float) -> float:
    """Return the probability (0..1) that a page changed within ``days``."""
    return -math.expm1(-max(rate, 0.0) * max(days, 0.0))


def _trust(changes: float, days: float, expected: float) -> float:
    """Return how far the class is to be believed, by how well it foretold what was seen."""
    if days <= 0 or expected <= 0:
        return 1 - DOUBT
    seen = math.lgamma(PRIOR_CHANGES + changes) - math.lgamma(PRIOR_CHANGES)
    by_class = (
        changes * math.log(expected / days)
        + seen
        + PRIOR_CHANGES * math.log(PRIOR_CHANGES)
        - (PRIOR_CHANGES + changes) * math.log(PRIOR_CHANGES + expected)
    )
    vague = (
        seen
        + VAGUE_CHANGES * math.log(VAGUE_DAYS)
        - (VAGUE_CHANGES + changes) * math.log(VAGUE_DAYS + days)
    )
    odds = math.exp(max(-700.0, min(700.0, vague - by_class))) * DOUBT / (1 - DOUBT)
    return 1 / (1 + odds)


def _bands(page_class: str, priors: Mapping[str, Bands]) -> Bands:
    return priors.get(page_class) or priors[PageClass.OTHER]
