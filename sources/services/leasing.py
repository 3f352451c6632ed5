"""Leasing: a worker takes due hosts for a while; the growing fence makes its results safe.

The database clock rules. A host that keeps losing its workers is read one page at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from factcheck.clock import database_now
from sources.models import Host, Passage, Source
from sources.services.asking import quarantine_source
from sources.services.outcomes import DueSource, LeasedHost, WatchedPassage

#: Workers that took the host and never reported: from here on one page at a time …
ISOLATE_AFTER: Final = 2
#: … and from here on the page at the head of the line is set aside.
QUARANTINE_AFTER: Final = 5
QUARANTINE_DETAIL: Final = "workers_died"

# statement_timestamp() is stable, so the due index is used; clock_timestamp() would scan.
_LEASE = """
UPDATE sources_host AS host
   SET lease_until = statement_timestamp() + make_interval(secs => %(seconds)s),
       lease_owner = %(owner)s,
       fence = host.fence + 1,
       leases_since_ok = host.leases_since_ok + 1
  FROM (SELECT id FROM sources_host
         WHERE next_due_at <= statement_timestamp()
           AND (lease_until IS NULL OR lease_until < statement_timestamp())
           AND (backoff_until IS NULL OR backoff_until <= statement_timestamp())
           AND (%(host_id)s::uuid IS NULL OR id = %(host_id)s::uuid)
         ORDER BY next_due_at LIMIT %(hosts)s
           FOR NO KEY UPDATE SKIP LOCKED) AS due
 WHERE host.id = due.id
RETURNING host.id
"""
_DUE = """
SELECT source.id
  FROM unnest(%(hosts)s::uuid[], %(counts)s::int[]) AS wanted(host_id, n)
 CROSS JOIN LATERAL (SELECT id FROM sources_source
         WHERE host_id = wanted.host_id AND state = 'active'
           AND next_check_at <= statement_timestamp()
         ORDER BY next_check_at LIMIT wanted.n) AS source
