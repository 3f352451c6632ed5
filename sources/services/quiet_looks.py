"""Looks that changed nothing, written together on PostgreSQL: no row becomes an object.

What they write is what judging and planning would; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from sources import schedule
from sources.rates import Tally, change_rate, grow_tally
from sources.services.arrays import array_literal, json_literal
from sources.services.cadence import days_old
from sources.services.freshness import fresh_seconds
from sources.services.limits import Limits
from sources.services.outcomes import Outcome, OutcomeKind

_UNCHANGED: Final = frozenset({OutcomeKind.UNCHANGED, OutcomeKind.NOT_MODIFIED})

# Only pages in good health of which nothing is missed, and for which nobody asked meanwhile.
_LOCK: Final = """
SELECT wanted.n, source.url, source.page_class, source.published_on,
       extract(epoch FROM %(now)s - source.created_at)::float8,
       source.tally_changes, source.tally_days, source.tally_expected,
       extract(epoch FROM %(now)s - source.tally_at)::float8,
       source.burst_step, source.conditional_streak, resting.weight,
       extract(epoch FROM resting.deadline - %(now)s)::float8
  FROM unnest(%(ids)s::uuid[], %(hosts)s::uuid[], %(fences)s::bigint[])
       WITH ORDINALITY AS wanted(id, host_id, fence, n)
  JOIN sources_source AS source
    ON source.id = wanted.id AND source.host_id = wanted.host_id
   AND source.last_fence < wanted.fence
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(weight * CASE WHEN weighs_double_until > %(now)s THEN 2 ELSE 1 END), 0)
              AS weight,
              min(deadline) FILTER (WHERE deadline > %(now)s) AS deadline,
              coalesce(bool_or(missing_count > 0), false) AS is_missed
         FROM sources_passage
        WHERE source_id = source.id AND released_at IS NULL) AS resting
 WHERE source.state = 'active' AND source.health = 'ok' AND source.health_detail = ''
   AND source.fail_count = 0 AND source.unreadable_count = 0
   AND source.missing_count = 0 AND source.missing_since IS NULL
   AND source.schedule_reason <> 'asked' AND NOT resting.is_missed
 ORDER BY source.id
   FOR NO KEY UPDATE OF source
"""
_UPDATE: Final = """
UPDATE sources_source AS source
   SET checks = source.checks + 1, last_checked_at = %(now)s, last_read_at = %(now)s,
       tally_at = %(now)s, last_fence = new.fence, conditional_streak = new.streak,
       tally_changes = new.changes, tally_days = new.days, tally_expected = new.expected,
       burst_step = new.burst, interval_seconds = new.seconds, base_seconds = new.base,
       schedule_reason = new.reason,
       next_check_at = %(now)s + make_interval(secs => new.seconds),
       etag = coalesce(new.etag, source.etag),
       last_modified = coalesce(new.modified, source.last_modified),
       final_url = coalesce(new.final_url, source.final_url)
  FROM unnest(%(id)s::uuid[], %(fence)s::bigint[], %(streak)s::int[], %(changes)s::float8[],
              %(days)s::float8[], %(expected)s::float8[], %(burst)s::int[], %(seconds)s::int[],
              %(base)s::int[], %(reason)s::text[], %(etag)s::text[], %(modified)s::text[],
              %(final_url)s::text[])
       AS new(id, fence, streak, changes, days, expected, burst, seconds, base, reason, etag,
              modified, final_url)
 WHERE source.id = new.id
"""
_INSERT: Final = """
INSERT INTO sources_observation
       (source_id, fence, at, outcome, status, detail, final_url, address, certificate_sha256,
        elapsed_ms, wire_bytes, body_sha256, headers, robots)
SELECT source_id, fence, at, outcome, status, '', final_url, address, certificate_sha256,
       elapsed_ms, wire_bytes, body_sha256, headers, robots
  FROM unnest(%(id)s::uuid[], %(fence)s::bigint[], %(at)s::timestamptz[], %(outcome)s::text[],
              %(status)s::int[], %(final_url)s::text[], %(address)s::text[],
              %(certificate)s::text[], %(elapsed)s::int[], %(wire)s::int[], %(body)s::text[],
              %(headers)s::jsonb[], %(robots)s::text[])
       AS new(source_id, fence, at, outcome, status, final_url, address, certificate_sha256,
              elapsed_ms, wire_bytes, body_sha256, headers, robots)
