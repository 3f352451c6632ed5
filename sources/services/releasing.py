"""Releasing hosts after their outcomes are recorded, inside the transaction that holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest

from sources.models import Host, Source
from sources.models.source import SourceState
from sources.services.arrays import array_literal
from sources.services.leasing import ISOLATE_AFTER
from sources.services.outcomes import LeasedHost

# The same as `_release_each` below, with the floors as arrays instead of one CASE per host.
_RELEASE = """
UPDATE sources_host AS host
   SET next_due_at = CASE WHEN due.first IS NULL THEN NULL
                          ELSE greatest(due.first, due.floor) END,
       lease_until = NULL,
       lease_owner = '',
       leases_since_ok = CASE WHEN host.leases_since_ok > %(isolate)s AND due.first <= %(now)s
                              THEN %(isolate)s ELSE 0 END
  FROM (SELECT wanted.id, wanted.floor,
               (SELECT min(next_check_at) FROM sources_source
                 WHERE host_id = wanted.id AND state = 'active'
                   AND next_check_at IS NOT NULL) AS first
          FROM unnest(%(ids)s::uuid[], %(floors)s::timestamptz[]) AS wanted(id, floor)) AS due
 WHERE host.id = due.id
"""


def release_hosts(
    *, leased: Sequence[LeasedHost], rests: Mapping[UUID, datetime | None], now: datetime
) -> None:
    """Free locked hosts in a statement of its own; ``rests``: until when each is left alone.

    Only a statement begun after the host was locked sees a source that was added meanwhile.
    """
    floors = _floors(leased, rests, now)
    if not floors:
        return
    if connection.vendor != "postgresql":
        _release_each(floors, now)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _RELEASE,
            {
                "isolate": ISOLATE_AFTER,
                "now": now,
                "ids": array_literal(floors),
                "floors": array_literal(floors.values()),
            },
        )


def _floors(
    leased: Sequence[LeasedHost], rests: Mapping[UUID, datetime | None], now: datetime
) -> Mapping[UUID, datetime]:
    """Say for each host when it may be asked again: its spacing, or its rest if that is longer."""
    delays = {lease.id: lease.delay_seconds for lease in leased}
    return {pk: max(now + timedelta(seconds=delays[pk]), rest or now) for pk, rest in rests.items()}


def _release_each(floors: Mapping[UUID, datetime], now: datetime) -> None:
    earliest = Subquery(
        Source.objects.filter(
            host=OuterRef("pk"), state=SourceState.ACTIVE, next_check_at__isnull=False
        )
        .order_by()
        .values("host")
        .annotate(first=Min("next_check_at"))
        .values("first")
    )
    floor = Case(*(When(pk=pk, then=Value(moment)) for pk, moment in floors.items()))
    Host.objects.filter(pk__in=floors).annotate(first=earliest).update(
        next_due_at=Case(When(first__isnull=True, then=None), default=Greatest(F("first"), floor)),
        lease_until=None,
        lease_owner="",
        # A host read one page at a time stays so until its line is worked off.
        leases_since_ok=Case(
            When(Q(leases_since_ok__gt=ISOLATE_AFTER, first__lte=now), then=Value(ISOLATE_AFTER)),
            default=Value(0),
        ),
    )
