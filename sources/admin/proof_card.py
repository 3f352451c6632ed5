"""The dashboard's word about proof that could not be had: time stamps that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.desk.cards import Card, Row
from sources.services.proof_stamps import waiting_stamps

if TYPE_CHECKING:
    from datetime import datetime

    from factcheck.people.models import User

SHOWN: Final = 5
LATE: Final = timedelta(days=1)


def late_stamps(person: User, *, now: datetime) -> list[Card]:
    """Return the card of time stamps late at ``now``, once there is one to tell of."""
    may_see = person.has_perm("sources.view_observation")
    waiting = waiting_stamps(older_than=LATE, now=now) if may_see else []
    if not waiting:
        return []
    home = reverse("admin:index")
    return [
        Card(
            code="late-stamps",
            title=_("Time stamps that wait"),
            count=len(waiting),
            url=home,
            empty=_("No time stamp is late."),
            rows=[
                Row(text=f"{row} · {row.authority}", url=home, detail=row.problem)
                for row in waiting[:SHOWN]
            ],
        )
    ]
