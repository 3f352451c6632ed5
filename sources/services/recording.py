"""Recording a batch: one transaction that only the holder of the current fence can make.

Writes by arrays; a source whose change cannot be told is rolled back alone and tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from factcheck.clock import database_now
from factcheck.ledger.services import record_entries
from sources.models import (
    Change,
    Host,
    Passage,
    PassageReading,
    Snapshot,
    Source,
)
from sources.models.source import SourceHealth
from sources.services.arrays import RowsBefore, insert_rows
from sources.services.bodies import store_bodies
from sources.services.facts import (
    aside_facts,
    block_facts,
    facts_of,
    is_told_as_blocked,
    observation_of,
)
from sources.services.judgement import Judgement
from sources.services.judging import judge
from sources.services.limits import Limits
from sources.services.outcomes import (
    READABLE,
    LeasedHost,
    Outcome,
    OutcomeKind,
    RecordedCounts,
    RobotsRead,
)
from sources.services.planning import PLANNED_FIELDS, plan_next_look, plan_rest
from sources.services.quiet_looks import HeldHost, is_quiet, record_quiet_looks
from sources.services.releasing import release_hosts
from sources.signals import source_changed

logger = logging.getLogger(__name__)

_SOURCE_FIELDS: Final = [
    "title",
    "reported_canonical",
    "final_url",
    "health",
    "health_since",
    "health_detail",
    "next_check_at",
    "interval_seconds",
    "schedule_reason",
    "checks",
    "changes_seen",
    "fail_count",
    "missing_since",
    "missing_count",
    "etag",
    "last_modified",
    "conditional_streak",
    "last_checked_at",
    "last_read_at",
    "last_changed_at",
    "body_sha256",
    "prose_sha256",
    "text_length",
    "last_fence",
    "state",
    "unreadable_count",
    "latest_snapshot",
    *PLANNED_FIELDS,
]
_PASSAGE_FIELDS: Final = [
    "state",
    "state_since",
    "cited_snapshot",
    "missing_since",
    "missing_count",
    "alarmed_text",
    "page_number",
]
_UNCHANGED: Final = frozenset({OutcomeKind.UNCHANGED, OutcomeKind.NOT_MODIFIED})
_NOBODY: Final = UUID(int=0)
_HOST_FIELDS: Final = [
    "fail_streak",
    "backoff_until",
    "blocked_since",
    "robots_text",
    "robots_status",
    "robots_fetched_at",
]


@dataclass(slots=True)
class _Batch:
    """One batch: its hosts, locked, and what became of its looks."""

    held: dict[UUID, HeldHost]
    now: datetime
    limits: Limits
    #: Rows of the hosts of which anything may move.
    hosts: dict[UUID, Host] = field(default_factory=dict)
    quiet: list[tuple[Outcome, HeldHost]] = field(default_factory=list)
    passages: dict[UUID, list[Passage]] = field(default_factory=dict)
    latest: dict[UUID, Snapshot] = field(default_factory=dict)
    sources_before: RowsBefore = field(default_factory=lambda: RowsBefore(Source, _SOURCE_FIELDS))
    hosts_before: RowsBefore = field(default_factory=lambda: RowsBefore(Host, _HOST_FIELDS))
    done: list[Judgement] = field(default_factory=list)
    failed: int = 0


def record_outcomes(
    *,
    leased: Sequence[LeasedHost],
    outcomes: Sequence[Outcome],
    robots: Mapping[UUID, RobotsRead] | None = None,
    now: datetime | None = None,
) -> RecordedCounts:
    """Write the outcomes of leased hosts and release the hosts; safe to call late or twice.

    A host whose fence is no longer current gets nothing at all. ``now`` defaults to the
    database clock. Raises nothing for a receiver that fails: its source is tried again.
    """
    with transaction.atomic():
        held = _lock_hosts(leased)
        batch = _Batch(held=held, now=now or database_now(), limits=Limits.from_settings())
        rest = _write_quiet(batch, leased, outcomes)
        _load_hosts(batch, leased, rest, robots or {})
        counts = _write(batch, rest, robots or {})
        rests = {
            pk: batch.hosts[pk].backoff_until if pk in batch.hosts else None for pk in batch.held
        }
        release_hosts(leased=leased, rests=rests, now=batch.now)
    return RecordedCounts(
        checked=len(batch.done) + len(batch.quiet),
        readable=len(batch.quiet) + sum(seen.outcome.kind in READABLE for seen in batch.done),
        snapshots=sum(seen.snapshot is not None for seen in batch.done),
        changes=counts,
        failed=batch.failed,
        refused=len(leased) - len(held),
    )


def _lock_hosts(leased: Sequence[LeasedHost]) -> dict[UUID, HeldHost]:
    mine = {lease.id: lease.fence for lease in leased}
    rows = (
        Host.objects.select_for_update(no_key=True)
        .filter(pk__in=mine, lease_until__isnull=False)
        .order_by("pk")
        .values_list("pk", "fence", "stretch", "fail_streak", "backoff_until", "blocked_since")
    )
    return {
        pk: HeldHost(id=pk, fence=fence, stretch=stretch, is_calm=not any(trouble))
        for pk, fence, stretch, *trouble in rows
        if fence == mine[pk]
    }


def _write_quiet(
    batch: _Batch, leased: Sequence[LeasedHost], outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """Write looks that changed nothing all at once; return the others."""
    owners = {due.id: lease.id for lease in leased for due in lease.sources}
    looks = [
        (outcome, host)
        for outcome in outcomes
        if is_quiet(outcome) and (host := batch.held.get(owners.get(outcome.source_id, _NOBODY)))
    ]
    written = record_quiet_looks(looks, now=batch.now, limits=batch.limits)
    batch.quiet = [look for look in looks if look[0].source_id in written]
    return [outcome for outcome in outcomes if outcome.source_id not in written]


def _load_hosts(
    batch: _Batch,
    leased: Sequence[LeasedHost],
    rest: Sequence[Outcome],
    robots: Mapping[UUID, RobotsRead],
) -> None:
    """Load the rows of locked hosts, but not of those on which all is as it was."""
    judged = {outcome.source_id for outcome in rest}
    quiet = {host.id for _outcome, host in batch.quiet}
    wanted = [
        lease.id
        for lease in leased
        if lease.id in batch.held
        and (
            lease.id in robots
            or not batch.held[lease.id].is_calm
            or lease.id not in quiet
            or any(due.id in judged for due in lease.sources)
        )
    ]
    batch.hosts = Host.objects.in_bulk(wanted) if wanted else {}
    batch.hosts_before.remember(batch.hosts.values())


def _write(batch: _Batch, outcomes: Sequence[Outcome], robots: Mapping[UUID, RobotsRead]) -> int:
    by_source = {outcome.source_id: outcome for outcome in outcomes}
    sources = _lock_sources(batch, by_source) if by_source else []
    judged = [_judge(batch, source, by_source[source.pk]) for source in sources]
    quiet = [seen for seen in judged if not seen.changes]
    _store(batch, quiet)
    batch.done.extend(quiet)
    changes = 0
    for seen in judged:
        if seen.changes:
            changes += _tell(batch, seen)
    insert_rows([observation_of(seen) for seen in batch.done])
    _write_hosts(batch, robots)
    return changes


def _lock_sources(batch: _Batch, wanted: Mapping[UUID, Outcome]) -> list[Source]:
    sources = list(
        Source.objects.select_for_update(no_key=True)
        .filter(pk__in=list(wanted), host__in=batch.hosts)
        .order_by("pk")
    )
    sources = [row for row in sources if row.last_fence < batch.held[_host_id(row)].fence]
    for passage in (
        Passage.objects.watched()
        .select_for_update(no_key=True)
        .filter(source__in=[source.pk for source in sources])
        .order_by("pk")
    ):
        batch.passages.setdefault(passage.source_id, []).append(passage)
    batch.sources_before.remember(sources)
    _load_latest(batch, sources, wanted)
    return sources


def _load_latest(batch: _Batch, sources: Iterable[Source], wanted: Mapping[UUID, Outcome]) -> None:
    """Load the latest snapshots where they may matter; their texts are long.

    An unchanged page in good health, whose passages were all found, has nothing to compare.
    """
    compared: list[UUID | None] = []
    moved: list[UUID | None] = []
    for source in sources:
        outcome = wanted[source.pk]
        missing = any(row.missing_count for row in batch.passages.get(source.pk, ()))
        if outcome.kind in _UNCHANGED and source.health == SourceHealth.OK and not missing:
            continue
        page = outcome.page
        same = page is not None and page.prose_sha256 == source.prose_sha256
        (compared if same else moved).append(source.latest_snapshot_id)
    rows = Snapshot.objects.filter(pk__in=[pk for pk in moved if pk])
    batch.latest = {row.pk: row for row in rows} if any(moved) else {}
    if any(compared):
        short = Snapshot.objects.defer("text", "headers").filter(pk__in=filter(None, compared))
        batch.latest |= {row.pk: row for row in short}


def _host_id(source: Source) -> UUID:
    if source.host_id is None:
        raise RuntimeError("Only a page has outcomes.")
    return source.host_id


def _judge(batch: _Batch, source: Source, outcome: Outcome) -> Judgement:
    passages = batch.passages.get(source.pk, [])
    seen = judge(
        source=source,
        passages=passages,
        latest=batch.latest.get(source.latest_snapshot_id) if source.latest_snapshot_id else None,
        outcome=outcome,
        fence=batch.held[_host_id(source)].fence,
        now=batch.now,
        limits=batch.limits,
    )
    host = batch.hosts[_host_id(source)]
    plan_next_look(seen=seen, passages=passages, host=host, limits=batch.limits)
    return seen


def _tell(batch: _Batch, seen: Judgement) -> int:
    """Store one changed source and tell its listeners, or roll all of it back together."""
    try:
        with transaction.atomic():
            _store(batch, [seen])
            record_entries(facts_of(seen.changes))
            source_changed.send(sender=Source, source=seen.source, changes=seen.changes)
    except SoftTimeLimitExceeded:  # no listener's failure: the whole batch is out of time
        raise
    except Exception as error:  # any listener may fail; the batch must commit
        logger.exception("Recording a change of source %s failed", seen.source.pk)
        batch.done.append(_judge_failed(batch, seen, error))
        batch.failed += 1
        return 0
    batch.done.append(seen)
    return len(seen.changes)


def _judge_failed(batch: _Batch, seen: Judgement, error: Exception) -> Judgement:
    """Judge the same attempt as a failure of ours, on fresh rows: nothing of it was kept."""
    source = Source.objects.get(pk=seen.source.pk)
    batch.sources_before.remember([source])
    old = seen.outcome
    outcome = Outcome(
        source_id=old.source_id,
        kind=OutcomeKind.FAILED,
        at=old.at,
        status=old.status,
        detail=f"{type(error).__name__}: {error}"[:300],
        final_url=old.final_url,
        address=old.address,
        certificate_sha256=old.certificate_sha256,
        elapsed_ms=old.elapsed_ms,
        wire_bytes=old.wire_bytes,
        body_sha256=old.body_sha256,
        headers=old.headers,
        robots=old.robots,
    )
    batch.passages[source.pk] = list(Passage.objects.watched().filter(source=source))
    again = _judge(batch, source, outcome)
    _store(batch, [again])
    return again


def _store(batch: _Batch, judged: Sequence[Judgement]) -> None:
    """Write rows by arrays. The upserts never insert: every row of theirs is locked by us."""
    snapshots = [seen.snapshot for seen in judged if seen.snapshot is not None]
    bodies = {
        seen.outcome.body_sha256: seen.outcome.page.body
        for seen in judged
        if seen.snapshot is not None and seen.outcome.page is not None
    }
    store_bodies(bodies)
    Snapshot.objects.bulk_create(snapshots, batch_size=100)
    PassageReading.objects.bulk_create(
        [reading for seen in judged for reading in seen.readings], batch_size=500
    )
    Change.objects.bulk_create(
        [change for seen in judged for change in seen.changes], batch_size=500
    )
    Passage.objects.bulk_create(
        [passage for seen in judged for passage in seen.passages],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_PASSAGE_FIELDS,
    )
    batch.sources_before.write([seen.source for seen in judged])


def _write_hosts(batch: _Batch, robots: Mapping[UUID, RobotsRead]) -> None:
    outcomes: dict[UUID, list[Outcome]] = {}
    for seen in batch.done:
        outcomes.setdefault(_host_id(seen.source), []).append(seen.outcome)
    for outcome, held in batch.quiet:
        outcomes.setdefault(held.id, []).append(outcome)
    facts = [fact for seen in batch.done for fact in aside_facts(seen)]
    for host in batch.hosts.values():
        was = is_told_as_blocked(host)
        plan_rest(host=host, outcomes=outcomes.get(host.pk, []), now=batch.now)
        facts += block_facts(host, was=was)
        read = robots.get(host.pk)
        if read is not None:
            host.robots_text, host.robots_status = read.text, read.status
            host.robots_fetched_at = read.fetched_at
    batch.hosts_before.write(list(batch.hosts.values()))
    record_entries(facts)
