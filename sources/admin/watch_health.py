"""Watches that need a person: restless, still or long silent pages, and hosts that block us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.desk.cards import Card, Row
from sources.models import Host, Source
from sources.models.source import SourceHealth
from sources.services.facts import BLOCKS_OF_A_HOST
from sources.services.watch_health import behind_a_block, doubtful

if TYPE_CHECKING:
    from datetime import datetime

    from factcheck.people.models import User

SHOWN: Final = 5

__all__ = ["behind_a_block", "doubtful", "watch_cards"]


def watch_cards(person: User, *, now: datetime) -> list[Card]:
    """Return the cards of blocking hosts and of watches in doubt at ``now``, if there are any."""
    cards = []
    hosts = Host.objects.filter(
        blocked_since__isnull=False, fail_streak__gte=BLOCKS_OF_A_HOST
    ).annotate(pages=Count("sources"))
    count = hosts.count() if person.has_perm("sources.view_host") else 0
    if count:
        cards.append(_host_card(count, list(hosts.order_by("blocked_since", "name")[:SHOWN])))
    doubt = Source.objects.watched().filter(doubtful(now))
    count = doubt.count()
    if count:
        cards.append(_watch_card(count, list(doubt.order_by("-health_since", "-id")[:SHOWN])))
    return cards


def _host_card(count: int, hosts: list[Host]) -> Card:
    return Card(
        code="blocking",
        title=_("Servers that block our reader"),
        count=count,
        url=reverse("admin:sources_host_changelist"),
        empty="",
        rows=[
            Row(
                text=host.name,
                url=reverse("admin:sources_host_change", args=[host.pk]),
                detail=_("%(pages)d pages cannot be read") % {"pages": getattr(host, "pages", 0)},
            )
            for host in hosts
        ],
    )


def _watch_card(count: int, sources: list[Source]) -> Card:
    return Card(
        code="doubtful",
        title=_("Watches in doubt"),
        count=count,
        url=reverse("admin:sources_source_changelist") + "?trouble=doubtful",
        empty="",
        rows=[
            Row(
                text=str(source),
                url=reverse("admin:sources_source_change", args=[source.pk]),
                chip=("health", source.health, source.get_health_display()),
                detail=_why(source),
            )
            for source in sources
        ],
    )


def _why(source: Source) -> str:
    if source.health != SourceHealth.OK:
        return _("told nothing for a week")
    return _("more than 30 changes a day") if source.changes_seen else _("never changed")
