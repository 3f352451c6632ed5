"""The sources room's part of the desk's first page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.desk.cards import Card, Row
from sources.admin.labels import reason_in_words
from sources.admin.proof_card import late_stamps
from sources.admin.rhythm import load_in_words
from sources.admin.watch_health import behind_a_block, watch_cards
from sources.models import Host, Source
from sources.models.source import SourceHealth, SourceState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factcheck.people.models import User

SHOWN = 5
#: A look this late means that no worker comes.
LATE = timedelta(minutes=30)


def overdue(now: datetime) -> Q:
    """Return the condition of pages whose next look is long past."""
    return Q(next_check_at__lt=now - LATE)


def unhealthy() -> Q:
    """Return the condition of pages whose last look told nothing, or that were set aside.

    Pages of a host that blocks us altogether are told by their host, once.
    """
    dumb = ~Q(health__in=[SourceHealth.OK, SourceHealth.UNREAD]) & ~behind_a_block()
    return dumb | Q(state=SourceState.QUARANTINED)


def source_cards(person: User) -> list[Card]:
    """Return the cards a person may see, in a fixed number of queries."""
    if not person.has_perm("sources.view_source"):
        return []
    # Asked once for all cards: PostgreSQL's clock costs a query.
    now = database_now()
    pages = reverse("admin:sources_source_changelist")
    watched = Source.objects.filter(kind="page", state__in=["active", "quarantined"])
    sick = watched.filter(unhealthy())
    return [
        Card(
            code="unhealthy",
            title=_("Sources that tell nothing"),
            count=sick.count(),
            url=f"{pages}?trouble=unhealthy",
            empty=_("Every page could be read at its last look."),
            rows=[
                Row(
                    text=str(source),
                    url=reverse("admin:sources_source_change", args=[source.pk]),
                    chip=("health", source.health, source.get_health_display()),
                    detail=reason_in_words(source.health_detail),
                )
                for source in sick.order_by("-health_since", "-id")[:SHOWN]
            ],
        ),
        _late_card(watched.filter(overdue(now)), pages),
        *_rare(person, now),
    ]


def _late_card(late: QuerySet[Source], pages: str) -> Card:
    count = late.count()
    return Card(
        code="overdue",
        title=_("Looks overdue"),
        count=count,
        url=f"{pages}?trouble=overdue",
        empty=_("Every look is on time."),
        urgent=count > 0,
        rows=[
            Row(
                text=str(source),
                url=reverse("admin:sources_source_change", args=[source.pk]),
                detail=source.get_schedule_reason_display(),
            )
            for source in late.order_by("next_check_at")[:SHOWN]
        ],
    )


def _rare(person: User, now: datetime) -> list[Card]:
    """Return the cards of doubtful watches, late stamps and overloaded servers, if any."""
    hosts = Host.objects.strained()
    count = hosts.count() if person.has_perm("sources.view_host") else 0
    rare = [*watch_cards(person, now=now), *late_stamps(person, now=now)]
    if not count:
        return rare
    return [
        *rare,
        Card(
            code="strained",
            title=_("Servers that cannot keep their intervals"),
            count=count,
            url=reverse("admin:sources_host_changelist") + "?load=strained",
            empty="",
            rows=[
                Row(
                    text=host.name,
                    url=reverse("admin:sources_host_change", args=[host.pk]),
                    detail=load_in_words(host),
                )
                for host in hosts.order_by("-stretch", "name")[:SHOWN]
            ],
        ),
    ]
