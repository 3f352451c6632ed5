"""Adding sources: one row per page, however many people add it at the same moment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import InvalidInput
from factcheck.ledger.services import record_entry
from factcheck.net.addresses import parse_allow
from factcheck.net.urls import canonical_url
from sources import schedule
from sources.models import Host, Source
from sources.models.source import SourceKind, SourceState
from sources.page_classes import infer_class
from sources.services.asking import resume_source
from sources.services.due import lock_host, lower_host_due

if TYPE_CHECKING:
    from factcheck.people.models import User

#: Lengths of the columns ``title`` and ``locator``.
_LONGEST = {"title": 500, "locator": 300}


@transaction.atomic
def add_source(
    *,
    url: str | None = None,
    kind: str = SourceKind.PAGE,
    title: str = "",
    locator: str = "",
    published_on: date | None = None,
    actor: User | None = None,
) -> tuple[Source, bool]:
    """Return the source and whether it is new. A page is looked at as soon as its host is free.

    A page needs ``url`` (UrlRefused says why one is refused); other kinds need ``title`` and are
    one source per (kind, title, locator). A retired page that is cited again is watched again.
    """
    if kind not in SourceKind.values:
        raise InvalidInput(
            _("“%(kind)s” is not a kind of source.") % {"kind": str(kind)[:40]},
            field="kind",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(SourceKind.values)},
        )
    title, locator = title.strip(), locator.strip()
    _check_lengths(title=title, locator=locator)
    if kind == SourceKind.PAGE:
        return _add_page(url=url, title=title, published_on=published_on, actor=actor)
    return _add_work(
        url=url, kind=kind, title=title, locator=locator, published_on=published_on, actor=actor
    )


def _add_page(
    *, url: str | None, title: str, published_on: date | None, actor: User | None
) -> tuple[Source, bool]:
    if not url or not url.strip():
        raise InvalidInput(
            _("A web page needs its address."), field="url", remedy=_("Give a web address.")
        )
    canonical = canonical_url(url, allow=parse_allow(settings.FETCH_ALLOW))
    host, _new = Host.objects.get_or_create(name=canonical.host_key)
    # Two adders of one page meet at the host's lock; the second then finds the first one's row.
    lock_host(host.pk)
    known = Source.objects.filter(url=canonical.url).first()
    if known is not None:
        if known.state == SourceState.RETIRED:
            known = resume_source(source=known, actor=actor, reason=_("Cited again."))
        return known, False
    now = database_now()
    source = Source.objects.create(
        kind=SourceKind.PAGE,
        url=canonical.url,
        host=host,
        title=title,
        published_on=published_on,
        next_check_at=now,
        schedule_reason=schedule.ADDED,
        page_class=infer_class(canonical.url).value,
    )
    lower_host_due(host_id=host.pk, due_at=now)
    _record_added(source, actor)
    return source, True


def _add_work(
    *,
    url: str | None,
    kind: str,
    title: str,
    locator: str,
    published_on: date | None,
    actor: User | None,
) -> tuple[Source, bool]:
    if url and url.strip():
        raise InvalidInput(
            _("Only a web page has an address that is watched."),
            field="url",
            remedy=_("Choose the kind “web page”, or put the address into the locator."),
        )
    if not title:
        raise InvalidInput(
            _("A source outside the web needs a title."),
            field="title",
            remedy=_("Name the book, document or person."),
        )
    known = Source.objects.filter(kind=kind, title=title, locator=locator).order_by("id").first()
    if known is not None:
        return known, False
    source = Source.objects.create(
        kind=kind, title=title, locator=locator, published_on=published_on
    )
    _record_added(source, actor)
    return source, True


def _check_lengths(**texts: str) -> None:
    for name, text in texts.items():
        limit = _LONGEST[name]
        if len(text) > limit:
            raise InvalidInput(
                _("“%(field)s” is longer than %(limit)d characters.")
                % {"field": name, "limit": limit},
                code="too_long",
                field=name,
                remedy=_("Shorten it."),
            )
        if "\0" in text:
            raise InvalidInput(
                _("“%(field)s” contains a NUL character.") % {"field": name},
                field=name,
                remedy=_("Remove it."),
            )


def _record_added(source: Source, actor: User | None) -> None:
    record_entry(
        kind="source.added",
        subject_type="source",
        subject_id=source.pk,
        actor=actor,
        data={"kind": source.kind, "url": source.url or "", "title": source.title},
    )
