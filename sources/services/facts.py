"""What a judged look leaves on record: ledger facts of its changes, and its observation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from factcheck.ledger.services import Fact
from sources.models import Change, Observation
from sources.models.change import ChangeKind
from sources.services.judgement import Judgement

_LEDGER_KIND: Final = {
    ChangeKind.SOURCE_GONE: "source.gone",
    ChangeKind.SOURCE_BACK: "source.back",
    ChangeKind.RETRACTED: "source.retracted",
    ChangeKind.PROSE: "source.changed",
    ChangeKind.PASSAGE_ALTERED: "passage.altered",
    ChangeKind.PASSAGE_GONE: "passage.gone",
    ChangeKind.PASSAGE_BACK: "passage.back",
}


_PAGE_WIDE: Final = frozenset({ChangeKind.SOURCE_GONE, ChangeKind.RETRACTED})


def observation_of(seen: Judgement) -> Observation:
    """Return the row that says how the attempt went."""
    outcome = seen.outcome
    return Observation(
        source=seen.source,
        fence=seen.fence,
        at=outcome.at,
        outcome=outcome.kind.value,
        status=outcome.status,
        detail=outcome.detail[:300],
        final_url=outcome.final_url[:2000],
        address=outcome.address[:64],
        certificate_sha256=outcome.certificate_sha256,
        elapsed_ms=outcome.elapsed_ms,
        wire_bytes=outcome.wire_bytes,
        body_sha256=outcome.body_sha256,
        headers=outcome.headers,
        robots=outcome.robots,
    )


def facts_of(changes: Sequence[Change]) -> list[Fact]:
    """One fact per change; a page that is gone is one fact however many passages stood on it."""
    pages: dict[str, list[UUID]] = {}
    facts = []
    for change in changes:
        kind = ChangeKind(change.kind)
        if kind in _PAGE_WIDE:
            passages = pages.setdefault(kind.value, [])
            if change.passage_id is not None:
                passages.append(change.passage_id)
            if len(passages) > 1:
                continue
            data: dict[str, object] = {"passages": passages}
        else:
            data = {
                "passage": change.passage_id,
                "before": change.before[:1000],
                "after": change.after[:1000],
            }
        facts.append(
            Fact(
                kind=_LEDGER_KIND[kind],
                subject_type="source",
                subject_id=change.source_id,
                note=change.detail,
                data=data
                | {
                    "change": change.pk,
                    "severity": change.severity,
                    "snapshot": change.after_snapshot_id,
                },
            )
        )
    return facts
