"""The line of pages waiting at one host: wishes first and in turns, a backlog by urgency.

The line is the order of ``next_check_at``; everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Min

from sources import schedule
from sources.models import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Wishes stand so far before the schedule; as far apart as one step, so 60,000 find room.
_BEFORE: Final = timedelta(minutes=1)
_STEP: Final = timedelta(milliseconds=1)


def line_up(*, host_id: UUID, now: datetime) -> datetime:
    """Give every wish at this host its place before the schedule; return the first place.

    The first wish of each person comes before anybody's second one. The host must be locked.
    """
    due = Source.objects.watched().filter(host_id=host_id)
    wishes = _in_turns(
        list(
            due.filter(schedule_reason=schedule.ASKED, asked_at__isnull=False)
            .only("pk", "asked_at", "asked_by_id", "next_check_at")
            .order_by("asked_at", "pk")
        )
    )
    head = (
        due.filter(next_check_at__lte=now)
        .exclude(pk__in=[wish.pk for wish in wishes])
        .aggregate(first=Min("next_check_at"))["first"]
    )
    # Wishes that wait already keep the line where it is, so that a new one moves few of them.
    waiting = [at for wish in wishes if (at := wish.next_check_at) is not None and at <= now]
    start = min([min(now, head or now) - _BEFORE, *waiting])
    moved = []
    for place, wish in enumerate(wishes):
        at = start + place * _STEP
        if wish.next_check_at != at:
            wish.next_check_at = at
            moved.append(wish)
    Source.objects.bulk_update(moved, ["next_check_at"], batch_size=500)
    return start


def _in_turns(wishes: Sequence[Source]) -> list[Source]:
    had: Counter[UUID | None] = Counter()
    turns = []
    for order, wish in enumerate(wishes):
        turns.append((had[wish.asked_by_id], order, wish))
        had[wish.asked_by_id] += 1
    return [wish for _turn, _order, wish in sorted(turns, key=lambda one: one[:2])]
