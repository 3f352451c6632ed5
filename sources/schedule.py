"""When to look at a page again: pure arithmetic, no clock, no database.

The interval is proportional to 1/sqrt(change rate x weight), bounded, with a fixed spread, and
stretched when the desk's budget or the page's server allows no more.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final

from sources.rates import VAGUE_RATE

DAY: Final = 86_400
#: A page on which nothing rests is still looked at, about 4.5 times more rarely.
LEAST_WEIGHT: Final = 0.05
#: After a change another one is likely (corrections come in pairs): looks at these distances.
BURST_SECONDS: Final = (600, 3600, 6 * 3600, DAY)
#: A page that changes more often than this per day has no need of a burst.
RESTLESS_RATE: Final = 1.0
#: A server's own word that nothing changes (max-age) is believed so far.
FRESH_CAP_SECONDS: Final = 3600
FAIL_CAP_SECONDS: Final = 7 * DAY
#: However crowded a server, every page is read once a year.
LONGEST_SECONDS: Final = 365 * DAY
SPREAD: Final = 0.1
#: Share of a server's possible looks that plans may fill: leases and failures need the rest.
HOST_SHARE: Final = 0.8

REGULAR: Final = "regular"
CHANGED: Final = "changed"
DEADLINE: Final = "deadline"
FAILED: Final = "failed"
CONFIRM: Final = "confirm"
GONE: Final = "gone"
ASKED: Final = "asked"
ADDED: Final = "added"
WATCHED: Final = "watched"
FRESH: Final = "fresh"
STRETCHED: Final = "stretched"


@dataclass(frozen=True, slots=True)
class Interval:
    """Seconds until the next look, a stable code of the reason, and the unstretched interval."""

    seconds: int
    reason: str
    base: int = 0


def next_interval(
    *,
    identity: str,
    rate: float,
    weight: float,
    floor: int,
    ceiling: int,
    default: int,
    stretch: float = 1.0,
    burst_step: int = 0,
    gone: bool = False,
    fail_count: int = 0,
    seconds_to_deadline: float | None = None,
    fresh_seconds: float = 0.0,
) -> Interval:
    """Return how long to wait until the next look at one page.

    ``rate`` is changes per day, ``weight`` the sum over its passages; ``floor``, ``ceiling`` and
    ``default`` are seconds. ``burst_step`` counts from 1 after a change, 0 is none.
    """
    base = _clamp(
        regular_seconds(rate=rate, weight=weight, default=default) * spread_factor(identity),
        floor,
        ceiling,
    )
    factor = stretch if math.isfinite(stretch) else 1.0
    usual = max(base, int(min(base * max(factor, 1.0), LONGEST_SECONDS)))
    if gone or fail_count > 0:
        waited = _backed_off(usual, max(fail_count, 3) if gone else fail_count, floor)
        return Interval(waited, GONE if gone else FAILED, base)
    seconds, reason = usual, STRETCHED if usual > base * 1.02 else REGULAR
    if burst_step > 0:
        step: float = BURST_SECONDS[min(burst_step, len(BURST_SECONDS)) - 1]
        if burst_step > 1:
            # Only the first look after a change is worth any budget; the others share in it.
            step *= usual / base
        seconds, reason = _clamp(min(usual, step), floor, max(ceiling, usual)), CHANGED
    if seconds_to_deadline is not None and seconds_to_deadline > 0:
        before = _clamp(seconds_to_deadline / 4, floor, ceiling)
        if before < seconds:
            seconds, reason = before, DEADLINE
    fresh = min(fresh_seconds, FRESH_CAP_SECONDS, max(ceiling, floor))
    if fresh > seconds:
        seconds, reason = math.ceil(fresh), FRESH
    return Interval(seconds, reason, base)


def regular_seconds(*, rate: float, weight: float, default: float) -> float:
    """Return the interval before any bound: ``default`` for one claim on an unknown page.

    It minimises rate x interval / 2 + cost / interval, so delay and looks are paid alike.
    """
    product = rate * max(weight, LEAST_WEIGHT)
    if not (math.isfinite(product) and product > 0):
        return float(default)
    return default * math.sqrt(VAGUE_RATE / product)


def next_burst_step(*, step: int, changed: bool, rate: float) -> int:
    """Return the step of the burst after a readable look; 0 when there is none any more."""
    if changed:
        return 0 if rate > RESTLESS_RATE else 1
    return step + 1 if 0 < step < len(BURST_SECONDS) else 0


def stretch_for(*, wanted_per_day: float, possible_per_day: float) -> float:
    """Return by how much intervals must grow for so many looks to fit; at least 1."""
    if not (wanted_per_day > 0 and possible_per_day > 0):
        return 1.0
    return max(1.0, wanted_per_day / possible_per_day)


def host_looks_per_day(delay_seconds: float) -> float:
    """Return how many looks a day a server's spacing leaves to plans; infinite without spacing."""
    return HOST_SHARE * DAY / delay_seconds if delay_seconds > 0 else math.inf


def expected_delay_seconds(interval_seconds: float) -> float:
    """Return how long a change stays unseen on average: half the interval."""
    return interval_seconds / 2


def confirm_interval(
    *, missing_count: int, missing_seconds: float, confirm: int, gone_after: int
) -> Interval:
    """Return when to look again for a page that was not there.

    The first repeat comes after ``confirm`` seconds, the others in thirds of ``gone_after``,
    the last of them exactly when the period of ``gone_after`` seconds is over.
    """
    if missing_count <= 1:
        return Interval(max(1, confirm), CONFIRM)
    left = gone_after - missing_seconds
    step = min(left, gone_after / 3) if left > 0 else float(confirm)
    return Interval(max(1, math.ceil(step)), CONFIRM)


def host_backoff_seconds(*, fail_streak: int, retry_after: float | None = None) -> int:
    """Return how long a whole server rests: as it asked (at most a day), else 60 s doubling."""
    if retry_after is not None:
        return _clamp(retry_after, 1, DAY)
    return min(60 << min(max(fail_streak - 1, 0), 11), DAY)


def spread_factor(identity: str) -> float:
    """Return a factor of 1 +- SPREAD that is always the same for one identity."""
    digest = hashlib.sha256(identity.encode()).digest()
    return 1 - SPREAD + 2 * SPREAD * int.from_bytes(digest[:4], "big") / 0xFFFFFFFF


def _backed_off(interval: int, fail_count: int, floor: int) -> int:
    doubled = interval << min(max(fail_count - 1, 0), 20)
    return max(floor, min(doubled, max(FAIL_CAP_SECONDS, interval)))


def _clamp(seconds: float, floor: int, ceiling: int) -> int:
    return int(max(1, floor, min(seconds, max(ceiling, floor))))
