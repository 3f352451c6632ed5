"""Days with observations, and their closing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from factories_sources import make_source

from sources.models import Observation
from sources.services.proof_roots import close_days

DAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_fence = iter(range(1, 100_000))


def observe(at=NOON, count=1, **more):
    source = make_source()
    rows = [
        Observation(
            source=source,
            fence=next(_fence),
            at=at + timedelta(microseconds=number),
            outcome="ok",
            status=200,
            headers={"etag": f'"{number}"', "x-名": "値"},
            **more,
        )
        for number in range(count)
    ]
    return [row.pk for row in Observation.objects.bulk_create(rows)]


def close(day=DAY):
    return close_days(now=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=30))
