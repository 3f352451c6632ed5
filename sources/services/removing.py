"""Removing what may no longer be kept: the content goes, a tombstone with its digest stays."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import Fact, record_entries
from sources.models import Body, Snapshot
from sources.services.bodies import body_storage, restore
from sources.storage.encoding import encode

if TYPE_CHECKING:
    from factcheck.people.models import User

logger = logging.getLogger(__name__)

#: What a page said, in the columns of its snapshot; the digests and times are not among them.
_CONTENT = {
    "text": "",
    "title": "",
    "headline": "",
    "headers": {},
    "labels": [],
    "captured_note": "",
}


@transaction.atomic
def remove_snapshot(*, snapshot: Snapshot, actor: User, reason: str) -> Snapshot:
    """Remove the bytes and the text of a version, of every snapshot that has the same bytes.

    Rows, digests, times and references stay, with who removed it, when and why; one ledger entry
    per snapshot. Versions encoded against these bytes are encoded anew first. The same bytes
    read again are not kept again. Quotes in readings and changes stay: they are the desk's own
    record; ``redact_entry`` blanks ledger entries.
    """
    if not reason.strip():
        raise InvalidInput(
            _("No reason is given."), field="reason", remedy=_("Say why, in a few words.")
        )
    body = Body.objects.select_for_update().get(pk=snapshot.body_id)
    if body.removed_at is not None:
        raise Conflict(
            _("This version has already been removed."),
            code="already_removed",
            remedy=_("The ledger says who removed it and why."),
        )
    _free_deltas(body)
    moment = database_now()
    file = body.file
    body.data, body.file, body.base, body.removed_at = None, "", None, moment
    body.put_away_at, body.damaged_at, body.stored_size = moment, None, 0
    body.save()
    locked = Snapshot.objects.select_for_update(no_key=True).filter(body=body).order_by("pk")
    rows = list(locked.only("pk", "source_id"))
    Snapshot.objects.filter(pk__in=[row.pk for row in rows]).update(
        **_CONTENT, removed_at=moment, removed_by=actor, removed_reason=reason.strip()[:300]
    )
    record_entries([_fact(row, body, actor, reason) for row in rows])
    if file:
        transaction.on_commit(partial(_delete_file, file))
    snapshot.refresh_from_db()
    return snapshot


def _free_deltas(body: Body) -> None:
    """Give every body that needs this one a form of its own; it is put away again later."""
    for delta in Body.objects.select_for_update().filter(base=body).order_by("pk"):
        delta.base = body
        kept = encode(restore(delta))
        file = delta.file
        delta.data, delta.file, delta.base = kept, "", None
        delta.stored_size, delta.put_away_at = len(kept), None
        delta.save()
        if file:
            transaction.on_commit(partial(_delete_file, file))


def _fact(row: Snapshot, body: Body, actor: User, reason: str) -> Fact:
    return Fact(
        kind="snapshot.removed",
        subject_type="source",
        subject_id=row.source_id,
        actor=actor,
        note=reason.strip(),
        data={"snapshot": row.pk, "sha256": body.pk, "size": body.size},
    )


def _delete_file(name: str) -> None:
    """Committed is removed: a file that will not go is an orphan, and swept tomorrow."""
    try:
        body_storage().delete(name)
    except Exception:  # a storage in the network fails in its own words
        logger.exception("The file %s of a removed body stays until it is swept", name)
