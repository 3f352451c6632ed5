"""What one look means: the states of a source and of its passages, and the changes to tell.

Works on model instances without touching the database; recording writes what is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sources.models import Passage, Snapshot, Source
from sources.models.change import ChangeKind
from sources.models.passage import PassageState
from sources.models.source import SourceHealth, SourceState
from sources.services.judgement import Judgement, new_change, new_reading
from sources.services.limits import Limits
from sources.services.outcomes import READABLE, Finding, Outcome, OutcomeKind
from sources.services.page_judging import judge_page_move, worth_keeping
from sources.services.passage_states import enter, judge_passage

MISSES_OF_A_PAGE: Final = 3
#: Between a page and the lack of one: this counts as a change of the page.
_FLIPS: Final = tuple(
    {SourceHealth.OK, other}
    for other in (SourceHealth.MISSING, SourceHealth.GONE, SourceHealth.RESTRICTED)
)
#: A page that broke off its reading this often in a row is set aside.
ASIDE_AFTER: Final = 5
_BROKE_OFF: Final = frozenset({"reading_timed_out", "reading_crashed"})
_NO_PAGE: Final = frozenset({OutcomeKind.MISSING, OutcomeKind.GONE})


def judge(
    *,
    source: Source,
    passages: Sequence[Passage],
    latest: Snapshot | None,
    outcome: Outcome,
    fence: int,
    now: datetime,
    limits: Limits,
) -> Judgement:
    """Apply one outcome to a source and its watched passages.

    ``latest`` is the source's latest snapshot. Only a readable page says anything about a
    passage; only a missing page, often and long enough, says that the source is gone.
    """
    seen = Judgement(source=source, outcome=outcome, fence=fence, now=now)
    source.checks += 1
    source.last_checked_at = now
    source.last_fence = fence
    if outcome.kind in READABLE:
        _judge_readable(seen, passages, latest, limits)
    elif outcome.kind in _NO_PAGE:
        _judge_no_page(seen, passages, latest, limits)
    else:
        source.fail_count += 1
        _count_broken_off(seen)
        # Gone stays gone until the page can be read again.
        if source.health != SourceHealth.GONE:
            _set_health(seen, _health_of(outcome.kind))
    if seen.moved:
        source.changes_seen += 1
        source.last_changed_at = now
    return seen


def _count_broken_off(seen: Judgement) -> None:
    """Set a page aside whose parsing breaks off again and again; it is told once."""
    source = seen.source
    if seen.outcome.detail not in _BROKE_OFF:
        return
    source.unreadable_count += 1
    if source.unreadable_count >= ASIDE_AFTER and source.state == SourceState.ACTIVE:
        source.state = SourceState.QUARANTINED
        seen.set_aside = True


def _health_of(kind: OutcomeKind) -> SourceHealth:
    return SourceHealth.UNKNOWN if kind is OutcomeKind.FAILED else SourceHealth(kind.value)


def _set_health(seen: Judgement, health: SourceHealth) -> None:
    source = seen.source
    if source.health != health:
        # A page that comes and goes changes; a server in trouble does not (nor one that blocks).
        seen.moved = seen.moved or {source.health, health} in _FLIPS
        source.health = health
        source.health_since = seen.now
    source.health_detail = seen.outcome.detail[:300]


# --- A page that could be read -------------------------------------------------


def _judge_readable(
    seen: Judgement, passages: Sequence[Passage], latest: Snapshot | None, limits: Limits
) -> None:
    source, outcome = seen.source, seen.outcome
    if source.health == SourceHealth.GONE:
        seen.changes.append(
            new_change(
                seen, ChangeKind.SOURCE_BACK, None, latest, severity="low", detail="page_back"
            )
        )
    _judge_address(seen, latest)
    _set_health(seen, SourceHealth.OK)
    source.fail_count = source.unreadable_count = 0
    source.missing_since, source.missing_count = None, 0
    source.last_read_at = seen.now
    streak = source.conditional_streak + 1
    source.conditional_streak = streak if outcome.kind is OutcomeKind.NOT_MODIFIED else 0
    if outcome.kind is OutcomeKind.OK and outcome.page is not None:
        _judge_page(seen, passages, latest, limits)
        return
    if outcome.kind is OutcomeKind.UNCHANGED:
        # An answer without validators takes the stored ones away.
        source.etag, source.last_modified = outcome.etag[:1000], outcome.last_modified[:200]
        source.final_url = outcome.final_url[:2000]
    for passage in passages:
        # The same page again: a passage missed on it before is missed once more.
        if passage.missing_count and passage.state != PassageState.GONE:
            missing = Finding(passage_id=passage.pk, state=PassageState.GONE)
            judge_passage(seen, passage, missing, latest, limits)


def _judge_page(
    seen: Judgement, passages: Sequence[Passage], latest: Snapshot | None, limits: Limits
) -> None:
    outcome, page = seen.outcome, seen.outcome.page
    if page is None:
        return
    findings = {finding.passage_id: finding for finding in outcome.findings}
    before = _states(passages)
    for passage in passages:
        if passage.pk in findings:
            judge_passage(seen, passage, findings[passage.pk], latest, limits)
    _judge_labels(seen, passages, latest)
    waiting = any(passage.missing_count for passage in passages)
    judge_page_move(seen, latest, waiting=waiting)
    passages_moved = _states(passages) != before
    if worth_keeping(seen, latest) or passages_moved:
        _take_snapshot(seen, latest)
    for passage in seen.first_found:
        passage.cited_snapshot = seen.snapshot or latest
    alarmed = any(change.passage_id for change in seen.changes)
    relabelled = latest is not None and latest.labels != page.labels
    seen.moved = seen.moved or seen.prose_changed or alarmed or relabelled
    _remember_page(seen, complete=all(passage.pk in findings for passage in passages))


def _is_same_version(latest: Snapshot | None, outcome: Outcome) -> bool:
    """Readings point into a snapshot's text, so another reader's text is another version."""
    page = outcome.page
    return (
        latest is not None
        and page is not None
        and latest.body_id == outcome.body_sha256
        and latest.text == page.text
        and latest.labels == page.labels
    )


def _states(passages: Sequence[Passage]) -> list[tuple[object, ...]]:
    return [(row.pk, row.state, row.alarmed_text, row.missing_count) for row in passages]


def _take_snapshot(seen: Judgement, latest: Snapshot | None) -> None:
    outcome, page = seen.outcome, seen.outcome.page
    if page is None or _is_same_version(latest, outcome):
        return
    seen.snapshot = Snapshot(
        source=seen.source,
        fence=seen.fence,
        body_id=outcome.body_sha256,
        text=page.text,
        title=page.title[:500],
        headline=page.headline[:500],
        language=page.language[:20],
        charset=page.charset[:40],
        content_type=page.content_type[:200],
        final_url=outcome.final_url[:2000],
        status=outcome.status or 200,
        headers=outcome.headers,
        prose_sha256=page.prose_sha256,
        labels=page.labels,
        reader_version=page.reader_version[:40],
        fetched_at=outcome.at,
        address=outcome.address[:64],
    )
    if outcome.obtained is not None:
        seen.snapshot.request = outcome.obtained.request
        seen.snapshot.tls = outcome.obtained.tls
        seen.snapshot.timings = outcome.obtained.timings
    seen.source.latest_snapshot = seen.snapshot
    for reading in seen.readings:
        reading.snapshot = seen.snapshot
    for change in seen.changes:
        change.after_snapshot = seen.snapshot


def _remember_page(seen: Judgement, *, complete: bool) -> None:
    source, outcome, page = seen.source, seen.outcome, seen.outcome.page
    if page is None:
        return
    source.title = page.title[:500] or source.title
    source.final_url = outcome.final_url[:2000]
    source.reported_canonical = page.canonical[:2000]
    source.prose_sha256 = page.prose_sha256
    source.text_length = len(page.text)
    # A passage was added while the page was being read: nothing remembered, so read it in full.
    source.etag = outcome.etag[:1000] if complete and len(outcome.etag) <= 1000 else ""
    source.last_modified = outcome.last_modified[:200] if complete else ""
    source.body_sha256 = outcome.body_sha256 if complete else ""


def _judge_address(seen: Judgement, latest: Snapshot | None) -> None:
    """A redirect for good is on record; merging two sources is left to a person."""
    was, now = seen.source.final_url, seen.outcome.final_url
    if not seen.outcome.moved or not was or _place(was) == _place(now):
        return
    change = new_change(seen, ChangeKind.SOURCE_MOVED, None, latest, severity="low")
    change.before, change.after = was, now
    seen.source.final_url = now[:2000]
    seen.changes.append(change)


def _place(url: str) -> tuple[str, str]:
    """The parts of an address that name a page; queries of redirects differ with each visit."""
    parts = urlsplit(url)
    return parts.netloc, parts.path


def _judge_labels(seen: Judgement, passages: Sequence[Passage], latest: Snapshot | None) -> None:
    page = seen.outcome.page
    known = latest is not None and is_retracted(latest.labels)
    if page is None or known or not is_retracted(page.labels):
        return
    kind = ChangeKind.RETRACTED
    # One row per passage, so that each claim hears it once; one for the page when none rests on it.
    told: list[Passage | None] = [*passages] if passages else [None]
    for passage in told:
        seen.changes.append(new_change(seen, kind, passage, latest, detail="declared_on_page"))


def is_retracted(labels: Sequence[object]) -> bool:
    """Return True when a page's labels declare it retracted."""
    return any("retract" in str(label).lower() for label in labels)


