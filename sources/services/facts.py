"""What a judged look leaves on record: ledger facts of its changes, and its observation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from factcheck.ledger.services import Fact
from sources.models import Change, Host, Observation
from sources.models.change import ChangeKind
from sources.services.judgement import Judgement

_LEDGER_KIND: Final = {
    ChangeKind.SOURCE_GONE: "source.gone",
    ChangeKind.SOURCE_BACK: "source.back",
    ChangeKind.RETRACTED: "source.retracted",
    ChangeKind.SOURCE_MOVED: "source.moved",
    ChangeKind.CORRECTION: "source.changed",
    ChangeKind.UPDATE: "source.changed",
    ChangeKind.REWRITE: "source.changed",
    ChangeKind.HEADLINE: "source.changed",
    ChangeKind.PASSAGE_ALTERED: "passage.altered",
    ChangeKind.PASSAGE_GONE: "passage.gone",
    ChangeKind.PASSAGE_BACK: "passage.back",
}


#: One refusal may be haste of ours; this many in a row are a block.
BLOCKS_OF_A_HOST: Final = 3
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


def aside_facts(seen: Judgement) -> list[Fact]:
    """Return the fact that a page was set aside because reading it broke off again and again."""
    if not seen.set_aside:
        return []
    source = seen.source
    return [
        Fact(
            kind="source.quarantined",
            subject_type="source",
            subject_id=source.pk,
            note=seen.outcome.detail[:300],
            data={"url": source.url or "", "looks": source.unreadable_count},
        )
    ]


def is_told_as_blocked(host: Host) -> bool:
    """Return True when the desk knows this host to block it: so often in a row."""
    return host.blocked_since is not None and host.fail_streak >= BLOCKS_OF_A_HOST


def block_facts(host: Host, *, was: bool) -> list[Fact]:
    """Return one fact when a host begins or ceases to block us, whatever number of pages it has."""
    told = is_told_as_blocked(host)
    if told == was:
        return []
    return [
        Fact(
            kind="host.blocked" if told else "host.unblocked",
            subject_type="host",
            subject_id=host.pk,
            note=host.name,
            data={"since": host.blocked_since.isoformat() if host.blocked_since else None},
        )
    ]


def facts_of(changes: Sequence[Change]) -> list[Fact]:
    """One fact per change; a page that is gone is one fact however many passages stood on it."""
    pages: dict[str, list[UUID]] = {}
    facts = []
    for change in changes:
        kind = ChangeKind(change.kind)
        if kind not in _LEDGER_KIND:
            continue  # another form of the same words is no fact of the desk
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
                    "kind": kind.value,
                    "declared": change.declared,
                    "severity": change.severity,
                    "snapshot": change.after_snapshot_id,
                },
            )
        )
    return facts
