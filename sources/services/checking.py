"""One batch from lease to release. Fetching happens outside any transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from factcheck.clock import database_now, now
from factcheck.net.addresses import parse_allow
from factcheck.net.client import Limits as FetchLimits
from sources.fetching import (
    BatchResult,
    FetchConfig,
    FetchRequest,
    RobotsRecord,
    fetch_batch,
)
from sources.models import Host
from sources.services import page_moves
from sources.services.interpreting import body_digest, interpret, is_same
from sources.services.leasing import fetch_seconds, lease_due, watched_passages
from sources.services.outcomes import DueSource, LeasedHost, Outcome, RobotsRead
from sources.services.recording import record_outcomes
from sources.services.robots_policy import Decision, robots_decision
from sources.services.siblings import judge_doubtful

#: After so many 304 answers in a row a page is read without validators: a 304 can be a lie.
UNCONDITIONAL_AFTER = 9
#: A clock that is nearer to the database's than this is believed.
_CLOCK_TOLERANCE: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """What one batch did."""

    hosts: int = 0
    checked: int = 0
    readable: int = 0
    snapshots: int = 0
    changes: int = 0
    failed: int = 0
    refused: int = 0


def check_due(*, owner: str, hosts: int = 50) -> CheckCounts:
    """Lease up to ``hosts`` due hosts, read their due pages and record what was found."""
    started = time.monotonic()
    return _check(lease_due(owner=owner, hosts=hosts), started=started)


def check_host(*, host_id: UUID, owner: str) -> CheckCounts:
    """Read the due pages of one host; nothing when it is leased or has none."""
    started = time.monotonic()
    return _check(lease_due(owner=owner, hosts=1, host_id=host_id), started=started)


def count_due_hosts(*, limit: int) -> int:
    """Return how many hosts could be leased now, counting no further than ``limit``."""
    moment = database_now()
    due = Host.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=moment),
        Q(backoff_until__isnull=True) | Q(backoff_until__lte=moment),
        next_due_at__lte=moment,
    )
    return due.order_by()[:limit].count()


def _check(leased: list[LeasedHost], *, started: float) -> CheckCounts:
    if not leased:
        return CheckCounts()
    behind = _clock_behind(leased[0])
    config, deadline, robots = fetch_config(), started + fetch_seconds(), _known_robots(leased)
    result = fetch_batch(
        [_request(lease, due) for lease in leased for due in lease.sources],
        config=config,
        deadline=deadline,
        robots=robots,
    )
    outcomes = judge_doubtful(
        leased=leased,
        outcomes=list(_outcomes(leased, result, until=_read_until(started))),
        config=config,
        robots={**robots, **result.robots},
        deadline=deadline,
    )
    counts = record_outcomes(
        leased=leased, outcomes=_dated(outcomes, behind), robots=_new_robots(leased, result)
    )
    return CheckCounts(
        hosts=len(leased),
        checked=counts.checked,
        readable=counts.readable,
        snapshots=counts.snapshots,
        changes=counts.changes,
        failed=counts.failed,
        refused=counts.refused,
    )


def _clock_behind(lease: LeasedHost) -> timedelta:
    """Return how far this machine's clock is behind the database's, which dated the lease."""
    behind = lease.lease_until - timedelta(seconds=settings.LEASE_SECONDS) - now()
    return behind if abs(behind) > _CLOCK_TOLERANCE else timedelta(0)


def _dated(outcomes: Sequence[Outcome], behind: timedelta) -> Sequence[Outcome]:
    """When something was seen is evidence: a machine with a wrong clock must not date it."""
    return [replace(seen, at=seen.at + behind) for seen in outcomes] if behind else outcomes


def fetch_config() -> FetchConfig:
    """Return how this desk reads, from the settings."""
    return FetchConfig(
        user_agent=settings.FETCH_USER_AGENT,
        allow=parse_allow(settings.FETCH_ALLOW),
        delay_seconds=settings.FETCH_HOST_DELAY_SECONDS,
        limits=FetchLimits(
            connect_seconds=settings.FETCH_CONNECT_SECONDS,
            first_byte_seconds=settings.FETCH_FIRST_BYTE_SECONDS,
            total_seconds=settings.FETCH_TOTAL_SECONDS,
            max_wire_bytes=settings.FETCH_MAX_BYTES,
            max_body_bytes=settings.FETCH_MAX_BYTES,
        ),
    )


def _request(lease: LeasedHost, due: DueSource) -> FetchRequest:
    return FetchRequest(
        key=str(due.id),
        url=due.url,
        host_key=lease.name,
        etag=due.etag,
        last_modified=due.last_modified,
        validators_url=due.final_url,
        delay=lease.delay_seconds,
        unconditional=is_unconditional(due),
        robots_policy=_robots(due),
    )


def _robots(due: DueSource) -> Decision:
    return robots_decision(desk=settings.FETCH_ROBOTS, own=due.robots_policy, cited=due.is_cited)


def is_unconditional(due: DueSource) -> bool:
    """Return True when the page must come in full whatever its validators say."""
    return due.wants_full_read or due.conditional_streak >= UNCONDITIONAL_AFTER


def _read_until(started: float) -> float:
    """The moment (monotonic) after which no other page is read: recording needs the rest.

    A page under way then may take its reader's time limit more, still within the task's.
    """
    seconds: int = settings.LEASE_SECONDS
    return max(started + 0.7 * seconds, time.monotonic() + 0.03 * seconds)


def _outcomes(
    leased: Iterable[LeasedHost], result: BatchResult, *, until: float
) -> Iterable[Outcome]:
    """What the answers mean; answers that there is no time to read stay due and are read again."""
    sources = {str(due.id): due for lease in leased for due in lease.sources}
    answers = [(sources[fetched.key], fetched, body_digest(fetched)) for fetched in result.fetched]
    # As accepted now, after the fetch: what an editor decided meanwhile counts.
    watched = watched_passages(
        [due.id for due, fetched, digest in answers if digest and not is_same(due, fetched, digest)]
    )
    for due, fetched, digest in answers:
        if time.monotonic() > until:
            return
        if due.id in watched:
            due = replace(due, passages=watched[due.id])
        outcome = interpret(due=due, fetched=fetched, digest=digest, robots=_robots(due))
        if outcome is not None:
            yield page_moves.compare_with_last(due=due, outcome=outcome)


def _known_robots(leased: Iterable[LeasedHost]) -> Mapping[str, RobotsRecord]:
    return {
        lease.name: RobotsRecord(
            text=lease.robots_text, status=lease.robots_status, fetched_at=lease.robots_fetched_at
        )
        for lease in leased
        if lease.robots_fetched_at is not None
    }


def _new_robots(leased: Iterable[LeasedHost], result: BatchResult) -> dict[UUID, RobotsRead]:
    return {
        lease.id: RobotsRead(text=read.text, status=read.status, fetched_at=read.fetched_at)
        for lease in leased
        if (read := result.robots.get(lease.name)) is not None
    }