# --- A page that was not there --------------------------------------------------


def _judge_no_page(
    seen: Judgement, passages: Sequence[Passage], latest: Snapshot | None, limits: Limits
) -> None:
    source = seen.source
    source.fail_count += 1
    source.missing_since = source.missing_since or seen.now
    source.missing_count += 1
    if source.health == SourceHealth.GONE:
        return
    waited = seen.now - source.missing_since
    confirmed = source.missing_count >= MISSES_OF_A_PAGE and waited >= timedelta(
        seconds=limits.gone_after
    )
    if seen.outcome.kind is not OutcomeKind.GONE and not confirmed:
        _set_health(seen, SourceHealth.MISSING)
        return
    _set_health(seen, SourceHealth.GONE)
    # When it comes back it must be read in full, so no validator may vouch for it.
    source.etag = source.last_modified = source.body_sha256 = ""
    seen.moved = True
    nowhere = "page_gone"
    for passage in passages:
        finding = Finding(passage_id=passage.pk, state=PassageState.GONE, reason=nowhere)
        reading = new_reading(seen, passage, finding, PassageState.GONE, None)
        change = new_change(seen, ChangeKind.SOURCE_GONE, passage, latest)
        change.before, change.reading = passage.accepted_text, reading
        change.detail = seen.outcome.detail[:300]
        seen.changes.append(change)
        passage.missing_since, passage.missing_count = None, 0
        enter(seen, passage, PassageState.GONE)
    if not passages:
        seen.changes.append(new_change(seen, ChangeKind.SOURCE_GONE, None, latest))
