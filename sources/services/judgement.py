"""The judgement of one look, and the rows it will become. No database here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from factcheck.text.normalize import fold
from sources.models import Change, Passage, PassageReading, Snapshot, Source
from sources.models.change import ChangeKind
from sources.models.passage import PassageState
from sources.services.outcomes import Finding, Outcome


@dataclass(slots=True)
class Judgement:
    """Everything one look changes about one source; ``source`` and ``passages`` are mutated."""

    source: Source
    outcome: Outcome
    fence: int
    now: datetime
    snapshot: Snapshot | None = None
    readings: list[PassageReading] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    first_found: list[Passage] = field(default_factory=list)
    prose_changed: bool = False
    moved: bool = False
    set_aside: bool = False

    def touch(self, passage: Passage) -> None:
        """Note that the passage's row must be written."""
        if passage not in self.passages:
            self.passages.append(passage)


def same_words(one: str, other: str) -> bool:
    """Return True when two wordings differ at most in white space and width."""
    return one == other or fold(one).text == fold(other).text


def new_reading(
    seen: Judgement,
    passage: Passage,
    finding: Finding,
    state: PassageState,
    snapshot: Snapshot | None,
) -> PassageReading:
    """Return a reading of this look; it moves to the new snapshot when one is taken."""
    reading = PassageReading(
        passage=passage,
        snapshot=snapshot,
        fence=seen.fence,
        state=state,
        found=finding.found,
        start=finding.start,
        end=finding.end,
        diff=finding.diff,
        reason=finding.reason[:300],
        read_at=seen.outcome.at,
    )
    seen.readings.append(reading)
    return reading


def new_change(
    seen: Judgement,
    kind: ChangeKind,
    passage: Passage | None,
    latest: Snapshot | None,
    *,
    severity: str = "high",
    detail: str = "",
) -> Change:
    """Return a change seen in this look, of one passage or of the page."""
    return Change(
        source=seen.source,
        passage=passage,
        kind=kind,
        severity=severity,
        before_snapshot=latest,
        fence=seen.fence,
        detail=detail or seen.outcome.detail[:300],
        detected_at=seen.now,
    )
