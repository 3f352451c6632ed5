"""How many looks a day hosts are asked for, whether they can give them, and the desk's budget.

A task counts; planning then only reads one factor from the host's row.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, FloatField, Sum, Value, When
from django.db.models.functions import Cast, NullIf

from factcheck.clock import database_now
from sources import schedule
from sources.models import Host, Source

SLICE = 500
#: Smaller differences are not worth a write.
_TOLERANCE = 0.02


def measure_loads() -> int:
    """Set every host's wanted looks and stretch; return how many hosts cannot keep up.

    Two passes in slices by id, each slice its own transaction: first what each host's pages
    want, then by how much the desk's budget and the host's own spacing stretch them.
    """
    for ids in host_slices():
        _count_wanted(ids)
    factor = _budget_factor()
    return sum(_set_stretch(ids, factor) for ids in host_slices())


def delay_seconds(host: Host) -> float:
    """Return the spacing between two requests to a host."""
    desk: float = settings.FETCH_HOST_DELAY_SECONDS
    return host.delay_ms / 1000 if host.delay_ms is not None else desk


def host_slices() -> Iterator[list[UUID]]:
    """Yield the ids of all hosts, a slice at a time."""
    last: UUID | None = None
    while True:
        rows = Host.objects.order_by("pk")
        page = rows.filter(pk__gt=last) if last else rows
        ids = list(page.values_list("pk", flat=True)[:SLICE])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _count_wanted(ids: list[UUID]) -> None:
    looks = Value(float(schedule.DAY)) / Cast(NullIf(F("base_seconds"), Value(0)), FloatField())
    # A page not read yet will want what an unknown page wants.
    unread = Value(schedule.DAY / settings.RECHECK_DEFAULT_SECONDS)
    wanted = dict(
        Source.objects.watched()
        .filter(host__in=ids)
        .order_by()
        .values("host")
        .annotate(looks=Sum(Case(When(base_seconds=0, then=unread), default=looks)))
        .values_list("host", "looks")
    )
    with transaction.atomic():
        for host in _locked(ids):
            found = float(wanted.get(host.pk) or 0.0)
            if abs(found - host.wanted_per_day) > _TOLERANCE * max(found, host.wanted_per_day):
                host.wanted_per_day = found
                host.save(update_fields=["wanted_per_day"])


def _budget_factor() -> float:
    budget = settings.RECHECK_BUDGET_PER_DAY
    if not budget:
        return 1.0
    rows = Host.objects.filter(wanted_per_day__gt=0).values_list("wanted_per_day", "delay_ms")
    desk = settings.FETCH_HOST_DELAY_SECONDS
    wanted = sum(
        min(looks, schedule.host_looks_per_day(desk if ms is None else ms / 1000))
        for looks, ms in rows.iterator()
    )
    return schedule.stretch_for(wanted_per_day=wanted, possible_per_day=float(budget))


def _set_stretch(ids: list[UUID], factor: float) -> int:
    strained = 0
    with transaction.atomic():
        now = database_now()
        for host in _locked(ids):
            own = schedule.stretch_for(
                wanted_per_day=host.wanted_per_day,
                possible_per_day=schedule.host_looks_per_day(delay_seconds(host)),
            )
            strained += own > 1
            stretch = max(own, factor)
            since = (host.strained_since or now) if own > 1 else None
            moved = abs(stretch - host.stretch) > _TOLERANCE * host.stretch
            if moved or since != host.strained_since:
                host.stretch, host.strained_since = stretch, since
                host.save(update_fields=["stretch", "strained_since"])
    return strained


def _locked(ids: list[UUID]) -> list[Host]:
    rows = Host.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return list(rows.defer("robots_text"))
