"""When a judged source is due again, and how long its host rests: settings into the pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sources import schedule
from sources.models import Host, Passage
from sources.models.source import SourceHealth, SourceState
from sources.page_classes import infer_class
from sources.rates import Tally, grow_tally
from sources.services.cadence import age_days, rate_of, tally_of
from sources.services.freshness import fresh_seconds
from sources.services.judgement import Judgement
from sources.services.limits import Limits
from sources.services.outcomes import READABLE, Outcome, OutcomeKind

#: Columns of a source that planning sets and recording writes, beside the three of the next look.
PLANNED_FIELDS: Final = (
    "base_seconds",
    "page_class",
    "burst_step",
    "tally_changes",
    "tally_days",
    "tally_expected",
    "tally_at",
)


def plan_next_look(
    *, seen: Judgement, passages: Sequence[Passage], host: Host, limits: Limits
) -> None:
    """Set the source's next look from what was just seen; none when it is not watched."""
    source = seen.source
    _remember(seen)
    if source.state != SourceState.ACTIVE:
        source.next_check_at = None
        return
    interval = _interval(seen, passages, host, limits)
    source.interval_seconds = interval.seconds
    source.base_seconds = interval.base or source.base_seconds
    if _asked_meanwhile(seen):
        return
    source.schedule_reason = interval.reason
    source.next_check_at = seen.now + timedelta(seconds=interval.seconds)


def _asked_meanwhile(seen: Judgement) -> bool:
    """Return True when somebody asked for a look after this one had already ended."""
    source = seen.source
    return (
        source.schedule_reason == schedule.ASKED
        and source.asked_at is not None
        and source.asked_at > seen.outcome.at
        and source.next_check_at is not None
    )


def _remember(seen: Judgement) -> None:
    """Count a readable look into the tally; what told nothing teaches nothing."""
    source, now = seen.source, seen.now
    if seen.outcome.kind not in READABLE:
        return
    page = seen.outcome.page
    if page is not None and not source.page_class_chosen:
        source.page_class = infer_class(
            source.url or "", content_type=page.content_type, title=page.title
        ).value
    if source.tally_at is not None:
        tally = grow_tally(
            tally_of(source),
            page_class=source.page_class,
            age_days=age_days(source, now),
            days=(now - source.tally_at).total_seconds() / schedule.DAY,
            changed=seen.moved,
        )
        _set_tally(seen, tally)
    source.tally_at = now
    source.burst_step = schedule.next_burst_step(
        step=source.burst_step, changed=seen.moved, rate=rate_of(source, now)
    )


def _set_tally(seen: Judgement, tally: Tally) -> None:
    source = seen.source
    source.tally_changes = tally.changes
    source.tally_days = tally.days
    source.tally_expected = tally.expected


def _interval(
    seen: Judgement, passages: Sequence[Passage], host: Host, limits: Limits
) -> schedule.Interval:
    source, now = seen.source, seen.now
    if source.health == SourceHealth.MISSING and source.missing_since is not None:
        return schedule.confirm_interval(
            missing_count=source.missing_count,
            missing_seconds=(now - source.missing_since).total_seconds(),
            confirm=limits.confirm,
            gone_after=limits.gone_after,
        )
    missed = [row.missing_since for row in passages if row.missing_count and row.missing_since]
    if missed and source.fail_count == 0:
        waited = (now - min(missed)).total_seconds()
        return schedule.confirm_interval(
            missing_count=1,
            missing_seconds=waited,
            confirm=limits.next_confirmation(waited),
            gone_after=limits.gone_after,
        )
    return schedule.next_interval(
        identity=str(source.pk),
        rate=rate_of(source, now),
        weight=weight_of(passages, now),
        floor=limits.floor,
        ceiling=limits.ceiling,
        default=limits.default,
        stretch=host.stretch,
        burst_step=source.burst_step,
        gone=source.health == SourceHealth.GONE,
        fail_count=source.fail_count,
        seconds_to_deadline=_to_deadline(passages, now),
        fresh_seconds=fresh_seconds(seen.outcome.headers),
    )


def weight_of(passages: Sequence[Passage], now: datetime) -> float:
    """Return how much rests on a page; what was published lately weighs double."""
    return sum(
        row.weight * (2 if row.weighs_double_until and row.weighs_double_until > now else 1)
        for row in passages
    )


def _to_deadline(passages: Sequence[Passage], now: datetime) -> float | None:
    ahead = [row.deadline for row in passages if row.deadline and row.deadline > now]
    return (min(ahead) - now).total_seconds() if ahead else None


def plan_rest(*, host: Host, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Let the whole host rest when it asked for it, blocks every page or answers nothing."""
    if not outcomes:
        return
    kinds = {outcome.kind for outcome in outcomes}
    asked = [outcome.retry_after for outcome in outcomes if outcome.retry_after is not None]
    blocked = kinds == {OutcomeKind.BLOCKED}
    if (
        any(outcome.holds_host for outcome in outcomes)
        or blocked
        or kinds == {OutcomeKind.UNREACHABLE}
    ):
        host.fail_streak += 1
        seconds = schedule.host_backoff_seconds(
            fail_streak=host.fail_streak, retry_after=max(asked, default=None)
        )
        host.backoff_until = now + timedelta(seconds=seconds)
    else:
        host.fail_streak = 0
        host.backoff_until = None
    if blocked:
        host.blocked_since = host.blocked_since or now
    elif kinds != {OutcomeKind.UNREACHABLE}:
        # Silence ends no block; any answer does.
        host.blocked_since = None
