"""What people ask of a source: look now, pause, resume, retire; and the repair of due times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import record_entry
from sources import schedule
from sources.models import Host, Source
from sources.models.source import SourceHealth, SourceKind, SourceState
from sources.services.due import lock_source, lower_host_due
from sources.services.lines import line_up
from sources.services.loads import delay_seconds, host_slices

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def ask_check(*, source: Source, actor: User | None) -> UUID:
    """Put the page before its host's schedule; return the host's id for the doorbell.

    People who ask take turns, so a hundred wishes of one do not delay the first of another.
    A wish, not a fact: nothing goes to the ledger. A host that asked for rest keeps it.
    """
    row = lock_source(source.pk)
    if row.host_id is None or row.kind != SourceKind.PAGE:
        raise Conflict(
            _("Only a web page can be read again."),
            code="not_a_page",
            remedy=_("Look at the work itself."),
        )
    if row.state != SourceState.ACTIVE:
        raise Conflict(
            _("This source is not watched."), code="not_watched", remedy=_("Resume it first.")
        )
    now = database_now()
    _note_wish(row, actor, now)
    row.save(update_fields=["asked_at", "asked_by", "schedule_reason"])
    due_at = line_up(host_id=row.host_id, now=now)
    lower_host_due(host_id=row.host_id, due_at=due_at)
    return row.host_id


@transaction.atomic
def pause_source(*, source: Source, actor: User | None, reason: str) -> Source:
    """Stop looking at a page until somebody resumes it."""
    return _leave(source, SourceState.PAUSED, "source.paused", actor, reason)


@transaction.atomic
def retire_source(*, source: Source, actor: User | None, reason: str) -> Source:
    """Stop looking for good; its history and passages stay."""
    return _leave(source, SourceState.RETIRED, "source.retired", actor, reason)


@transaction.atomic
def resume_source(*, source: Source, actor: User | None, reason: str) -> Source:
    """Watch a paused, quarantined or retired source again; a page is looked at now."""
    row = lock_source(source.pk)
    if row.state == SourceState.ACTIVE:
        raise Conflict(_("This source is already watched."), code="already_watched")
    was = row.state
    row.state = SourceState.ACTIVE
    row.fail_count = row.unreadable_count = 0
    if row.kind == SourceKind.PAGE and row.host_id is not None:
        row.next_check_at = database_now()
        row.schedule_reason = schedule.REGULAR
        _note_wish(row, actor, row.next_check_at)
        lower_host_due(host_id=row.host_id, due_at=row.next_check_at)
    row.save(
        update_fields=[
            "state",
            "fail_count",
            "unreadable_count",
            "next_check_at",
            "schedule_reason",
            "asked_at",
            "asked_by",
        ]
    )
    _record_state(row, was, "source.resumed", actor, reason)
    return row


def quarantine_source(*, source_id: UUID, detail: str) -> None:
    """Set a page aside that kept killing its workers. Runs inside the caller's transaction."""
    row = Source.objects.select_for_update(no_key=True, of=("self",)).get(pk=source_id)
    was = row.state
    row.state = SourceState.QUARANTINED
    row.next_check_at = None
    row.health = SourceHealth.UNKNOWN
    row.health_since = database_now()
    row.health_detail = detail
    row.save(update_fields=["state", "next_check_at", "health", "health_since", "health_detail"])
    _record_state(row, was, "source.quarantined", None, detail)


def reconcile_hosts() -> int:
    """Repair hosts whose due time is later than one of their pages says; return how many.

    A due time that is too early repairs itself with the next lease. Works in slices by id,
    each its own transaction.
    """
    repaired = 0
    for ids in host_slices():
        with transaction.atomic():
            hosts = list(
                Host.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
            )
            now = database_now()
            Source.objects.watched().filter(host__in=ids, next_check_at__isnull=True).update(
                next_check_at=now
            )
            first = dict(
                Source.objects.watched()
                .filter(host__in=ids)
                .values_list("host")
                .annotate(Min("next_check_at"))
            )
            for host in hosts:
                due = first.get(host.pk)
                if due is not None and _too_late(host, due, now):
                    lower_host_due(host_id=host.pk, due_at=due)
                    repaired += 1
    return repaired


def _note_wish(row: Source, actor: User | None, now: datetime) -> None:
    """Note who wants the look. A second wish for the same look keeps the place of the first."""
    waits = row.schedule_reason == schedule.ASKED and row.asked_at is not None
    leased = Source.objects.filter(pk=row.pk, host__lease_until__gt=now).exists()
    if not waits or leased:
        # A look already under way may end before this wish: the wish wants a later one.
        row.asked_at, row.asked_by = now, actor
    row.schedule_reason = schedule.ASKED


def _too_late(host: Host, due: datetime, now: datetime) -> bool:
    if host.next_due_at is None:
        return True
    latest = max(due, now + timedelta(seconds=delay_seconds(host)), host.backoff_until or due)
    return host.next_due_at > latest


def _leave(
    source: Source, state: SourceState, kind: str, actor: User | None, reason: str
) -> Source:
    if not reason.strip():
        raise InvalidInput(
            _("No reason is given."), field="reason", remedy=_("Say why, in a few words.")
        )
    row = lock_source(source.pk)
    if row.state == state:
        raise Conflict(
            _("This source already is in that state."),
            code="already_in_state",
            remedy=_("Nothing needs to be done."),
        )
    was = row.state
    row.state = state
    row.next_check_at = None
    row.save(update_fields=["state", "next_check_at"])
    _record_state(row, was, kind, actor, reason)
    return row


def _record_state(row: Source, was: str, kind: str, actor: User | None, note: str) -> None:
    record_entry(
        kind=kind,
        subject_type="source",
        subject_id=row.pk,
        actor=actor,
        note=note.strip(),
        changes={"state": [was, row.state]},
        data={"url": row.url or ""},
    )
