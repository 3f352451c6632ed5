"""Which watches need a person: restless, still or long silent pages, and hosts that block us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from factcheck.clock import database_now
from factcheck.health.probes import Probe
from sources.models import Change, Host, Source
from sources.models.source import SourceHealth
from sources.services.facts import BLOCKS_OF_A_HOST

#: More changes a day than this: something on the page moves by itself.
RESTLESS: Final = 30
#: A page that never changed in so long, though it was read: perhaps we read the wrong thing.
STILL_AFTER: Final = timedelta(days=180)
SILENT_AFTER: Final = timedelta(days=7)


def doubtful(now: datetime) -> Q:
    """Return the condition of restless, still and long silent pages, by one reading of the clock.

    PostgreSQL's clock is asked over the network: who builds several conditions asks once.
    """
    return restless(now) | still(now) | silent(now)


def restless(now: datetime) -> Q:
    """Return the condition of pages with more than 30 changes within a day."""
    often = (
        Change.objects.filter(detected_at__gte=now - timedelta(days=1))
        .order_by()
        .values("source")
        .annotate(number=Count("fence", distinct=True))
        .filter(number__gt=RESTLESS)
    )
    return Q(pk__in=often.values("source"))


def still(now: datetime) -> Q:
    """Return the condition of pages that never changed in half a year of looks."""
    return Q(changes_seen=0, created_at__lt=now - STILL_AFTER, health=SourceHealth.OK)


def silent(now: datetime) -> Q:
    """Return the condition of pages that told nothing for a week."""
    dumb = ~Q(health__in=[SourceHealth.OK, SourceHealth.UNREAD, SourceHealth.GONE])
    return dumb & Q(health_since__lt=now - SILENT_AFTER)


def behind_a_block() -> Q:
    """Return the condition of pages whose whole host blocks us: told once, on the host."""
    return Q(
        health=SourceHealth.BLOCKED,
        host__blocked_since__isnull=False,
        host__fail_streak__gte=BLOCKS_OF_A_HOST,
    )


def watch_notice() -> Probe:
    """Return how many watches are in doubt and how many servers trouble us; figures, no names."""
    doubt = Source.objects.watched().filter(doubtful(database_now())).count()
    blocking = Host.objects.filter(
        blocked_since__isnull=False, fail_streak__gte=BLOCKS_OF_A_HOST
    ).count()
    strained = Host.objects.strained().count()
    return Probe(
        name="watches",
        ok=not (doubt or blocking or strained),
        detail=f"{doubt} in doubt, {blocking} servers block us, {strained} servers overloaded",
    )
