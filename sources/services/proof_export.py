"""Everything seen of some sources as one WARC stream; reads only, one body in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from factcheck.errors import NotFound
from sources.models import Observation, PassageReading, Snapshot, Source
from sources.models.snapshot import SnapshotOrigin
from sources.proof.warc import Capture, Look, write_warc
from sources.services.bodies import BodyUnavailable, read_body_bytes
from sources.services.outcomes import OutcomeKind

#: Looks that stand for a body we hold: a revisit record says so.
_REPEATS: Final = frozenset({OutcomeKind.UNCHANGED.value, OutcomeKind.NOT_MODIFIED.value})
_AT_ONCE: Final = 50


def export_sources(
    *, source_ids: Iterable[UUID], subject: str, looks: bool = True
) -> Iterator[bytes]:
    """Return the pieces of a WARC 1.1 file (gzip) with all captures of these sources.

    ``subject`` says in words what the file is about. ``looks``: also every look that brought no
    new bytes. Raises NotFound at once when there is nothing to export.
    """
    ids = list(dict.fromkeys(source_ids))
    kept = Snapshot.objects.filter(source__in=ids).exists()
    if not kept and not (looks and Observation.objects.filter(source__in=ids).exists()):
        raise NotFound(
            _("Nothing has been read of this yet."),
            code="nothing_captured",
            remedy=_("Wait for the first look, or ask for one."),
        )
    info = {
        "software": "factcheck, warcio",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/"
        "warc-1.1/",
        "operator": settings.DESK_NAME,
        "isPartOf": settings.PUBLIC_BASE_URL,
        "description": " ".join(subject.split()),
        "http-header-user-agent": settings.FETCH_USER_AGENT,
    }
    return write_warc(_items(ids, looks=looks), info=info)


def _items(ids: Iterable[UUID], *, looks: bool) -> Iterator[Capture | Look]:
    for source in Source.objects.filter(pk__in=list(ids)).order_by("pk"):
        yield from _captures(source)
        if looks:
            yield from _looks(source)


def _captures(source: Source) -> Iterator[Capture | Look]:
    rows = source.snapshots.select_related("captured_by").defer("text").order_by("pk")
    for snapshot in rows.iterator(chunk_size=_AT_ONCE):
        yield _capture(source, snapshot)


def _capture(source: Source, snapshot: Snapshot) -> Capture | Look:
    """One version; a note instead when its bytes were removed or are damaged."""
    look = Observation.objects.filter(source=source, fence=snapshot.fence).first()
    facts = _facts(source, snapshot, look)
    uri = snapshot.final_url or source.url or f"urn:uuid:{source.pk}"
    try:
        body = read_body_bytes(str(snapshot.body_id))
    except BodyUnavailable as error:
        if error.code == "storage_unavailable":
            raise
        return Look(uri=uri, at=snapshot.fetched_at, facts=facts | {"unavailable": error.code})
    by_hand = snapshot.origin == SnapshotOrigin.HAND
    return Capture(
        uri=uri,
        at=snapshot.fetched_at,
        body=body,
        sha256=str(snapshot.body_id),
        status=None if by_hand else snapshot.status,
        headers=_mapping(snapshot.headers),
        request=_mapping(snapshot.request["headers"]) if snapshot.request.get("headers") else None,
        address=snapshot.address or (look.address if look is not None else ""),
        content_type=snapshot.content_type,
        facts=facts,
    )


def _facts(source: Source, snapshot: Snapshot, look: Observation | None) -> dict[str, Any]:
    return {
        "source": str(source.pk),
        "source_url": source.url,
        "snapshot": str(snapshot.pk),
        "observation": look.pk if look is not None else None,
        "fence": snapshot.fence,
        "sha256": str(snapshot.body_id),
        "reader": snapshot.reader_version,
        "origin": snapshot.origin,
        "captured_by": snapshot.captured_by.get_username() if snapshot.captured_by else None,
        "captured_note": snapshot.captured_note,
        "request": snapshot.request,
        "tls": snapshot.tls,
        "timings": snapshot.timings,
        "passages": _readings(snapshot),
    }


def _readings(snapshot: Snapshot) -> list[dict[str, Any]]:
    rows = PassageReading.objects.filter(snapshot=snapshot).select_related("passage")
    return [
        {
            "passage": str(row.passage_id),
            "quote": row.passage.exact,
            "state": row.state,
            "found": row.found,
            "start": row.start,
            "end": row.end,
        }
        for row in rows.order_by("pk")
    ]


def _looks(source: Source) -> Iterator[Look]:
    """Every attempt without a snapshot of its own, in the order of leases."""
    versions = list(
        source.snapshots.order_by("fence").values_list("fence", "body_id", "final_url").iterator()
    )
    fences = {fence for fence, _digest, _url in versions}
    rows = source.observations.order_by("fence").iterator(chunk_size=_AT_ONCE)
    place, latest = 0, ("", "")
    for look in rows:
        while place < len(versions) and versions[place][0] <= look.fence:
            latest = (versions[place][1], versions[place][2])
            place += 1
        if look.fence not in fences:
            yield _look(source, look, latest)


def _look(source: Source, look: Observation, latest: tuple[str, str]) -> Look:
    digest = look.body_sha256
    if look.outcome == OutcomeKind.NOT_MODIFIED:
        digest = latest[0]
    return Look(
        uri=look.final_url or source.url or f"urn:uuid:{source.pk}",
        at=look.at,
        sha256=digest if look.outcome in _REPEATS else "",
        status=look.status,
        headers=_mapping(look.headers),
        address=look.address,
        facts={
            "source": str(source.pk),
            "observation": look.pk,
            "fence": look.fence,
            "outcome": look.outcome,
            "status": look.status,
            "detail": look.detail,
            "robots": look.robots,
            "sha256": look.body_sha256,
        },
    )


def _mapping(headers: Any) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in dict(headers or {}).items()}