"""


_PASSAGE_COLUMNS: Final = ("accepted_text", "prefix", "suffix", "position", "state")
_DUE_COLUMNS: Final = (
    "host",
    "url",
    "etag",
    "last_modified",
    "final_url",
    "title",
    "last_read_at",
    "text_length",
    "conditional_streak",
    "body_sha256",
    "robots_policy",
    "prose_sha256",
    "latest_snapshot",
)


@dataclass(frozen=True, slots=True)
class _Share:
    """How many pages of one host this lease may take."""

    host: Host
    count: int
    delay: float


def lease_due(
    *, owner: str, hosts: int = 50, per_host: int = 20, host_id: UUID | None = None
) -> list[LeasedHost]:
    """Take up to ``hosts`` due hosts, oldest first, with their oldest due pages.

    Each host gets at most ``per_host`` pages and no more than its spacing lets one lease read.
    With ``host_id`` only that host is tried; an empty list means it is leased or not due.
    """
    with transaction.atomic():
        taken = _take(owner=owner, hosts=hosts, host_id=host_id)
        if not taken:
            return []
        rows = list(Host.objects.filter(pk__in=taken).order_by("pk"))
        for host in rows:
            if host.leases_since_ok > QUARANTINE_AFTER:
                _set_aside_head(host)
        shares = [_share(host, per_host) for host in rows]
        pages = _due_pages(shares)
        passages = _watched(pages)
        return [_leased(share, pages.get(share.host.pk, []), passages, owner) for share in shares]


def _take(*, owner: str, hosts: int, host_id: UUID | None) -> list[UUID]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                _LEASE,
                {
                    "seconds": settings.LEASE_SECONDS,
                    "owner": owner[:120],
                    "host_id": host_id,
                    "hosts": hosts,
                },
            )
            return [row[0] for row in cursor.fetchall()]
    # SQLite: the IMMEDIATE transaction is the lock; nobody else writes meanwhile.
    now = database_now()
    due = Host.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        Q(backoff_until__isnull=True) | Q(backoff_until__lte=now),
        next_due_at__lte=now,
    )
    if host_id is not None:
        due = due.filter(pk=host_id)
    taken = list(due.order_by("next_due_at").values_list("pk", flat=True)[:hosts])
    Host.objects.filter(pk__in=taken).update(
        lease_until=now + timedelta(seconds=settings.LEASE_SECONDS),
        lease_owner=owner[:120],
        fence=F("fence") + 1,
        leases_since_ok=F("leases_since_ok") + 1,
    )
    return taken


def _set_aside_head(host: Host) -> None:
    head = (
        Source.objects.due(database_now())
        .filter(host=host)
        .order_by("next_check_at")
        .values_list("pk", flat=True)
        .first()
    )
    if head is not None:
        quarantine_source(source_id=head, detail=QUARANTINE_DETAIL)
    host.leases_since_ok = 1
    host.save(update_fields=["leases_since_ok"])


def _share(host: Host, per_host: int) -> _Share:
    seconds = settings.FETCH_HOST_DELAY_SECONDS
    delay = host.delay_ms / 1000 if host.delay_ms is not None else float(seconds)
    count = per_host
    if delay > 0:
        count = max(1, min(per_host, int(fetch_seconds() / delay)))
    if host.leases_since_ok > ISOLATE_AFTER:
        count = 1
    return _Share(host=host, count=count, delay=delay)


def fetch_seconds() -> float:
    """Return how long one lease may fetch: recording and the release need the rest."""
    seconds: int = settings.LEASE_SECONDS
    return max(seconds - 30.0, seconds / 2)


def _due_pages(shares: Sequence[_Share]) -> Mapping[UUID, list[Source]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                _DUE,
                {
                    "hosts": [share.host.pk for share in shares],
                    "counts": [share.count for share in shares],
                },
            )
            ids = [row[0] for row in cursor.fetchall()]
    else:
        now: datetime = database_now()
        ids = [
            pk
            for share in shares
            for pk in Source.objects.due(now)
            .filter(host=share.host)
            .order_by("next_check_at")
            .values_list("pk", flat=True)[: share.count]
        ]
    pages: dict[UUID, list[Source]] = {}
    # Made without the columns that only recording needs: dates are slow to read.
    rows = Source.objects.filter(pk__in=ids).only(*_DUE_COLUMNS)
    for source in rows.order_by("next_check_at", "pk"):
        pages.setdefault(source.host_id, []).append(source)  # type: ignore[arg-type]
    return pages


def _watched(pages: Mapping[UUID, list[Source]]) -> Mapping[UUID, list[WatchedPassage]]:
    ids = [source.pk for sources in pages.values() for source in sources]
    watched: dict[UUID, list[WatchedPassage]] = {}
    rows = Passage.objects.watched().filter(source__in=ids).only("source", *_PASSAGE_COLUMNS)
    for row in rows.order_by("pk"):
        watched.setdefault(row.source_id, []).append(watched_passage(row))
    return watched


def _leased(
    share: _Share,
    sources: Sequence[Source],
    passages: Mapping[UUID, list[WatchedPassage]],
    owner: str,
) -> LeasedHost:
    host = share.host
    if host.lease_until is None:
        raise RuntimeError("A leased host has no end of its lease.")
    return LeasedHost(
        id=host.pk,
        name=host.name,
        owner=owner[:120],
        fence=host.fence,
        lease_until=host.lease_until,
        delay_seconds=share.delay,
        robots_text=host.robots_text,
        robots_status=host.robots_status,
        robots_fetched_at=host.robots_fetched_at,
        sources=tuple(_due_source(source, passages.get(source.pk, ())) for source in sources),
    )


def _due_source(source: Source, passages: Sequence[WatchedPassage]) -> DueSource:
    return DueSource(
        id=source.pk,
        url=source.url or "",
        etag=source.etag,
        last_modified=source.last_modified,
        final_url=source.final_url,
        title=source.title if source.last_read_at else "",
        text_length=source.text_length,
        conditional_streak=source.conditional_streak,
        body_sha256=source.body_sha256,
        robots_policy=source.robots_policy,
        prose_sha256=source.prose_sha256,
        snapshot_id=source.latest_snapshot_id,
        passages=tuple(passages),
    )


def watched_passage(row: Passage) -> WatchedPassage:
    """Return the facts needed to look for a passage."""
    return WatchedPassage(
        id=row.pk,
        accepted_text=row.accepted_text,
        prefix=row.prefix,
        suffix=row.suffix,
        position=row.position,
        state=row.state,
    )
