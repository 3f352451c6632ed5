"""Putting bodies away: small ones and deltas stay in their row, large ones move to the storage.

A file is on the disk before its row says so; a file no row names is swept after a day.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from factcheck.clock import database_now, now
from sources.models import Body, Snapshot
from sources.services.bodies import BodyUnavailable, body_storage, restore
from sources.storage.encoding import encode, encode_against

logger = logging.getLogger(__name__)

#: So many versions share one keyframe: a damaged keyframe costs no more than these.
DELTAS_PER_KEYFRAME: Final = 19
#: A delta must save this much of what the body would take alone.
_WORTH_IT: Final = 0.7
_SLICE: Final = 50
#: Longer than any transaction that could still make a row of a file.
ORPHAN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PutAway:
    """What one run did; ``failed`` bodies stay in their rows and are tried again."""

    rows: int = 0
    files: int = 0
    deltas: int = 0
    failed: int = 0


def put_away_bodies(*, seconds: float = 40.0, limit: int | None = None) -> PutAway:
    """Give waiting bodies their lasting form, oldest first, for at most that long.

    Safe to run twice at once. A storage that is away ends the run; the bytes stay in their rows.
    """
    end = time.monotonic() + seconds
    rows = files = deltas = 0
    for body in _waiting(end, limit):
        try:
            done = _put_away(body)
        except BodyUnavailable:
            # It stays where it is; verify_snapshots names it, and the others go on.
            logger.exception("Body %s cannot be read back", body.pk)
            Body.objects.filter(pk=body.pk, put_away_at__isnull=True).update(put_away_at=now())
            continue
        except Exception:  # a storage in the network fails in its own words
            logger.exception("The storage of bodies took nothing; bytes stay in the database")
            return PutAway(rows, files, deltas, failed=Body.objects.waiting().count())
        if done is not None:
            rows += not done.file
            files += bool(done.file)
            deltas += done.base_id is not None
    return PutAway(rows, files, deltas)


def sweep_orphans(*, older_than: timedelta = ORPHAN_AFTER) -> int:
    """Delete files that no row names and that are older than any running transaction.

    Names are never used twice, so an orphan can never become a body again.
    """
    storage, horizon, swept = body_storage(), now() - older_than, 0
    for names in _slices_of_names():
        named = set(Body.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in named and storage.get_modified_time(name) < horizon:
                storage.delete(name)
                swept += 1
    return swept


def _waiting(end: float, limit: int | None) -> Iterator[Body]:
    left = limit
    while left is None or left > 0:
        ids = list(
            Body.objects.waiting().values_list("pk", flat=True)[: min(_SLICE, left or _SLICE)]
        )
        if not ids:
            return
        for sha256 in ids:
            if time.monotonic() > end:
                return
            body = Body.objects.waiting().filter(pk=sha256).first()
            if body is not None:
                yield body
        if left is not None:
            left -= len(ids)


def _put_away(body: Body) -> Body | None:
    """Encode and place one body; None when somebody else did or its keyframe went away."""
    plain = restore(body)
    keyframe = _keyframe_for(body)
    kept, base = _smallest(body, plain, keyframe)
    name = ""
    if len(kept) > settings.BODY_ROW_BYTES:
        name = body_storage().save(_new_name(body.pk), ContentFile(kept))
    try:
        with transaction.atomic():
            if base is not None and not _is_keyframe_still(base):
                base, written = None, 0
            else:
                written = Body.objects.filter(
                    pk=body.pk, put_away_at__isnull=True, base__isnull=True, file=""
                ).update(
                    data=None if name else kept,
                    file=name,
                    base=base,
                    stored_size=len(kept),
                    put_away_at=now(),
                )
    except IntegrityError:
        written = 0
    if not written:
        if name:
            body_storage().delete(name)
        return None
    body.file, body.base = name, base
    return body


def _smallest(body: Body, plain: bytes, keyframe: Body | None) -> tuple[bytes, Body | None]:
    """Return the kept form that is worth it, with its keyframe if it needs one."""
    alone = bytes(body.data) if body.data is not None else encode(plain)
    if keyframe is None:
        return alone, None
    try:
        delta = encode_against(plain, restore(keyframe))
    except BodyUnavailable:
        logger.exception("Keyframe %s cannot be read; %s stands alone", keyframe.pk, body.pk)
        return alone, None
    return (delta, keyframe) if len(delta) < _WORTH_IT * len(alone) else (alone, None)


def _keyframe_for(body: Body) -> Body | None:
    """Return the keyframe of the version before this one, unless enough rest on it already."""
    first = Snapshot.objects.filter(body=body).order_by("id").only("id", "source_id").first()
    if first is None:
        return None
    before = (
        Snapshot.objects.filter(source=first.source_id, id__lt=first.pk)
        .exclude(body=body)
        .order_by("-id")
        .select_related("body__base")
        .defer("text", "headers")
        .first()
    )
    if before is None:
        return None
    keyframe = before.body.base or before.body
    ready = keyframe.put_away_at is not None and keyframe.removed_at is None
    if not ready or keyframe.deltas.count() >= DELTAS_PER_KEYFRAME:
        return None
    return keyframe


def _is_keyframe_still(base: Body) -> bool:
    """Lock the keyframe against removal, and see that it is one."""
    row = Body.objects.select_for_update(no_key=True).filter(pk=base.pk).first()
    return row is not None and row.base_id is None and row.removed_at is None


def _new_name(sha256: str) -> str:
    """A name nobody used before: two writers of one digest never touch each other's file."""
    return f"{sha256[:2]}/{sha256}.{secrets.token_hex(4)}.zst"


def _slices_of_names() -> Iterator[list[str]]:
    storage = body_storage()
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        _folders, files = storage.listdir(folder)
        for start in range(0, len(files), 500):
            yield [f"{folder}/{file}" for file in files[start : start + 500]]


def waiting_since_seconds() -> float | None:
    """Return for how many seconds the oldest body waits to be put away; None when none does."""
    first = Body.objects.waiting().values_list("stored_at", flat=True).first()
    return (database_now() - first).total_seconds() if first else None
