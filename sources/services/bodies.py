"""The bytes of pages: written down with their snapshot, read back checked against their digest.

Recording writes rows only; ``putting_away`` moves them to the storage afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from factcheck.errors import FactcheckError
from sources.models import Body
from sources.storage.encoding import Undecodable, decode, digest_of, encode

#: Rows of one INSERT; their bytes are held in memory twice while it is built.
_ROWS_AT_ONCE: Final = 50


class BodyUnavailable(FactcheckError):
    """Kept bytes cannot be given back as they were; ``code`` says how, ``sha256`` which."""

    code = "body_unavailable"
    status = 500

    def __init__(self, sha256: str, message: str, *, code: str, remedy: str) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.sha256 = sha256


def body_storage() -> Storage:
    """Return where bodies are kept that are too large for their row; never served to anybody."""
    return storages["bodies"]


def store_bodies(bodies: Mapping[str, bytes]) -> None:
    """Write down bodies by their SHA-256 inside the caller's transaction; known ones cost nothing.

    One query and one INSERT for all of them, no file and no network: a storage that is away
    delays nothing and loses nothing.
    """
    if not bodies:
        return
    known = set(Body.objects.filter(pk__in=bodies).values_list("pk", flat=True))
    # In order of digest: two batches that store the same bodies then cannot wait in a circle.
    rows = [
        Body(sha256=digest, size=len(body), data=kept, stored_size=len(kept))
        for digest, body in sorted(bodies.items())
        if digest not in known
        for kept in (encode(body),)
    ]
    Body.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_ROWS_AT_ONCE)


def read_body_bytes(sha256: str) -> bytes:
    """Return the bytes of a body, checked against their digest.

    Raises BodyUnavailable with code body_unknown, body_removed, body_missing, body_undecodable
    or body_altered, and the remedy.
    """
    try:
        return restore(_row(sha256))
    except BodyUnavailable as error:
        if error.code != "body_missing":
            raise
        # Between row and file the body may have been put elsewhere: look once more.
        return restore(_row(sha256))


def restore(body: Body) -> bytes:
    """Return the bytes of a row (with its ``base`` loaded); raises BodyUnavailable."""
    keyframe = restore(body.base) if body.base is not None else None
    kept = _kept(body)
    try:
        plain = decode(kept, size=body.size, keyframe=keyframe)
    except Undecodable as error:
        raise _damaged(body, "body_undecodable", _("they cannot be decoded")) from error
    if digest_of(plain) != body.pk:
        raise _damaged(body, "body_altered", _("they are no longer the bytes that were read"))
    return plain


def _row(sha256: str) -> Body:
    body = Body.objects.select_related("base").filter(pk=sha256).first()
    if body is None:
        raise BodyUnavailable(
            sha256,
            _("No body with the digest %(digest)s is on record.") % {"digest": sha256},
            code="body_unknown",
            remedy=_("Compare the digest with the one of the snapshot."),
        )
    return body


def _kept(body: Body) -> bytes:
    if body.removed_at is not None:
        raise BodyUnavailable(
            body.pk,
            _("The body %(digest)s was removed on demand.") % {"digest": body.pk},
            code="body_removed",
            remedy=_("The ledger says who removed it and why."),
        )
    if body.data is not None:
        return bytes(body.data)
    try:
        with body_storage().open(body.file, "rb") as file:
            return bytes(file.read(body.stored_size + 1))
    except FileNotFoundError as error:
        raise _damaged(
            body, "body_missing", _("the file %(name)s is missing") % {"name": body.file}
        ) from error
    except Exception as error:  # a storage in the network fails in its own words
        raise BodyUnavailable(
            body.pk,
            _("The storage of bodies does not answer: %(error)s") % {"error": error},
            code="storage_unavailable",
            remedy=_("Try again when it is back."),
        ) from error


def _damaged(body: Body, code: str, how: str) -> BodyUnavailable:
    where = body.file or _("the row in sources_body")
    return BodyUnavailable(
        body.pk,
        _("The bytes of %(digest)s are damaged: %(how)s.") % {"digest": body.pk, "how": how},
        code=code,
        remedy=_("Restore %(where)s from a backup, then run verify_snapshots.") % {"where": where},
    )
