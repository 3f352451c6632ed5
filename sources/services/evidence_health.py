"""What health says of the kept evidence: whether it was verified, is whole, is put away."""

from __future__ import annotations

from typing import Final

from factcheck.health.heartbeats import heartbeat_age
from factcheck.health.probes import Probe
from sources.models import Body
from sources.services.putting_away import waiting_since_seconds
from sources.services.verifying import HEARTBEAT

_UNVERIFIED_AFTER: Final = 3 * 86_400
_WAITING_TOO_LONG: Final = 3600


def evidence_notice() -> Probe:
    """Return the notice; figures only, no names: health is public."""
    damaged = Body.objects.filter(damaged_at__isnull=False).count()
    if damaged:
        return _bad(f"{damaged} damaged: run verify_snapshots")
    waiting = waiting_since_seconds()
    if waiting is not None and waiting > _WAITING_TOO_LONG:
        return _bad(f"not put away since {waiting:.0f} s: is the storage of bodies away?")
    age = heartbeat_age(HEARTBEAT)
    if age is None:
        return Probe(name="evidence", ok=True, detail="not verified yet")
    detail = f"verified {age:.0f} s ago"
    return Probe(name="evidence", ok=age <= _UNVERIFIED_AFTER, detail=detail)


def _bad(detail: str) -> Probe:
    return Probe(name="evidence", ok=False, detail=detail)
