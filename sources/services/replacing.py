"""Replacing a source: all that rests on a page follows it to another address, on record.

The passages move and keep their ids, so the evidence above them needs no hand; the snapshot
they were cited from stays that of the old page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import record_entry
from factcheck.net.addresses import parse_allow
from factcheck.net.urls import canonical_url
from sources import schedule
from sources.models import Change, Host, Passage, PassageReading, Source
from sources.models.passage import PassageState
from sources.models.source import SourceKind, SourceState
from sources.services.adding import add_source
from sources.services.asking import resume_source
from sources.services.due import lower_host_due

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def replace_source(*, source: Source, by: str, actor: User | None, reason: str) -> Source:
    """Move every watched passage of a page to the page at the address ``by``; return that one.

    The old page is retired and keeps its history. No passage is believed to stand on the new
    page before it was found there: each waits unread for the look that comes at once.
    Raises UrlRefused for an address we do not read, Conflict when there is nothing to replace.
    """
    if not reason.strip():
        raise InvalidInput(
            _("No reason is given."), field="reason", remedy=_("Say why, in a few words.")
        )
    _lock_hosts(source, by)
    new, _created = add_source(url=by, actor=actor)
    old = Source.objects.select_for_update(no_key=True, of=("self",)).get(pk=source.pk)
    _refuse(old, new)
    if new.state != SourceState.ACTIVE:
        new = resume_source(source=new, actor=actor, reason=_("It replaces another source."))
    passages = _move(old, new)
    _retire(old, new)
    _look_at_once(new)
    record_entry(
        kind="source.replaced",
        subject_type="source",
        subject_id=old.pk,
        actor=actor,
        note=reason.strip(),
        changes={"url": [old.url, new.url]},
        data={"by": new.pk, "passages": passages},
    )
    return new


def _lock_hosts(source: Source, by: str) -> None:
    """Lock both hosts in the order recording uses, so that nobody waits in a circle."""
    if source.kind != SourceKind.PAGE:
        raise Conflict(
            _("Only a web page can be replaced."),
            code="not_a_page",
            remedy=_("Cite the other work and remove this one from the claim."),
        )
    canonical = canonical_url(by, allow=parse_allow(settings.FETCH_ALLOW))
    other, _new = Host.objects.get_or_create(name=canonical.host_key)
    ids = [pk for pk in (source.host_id, other.pk) if pk is not None]
    list(Host.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _refuse(old: Source, new: Source) -> None:
    if old.pk == new.pk:
        raise Conflict(
            _("This is the same page."),
            code="same_source",
            field="url",
            remedy=_("Give the address of another page."),
        )
    if old.replaced_by_id is not None and not Passage.objects.watched().filter(source=old).exists():
        raise Conflict(
            _("This source was replaced already."),
            code="already_replaced",
            remedy=_("Replace the page that took its place."),
        )


def _move(old: Source, new: Source) -> list[UUID]:
    passages = list(
        Passage.objects.watched().select_for_update(no_key=True).filter(source=old).order_by("pk")
    )
    ids = [passage.pk for passage in passages]
    _outgrow_fences(ids, new)
    now = database_now()
    for passage in passages:
        passage.source = new
        passage.state, passage.state_since = PassageState.UNREAD, now
        passage.missing_since, passage.missing_count = None, 0
        passage.alarmed_text = ""
        passage.position = None
    Passage.objects.bulk_update(
        passages,
        [
            "source",
            "state",
            "state_since",
            "missing_since",
            "missing_count",
            "alarmed_text",
            "position",
        ],
        batch_size=200,
    )
    return ids


def _outgrow_fences(passages: list[UUID], new: Source) -> None:
    """Let the new host's fence pass every fence under which these passages were read.

    A reading is unique per passage and fence, and fences grow per host: the first look on
    another host would otherwise collide with an old one. A worker that holds the host now is
    fenced out by this; the pages it was reading stay due.
    """
    used = [
        model.objects.filter(passage__in=passages).aggregate(top=Max("fence"))["top"] or 0
        for model in (PassageReading, Change)
    ]
    host = Host.objects.filter(sources=new, fence__lt=max(used))
    Host.objects.filter(pk__in=host.values("pk")).update(fence=max(used))


def _retire(old: Source, new: Source) -> None:
    old.state = SourceState.RETIRED
    old.replaced_by = new
    old.next_check_at = None
    old.save(update_fields=["state", "replaced_by", "next_check_at"])


def _look_at_once(new: Source) -> None:
    now = database_now()
    # Nothing remembered may answer for the page: it must be read in full.
    Source.objects.filter(pk=new.pk).update(
        replaced_by=None,
        etag="",
        last_modified="",
        body_sha256="",
        next_check_at=now,
        schedule_reason=schedule.WATCHED,
    )
    if new.host_id is not None:
        lower_host_due(host_id=new.host_id, due_at=now)
    new.refresh_from_db()
