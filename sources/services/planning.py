"""When a judged source is due again, and how long its host rests: settings into the pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sources import schedule
from sources.models import Host, Passage
from sources.models.source import SourceHealth, SourceState
from sources.services.judgement import Judgement
from sources.services.limits import Limits
from sources.services.outcomes import Outcome, OutcomeKind


def plan_next_look(*, seen: Judgement, passages: Sequence[Passage], limits: Limits) -> None:
    """Set the source's next look from what was just seen; none when it is not watched."""
    source = seen.source
    if source.state != SourceState.ACTIVE:
        source.next_check_at = None
        return
    interval = _interval(seen, passages, limits)
    source.interval_seconds = interval.seconds
    source.schedule_reason = interval.reason
    source.next_check_at = seen.now + timedelta(seconds=interval.seconds)


def _interval(seen: Judgement, passages: Sequence[Passage], limits: Limits) -> schedule.Interval:
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
            confirm=max(1, round(limits.confirm - waited)),
            gone_after=limits.gone_after,
        )
    return schedule.next_interval(
        identity=str(source.pk),
        changes=source.changes_seen,
        days=(now - source.created_at).total_seconds() / 86_400,
        weight=sum(row.weight for row in passages),
        floor=limits.floor,
        ceiling=limits.ceiling,
        default=limits.default,
        changed=seen.moved,
        gone=source.health == SourceHealth.GONE,
        fail_count=source.fail_count,
        seconds_to_deadline=_to_deadline(passages, now),
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
    host.blocked_since = (host.blocked_since or now) if blocked else None
