"""Observations leave after their window; what evidence rests on never does.

Snapshots, readings and changes are kept for ever, except by ``removing.remove_snapshot``.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from factcheck.clock import database_now
from sources.models import Change, Observation, ObservationRoot, PassageReading, Snapshot

_SLICE = 2000


def prune_observations(*, days: int | None = None, seconds: float = 60.0) -> int:
    """Delete observations older than ``days`` (the desk's setting; 0 keeps all); return how many.

    Days without their Merkle root wait. Kept whatever their age: the first and the last of each
    source, and every look that left a snapshot, a reading or a change. Slices, each its own
    transaction; what is left after ``seconds`` goes with the next run.
    """
    window = settings.OBSERVATION_DAYS if days is None else days
    if window <= 0:
        return 0
    horizon, end = _horizon(window), time.monotonic() + seconds
    pruned, last = 0, 0
    while time.monotonic() < end:
        # Ids grow with time, nearly: the first slice without an old row is the end.
        rows = list(
            Observation.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "at")[:_SLICE]
        )
        old = [pk for pk, at in rows if at < horizon]
        if not old:
            break
        last = rows[-1][0]
        with transaction.atomic():
            doomed = list(_unneeded(old).values_list("pk", flat=True))
            pruned += Observation.objects.filter(pk__in=doomed).delete()[0]
    return pruned


def _horizon(days: int) -> datetime:
    """The window's end, or the end of the last day that has its Merkle root if that is earlier."""
    horizon = database_now() - timedelta(days=days)
    last = ObservationRoot.objects.order_by("-day").values_list("day", flat=True).first()
    closed = datetime.combine(last or date.min, datetime.min.time(), UTC)
    return min(horizon, closed + timedelta(days=1))


def _unneeded(ids: list[int]) -> QuerySet[Observation]:
    look = {"source": OuterRef("source"), "fence": OuterRef("fence")}
    # A passage may have followed its page to another source; its readings stay where they were.
    of_it = Q(passage__source=OuterRef("source")) | Q(snapshot__source=OuterRef("source"))
    others = Observation.objects.filter(source=OuterRef("source"))
    return Observation.objects.filter(
        Exists(others.filter(fence__lt=OuterRef("fence"))),
        Exists(others.filter(fence__gt=OuterRef("fence"))),
        ~Exists(Snapshot.objects.filter(**look)),
        ~Exists(Change.objects.filter(**look)),
        ~Exists(PassageReading.objects.filter(of_it, fence=OuterRef("fence"))),
        pk__in=ids,
    )
