"""Bringing a page's next look forward without losing it behind a lease.

Everything here runs inside the caller's transaction, host row first.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from sources.models import Host, Source


def lock_host(host_id: UUID) -> Host:
    """Return the host locked against recording and other writers of its due time."""
    return Host.objects.select_for_update(no_key=True).get(pk=host_id)


def lock_source(source_id: UUID) -> Source:
    """Return the source locked, its host locked before it (the order recording uses)."""
    host_id = Source.objects.values_list("host_id", flat=True).get(pk=source_id)
    if host_id is not None:
        lock_host(host_id)
    return Source.objects.select_for_update(no_key=True, of=("self",)).get(pk=source_id)


def lower_host_due(*, host_id: UUID, due_at: datetime) -> None:
    """Make the host due no later than ``due_at``, though never while the server wants rest.

    A plain UPDATE on the present row: it also holds when a worker has the host leased, because
    the release afterwards looks at all its sources again.
    """
    rested = Greatest(Value(due_at), Coalesce(F("backoff_until"), Value(due_at)))
    Host.objects.filter(pk=host_id).update(
        next_due_at=Case(
            When(Q(next_due_at__isnull=True) | Q(next_due_at__gt=rested), then=rested),
            default=F("next_due_at"),
        )
    )
