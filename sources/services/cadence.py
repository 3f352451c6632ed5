"""A source's present rhythm in figures: its age, change rate, and how late a change is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from sources import schedule
from sources.page_classes import date_in_url
from sources.rates import Tally, chance_of_change, change_rate

if TYPE_CHECKING:
    from sources.models import Source

#: A page whose day of publication is unknown was there before it was cited.
_OLDER_THAN_ADDED: Final = 1.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``rate`` in changes per day, ``delay_seconds`` on average, ``chance`` since the last look.

    None where nothing can be said: the source is not watched, or was never read.
    """

    rate: float | None
    delay_seconds: float | None
    chance: float | None


def age_days(source: Source, now: datetime) -> float:
    """Return how old a page is: by its day of publication, its address, else since it was added."""
    return days_old(
        published=source.published_on,
        url=source.url or "",
        added_seconds=(now - source.created_at).total_seconds(),
        now=now,
    )


def days_old(*, published: date | None, url: str, added_seconds: float, now: datetime) -> float:
    """Return the same from plain values; ``added_seconds`` is how long ago it was added."""
    day = published or date_in_url(url)
    if day is None:
        return max(0.0, added_seconds) / schedule.DAY + _OLDER_THAN_ADDED
    morning = datetime.combine(day, time(0), tzinfo=UTC)
    # Published today is as fresh as can be, whatever the hour and the time zone.
    return max(0.0, (now - morning).total_seconds() / schedule.DAY - 1.0)


def tally_of(source: Source) -> Tally:
    """Return what is remembered of a page."""
    return Tally(
        changes=source.tally_changes, days=source.tally_days, expected=source.tally_expected
    )


def rate_of(source: Source, now: datetime) -> float:
    """Return the changes per day to expect of a page now."""
    return change_rate(
        tally_of(source), page_class=source.page_class, age_days=age_days(source, now)
    )


def rhythm_of(source: Source, now: datetime) -> Rhythm:
    """Return how often a watched page changes and how late a change of it would be seen."""
    if source.next_check_at is None or not source.interval_seconds:
        return Rhythm(rate=None, delay_seconds=None, chance=None)
    rate = rate_of(source, now)
    chance = None
    if source.last_read_at is not None:
        days = (now - source.last_read_at).total_seconds() / schedule.DAY
        chance = chance_of_change(rate, days)
    # An overdue page is seen later than its interval promises.
    late = max(0.0, (now - source.next_check_at).total_seconds())
    return Rhythm(
        rate=rate,
        delay_seconds=schedule.expected_delay_seconds(source.interval_seconds + late),
        chance=chance,
    )
