"""The only writers of the ledger: record, seal, redact; and the reader of the event feed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _

from factcheck import clock
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger import digests
from factcheck.ledger.models import Entry, Pending, Seal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

#: PostgreSQL advisory lock of the one sealer ("fact" in ASCII, then 1).
SEALER_LOCK: Final = 0x6661637400000001
#: Ids are passed back as query parameters, of which SQLite takes 32,766.
SEAL_AT_MOST: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What `record_entries` writes; fields as in `Entry`."""

    kind: str
    subject_type: str
    subject_id: UUID | str | int
    actor: AbstractBaseUser | None = None
    article_id: UUID | None = None
    note: str = ""
    changes: Mapping[str, Sequence[object]] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """A place in the chain: the position (0 = nothing sealed) and the hash there."""

    position: int
    hash: str


def record_entry(
    *,
    kind: str,
    subject_type: str,
    subject_id: UUID | str | int,
    actor: AbstractBaseUser | None = None,
    article_id: UUID | None = None,
    note: str = "",
    changes: Mapping[str, Sequence[object]] | None = None,
    data: Mapping[str, object] | None = None,
) -> Entry:
    """Record one fact inside the caller's transaction and return its entry.

    ``changes`` is ``{field: [was, is]}``. Both mappings may hold anything JSON or Django can
    write: UUIDs, dates, decimals and lazy strings become text.
    """
    fact = Fact(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        actor=actor,
        article_id=article_id,
        note=note,
        changes=changes or {},
        data=data or {},
    )
    return record_entries([fact])[0]


def record_entries(facts: Sequence[Fact]) -> list[Entry]:
    """Record many facts at once, in the order given, inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A ledger entry belongs into the transaction that makes it true."
        )
    return Entry.objects.bulk_create([_entry_of(fact) for fact in facts], batch_size=500)


def seal_entries(limit: int = 1000) -> int:
    """Place up to ``limit`` waiting entries at the end of the chain; return how many.

    One sealer works at a time; a second one returns 0 at once. Positions become visible in
    order, so a reader that pages by position misses none, however late an entry committed.
    """
    with transaction.atomic():
        if not _became_the_sealer():
            return 0
        waiting = list(
            Pending.objects.order_by("entry_id").values_list("entry_id", "entry__digest")[
                : min(limit, SEAL_AT_MOST)
            ]
        )
        head = ledger_head()
        seals: list[Seal] = []
        for entry_id, digest in waiting:
            seals.append(_next_seal(head, entry_id, digest))
            head = Head(seals[-1].position, seals[-1].hash)
        Seal.objects.bulk_create(seals, batch_size=500)
        Pending.objects.filter(pk__in=[entry_id for entry_id, _digest in waiting]).delete()
    return len(seals)


def read_events(
    after: int = 0, types: Collection[str] | None = None, limit: int = 100
) -> list[Seal]:
    """Return up to ``limit`` seals with their entries, past position ``after``, in order."""
    seals = Seal.objects.filter(position__gt=after).select_related("entry", "entry__actor")
    if types is not None:
        seals = seals.filter(entry__kind__in=types)
    return list(seals.order_by("position")[:limit])


def ledger_head() -> Head:
    """Return the last place in the chain."""
    last = Seal.objects.order_by("-position").only("position", "hash").first()
    return Head(last.position, last.hash) if last else Head(0, digests.GENESIS)


@transaction.atomic
def redact_entry(*, entry: Entry, actor: AbstractBaseUser, reason: str) -> Entry:
    """Remove an entry's content for good; its digest, its seal and this act stay on record."""
    if not reason.strip():
        raise InvalidInput(
            _("A redaction needs a reason."), field="reason", remedy=_("Say why it is removed.")
        )
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    if locked.redacted_at is not None:
        raise Conflict(_("This entry is already redacted."), code="already_redacted")
    moment = clock.now()
    Entry.objects.filter(pk=locked.pk).update(
        note="", changes={}, data={}, actor_name="", salt="", redacted_at=moment
    )
    record_entry(
        kind="entry.redacted",
        subject_type="entry",
        subject_id=locked.pk,
        article_id=locked.article_id,
        actor=actor,
        note=reason,
    )
    locked.refresh_from_db()
    return locked


def _entry_of(fact: Fact) -> Entry:
    entry = Entry(
        kind=fact.kind,
        subject_type=fact.subject_type,
        subject_id=str(fact.subject_id),
        article_id=fact.article_id,
        actor_id=fact.actor.pk if fact.actor else None,
        actor_name=fact.actor.get_username() if fact.actor else "",
        note=str(fact.note),
        changes=_json(fact.changes, "changes"),
        data=_json(fact.data, "data"),
        salt=secrets.token_hex(16),
    )
    for name, pair in entry.changes.items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise TypeError(f"changes[{name!r}] must be [was, is]")
    _refuse_unstorable(entry)
    entry.content_digest = digests.content_digest(
        actor_name=entry.actor_name,
        note=entry.note,
        changes=entry.changes,
        data=entry.data,
        salt=entry.salt,
    )
    entry.digest = digests.entry_digest(entry)
    return entry


def _json(value: Mapping[str, object], name: str) -> dict[str, Any]:
    try:
        text = json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)
    except ValueError as error:
        raise InvalidInput(
            _("“%(field)s” holds a number that is not finite.") % {"field": name},
            field=name,
            remedy=_("Leave it out or send a finite number."),
        ) from error
    plain: dict[str, Any] = json.loads(text)
    return plain


def _refuse_unstorable(entry: Entry) -> None:
    """NUL and lone surrogates: PostgreSQL stores neither, and neither has a UTF-8 digest."""
    for name in ("note", "changes", "data"):
        for text in _texts(getattr(entry, name)):
            if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
                raise InvalidInput(
                    _("“%(field)s” holds a NUL character or half a surrogate pair.")
                    % {"field": name},
                    field=name,
                    remedy=_("Remove it."),
                )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _became_the_sealer() -> bool:
    """On SQLite the IMMEDIATE transaction already is the lock: one writer in the database."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return bool(cursor.fetchone()[0])


def _next_seal(head: Head, entry_id: UUID, entry_digest: str) -> Seal:
    seal = Seal(
        position=head.position + 1,
        entry_id=entry_id,
        previous_hash=head.hash,
        entry_digest=entry_digest,
        sealed_at=clock.now(),
    )
    seal.hash = digests.seal_hash(
        position=seal.position,
        previous_hash=seal.previous_hash,
        entry_id=entry_id,
        entry_digest=entry_digest,
        sealed_at=seal.sealed_at,
    )
    return seal
