"""Writes and reads the signs of life. Liveness is the age of a heartbeat, not "process is up"."""

from __future__ import annotations

from typing import Final

from factcheck import clock
from factcheck.health.models import Heartbeat

TICK: Final = "tick"


def record_heartbeat(name: str) -> None:
    """Write down that ``name`` is alive now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.database_now()})


def heartbeat_age(name: str) -> float | None:
    """Return the seconds since ``name`` last beat, or ``None`` when it never did."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return (clock.database_now() - last).total_seconds() if last else None
