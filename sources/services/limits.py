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
    confirm_again: int
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
            confirm_again=settings.CONFIRM_AGAIN_SECONDS,
            gone_after=settings.GONE_AFTER_SECONDS,
            host_delay=settings.FETCH_HOST_DELAY_SECONDS,
        )

    @property
    def passage_misses(self) -> int:
        """How many looks in a row must miss a passage before it is told as gone."""
        return 3 if self.confirm_again > self.confirm else 2

    @property
    def passage_gone_after(self) -> int:
        """Seconds from the first of these looks to the last."""
        return max(self.confirm, self.confirm_again)

    def next_confirmation(self, waited: float) -> int:
        """Return when to look again for a passage first missed ``waited`` seconds ago."""
        ahead = [at for at in (self.confirm, self.confirm_again) if at > waited]
        return max(1, round(min(ahead) - waited)) if ahead else max(1, self.confirm)
