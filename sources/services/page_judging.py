"""What became of the page as a whole, as changes on record. No database here."""

from __future__ import annotations

from sources.models import Snapshot
from sources.models.change import ChangeKind
from sources.models.snapshot import SnapshotOrigin
from sources.services.judgement import Judgement, new_change
from sources.services.outcomes import PageMove

NOT_COMPARED = "not_compared"


def judge_page_move(seen: Judgement, latest: Snapshot | None, *, waiting: bool) -> None:
    """Put on record what the page as a whole became since its latest version.

    Kind and severity come from the comparison. Without one (the version was taken while this
    look was under way) another digest is told as an update, unless a passage tells it already.
    """
    page = seen.outcome.page
    # What a person saved is laid out otherwise than what our reader gets.
    if page is None or latest is None or latest.origin != SnapshotOrigin.ROBOT:
        return
    move = _move(seen, latest)
    if move is None:
        seen.prose_changed = _digest_moved(seen, latest)
        if seen.prose_changed and not waiting and not _alarmed(seen):
            change = new_change(
                seen, ChangeKind.UPDATE, None, latest, severity="low", detail=NOT_COMPARED
            )
            seen.changes.append(change)
        return
    seen.prose_changed = move.changed is True
    for change in seen.changes:
        if change.passage_id is not None and change.kind == ChangeKind.PASSAGE_ALTERED:
            change.declared = move.declared
    if move.kind:
        change = new_change(
            seen, ChangeKind(move.kind), None, latest, severity=move.severity, detail=_detail(move)
        )
        change.before, change.after, change.diff = move.before, move.after, move.diff
        change.declared = move.declared
        seen.changes.append(change)


def _detail(move: PageMove) -> str:
    if move.declared is None:
        return ""
    return "declared_on_page" if move.declared else "edited_silently"


def worth_keeping(seen: Judgement, latest: Snapshot | None) -> bool:
    """Return True when this reading is another version of the page than the latest."""
    page = seen.outcome.page
    if page is None:
        return False
    if (
        latest is None
        or latest.origin != SnapshotOrigin.ROBOT
        or latest.reader_version != page.reader_version
        or latest.labels != page.labels
    ):
        return True
    move = _move(seen, latest)
    if move is None or move.changed is None:
        return latest.prose_sha256 != page.prose_sha256
    return bool(move.changed or move.kind)


def _move(seen: Judgement, latest: Snapshot) -> PageMove | None:
    move = seen.outcome.move
    return move if move is not None and move.snapshot_id == latest.pk else None


def _digest_moved(seen: Judgement, latest: Snapshot) -> bool:
    # Another version of our reader may cut the prose elsewhere: that is no change of the page.
    page = seen.outcome.page
    return (
        page is not None
        and latest.reader_version == page.reader_version
        and latest.prose_sha256 != page.prose_sha256
    )


def _alarmed(seen: Judgement) -> bool:
    return any(change.passage_id for change in seen.changes)
