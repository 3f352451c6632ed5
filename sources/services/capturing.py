"""Capture by hand: a person who can see a page brings what the robot cannot read.

A file proves that words stand there, never that they do not: it may be half of the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput, TooLarge
from factcheck.ledger.services import record_entries, record_entry
from factcheck.text.guard import storable
from sources.capturing.errors import CaptureUnreadable
from sources.capturing.opening import FILE_TYPES, CapturedPage, open_capture
from sources.fetching import Fetched
from sources.models import Change, Passage, PassageReading, Snapshot, Source
from sources.models.passage import PassageState
from sources.models.snapshot import SnapshotOrigin
from sources.models.source import SourceHealth, SourceKind
from sources.services.bodies import store_bodies
from sources.services.due import lock_source
from sources.services.facts import facts_of
from sources.services.interpreting import body_digest, interpret
from sources.services.judgement import Judgement
from sources.services.leasing import watched_passage
from sources.services.limits import Limits
from sources.services.outcomes import DueSource, Finding, Outcome, OutcomeKind, PageRead
from sources.services.passage_states import judge_passage
from sources.signals import source_changed

if TYPE_CHECKING:
    from factcheck.people.models import User

NOT_IN_CAPTURE: Final = "not_in_capture"
_REFUSALS: Final = {
    "empty_file": gettext_lazy("The file is empty."),
    "unknown_kind": gettext_lazy("The file is neither HTML, PDF, MHTML, WARC nor plain text."),
    "broken_file": gettext_lazy("The file is broken: the page in it cannot be taken out."),
    "no_page_inside": gettext_lazy("There is no page in the file."),
    "too_large_inside": gettext_lazy("What is in the file is larger than the desk accepts."),
}
_PASSAGE_FIELDS: Final = [
    "state",
    "state_since",
    "cited_snapshot",
    "missing_since",
    "missing_count",
    "alarmed_text",
    "page_number",
]


def capture_page(
    *, source: Source, data: bytes, filename: str, actor: User, note: str = ""
) -> Snapshot:
    """Keep a page a person saved, look for every watched passage in it, return its snapshot.

    The bytes are kept as they came. Only a readable page counts: a wall, an error page or an
    empty shell is refused and nothing is kept. A passage that is not in the file is *cannot
    tell*; an altered one is told like any other. The robot's own health of the page stays.
    Raises InvalidInput, TooLarge, Conflict.
    """
    if source.kind != SourceKind.PAGE or not source.url:
        raise Conflict(
            _("Only a web page can be captured."),
            code="not_a_page",
            remedy=_("Cite a document with its locator instead."),
        )
    captured = _opened(data, source.url)
    outcome = _interpreted(source, captured)
    page = outcome.page
    if outcome.kind is not OutcomeKind.OK or page is None:
        raise InvalidInput(
            _("The file shows no readable page: %(reason)s.")
            % {"reason": outcome.detail or outcome.kind.value},
            code="capture_not_readable",
            field="file",
            remedy=_("Save the page again while the passage can be seen."),
        )
    with transaction.atomic():
        return _keep(source, data, storable(filename)[:200], captured, outcome, page, actor, note)


def _opened(data: bytes, url: str) -> CapturedPage:
    most = settings.CAPTURE_MAX_BYTES
    if len(data) > most:
        raise TooLarge(
            _("The file is larger than %(size)d bytes.") % {"size": most},
            field="file",
            remedy=_("Save the page without pictures, or as text."),
        )
    try:
        return open_capture(data, url=url, max_bytes=most)
    except CaptureUnreadable as error:
        raise InvalidInput(
            str(_REFUSALS[error.code]),
            code=error.code,
            field="file",
            remedy=_("Save the page in the browser as HTML, MHTML or PDF and try again."),
        ) from error


def _interpreted(source: Source, captured: CapturedPage) -> Outcome:
    """Read the page as if a server had answered so, without comparing it with what was before."""
    passages = Passage.objects.watched().filter(source=source).order_by("pk")
    url = source.url or ""
    due = DueSource(
        id=source.pk,
        url=url,
        etag="",
        last_modified="",
        final_url=url,
        title="",
        text_length=None,
        conditional_streak=0,
        body_sha256="",
        robots_policy="",
        passages=tuple(watched_passage(row) for row in passages),
    )
    fetched = Fetched(
        key=str(source.pk),
        url=url,
        final_url=url,
        status=200,
        headers={"content-type": captured.content_type},
        body=captured.body,
    )
    outcome = interpret(due=due, fetched=fetched, digest=body_digest(fetched))
    if outcome is None:
        raise RuntimeError("A captured page always has an outcome.")
    return replace(outcome, findings=tuple(map(_by_hand, outcome.findings)))


def _by_hand(finding: Finding) -> Finding:
    if finding.state != PassageState.GONE:
        return finding
    return Finding(
        passage_id=finding.passage_id, state=PassageState.CANNOT_TELL, reason=NOT_IN_CAPTURE
    )


def _keep(
    source: Source,
    data: bytes,
    filename: str,
    captured: CapturedPage,
    outcome: Outcome,
    page: PageRead,
    actor: User,
    note: str,
) -> Snapshot:
    row = lock_source(source.pk)
    passages = list(
        Passage.objects.watched().select_for_update(no_key=True).filter(source=row).order_by("pk")
    )
    snapshot = _snapshot(row, data, filename, captured, outcome, page)
    snapshot.captured_by, snapshot.captured_note = actor, storable(note.strip())[:300]
    store_bodies({str(snapshot.body_id): data})
    snapshot.save(force_insert=True)
    record_entry(
        kind="source.captured",
        subject_type="source",
        subject_id=row.pk,
        actor=actor,
        note=snapshot.captured_note,
        data={
            "snapshot": snapshot.pk,
            "sha256": snapshot.body_id,
            "size": len(data),
            "file": filename,
            "kind": captured.kind,
            "url": captured.url,
        },
    )
    seen = _judged(row, passages, snapshot, outcome)
    _write(row, snapshot, seen)
    if seen.changes:
        record_entries(facts_of(seen.changes))
        source_changed.send(sender=Source, source=row, changes=seen.changes)
    return snapshot


def _snapshot(
    row: Source,
    data: bytes,
    filename: str,
    captured: CapturedPage,
    outcome: Outcome,
    page: PageRead,
) -> Snapshot:
    part: dict[str, Any] = {"method": "HAND", "url": captured.url, "file": filename}
    if captured.body is not data:
        part["page_sha256"] = hashlib.sha256(captured.body).hexdigest()
        part["page_content_type"] = captured.content_type
    lowest = row.snapshots.aggregate(lowest=Min("fence"))["lowest"] or 0
    return Snapshot(
        source=row,
        # Below every lease: it neither waits for the robot nor makes its work late.
        fence=min(lowest, 0) - 1,
        body_id=hashlib.sha256(data).hexdigest(),
        text=page.text,
        title=page.title[:500],
        headline=page.headline[:500],
        language=page.language[:20],
        charset=page.charset[:40],
        content_type=FILE_TYPES[captured.kind],
        final_url=row.url or "",
        status=0,
        prose_sha256=page.prose_sha256,
        labels=page.labels,
        reader_version=page.reader_version[:40],
        fetched_at=outcome.at,
        request=part,
        origin=SnapshotOrigin.HAND,
    )


def _judged(
    row: Source, passages: Sequence[Passage], snapshot: Snapshot, outcome: Outcome
) -> Judgement:
    seen = Judgement(source=row, outcome=outcome, fence=snapshot.fence, now=database_now())
    findings = {finding.passage_id: finding for finding in outcome.findings}
    latest, limits = row.latest_snapshot, Limits.from_settings()
    for passage in passages:
        if passage.pk in findings:
            judge_passage(seen, passage, findings[passage.pk], latest, limits)
    for passage in seen.first_found:
        passage.cited_snapshot = snapshot
    for reading in seen.readings:
        reading.snapshot = snapshot
    for change in seen.changes:
        change.after_snapshot = snapshot
    return seen


def _write(row: Source, snapshot: Snapshot, seen: Judgement) -> None:
    PassageReading.objects.bulk_create(seen.readings)
    Change.objects.bulk_create(seen.changes)
    for passage in seen.passages:
        passage.save(update_fields=_PASSAGE_FIELDS)
    # While the robot can read the page, what it read is what the next look is compared with.
    if row.latest_snapshot_id is None or row.health != SourceHealth.OK:
        row.latest_snapshot = snapshot
    row.title = row.title or snapshot.title
    if row.text_length is None:
        row.text_length = len(snapshot.text)
    if seen.changes:
        row.last_changed_at = seen.now
        row.changes_seen += 1
    row.save(
        update_fields=[
            "latest_snapshot",
            "title",
            "text_length",
            "last_changed_at",
            "changes_seen",
        ]
    )
