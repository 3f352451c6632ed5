"""The daily Merkle roots: a closed UTC day gets one tree over everything observed in it.

What was committed after its day was closed belongs to the next day's tree, so nothing is left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Min

from factcheck.clock import database_now
from factcheck.ledger.services import record_entry
from sources.models import Observation, ObservationRoot
from sources.proof.leaves import (
    FIELDS,
    LEAF_VERSION,
    leaf_of,
    pack_ids,
    pack_leaves,
    unpack_ids,
)
from sources.proof.merkle import tree_root

#: A batch records within its lease; what is later than this after midnight goes to the next day.
GRACE: Final = timedelta(minutes=15)
_AT_ONCE: Final = 1000
LEDGER_KIND: Final = "observations.sealed"


@dataclass(slots=True)
class _Tree:
    """What one day's tree is made of."""

    ids: array[int]
    leaves: list[bytes]


def close_days(*, now: datetime | None = None) -> int:
    """Make the roots of all closed days that have none; return how many were made.

    Safe to run twice or at the same time: a day has one row, and its ledger entry is written in
    the same transaction. Days are closed in order, also days on which nothing was observed.
    """
    moment = (now or database_now()) - GRACE
    last_closed = moment.astimezone(UTC).date() - timedelta(days=1)
    made = 0
    while (day := _next_day()) is not None and day <= last_closed:
        if not _close(day):
            break
        made += 1
    return made


def _next_day() -> date | None:
    latest = ObservationRoot.objects.order_by("-day").values_list("day", flat=True).first()
    if latest is not None:
        return latest + timedelta(days=1)
    first: datetime | None = Observation.objects.aggregate(first=Min("at"))["first"]
    return first.astimezone(UTC).date() if first is not None else None


def _close(day: date) -> bool:
    """Write one day; False when somebody else just did."""
    tree = _tree(day)
    root = tree_root(tree.leaves).hex()
    first, last = (tree.ids[0], tree.ids[-1]) if tree.ids else (None, None)
    try:
        with transaction.atomic():
            ObservationRoot.objects.create(
                day=day,
                root=root,
                count=len(tree.ids),
                first_id=first,
                last_id=last,
                leaf_version=LEAF_VERSION,
                ids=pack_ids(tree.ids),
                leaves=pack_leaves(tree.leaves),
            )
            record_entry(
                kind=LEDGER_KIND,
                subject_type="observation_root",
                subject_id=day.isoformat(),
                data={"root": root, "count": len(tree.ids), "first": first, "last": last},
            )
    except IntegrityError:
        return False
    return True


def _tree(day: date) -> _Tree:
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC)
    floor, held = _held_near_the_end()
    tree = _Tree(ids=array("q"), leaves=[])
    for values in _rows(floor=floor, end=end):
        if values["id"] not in held:
            tree.ids.append(values["id"])
            tree.leaves.append(leaf_of(values))
    return tree


def _rows(*, floor: int, end: datetime) -> Iterator[dict[str, Any]]:
    rows = Observation.objects.filter(pk__gt=floor, at__lt=end).order_by("pk")
    yield from rows.values(*FIELDS).iterator(chunk_size=_AT_ONCE)


def _held_near_the_end() -> tuple[int, frozenset[int]]:
    """Return from which id on to look, and the ids that earlier trees hold beyond it.

    Numbers are drawn before they are committed: a late row can lie below the last one held. No
    transaction lives as long as two days, so two trees back is far enough.
    """
    recent = list(ObservationRoot.objects.filter(count__gt=0).order_by("-day")[:2])
    if not recent:
        return 0, frozenset()
    floor = min(root.first_id or 0 for root in recent) - 1
    return floor, frozenset(number for root in recent for number in unpack_ids(bytes(root.ids)))
