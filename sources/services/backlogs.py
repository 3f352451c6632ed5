"""After a standstill: what is overdue is worked off by urgency, at the usual politeness.

Nothing is made due sooner or later than it is: hosts, and pages of one host, swap their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q

from factcheck.clock import database_now
from sources import schedule
from sources.models import Host, Source
from sources.models.host import HostQuerySet

#: A line younger than this is no backlog.
LATE: Final = timedelta(minutes=15)
#: A line as short as one lease needs no order.
SHORT: Final = 20
_MOST_HOSTS: Final = 5_000
_MOST_PAGES: Final = 20_000

#: (id, its due time, its urgency)
Waiting = tuple[UUID, datetime, float]


def order_backlogs() -> int:
    """Put overdue hosts and the overdue pages of each in order of urgency; return the moves.

    Urgent is what is overdue by many of its own intervals. Running it twice moves nothing more.
    """
    now = database_now()
    hosts = _order_hosts(now)
    return sum(_order_pages(host_id, now) for host_id in hosts) if hosts else 0


def _order_hosts(now: datetime) -> list[UUID]:
    with transaction.atomic():
        late = _late_hosts(now).order_by("next_due_at").values_list("pk", flat=True)
        ids = list(late[:_MOST_HOSTS])
        locked = list(
            _late_hosts(now)
            .select_for_update(no_key=True, skip_locked=True)
            .filter(pk__in=ids)
            .order_by("pk")
            .values_list("pk", "next_due_at")
        )
        shortest = dict(
            Source.objects.due(now)
            .filter(host__in=ids)
            .order_by()
            .values("host")
            .annotate(shortest=Min("interval_seconds"))
            .values_list("host", "shortest")
        )
        waiting = [(pk, due, _urgency(now, due, shortest.get(pk))) for pk, due in locked if due]
        for pk, at in _swapped(waiting):
            Host.objects.filter(pk=pk).update(next_due_at=at)
    return ids


def _order_pages(host_id: UUID, now: datetime) -> int:
    with transaction.atomic():
        if not Host.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=host_id):
            return 0
        rows = list(
            Source.objects.due(now)
            .filter(host=host_id)
            .exclude(schedule_reason=schedule.ASKED)
            .order_by("next_check_at")
            .values_list("pk", "next_check_at", "interval_seconds")[:_MOST_PAGES]
        )
        if len(rows) <= SHORT:
            return 0
        moves = _swapped([(pk, at, _urgency(now, at, span)) for pk, at, span in rows if at])
        Source.objects.bulk_update(
            [Source(pk=pk, next_check_at=at) for pk, at in moves], ["next_check_at"], batch_size=500
        )
        return len(moves)


def _late_hosts(now: datetime) -> HostQuerySet:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Host.objects.filter(free, next_due_at__lt=now - LATE)


def _urgency(now: datetime, due: datetime, interval: int | None) -> float:
    """Return by how many of its intervals something is overdue; never read is most urgent."""
    return (now - due).total_seconds() / max(interval or 1, 1)


def _swapped(waiting: Sequence[Waiting]) -> list[tuple[UUID, datetime]]:
    """Return (id, new due time) of everything that moves when the most urgent goes first."""
    times = sorted(due for _pk, due, _urgent in waiting)
    order = sorted(waiting, key=lambda one: (-one[2], one[1], one[0]))
    return [(pk, at) for (pk, due, _urgent), at in zip(order, times, strict=True) if due != at]
