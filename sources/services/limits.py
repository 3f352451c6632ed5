"""The desk's settings for the schedule and for confirmation, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds; read from the settings once per batch."""

    floor: int
    default: int
    ceiling: int
    confirm: int
    gone_after: int
    host_delay: float

    @classmethod
    def from_settings(cls) -> Limits:
        """Return the limits of this desk."""
        return cls(
            floor=settings.RECHECK_FLOOR_SECONDS,
            default=settings.RECHECK_DEFAULT_SECONDS,
            ceiling=settings.RECHECK_CEILING_SECONDS,
            confirm=settings.CONFIRM_SECONDS,
            gone_after=settings.GONE_AFTER_SECONDS,
            host_delay=settings.FETCH_HOST_DELAY_SECONDS,
        )
