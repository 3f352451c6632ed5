"""Time stamps for every daily root and the ledger's head of that day: wished for, asked, kept.

The wish is a row; asking happens outside any transaction, under a lease that a later one voids.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography import x509
from django.conf import settings
from django.db import transaction

from factcheck.clock import database_now
from factcheck.ledger.models import Seal
from factcheck.ledger.services import ledger_head
from factcheck.net import loop
from factcheck.net.addresses import parse_allow
from factcheck.net.client import GuardedClient, Limits, RequestFailed
from sources.models import ObservationRoot, Timestamp
from sources.models.timestamp import StampSubject
from sources.proof.timestamps import QUERY_TYPE, Query, StampRefused, check_stamp, make_query

_LEASE: Final = timedelta(minutes=5)
_FIRST_WAIT: Final = timedelta(minutes=5)
_LONGEST_WAIT: Final = timedelta(hours=12)
#: Roots older than this when time stamps are switched on are not stamped: it would say little.
_BACKLOG: Final = timedelta(days=7)
_AT_ONCE: Final = 20
_LIMITS: Final = Limits(total_seconds=30, max_wire_bytes=100_000, max_body_bytes=100_000)


@dataclass(frozen=True, slots=True)
class StampTrouble:
    """A stamp that does not hold. ``code``: changed, missing, or one of check_stamp's."""

    stamp: Timestamp
    code: str
    detail: str


def stamp_due(*, now: datetime | None = None) -> int:
    """Wish for what is new, ask for what is due; return how many stamps were given."""
    moment = now or database_now()
    _wish(moment)
    return sum(_ask(pk, attempt) for pk, attempt in _lease(moment))


def root_message(row: ObservationRoot) -> str:
    """Return the line that is stamped for a day; whoever has the root can write it anew."""
    return f"factcheck observations {row.day.isoformat()} {row.count} {row.root}\n"


def head_message(position: int, hash_: str) -> str:
    """Return the line that is stamped for a place in the ledger."""
    return f"factcheck ledger {position} {hash_}\n"


def trusted_roots() -> list[x509.Certificate]:
    """Return the certificates stamps must lead to: TIMESTAMP_ROOTS, else the system's own."""
    return list(_roots_of(settings.TIMESTAMP_ROOTS))


@cache
def _roots_of(path: str) -> tuple[x509.Certificate, ...]:
    if path:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    kept = ssl.create_default_context().get_ca_certs(binary_form=True)
    return tuple(x509.load_der_x509_certificate(der) for der in kept)


def _wish(now: datetime) -> None:
    """Insert the rows that are missing; the unique constraint makes this safe to repeat."""
    authorities: Sequence[str] = settings.TIMESTAMP_AUTHORITIES
    if not authorities:
        return
    since = (now - _BACKLOG).astimezone(UTC).date()
    days = list(ObservationRoot.objects.filter(day__gte=since).defer("ids", "leaves"))
    known = set(
        Timestamp.objects.filter(
            subject=StampSubject.ROOT, reference__in=[str(row.day) for row in days]
        ).values_list("reference", "authority")
    )
    rows = [
        _row(StampSubject.ROOT, str(row.day), root_message(row), authority, now)
        for row in days
        for authority in authorities
        if (str(row.day), authority) not in known
    ]
    if rows:
        head = ledger_head()
        if head.position:
            message = head_message(head.position, head.hash)
            rows += [
                _row(StampSubject.HEAD, str(head.position), message, authority, now)
                for authority in authorities
            ]
        Timestamp.objects.bulk_create(rows, ignore_conflicts=True)


def _row(
    subject: StampSubject, reference: str, message: str, authority: str, now: datetime
) -> Timestamp:
    return Timestamp(
        subject=subject,
        reference=reference,
        message=message,
        authority=authority,
        created_at=now,
        next_try_at=now,
    )


