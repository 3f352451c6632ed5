"""What became of a page as a whole since its last version: read again, compared, put into words.

Reads the database and the kept bytes, outside any transaction; writes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from factcheck.text.guard import storable
from factcheck.text.normalize import fold
from sources.comparing.changes import PageChange, PageText, compare_pages
from sources.comparing.corrections import page_labels
from sources.models import Snapshot
from sources.reading import Reading, prose_digest, read_safely
from sources.reading.errors import ReadingFailed
from sources.reading.main_text import read_main_text
from sources.services.bodies import BodyUnavailable, read_body_bytes
from sources.services.looking import look_for
from sources.services.outcomes import DueSource, Finding, Outcome, OutcomeKind, PageMove, PageRead

logger = logging.getLogger(__name__)

_HERE: Final = frozenset({"intact", "moved"})
_BAD: Final = frozenset({"altered", "gone"})
#: Code points of a difference that are kept to be shown.
_SHOWN: Final = 20_000


def compare_with_last(*, due: DueSource, outcome: Outcome) -> Outcome:
    """Return the outcome with what became of the page since its last version.

    Nothing is compared unless the prose, the title or a passage moved. The last version is read
    again by the present reader, so that a new reader never looks like a change of the page.
    """
    page = outcome.page
    if outcome.kind is not OutcomeKind.OK or page is None or due.snapshot_id is None:
        return outcome
    if not _has_moved(due, page, outcome.findings):
        return outcome
    try:
        return _compared(due, outcome, page)
    except (BodyUnavailable, ReadingFailed) as error:
        logger.warning("Comparing %s with its last version: %s", due.url, error.code)
        reason = error.code
    except Exception:  # one page must not cost the batch
        logger.exception("Comparing %s with its last version failed", due.url)
        reason = "internal"
    move = PageMove(snapshot_id=due.snapshot_id, changed=None, reason=reason)
    return replace(outcome, move=move)


def _has_moved(due: DueSource, page: PageRead, findings: Iterable[Finding]) -> bool:
    before = {passage.id: passage.state for passage in due.passages}
    return (
        page.prose_sha256 != due.prose_sha256
        or page.title[:500] != due.title
        or any(_side(finding.state) != _side(before[finding.passage_id]) for finding in findings)
    )


def _side(state: str) -> str:
    return "here" if state in _HERE else state


def _compared(due: DueSource, outcome: Outcome, page: PageRead) -> Outcome:
    last = Snapshot.objects.filter(source=due.id, pk__in=[due.snapshot_id]).first()
    if last is None:
        return outcome
    old_bytes = read_body_bytes(last.body_id)
    old = read_safely(old_bytes, content_type=last.content_type, url=last.final_url)
    before = PageText(
        title=storable(old.title),
        headline=storable(old.headline),
        declared_headline=storable(old.declared_headline),
        text=storable(old.text),
        main_text=read_main_text(old_bytes, content_type=last.content_type, url=last.final_url),
        prose_sha256=prose_digest(old),
        labels=page_labels(title=old.title, prose=old.prose, text=old.text),
    )
    after = PageText(
        title=page.title,
        headline=page.headline,
        declared_headline=page.declared_headline,
        text=page.text,
        main_text=read_main_text(page.body, content_type=page.content_type, url=outcome.final_url),
        prose_sha256=page.prose_sha256,
        labels=tuple(page.labels),
    )
    findings = outcome.findings
    if last.reader_version != page.reader_version:
        findings = _without_our_doing(due, old, findings)
    change = compare_pages(before, after)
    if page.poor and due.passages and change.reason != "declared":
        change = PageChange(None, None, "none", [], f"poor_page_{page.poor}")
    move = _move(last, change)
    return replace(outcome, move=move, findings=findings)


def _without_our_doing(
    due: DueSource, old: Reading, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Mark what the present reader says of the old bytes already: the page did not do that."""
    watched = {passage.id: passage for passage in due.passages}
    folded = fold(storable(old.text))
    marked = []
    for finding in findings:
        if finding.state in _BAD:
            then = look_for(folded, watched[finding.passage_id])
            if (then.state, fold(then.found).text) == (finding.state, fold(finding.found).text):
                finding = replace(finding, by_reader=True)
        marked.append(finding)
    return tuple(marked)


def _move(last: Snapshot, change: PageChange) -> PageMove:
    diff = segments_of(change.diff)
    return PageMove(
        snapshot_id=last.pk,
        changed=change.changed,
        kind=change.kind or "",
        severity=change.severity,
        diff=diff,
        before="".join(row[1] for row in diff),
        after="".join(row[2] for row in diff),
        reason=change.reason,
        declared=_declared(change),
    )


def _declared(change: PageChange) -> bool | None:
    """Tell a declared correction (True) from a silent edit of what stood there (False)."""
    if not change.changed:
        return None
    if change.reason == "declared":
        return True
    edited = any(row["op"] in ("replace", "delete") for row in change.diff)
    return False if edited else None


def segments_of(rows: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Return shown differences as segments ``[operation, before, after]`` of two excerpts.

    Sentences stand in lines of their own; what was left out between them is an ellipsis.
    """
    segments: list[list[str]] = []
    length = 0
    for row in rows:
        if length > _SHOWN:
            segments.append(["equal", "\n…", "\n…"])
            break
        if row.get("skipped"):
            segments.append(["equal", "…\n", "…\n"])
        marks = row.get("marks") or [[row["op"], row["before"], row["after"]]]
        segments.extend([op, before, after] for op, before, after in marks)
        segments.append(["equal", "\n", "\n"])
        length += len(row["before"]) + len(row["after"])
    return segments
