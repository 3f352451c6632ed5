"""Proof that the ledger is whole: every seal, every digest, and the heads exported before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from factcheck.ledger import digests
from factcheck.ledger.models import Entry, Pending, Seal
from factcheck.ledger.services import Head, ledger_head

#: Triggers of migration 0002 by database; `unguarded` names the missing ones.
GUARDS: Final = frozenset(
    {
        "ledger_entry_no_delete",
        "ledger_entry_only_redaction",
        "ledger_entry_waits",
        "ledger_seal_no_delete",
        "ledger_seal_no_update",
    }
)
SQLITE_GUARDS: Final = GUARDS | {"ledger_entry_no_replace", "ledger_seal_no_replace"}
POSTGRESQL_GUARDS: Final = GUARDS | {"ledger_entry_no_truncate", "ledger_seal_no_truncate"}
CHUNK: Final = 1000


@dataclass(frozen=True)
class Problem:
    """One thing wrong. ``code``: altered, deleted, reordered, truncated, recomputed,
    sealed_twice, stranded, unrecorded_redaction or unguarded.
    """

    code: str
    message: str
    position: int | None = None
    entry_id: UUID | None = None


@dataclass
class Report:
    """What `verify_ledger` found; ``head`` is what to export as the next checkpoint."""

    sealed: int = 0
    unsealed: int = 0
    head: Head = field(default_factory=lambda: Head(0, digests.GENESIS))
    problems: list[Problem] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong. Entries that wait for their seal are not wrong."""
        return not self.problems


def verify_ledger(checkpoint: Sequence[Head] | Head | None = None) -> Report:
    """Read the whole ledger once and report every alteration.

    A cut tail and a chain computed anew are consistent in themselves; only a ``checkpoint``
    kept elsewhere shows them.
    """
    heads = [checkpoint] if isinstance(checkpoint, Head) else list(checkpoint or ())
    # No transaction: what lies below the head never changes, and a long one would hold up
    # SQLite's writers. What is sealed while we read is the next run's.
    report = Report(head=ledger_head())
    hashes = _walk_chain(report, {head.position for head in heads})
    _compare_with_checkpoints(report, heads, hashes)
    _count_the_unsealed(report)
    _find_sealed_twice(report)
    _find_unrecorded_redactions(report)
    _find_missing_guards(report)
    return report


def _walk_chain(report: Report, wanted: set[int]) -> dict[int, str]:
    """Check each seal against the one before and its entry; return the hashes at ``wanted``."""
    hashes = {0: digests.GENESIS}
    previous = Head(0, digests.GENESIS)
    for seals in _chunks(report.head.position):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            report.sealed += 1
            report.problems.extend(_seal_problems(previous, seal, entries.get(seal.entry_id)))
            previous = Head(seal.position, seal.hash)
            if seal.position in wanted:
                hashes[seal.position] = seal.hash
    return hashes


def _chunks(last: int) -> Iterator[list[Seal]]:
    after = -(2**62)
    while seals := list(
        Seal.objects.filter(position__gt=after, position__lte=last).order_by("position")[:CHUNK]
    ):
        yield seals
        after = seals[-1].position


def _seal_problems(previous: Head, seal: Seal, entry: Entry | None) -> Iterator[Problem]:
    def problem(code: str, message: str) -> Problem:
        return Problem(code, message, seal.position, seal.entry_id)

    if seal.position != previous.position + 1:
        yield problem(
            "deleted",
            _("Positions %(first)d to %(last)d are missing.")
            % {"first": previous.position + 1, "last": seal.position - 1},
        )
    elif seal.previous_hash != previous.hash:
        yield problem("reordered", _("The seal does not follow the one before it."))
    if seal.hash != digests.seal_hash(
        position=seal.position,
        previous_hash=seal.previous_hash,
        entry_id=seal.entry_id,
        entry_digest=seal.entry_digest,
        sealed_at=seal.sealed_at,
    ):
        yield problem("altered", _("The seal itself was altered."))
    if entry is None:
        yield problem("deleted", _("The entry of this seal is gone."))
    elif not _is_intact(entry):
        yield problem("altered", _("The entry's content does not match its digest."))
    elif entry.digest != seal.entry_digest:
        yield problem("altered", _("The entry and its digest were rewritten after sealing."))


def _is_intact(entry: Entry) -> bool:
    if entry.digest != digests.entry_digest(entry):
        return False
    if entry.redacted_at is not None:
        return not (entry.note or entry.changes or entry.data or entry.actor_name or entry.salt)
    return entry.content_digest == digests.content_digest(
        actor_name=entry.actor_name,
        note=entry.note,
        changes=entry.changes,
        data=entry.data,
        salt=entry.salt,
    )


def _compare_with_checkpoints(
    report: Report, heads: Sequence[Head], hashes: dict[int, str]
) -> None:
    for head in heads:
        if head.position > report.head.position:
            code = "truncated"
            message = _("The ledger ends at %(end)d, but the checkpoint saw %(seen)d.") % {
                "end": report.head.position,
                "seen": head.position,
            }
        elif hashes.get(head.position) != head.hash:
            code = "recomputed"
            message = _("The hash here is not the one the checkpoint saw.")
        else:
            continue
        report.problems.append(Problem(code, message, head.position))


def _count_the_unsealed(report: Report) -> None:
    report.unsealed = Pending.objects.count()
    stranded = Entry.objects.filter(seal__isnull=True, pending__isnull=True)
    for entry_id in stranded.values_list("pk", flat=True)[:CHUNK]:
        message = _("This entry has no seal and does not wait for one: its seal was removed.")
        report.problems.append(Problem("stranded", message, None, entry_id))


def _find_sealed_twice(report: Report) -> None:
    doubled = Seal.objects.values("entry_id").annotate(seals=Count("position")).filter(seals__gt=1)
    for row in doubled.order_by()[:CHUNK]:
        message = _("This entry is sealed %(count)d times.") % {"count": row["seals"]}
        report.problems.append(Problem("sealed_twice", message, None, row["entry_id"]))


def _find_unrecorded_redactions(report: Report) -> None:
    # First the redacted, then their records: a redaction in between has both or is not seen.
    redacted = list(Entry.objects.filter(redacted_at__isnull=False).values_list("pk", flat=True))
    recorded = set(
        Entry.objects.filter(kind="entry.redacted", subject_type="entry").values_list(
            "subject_id", flat=True
        )
    )
    for entry_id in redacted:
        if str(entry_id) not in recorded:
            message = _("This entry was redacted, but no entry says by whom and why.")
            report.problems.append(Problem("unrecorded_redaction", message, None, entry_id))


def _find_missing_guards(report: Report) -> None:
    postgresql = connection.vendor == "postgresql"
    if postgresql:
        sql = (
            "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid IN "
            "('ledger_entry'::regclass, 'ledger_seal'::regclass)"
        )
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        present = {name for (name,) in cursor.fetchall()}
    for name in sorted((POSTGRESQL_GUARDS if postgresql else SQLITE_GUARDS) - present):
        message = _("The trigger “%(name)s” that protects the ledger is missing.") % {"name": name}
        report.problems.append(Problem("unguarded", message))
