"""Pushing pages to a public archive, best effort: wish, lease, ask, poll; every step a row.

Asking happens outside any transaction; a worker that dies costs a lease, and asking again under
``if_not_archived_within`` makes no second capture.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from factcheck.clock import database_now
from factcheck.net import loop
from factcheck.net.addresses import parse_allow
from factcheck.net.client import GuardedClient, Limits, RequestFailed, Response
from sources.models import ArchivePush, Change, Source
from sources.models.archive_push import PushState
from sources.models.change import ChangeKind
from sources.models.source import SourceKind, SourceState
from sources.proof.save_page_now import (
    SAME_SNAPSHOT,
    Archived,
    Pending,
    Refused,
    Submitted,
    capture_form,
    read_status,
    read_submission,
)

GIVE_UP_AFTER: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=5)
#: One run, plus one slow answer, ends before the task is ended.
WORK_SECONDS: Final = 40.0
#: Only what happened lately is wished for: switching it on must not push years of history.
BACKLOG: Final = timedelta(hours=24)
MINUTE: Final = timedelta(seconds=60)
POLL_AFTER: Final = timedelta(seconds=30)
POLLS_AT_ONCE: Final = 12
#: PostgreSQL advisory lock of the pace ("fact" in ASCII, then 2): two workers share one minute.
_PACE_LOCK: Final = 0x6661637400000002
_LIMITS: Final = Limits(total_seconds=45, max_wire_bytes=500_000, max_body_bytes=500_000)
#: A page that is gone has nothing left to capture.
_WORTH_IT: Final = (
    ChangeKind.PASSAGE_ALTERED,
    ChangeKind.PASSAGE_GONE,
    ChangeKind.PASSAGE_BACK,
    ChangeKind.SOURCE_BACK,
    ChangeKind.RETRACTED,
    ChangeKind.CORRECTION,
    ChangeKind.UPDATE,
    ChangeKind.REWRITE,
    ChangeKind.HEADLINE,
)


@dataclass(frozen=True, slots=True)
class _Lease:
    pk: UUID
    attempt: int


def push_due(*, now: datetime | None = None) -> int:
    """Wish for what is new, then ask and poll what is due; return how many were archived."""
    if not settings.ARCHIVE_PUSH_URL:
        return 0
    moment = now or database_now()
    _wish(moment)
    _give_up(moment)
    leases = [*_lease_captures(moment), *_lease_polls(moment)]
    until = time.monotonic() + WORK_SECONDS
    # What is left over when time is up waits for the end of its lease.
    return sum(_work(lease, moment) for lease in leases if time.monotonic() < until)


def _wish(now: datetime) -> None:
    """Insert what is missing; one row per occasion, however often and by whom this runs."""
    since = now - BACKLOG
    done = ArchivePush.objects.filter(source=OuterRef("pk"), occasion=0)
    new = Source.objects.filter(
        ~Exists(done), kind=SourceKind.PAGE, state=SourceState.ACTIVE, created_at__gte=since
    ).values_list("pk", "url")
    told = ArchivePush.objects.filter(source=OuterRef("source"), occasion=OuterRef("fence"))
    changed = (
        Change.objects.filter(~Exists(told), detected_at__gte=since, kind__in=_WORTH_IT)
        .order_by()
        .values_list("source", "source__url", "fence")
        .distinct()
    )
    occasions = [(pk, url, 0) for pk, url in new] + list(changed)
    ArchivePush.objects.bulk_create(
        [
            ArchivePush(source_id=pk, url=url, occasion=fence, created_at=now, next_try_at=now)
            for pk, url, fence in occasions
            if url
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _give_up(now: datetime) -> None:
    """After a day the page is no longer the version somebody wanted; the last error stays."""
    ArchivePush.objects.filter(
        state__in=[PushState.WAITING, PushState.SUBMITTED],
        created_at__lte=now - GIVE_UP_AFTER,
        next_try_at__lte=now,
    ).update(state=PushState.GIVEN_UP, next_try_at=None)


def _lease_captures(now: datetime) -> list[_Lease]:
    """Take what may be asked for within this minute's pace, all workers together."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PACE_LOCK])
        asked = ArchivePush.objects.filter(asked_at__gt=now - MINUTE).count()
        room = max(0, settings.ARCHIVE_PER_MINUTE - asked)
        rows = list(_due(PushState.WAITING, now)[:room])
        for row in rows:
            row.asked_at = now
            row.first_asked_at = row.first_asked_at or now
        return _take(rows, now)


