"""When to look at a page again: pure arithmetic, no clock, no database.

The interval is proportional to 1/sqrt(change rate x weight), bounded, with a fixed spread.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final

#: Prior of the change rate: half a change in a fortnight. It yields the default interval.
PRIOR_CHANGES: Final = 0.5
PRIOR_DAYS: Final = 14.0
#: A page on which nothing rests is still looked at, about 4.5 times more rarely.
LEAST_WEIGHT: Final = 0.05
#: After a change another one is likely (corrections come in pairs).
SOON_SECONDS: Final = 600
FAIL_CAP_SECONDS: Final = 7 * 86_400
SPREAD: Final = 0.1

REGULAR: Final = "regular"
CHANGED: Final = "changed"
DEADLINE: Final = "deadline"
FAILED: Final = "failed"
CONFIRM: Final = "confirm"
GONE: Final = "gone"
ASKED: Final = "asked"
ADDED: Final = "added"
WATCHED: Final = "watched"


@dataclass(frozen=True, slots=True)
class Interval:
    """Seconds until the next look and a stable code of the reason."""

    seconds: int
    reason: str


def next_interval(
    *,
    identity: str,
    changes: int,
    days: float,
    weight: float,
    floor: int,
    ceiling: int,
    default: int,
    changed: bool = False,
    gone: bool = False,
    fail_count: int = 0,
    seconds_to_deadline: float | None = None,
) -> Interval:
    """Return how long to wait until the next look at one page.

    ``days`` is how long it has been watched, ``changes`` how often it changed in that time,
    ``weight`` the sum over its passages. ``floor``, ``ceiling`` and ``default`` are seconds.
    """
    regular = _regular(changes=changes, days=days, weight=weight, default=default)
    spread = regular * spread_factor(identity)
    bounded = _clamp(spread, floor, ceiling)
    if gone:
        return Interval(_backed_off(bounded, max(fail_count, 3), floor), GONE)
    if fail_count > 0:
        return Interval(_backed_off(bounded, fail_count, floor), FAILED)
    if changed:
        return Interval(_clamp(min(bounded, SOON_SECONDS), floor, ceiling), CHANGED)
    if seconds_to_deadline is not None and seconds_to_deadline > 0:
        before_deadline = _clamp(seconds_to_deadline / 4, floor, ceiling)
        if before_deadline < bounded:
            return Interval(before_deadline, DEADLINE)
    return Interval(bounded, REGULAR)


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
    day = 86_400
    if retry_after is not None:
        return _clamp(retry_after, 1, day)
    return min(60 << min(max(fail_streak - 1, 0), 11), day)


def spread_factor(identity: str) -> float:
    """Return a factor of 1 +- SPREAD that is always the same for one identity."""
    digest = hashlib.sha256(identity.encode()).digest()
    return 1 - SPREAD + 2 * SPREAD * int.from_bytes(digest[:4], "big") / 0xFFFFFFFF


def _regular(*, changes: int, days: float, weight: float, default: int) -> float:
    rate = (max(changes, 0) + PRIOR_CHANGES) / (max(days, 0.0) + PRIOR_DAYS)
    prior = PRIOR_CHANGES / PRIOR_DAYS
    return default * math.sqrt(prior / (rate * max(weight, LEAST_WEIGHT)))


def _backed_off(interval: int, fail_count: int, floor: int) -> int:
    doubled = interval << min(max(fail_count - 1, 0), 20)
    return max(floor, min(doubled, max(FAIL_CAP_SECONDS, interval)))


def _clamp(seconds: float, floor: int, ceiling: int) -> int:
    return int(max(1, floor, min(seconds, max(ceiling, floor))))