def _lease(now: datetime) -> list[tuple[UUID, int]]:
    """Take due rows for a while; the number of the attempt is the fence."""
    with transaction.atomic():
        rows = list(
            Timestamp.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(next_try_at__lte=now, authority__in=settings.TIMESTAMP_AUTHORITIES)
            .order_by("next_try_at")[:_AT_ONCE]
        )
        for row in rows:
            row.attempts += 1
            row.next_try_at = now + _LEASE
        Timestamp.objects.bulk_update(rows, ["attempts", "next_try_at"])
    return [(row.pk, row.attempts) for row in rows]


def _ask(pk: UUID, attempt: int) -> bool:
    row = Timestamp.objects.get(pk=pk)
    mine = Timestamp.objects.filter(pk=pk, attempts=attempt, stamped_at=None)
    message = row.message.encode()
    try:
        answer = _answer(row.authority, query := make_query(message))
        stamp = check_stamp(answer, message=message, roots=trusted_roots(), nonce=query.nonce)
    except (RequestFailed, StampRefused, TimeoutError, OSError) as error:
        wait = min(_FIRST_WAIT * 2 ** min(attempt - 1, 10), _LONGEST_WAIT)
        mine.update(
            problem=(str(error) or type(error).__name__)[:300],
            next_try_at=database_now() + wait,
        )
        return False
    kept = mine.update(
        answer=answer,
        chain=stamp.chain,
        serial=stamp.serial[:80],
        stamped_at=stamp.stamped_at,
        next_try_at=None,
        problem="",
    )
    return bool(kept)


def _answer(authority: str, query: Query) -> bytes:
    """POST the query through the gate; raises RequestFailed, StampRefused for other statuses."""

    async def post() -> tuple[int, bytes]:
        async with GuardedClient(
            user_agent=settings.FETCH_USER_AGENT,
            allow=parse_allow(settings.FETCH_ALLOW),
            limits=_LIMITS,
        ) as client:
            response = await client.request(
                "POST", authority, headers={"Content-Type": QUERY_TYPE}, data=query.der
            )
            return response.status, response.body

    status, body = loop.run(post(), timeout=_LIMITS.total_seconds + 5)
    if status != 200:
        raise StampRefused("refused", f"HTTP {status}")
    return body


def verify_stamps() -> tuple[int, list[StampTrouble]]:
    """Check every stamp given against the roots and heads as they are now; return count, trouble.

    A stamp that is right about a line which is no longer ours is the finding that matters most.
    """
    troubles = []
    count = 0
    roots = trusted_roots()
    given = Timestamp.objects.filter(stamped_at__isnull=False).order_by("pk")
    for row in given.iterator(chunk_size=100):
        count += 1
        present = _present_message(row)
        if present != row.message:
            code = "missing" if present is None else "changed"
            troubles.append(StampTrouble(row, code, row.message.strip()))
            continue
        try:
            check_stamp(
                bytes(row.answer or b""), message=row.message.encode(), roots=roots, nonce=None
            )
        except StampRefused as error:
            troubles.append(StampTrouble(row, error.code, str(error)))
    return count, troubles


def _present_message(row: Timestamp) -> str | None:
    if row.subject == StampSubject.ROOT:
        day = ObservationRoot.objects.filter(pk=row.reference).defer("ids", "leaves").first()
        return root_message(day) if day is not None else None
    seal = Seal.objects.filter(position=int(row.reference)).first()
    return head_message(seal.position, seal.hash) if seal is not None else None


def waiting_stamps(*, older_than: timedelta, now: datetime | None = None) -> list[Timestamp]:
    """Return stamps wanted for longer than that: what health tells."""
    if not settings.TIMESTAMP_AUTHORITIES:
        return []
    before = (now or database_now()) - older_than
    waiting = Timestamp.objects.filter(stamped_at=None, created_at__lt=before)
    return list(waiting.filter(authority__in=settings.TIMESTAMP_AUTHORITIES).order_by("pk")[:100])