def _lease_polls(now: datetime) -> list[_Lease]:
    with transaction.atomic():
        return _take(list(_due(PushState.SUBMITTED, now)[:POLLS_AT_ONCE]), now)


def _due(state: PushState, now: datetime) -> Any:
    rows = ArchivePush.objects.select_for_update(skip_locked=True, no_key=True)
    return rows.filter(state=state, next_try_at__lte=now).order_by("next_try_at", "pk")


def _take(rows: Iterable[ArchivePush], now: datetime) -> list[_Lease]:
    taken = list(rows)
    for row in taken:
        row.attempts += 1
        row.next_try_at = now + LEASE
    ArchivePush.objects.bulk_update(
        taken, ["attempts", "next_try_at", "asked_at", "first_asked_at"]
    )
    return [_Lease(row.pk, row.attempts) for row in taken]


def _work(lease: _Lease, now: datetime) -> bool:
    """Do one step and write it down, if the lease is still ours; True when it is archived."""
    row = ArchivePush.objects.get(pk=lease.pk)
    if row.attempts != lease.attempt:
        return False
    try:
        result = _poll(row) if row.state == PushState.SUBMITTED else _ask(row, now)
    except (RequestFailed, TimeoutError, OSError) as error:
        result = Refused(getattr(error, "code", "timeout"), str(error)[:300])
    changed = _changes(row, result, now)
    kept = ArchivePush.objects.filter(pk=row.pk, attempts=lease.attempt, state=row.state)
    return bool(kept.update(**changed)) and isinstance(result, Archived)


def _changes(
    row: ArchivePush, result: Submitted | Pending | Archived | Refused, now: datetime
) -> dict[str, Any]:
    if isinstance(result, Submitted):
        return {
            "state": PushState.SUBMITTED,
            "job_id": result.job_id,
            "next_try_at": now + POLL_AFTER,
        }
    if isinstance(result, Pending):
        return {"next_try_at": now + min(POLL_AFTER * (1 + row.attempts), timedelta(minutes=10))}
    if isinstance(result, Archived):
        return {
            "state": PushState.ARCHIVED,
            "archived_url": settings.ARCHIVE_PUSH_URL.rstrip("/") + result.path,
            "archived_at": result.timestamp,
            "next_try_at": None,
            "error_code": "",
            "error_detail": "",
        }
    told = {"error_code": result.code[:80], "error_detail": result.detail, "job_id": ""}
    if result.for_good:
        return told | {"state": PushState.GIVEN_UP, "next_try_at": None}
    failures = row.failures + 1
    # count^4.5 + 300 s: most of a day's tries come early, and the last one is hours apart.
    wait = timedelta(seconds=max(result.wait or 0, 300 + failures**4.5))
    return told | {"state": PushState.WAITING, "failures": failures, "next_try_at": now + wait}


def _ask(row: ArchivePush, now: datetime) -> Submitted | Refused:
    # A capture made since we first asked is the one we asked for, whoever lost the answer.
    again = row.attempts > 1 and row.error_code != SAME_SNAPSHOT
    first = row.first_asked_at or now
    since = int((now - first).total_seconds()) + 1 if again else 0
    answer = _send("POST", "/save", capture_form(row.url, within_seconds=since))
    return read_submission(
        answer.status, answer.body, retry_after=answer.headers.get("retry-after", "")
    )


def _poll(row: ArchivePush) -> Pending | Archived | Refused:
    answer = _send("GET", f"/save/status/{row.job_id}", None)
    if answer.status >= 500 or answer.status == 429:
        return Pending()  # the job goes on; only the answer about it failed
    return read_status(answer.status, answer.body)


def _send(method: str, path: str, data: bytes | None) -> Response:
    headers = {"Accept": "application/json"}
    if settings.ARCHIVE_ACCESS_KEY:
        keys = f"{settings.ARCHIVE_ACCESS_KEY}:{settings.ARCHIVE_SECRET_KEY}"
        headers["Authorization"] = f"LOW {keys}"
    if data is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"

    async def send() -> Response:
        async with GuardedClient(
            user_agent=settings.FETCH_USER_AGENT,
            allow=parse_allow(settings.FETCH_ALLOW),
            limits=_LIMITS,
        ) as client:
            url = settings.ARCHIVE_PUSH_URL.rstrip("/") + path
            return await client.request(method, url, headers=headers, data=data)

    return loop.run(send(), timeout=_LIMITS.total_seconds + 5)
