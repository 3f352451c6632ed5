"""Leasing: a worker takes due hosts for a while; the growing fence makes its results safe.

The database clock rules. A host that keeps losing its workers is read one page at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from factcheck.clock import database_now
from sources.models import Host, Passage, Source
from sources.models.passage import PassageState
from sources.services.asking import quarantine_source
from sources.services.outcomes import DueSource, LeasedHost, WatchedPassage

#: Workers that took the host and never reported: from here on one page at a time …
ISOLATE_AFTER: Final = 2
#: … and from here on the page at the head of the line is set aside.
QUARANTINE_AFTER: Final = 5
QUARANTINE_DETAIL: Final = "workers_died"

# statement_timestamp() is stable, so the due index is used; clock_timestamp() would scan.
# Materialized: as a plain subselect a nested loop may run it again and lease more than asked for.
_LEASE = """
WITH due AS MATERIALIZED (
        SELECT id FROM sources_host
         WHERE next_due_at <= statement_timestamp()
           AND (lease_until IS NULL OR lease_until < statement_timestamp())
           AND (backoff_until IS NULL OR backoff_until <= statement_timestamp())
           AND (%(host_id)s::uuid IS NULL OR id = %(host_id)s::uuid)
         ORDER BY next_due_at LIMIT %(hosts)s
           FOR NO KEY UPDATE SKIP LOCKED)
UPDATE sources_host AS host
   SET lease_until = statement_timestamp() + make_interval(secs => %(seconds)s),
       lease_owner = %(owner)s,
       fence = host.fence + 1,
       leases_since_ok = host.leases_since_ok + 1
  FROM due
 WHERE host.id = due.id
RETURNING host.id, host.name, host.fence, host.lease_until, host.leases_since_ok, host.delay_ms,
       host.robots_text, host.robots_status, host.robots_fetched_at
"""
# Of passages only what fetching must know: their words are read when a page has other bytes.
_DUE = """
SELECT wanted.n, source.id, source.url, source.etag, source.last_modified, source.final_url,
       source.title, source.last_read_at IS NOT NULL, source.text_length,
       source.conditional_streak, source.body_sha256, source.robots_policy, source.prose_sha256,
       source.latest_snapshot_id, watched.any IS NOT NULL, coalesce(watched.any_unread, false)
  FROM unnest(%(hosts)s::uuid[], %(counts)s::int[]) WITH ORDINALITY AS wanted(host_id, count, n)
 CROSS JOIN LATERAL (SELECT * FROM sources_source
         WHERE host_id = wanted.host_id AND state = 'active'
           AND next_check_at <= statement_timestamp()
         ORDER BY next_check_at LIMIT wanted.count) AS source
 CROSS JOIN LATERAL (SELECT bool_or(true) AS any, bool_or(state = 'unread') AS any_unread
          FROM sources_passage WHERE source_id = source.id AND released_at IS NULL) AS watched
 ORDER BY wanted.n, source.next_check_at, source.id
"""
_PASSAGE_COLUMNS: Final = ("accepted_text", "prefix", "suffix", "position", "state")
_DUE_COLUMNS: Final = (
    "pk",
    "url",
    "etag",
    "last_modified",
    "final_url",
    "title",
    "is_read",
    "text_length",
    "conditional_streak",
    "body_sha256",
    "robots_policy",
    "prose_sha256",
    "latest_snapshot",
    "is_cited",
    "has_unread",
)


class _Taken(NamedTuple):
    """What a lease must know of its host."""

    id: UUID
    name: str
    fence: int
    lease_until: datetime
    leases_since_ok: int
    delay_ms: int | None
    robots_text: str
    robots_status: int | None
    robots_fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Share:
    """How many pages of one host this lease may take."""

    host: _Taken
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
        shares = []
        for host in sorted(taken):
            if host.leases_since_ok > QUARANTINE_AFTER:
                _set_aside_head(host.id)
                host = host._replace(leases_since_ok=1)
            shares.append(_share(host, per_host))
        pages = _due_pages(shares)
        return [_leased(share, due, owner) for share, due in zip(shares, pages, strict=True)]


def _take(*, owner: str, hosts: int, host_id: UUID | None) -> list[_Taken]:
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
            return [_Taken(*row) for row in cursor.fetchall()]
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
    rows = Host.objects.filter(pk__in=taken)
    return [_Taken(*row) for row in rows.values_list(*_Taken._fields)]


def _set_aside_head(host_id: UUID) -> None:
    head = (
        Source.objects.due(database_now())
        .filter(host=host_id)
        .order_by("next_check_at")
        .values_list("pk", flat=True)
        .first()
    )
    if head is not None:
        quarantine_source(source_id=head, detail=QUARANTINE_DETAIL)
    Host.objects.filter(pk=host_id).update(leases_since_ok=1)


def _share(host: _Taken, per_host: int) -> _Share:
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


def _due_pages(shares: Sequence[_Share]) -> list[list[DueSource]]:
    """The due pages of each share, oldest first."""
    if connection.vendor != "postgresql":
        return [_due_by_orm(share) for share in shares]
    pages: list[list[DueSource]] = [[] for _share in shares]
    with connection.cursor() as cursor:
        cursor.execute(
            _DUE,
            {
                "hosts": [share.host.id for share in shares],
                "counts": [share.count for share in shares],
            },
        )
        for place, *columns in cursor.fetchall():
            pages[place - 1].append(_due_source(columns))
    return pages


def _due_by_orm(share: _Share) -> list[DueSource]:
    watched = Passage.objects.watched().filter(source=OuterRef("pk"))
    rows = (
        Source.objects.due(database_now())
        .filter(host=share.host.id)
        .annotate(
            is_read=Q(last_read_at__isnull=False),
            is_cited=Exists(watched),
            has_unread=Exists(watched.filter(state=PassageState.UNREAD)),
        )
        .order_by("next_check_at", "pk")
        .values_list(*_DUE_COLUMNS)
    )
    return [_due_source(row) for row in rows[: share.count]]


def _leased(share: _Share, sources: Sequence[DueSource], owner: str) -> LeasedHost:
    host = share.host
    return LeasedHost(
        id=host.id,
        name=host.name,
        owner=owner[:120],
        fence=host.fence,
        lease_until=host.lease_until,
        delay_seconds=share.delay,
        robots_text=host.robots_text,
        robots_status=host.robots_status,
        robots_fetched_at=host.robots_fetched_at,
        sources=tuple(sources),
    )


def _due_source(columns: Sequence[Any]) -> DueSource:
    (
        pk, url, etag, last_modified, final_url, title, is_read, text_length, streak, body, robots,
        prose, snapshot, is_cited, has_unread,
    ) = columns  # fmt: skip
    return DueSource(
        id=pk,
        url=url or "",
        etag=etag,
        last_modified=last_modified,
        final_url=final_url,
        title=title if is_read else "",
        text_length=text_length,
        conditional_streak=streak,
        body_sha256=body,
        robots_policy=robots,
        prose_sha256=prose,
        snapshot_id=snapshot,
        is_cited=is_cited,
        has_unread=has_unread,
    )


def watched_passages(sources: Sequence[UUID]) -> dict[UUID, tuple[WatchedPassage, ...]]:
    """Return what is looked for on each of these sources now; sources without any are left out."""
    watched: dict[UUID, tuple[WatchedPassage, ...]] = {}
    if sources:
        rows = Passage.objects.watched().filter(source__in=sources)
        for row in rows.only("source", *_PASSAGE_COLUMNS).order_by("pk"):
            watched[row.source_id] = (*watched.get(row.source_id, ()), watched_passage(row))
    return watched


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
