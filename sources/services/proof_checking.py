"""Proving an observation, and finding what was altered or removed behind a root's back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import NotFound
from factcheck.ledger.models import Entry
from sources.models import Observation, ObservationRoot
from sources.proof.leaves import (
    FIELDS,
    LEAF_VERSION,
    leaf_bytes,
    leaf_of,
    unpack_ids,
    unpack_leaves,
)
from sources.proof.merkle import inclusion_path, tree_root
from sources.services.proof_roots import LEDGER_KIND

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class RootProblem:
    """One day that differs. ``code``: root, ledger, unrecorded, damaged, altered, deleted, gap."""

    day: date
    code: str
    message: str
    observations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RootReport:
    """What a verification saw; ``pruned`` observations are gone by policy, their leaves are not."""

    days: int
    observations: int
    pruned: int
    problems: tuple[RootProblem, ...]


def describe_root(*, day: date, prove: int | None = None) -> dict[str, Any]:
    """Return a day's root as JSON values, with the inclusion proof of one observation if asked.

    Raises NotFound when the day has no root or its tree does not hold the observation.
    """
    row = ObservationRoot.objects.filter(pk=day).first()
    if row is None:
        raise NotFound(
            _("This day has no root."),
            code="no_root",
            remedy=_("A day is closed a quarter of an hour after midnight UTC."),
        )
    told: dict[str, Any] = {
        "day": row.day.isoformat(),
        "root": row.root,
        "count": row.count,
        "first": row.first_id,
        "last": row.last_id,
        "made": row.created_at.isoformat(),
        "leaf_version": row.leaf_version,
        "tree": "RFC 6962 section 2.1, SHA-256",
        "leaf": "SHA-256(0x00 || canonical JSON of: " + ", ".join((*FIELDS, "v")) + ")",
    }
    return told | ({"proof": _proof(row, prove)} if prove is not None else {})


def _proof(row: ObservationRoot, observation_id: int) -> dict[str, Any]:
    ids, leaves = unpack_ids(bytes(row.ids)), unpack_leaves(bytes(row.leaves))
    try:
        index = ids.index(observation_id)
    except ValueError:
        raise NotFound(
            _("The tree of this day does not hold this observation."), code="not_in_tree"
        ) from None
    values = Observation.objects.filter(pk=observation_id).values(*FIELDS).first()
    return {
        "observation": observation_id,
        # Pruned: whoever kept the content can still show that the tree holds it.
        "content": leaf_bytes(values).decode() if values is not None else None,
        "leaf": leaves[index].hex(),
        "index": index,
        "size": len(leaves),
        "path": [step.hex() for step in inclusion_path(leaves, index)],
    }


def verify_roots(*, days: Sequence[date] | None = None) -> RootReport:
    """Recompute every day's tree and compare it with its row, the ledger and the observations."""
    rows = ObservationRoot.objects.order_by("day")
    if days is not None:
        rows = rows.filter(pk__in=days)
    problems: list[RootProblem] = []
    counted = seen = pruned = 0
    before: date | None = None
    recorded = _recorded_roots()
    for row in rows.iterator(chunk_size=1):
        if days is None and before is not None and row.day != before + timedelta(days=1):
            problems.append(RootProblem(row.day, "gap", _("The day before it has no root.")))
        before = row.day
        found, gone = _compare(row, recorded)
        problems += found
        counted, seen, pruned = counted + 1, seen + row.count, pruned + gone
    if days is None:
        present = set(ObservationRoot.objects.values_list("day", flat=True))
        problems += [
            RootProblem(day, "deleted", _("The ledger knows a root for this day; its row is gone."))
            for day in sorted(set(recorded) - present)
        ]
    return RootReport(counted, seen, pruned, tuple(problems))


def _recorded_roots() -> dict[date, str]:
    entries = Entry.objects.filter(kind=LEDGER_KIND).values_list("subject_id", "data")
    return {date.fromisoformat(day): str(data.get("root", "")) for day, data in entries}


def _compare(row: ObservationRoot, recorded: Mapping[date, str]) -> tuple[list[RootProblem], int]:
    problems = []
    if row.day not in recorded:
        problems.append(RootProblem(row.day, "unrecorded", _("The ledger knows no such root.")))
    elif recorded[row.day] != row.root:
        problems.append(RootProblem(row.day, "ledger", _("The ledger has another root.")))
    try:
        ids, leaves = unpack_ids(bytes(row.ids)), unpack_leaves(bytes(row.leaves))
    except ValueError:
        return [*problems, RootProblem(row.day, "damaged", _("The kept leaves are damaged."))], 0
    if len(ids) != len(leaves) or len(ids) != row.count or tree_root(leaves).hex() != row.root:
        problems.append(RootProblem(row.day, "root", _("The leaves do not give this root.")))
        return problems, 0
    found, gone = _compare_observations(row, ids, leaves)
    return problems + found, gone


def _compare_observations(
    row: ObservationRoot, ids: Sequence[int], leaves: Sequence[bytes]
) -> tuple[list[RootProblem], int]:
    if row.leaf_version != LEAF_VERSION:
        return [], 0
    altered: list[int] = []
    missing: list[int] = []
    for part, kept in _parts(ids, leaves):
        present = {
            values["id"]: leaf_of(values)
            for values in Observation.objects.filter(pk__in=part).values(*FIELDS)
        }
        missing += [number for number in part if number not in present]
        altered += [
            number
            for number, leaf in zip(part, kept, strict=True)
            if present.get(number, leaf) != leaf
        ]
    problems = []
    if altered:
        message = _("%(count)d observations were altered.") % {"count": len(altered)}
        problems.append(RootProblem(row.day, "altered", message, tuple(altered)))
    if missing and not _may_be_pruned(row.day):
        message = _("%(count)d observations are gone before their time.") % {"count": len(missing)}
        problems.append(RootProblem(row.day, "deleted", message, tuple(missing)))
        return problems, 0
    return problems, len(missing)


def _parts(ids: Sequence[int], leaves: Sequence[bytes]) -> Iterator[tuple[list[int], list[bytes]]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield list(ids[start : start + _AT_ONCE]), list(leaves[start : start + _AT_ONCE])


def _may_be_pruned(day: date) -> bool:
    """Whether retention may have taken observations of this day."""
    kept_days: int = settings.OBSERVATION_DAYS
    if not kept_days:
        return False
    now: datetime = database_now()
    return day < now.date() - timedelta(days=kept_days - 1)