"""
_PLANNED: Final = (
    "id",
    "fence",
    "streak",
    "changes",
    "days",
    "expected",
    "burst",
    "seconds",
    "base",
    "reason",
    "etag",
    "modified",
    "final_url",
)
_OBSERVED: Final = (
    "id",
    "fence",
    "at",
    "outcome",
    "status",
    "final_url",
    "address",
    "certificate",
    "elapsed",
    "wire",
    "body",
    "robots",
)


@dataclass(frozen=True, slots=True)
class HeldHost:
    """A locked host whose fence is current: what the plans of its pages need to know."""

    id: UUID
    fence: int
    stretch: float
    #: It neither rests nor fails nor blocks.
    is_calm: bool


def is_quiet(outcome: Outcome) -> bool:
    """Return True when the answer may be written here: the same page, nothing asked of us."""
    return (
        outcome.kind in _UNCHANGED
        and not outcome.moved
        and not outcome.holds_host
        and outcome.retry_after is None
        and not outcome.detail
    )


def record_quiet_looks(
    looks: Sequence[tuple[Outcome, HeldHost]], *, now: datetime, limits: Limits
) -> set[UUID]:
    """Write looks that left their page as it was; return whose, the others are for judging.

    The hosts are locked by the caller. Nothing is written anywhere but on PostgreSQL.
    """
    if connection.vendor != "postgresql" or not looks:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            _LOCK,
            {
                "now": now,
                "ids": array_literal([outcome.source_id for outcome, _host in looks]),
                "hosts": array_literal([host.id for _outcome, host in looks]),
                "fences": array_literal([host.fence for _outcome, host in looks]),
            },
        )
        rows = cursor.fetchall()
        if not rows:
            return set()
        written = [looks[row[0] - 1] for row in rows]
        plans = [
            _plan(row, *look, now=now, limits=limits)
            for row, look in zip(rows, written, strict=True)
        ]
        cursor.execute(_UPDATE, _columns(_PLANNED, plans) | {"now": now})
        cursor.execute(
            _INSERT,
            _columns(_OBSERVED, [_observed(outcome, host.fence) for outcome, host in written])
            | {"headers": json_literal(outcome.headers for outcome, _host in written)},
        )
    return {outcome.source_id for outcome, _host in written}


def _columns(names: Iterable[str], rows: Iterable[tuple[object, ...]]) -> dict[str, Any]:
    return {
        name: array_literal(column)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


def _plan(
    row: tuple[Any, ...], outcome: Outcome, host: HeldHost, *, now: datetime, limits: Limits
) -> tuple[object, ...]:
    """The page's new values, in the order of ``_PLANNED``."""
    (
        _n, url, page_class, published, added, changes, days, expected, since, burst, streak,
        weight, deadline,
    ) = row  # fmt: skip
    age = days_old(published=published, url=url or "", added_seconds=added, now=now)
    tally = Tally(changes, days, expected)
    if since is not None:
        tally = grow_tally(
            tally,
            page_class=page_class,
            age_days=age,
            days=since / schedule.DAY,
            changed=False,
        )
    rate = change_rate(tally, page_class=page_class, age_days=age)
    step = schedule.next_burst_step(step=burst, changed=False, rate=rate)
    interval = schedule.next_interval(
        identity=str(outcome.source_id),
        rate=rate,
        weight=weight,
        floor=limits.floor,
        ceiling=limits.ceiling,
        default=limits.default,
        stretch=host.stretch,
        burst_step=step,
        seconds_to_deadline=deadline,
        fresh_seconds=fresh_seconds(outcome.headers),
    )
    validators: tuple[str | None, ...] = (None, None, None)
    if outcome.kind is OutcomeKind.UNCHANGED:
        # An answer without validators takes the stored ones away.
        validators = (outcome.etag[:1000], outcome.last_modified[:200], outcome.final_url[:2000])
        streak = 0
    else:
        streak += 1
    return (
        outcome.source_id, host.fence, streak, tally.changes, tally.days, tally.expected, step,
        interval.seconds, interval.base, interval.reason, *validators,
    )  # fmt: skip


def _observed(outcome: Outcome, fence: int) -> tuple[object, ...]:
    return (
        outcome.source_id, fence, outcome.at, outcome.kind.value, outcome.status,
        outcome.final_url[:2000], outcome.address[:64], outcome.certificate_sha256,
        outcome.elapsed_ms, outcome.wire_bytes, outcome.body_sha256, outcome.robots,
    )  # fmt: skip
