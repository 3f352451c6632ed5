"""What a finding does to one passage: intact, altered, missed, gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sources.models import Passage, Snapshot
from sources.models.change import ChangeKind
from sources.models.passage import PassageState
from sources.services.judgement import Judgement, new_change, new_reading, same_words
from sources.services.limits import Limits
from sources.services.outcomes import Finding

NOT_AS_CITED: Final = "not_as_cited"
BY_READER: Final = "by_reader"
BACK: Final = "back_as_accepted"
_BAD: Final = frozenset({PassageState.ALTERED, PassageState.GONE})
_HERE: Final = frozenset({PassageState.INTACT, PassageState.MOVED})


def judge_passage(
    seen: Judgement,
    passage: Passage,
    finding: Finding,
    latest: Snapshot | None,
    limits: Limits,
) -> None:
    """Apply what the page says about one passage; a missing one is told when missed again."""
    state = finding.state
    if finding.by_reader and passage.cited_snapshot_id is not None and not passage.missing_count:
        _misread(seen, passage, finding, latest)
        return
    if state == PassageState.ALTERED and same_words(finding.found, passage.accepted_text):
        # Its wording was accepted while the page was being read.
        state = PassageState.INTACT
    if finding.found and finding.page_number != passage.page_number:
        passage.page_number = finding.page_number
        seen.touch(passage)
    if state in _HERE:
        _found(seen, passage, finding, PassageState(state), latest)
    elif state == PassageState.ALTERED:
        _altered(seen, passage, finding, latest)
    elif state == PassageState.GONE:
        _missed(seen, passage, finding, latest, limits)
    elif passage.state == PassageState.UNREAD:
        new_reading(seen, passage, finding, PassageState.CANNOT_TELL, latest)
        enter(seen, passage, PassageState.CANNOT_TELL)


def _misread(seen: Judgement, passage: Passage, finding: Finding, latest: Snapshot | None) -> None:
    """A new version of our reader sees it so in the old bytes too: the page changed nothing."""
    reading = new_reading(seen, passage, finding, PassageState.CANNOT_TELL, latest)
    reading.reason = BY_READER
    passage.alarmed_text = finding.found
    seen.touch(passage)
    if passage.state in _HERE:
        enter(seen, passage, PassageState.CANNOT_TELL)


def _found(
    seen: Judgement,
    passage: Passage,
    finding: Finding,
    state: PassageState,
    latest: Snapshot | None,
) -> None:
    was, known = passage.state, passage.cited_snapshot_id is not None
    if passage.missing_count:
        passage.missing_since, passage.missing_count = None, 0
        seen.touch(passage)
    if was == state and known:
        return
    reading = new_reading(seen, passage, finding, state, latest)
    if was in _BAD and known:
        change = new_change(
            seen, ChangeKind.PASSAGE_BACK, passage, latest, severity="low", detail=BACK
        )
        change.before, change.after, change.reading = passage.alarmed_text, finding.found, reading
        seen.changes.append(change)
    passage.alarmed_text = ""
    if not known:
        seen.first_found.append(passage)
    enter(seen, passage, state)


def _altered(seen: Judgement, passage: Passage, finding: Finding, latest: Snapshot | None) -> None:
    # Before it was ever found as cited there is nothing that could have changed.
    cited = passage.cited_snapshot_id is not None
    told = bool(passage.alarmed_text) and same_words(finding.found, passage.alarmed_text)
    if passage.missing_count:
        passage.missing_since, passage.missing_count = None, 0
        seen.touch(passage)
    if told and passage.state in (PassageState.ALTERED, PassageState.CANNOT_TELL):
        return
    reading = new_reading(seen, passage, finding, PassageState.ALTERED, latest)
    if cited and not told:
        change = new_change(
            seen, ChangeKind.PASSAGE_ALTERED, passage, latest, severity=finding.severity
        )
        change.before, change.after = passage.accepted_text, finding.found
        change.diff, change.detail = finding.diff, finding.reason[:300]
        change.reading = reading
        seen.changes.append(change)
    elif not cited:
        reading.reason = NOT_AS_CITED
    passage.alarmed_text = finding.found
    enter(seen, passage, PassageState.ALTERED)


def _missed(
    seen: Judgement,
    passage: Passage,
    finding: Finding,
    latest: Snapshot | None,
    limits: Limits,
) -> None:
    if passage.state == PassageState.GONE or _never_seen_by_this_reader(passage):
        return
    seen.touch(passage)
    if passage.cited_snapshot_id is None:
        reading = new_reading(seen, passage, finding, PassageState.GONE, latest)
        reading.reason = NOT_AS_CITED
        enter(seen, passage, PassageState.GONE)
        return
    passage.missing_since = passage.missing_since or seen.now
    passage.missing_count += 1
    waited = seen.now - passage.missing_since
    enough = passage.missing_count >= limits.passage_misses
    if not enough or waited < timedelta(seconds=limits.passage_gone_after):
        return
    reading = new_reading(seen, passage, finding, PassageState.GONE, latest)
    change = new_change(seen, ChangeKind.PASSAGE_GONE, passage, latest)
    change.before, change.reading = passage.accepted_text, reading
    change.detail = finding.reason[:300]
    seen.changes.append(change)
    passage.missing_since, passage.missing_count = None, 0
    passage.alarmed_text = ""
    enter(seen, passage, PassageState.GONE)


def _never_seen_by_this_reader(passage: Passage) -> bool:
    return (
        passage.state == PassageState.CANNOT_TELL
        and passage.cited_snapshot_id is not None
        and not passage.alarmed_text
    )


def enter(seen: Judgement, passage: Passage, state: PassageState) -> None:
    """Put a passage into a state, dated when it is a new one."""
    if passage.state != state:
        passage.state = state
        passage.state_since = seen.now
    seen.touch(passage)
