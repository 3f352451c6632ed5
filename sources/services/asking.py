"""What people ask of a source: look now, pause, resume, retire; and the repair of due times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
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

if TYPE_CHECKING:
    from factcheck.people.models import User

_SLICE = 500


@transaction.atomic
def ask_check(*, source: Source, actor: User | None) -> UUID:
    """Put the page at the head of its host's line; return the host's id for the doorbell.

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
    head = (
        Source.objects.due(now)
        .filter(host_id=row.host_id)
        .exclude(pk=row.pk)
        .aggregate(first=Min("next_check_at"))["first"]
    )
    row.next_check_at = min(now, head - timedelta(milliseconds=1)) if head else now
    row.schedule_reason = schedule.ASKED
    row.save(update_fields=["next_check_at", "schedule_reason"])
    lower_host_due(host_id=row.host_id, due_at=now)
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
    row.fail_count = 0
    if row.kind == SourceKind.PAGE and row.host_id is not None:
        row.next_check_at = database_now()
        row.schedule_reason = schedule.ASKED
        lower_host_due(host_id=row.host_id, due_at=row.next_check_at)
    row.save(update_fields=["state", "fail_count", "next_check_at", "schedule_reason"])
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
    for ids in _slices():
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


def _too_late(host: Host, due: datetime, now: datetime) -> bool:
    if host.next_due_at is None:
        return True
    seconds = settings.FETCH_HOST_DELAY_SECONDS
    delay = host.delay_ms / 1000 if host.delay_ms is not None else seconds
    latest = max(due, now + timedelta(seconds=delay), host.backoff_until or due)
    return host.next_due_at > latest


def _slices() -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        rows = Host.objects.order_by("pk")
        page = rows.filter(pk__gt=last) if last else rows
        ids = list(page.values_list("pk", flat=True)[:_SLICE])
        if not ids:
            return
        yield ids
        last = ids[-1]


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
