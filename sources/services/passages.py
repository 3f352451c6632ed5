"""Passages: begin to watch one, weigh it, release it, accept a new wording."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import record_entry
from factcheck.text.normalize import NORM_VERSION, fold
from sources import schedule
from sources.models import Passage, PassageReading, Source
from sources.models.passage import PassageState
from sources.models.source import SourceHealth, SourceKind, SourceState
from sources.services.due import lock_source, lower_host_due
from sources.services.leasing import watched_passage
from sources.services.looking import look_for
from sources.services.passage_states import NOT_AS_CITED

if TYPE_CHECKING:
    from factcheck.people.models import User

#: Words around a quote beyond this tell nothing more about where it stands.
CONTEXT = 200


@transaction.atomic
def watch_passage(
    *,
    source: Source,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    position: int | None = None,
    weight: float = 1.0,
    deadline: datetime | None = None,
    actor: User | None = None,
) -> Passage:
    """Return the watched passage with this quote and context, begun now if there is none.

    When the page was read before, its last version is searched at once: found is ``intact`` and
    pinned to that version, otherwise ``altered`` or ``gone`` with a reason and without alarm.
    """
    if not fold(exact).text:
        raise InvalidInput(
            _("No passage is quoted."),
            field="exact",
            remedy=_("Copy the words of the source that the claim rests on."),
        )
    prefix, suffix = prefix[-CONTEXT:], suffix[:CONTEXT]
    row = lock_source(source.pk)
    known = (
        Passage.objects.watched()
        .filter(source=row, exact=exact, prefix=prefix, suffix=suffix)
        .order_by("pk")
        .first()
    )
    if known is not None:
        return known
    passage = Passage(
        source=row,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        position=position,
        weight=weight,
        deadline=deadline,
        accepted_text=exact,
        norm_version=NORM_VERSION,
    )
    reading = _first_look(passage, row)
    passage.save(force_insert=True)
    if reading is not None:
        reading.save(force_insert=True)
    record_entry(
        kind="passage.watched",
        subject_type="source",
        subject_id=row.pk,
        actor=actor,
        data={"passage": passage.pk, "exact": exact[:1000], "state": passage.state},
    )
    _look_soon(row, passage)
    return passage


@transaction.atomic
def reweigh_passage(
    *,
    passage: Passage,
    weight: float,
    deadline: datetime | None,
    weighs_double_until: datetime | None = None,
) -> Passage:
    """Say how much rests on a passage and by when; a page is looked at sooner for it, at once.

    ``weighs_double_until`` ends the time in which it counts twice.
    """
    row = _lock(passage)
    row.weight = max(0.0, weight)
    row.deadline = deadline
    row.weighs_double_until = weighs_double_until
    row.save(update_fields=["weight", "deadline", "weighs_double_until"])
    return row


@transaction.atomic
def release_passage(*, passage: Passage, actor: User | None) -> Passage:
    """Stop looking for a passage; its readings stay. Releasing twice changes nothing."""
    row = _lock(passage)
    if row.released_at is not None:
        return row
    row.released_at = database_now()
    row.weight = 0.0
    row.save(update_fields=["released_at", "weight"])
    record_entry(
        kind="passage.released",
        subject_type="source",
        subject_id=row.source_id,
        actor=actor,
        data={"passage": row.pk},
    )
    return row


@transaction.atomic
def accept_reading(*, passage: Passage, reading: PassageReading, actor: User | None) -> Passage:
    """Store a reading as what the citation now rests on, so that it does not alarm again.

    An altered wording becomes the accepted one. A reading without words (page or passage gone)
    is acknowledged: the state stays, and only a return or another wording is told.
    """
    row = _lock(passage)
    if reading.passage_id != row.pk:
        raise Conflict(
            _("This reading belongs to another passage."),
            code="reading_of_another_passage",
            field="reading",
            remedy=_("Choose a reading of this passage."),
        )
    was = row.accepted_text
    row.accepted_reading = reading
    if reading.found:
        row.accepted_text = reading.found
        if reading.start is not None:
            row.position = reading.start
        if row.state == PassageState.ALTERED and _is_present_wording(row, reading):
            row.state = PassageState.INTACT
            row.state_since = database_now()
            row.alarmed_text = ""
        if row.cited_snapshot_id is None:
            row.cited_snapshot_id = reading.snapshot_id
    row.save(
        update_fields=[
            "accepted_reading",
            "accepted_text",
            "position",
            "state",
            "state_since",
            "alarmed_text",
            "cited_snapshot",
        ]
    )
    record_entry(
        kind="reading.accepted",
        subject_type="source",
        subject_id=row.source_id,
        actor=actor,
        changes={"accepted_text": [was[:1000], row.accepted_text[:1000]]},
        data={"passage": row.pk, "reading": reading.pk},
    )
    return row


def _first_look(passage: Passage, source: Source) -> PassageReading | None:
    """Set the state from what is known already; return the reading to store with it."""
    now = database_now()
    if source.kind != SourceKind.PAGE:
        # A book or a call is quoted on the word of whoever cites it.
        passage.state, passage.state_since = PassageState.INTACT, now
        return None
    snapshot = source.latest_snapshot
    if snapshot is None or snapshot.removed_at is not None:
        return None
    finding = look_for(snapshot.text, watched_passage(passage))
    here = finding.state in (PassageState.INTACT, PassageState.MOVED)
    untold = finding.state == PassageState.CANNOT_TELL
    passage.state = PassageState.INTACT if here else PassageState(finding.state)
    passage.state_since = now
    if here:
        passage.cited_snapshot = snapshot
    elif finding.state == PassageState.ALTERED:
        # Not told again by the next look: it never stood there as cited.
        passage.alarmed_text = finding.found
    return PassageReading(
        passage=passage,
        snapshot=snapshot,
        fence=snapshot.fence,
        state=passage.state,
        found=finding.found,
        start=finding.start,
        end=finding.end,
        diff=finding.diff,
        reason=finding.reason if here or untold else NOT_AS_CITED,
        read_at=now,
    )


def _look_soon(source: Source, passage: Passage) -> None:
    """Bring the page's next look forward when its last version said nothing good."""
    if source.host_id is None or source.state != SourceState.ACTIVE:
        return
    healthy = source.health == SourceHealth.OK
    if passage.state == PassageState.INTACT and healthy:
        return
    now = database_now()
    if source.next_check_at is None or source.next_check_at > now:
        source.next_check_at = now
        source.schedule_reason = schedule.WATCHED
        source.save(update_fields=["next_check_at", "schedule_reason"])
    lower_host_due(host_id=source.host_id, due_at=now)


def _is_present_wording(row: Passage, reading: PassageReading) -> bool:
    return fold(row.alarmed_text).text == fold(reading.found).text


def _lock(passage: Passage) -> Passage:
    return Passage.objects.select_for_update(no_key=True).get(pk=passage.pk)
