"""Recomputing the digests of kept bodies: all of them, those of one source, or a sample.

What is found is remembered on the body, so that health tells it until it is whole again.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from factcheck.clock import database_now
from factcheck.health.heartbeats import record_heartbeat
from sources.models import Body, Snapshot
from sources.models.body import BodyQuerySet
from sources.services.bodies import BodyUnavailable, read_body_bytes

logger = logging.getLogger(__name__)

HEARTBEAT: Final = "bodies_verified"
_SLICE: Final = 200
_NAMED_SNAPSHOTS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One body that cannot be given back, and (at most twenty) snapshots that need it."""

    sha256: str
    code: str
    message: str
    remedy: str
    snapshots: list[UUID]


@dataclass(slots=True)
class Verified:
    """What one run found; ``bytes`` are decoded ones. Removed bodies are not counted."""

    checked: int = 0
    bytes: int = 0
    damaged: list[Damage] = field(default_factory=list)


def verify_bodies(
    *,
    source_id: UUID | None = None,
    sample: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verified:
    """Read bodies one by one and recompute their digests; memory does not grow with their number.

    ``sample``: so many, from a random place on. ``progress`` gets the count so far, in steps.
    """
    done = Verified()
    for sha256 in _digests(source_id, sample):
        try:
            done.bytes += len(read_body_bytes(sha256))
        except BodyUnavailable as error:
            if error.code == "body_removed":
                continue
            done.damaged.append(_damage(sha256, error))
        else:
            Body.objects.filter(pk=sha256, damaged_at__isnull=False).update(damaged_at=None)
        done.checked += 1
        if progress is not None and done.checked % _SLICE == 0:
            progress(done.checked)
    record_heartbeat(HEARTBEAT)
    return done


def _damage(sha256: str, error: BodyUnavailable) -> Damage:
    logger.error("Body %s: %s", sha256, error)
    if error.code != "storage_unavailable":
        Body.objects.filter(pk=sha256, damaged_at__isnull=True).update(damaged_at=database_now())
    rows = Snapshot.objects.filter(body=sha256).order_by("id").values_list("pk", flat=True)
    return Damage(
        sha256=sha256,
        code=error.code,
        message=error.message,
        remedy=error.remedy or "",
        snapshots=list(rows[:_NAMED_SNAPSHOTS]),
    )


def _digests(source_id: UUID | None, sample: int | None) -> Iterator[str]:
    bodies = Body.objects.kept()
    if source_id is not None:
        bodies = bodies.filter(pk__in=Snapshot.objects.filter(source=source_id).values("body"))
    if sample is None:
        yield from _from_on(bodies, "")
        return
    # Digests are spread evenly: the bodies after a random place are a random sample.
    start = secrets.token_hex(32)
    left = sample
    for part in (_from_on(bodies, start), _up_to(bodies, start)):
        for sha256 in part:
            if left <= 0:
                return
            left -= 1
            yield sha256


def _from_on(bodies: BodyQuerySet, start: str) -> Iterator[str]:
    last, first = start, True
    while True:
        rows = bodies.filter(pk__gte=last) if first else bodies.filter(pk__gt=last)
        digests = list(rows.order_by("pk").values_list("pk", flat=True)[:_SLICE])
        if not digests:
            return
        yield from digests
        last, first = digests[-1], False


def _up_to(bodies: BodyQuerySet, end: str) -> Iterator[str]:
    return _from_on(bodies.filter(pk__lt=end), "")
