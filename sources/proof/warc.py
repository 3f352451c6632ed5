"""Captures as WARC 1.1 (ISO 28500:2017), one gzip member per record, made while it is read."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: True of the bytes on the wire, no longer of the decoded ones: kept under another name.
_OF_THE_WIRE: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_PREFIX: Final = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes that were seen. ``body`` is decoded and ``sha256`` is its digest in hex.

    ``status`` None: handed in by a person, so there was no HTTP answer to record. ``request`` None:
    what was sent is not on record. ``facts`` goes into the metadata record as JSON.
    """

    uri: str
    at: datetime
    body: bytes = field(repr=False)
    sha256: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request: Mapping[str, str] | None = None
    address: str = ""
    content_type: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look that brought no new bytes: 304, the same bytes again, or no usable answer.

    ``sha256`` names the body it stands for; empty, or never written: only metadata is left.
    """

    uri: str
    at: datetime
    sha256: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Written:
    record_id: str
    uri: str
    date: str


class _Writer(WARCWriter):  # type: ignore[misc,unused-ignore]
    """Digests by SHA-256, the algorithm of our own store."""

    def __init__(self, out: BytesIO) -> None:
        super().__init__(out, gzip=True, warc_version="1.1")

    def _create_digester(self) -> Digester:
        return Digester("sha256")


def write_warc(
    items: Iterable[Capture | Look], *, info: Mapping[str, str], filename: str = ""
) -> Iterator[bytes]:
    """Yield the file piece by piece; never holds more than one body.

    A body that was written before becomes a revisit record that refers to it.
    """
    buffer = BytesIO()
    writer = _Writer(buffer)
    writer.write_record(writer.create_warcinfo_record(filename, dict(info)))
    yield _taken(buffer)
    written: dict[str, _Written] = {}
    for item in items:
        main = _main_record(writer, item, written)
        if main is not None:
            writer.write_record(main)
            if isinstance(item, Capture) and main.rec_type != "revisit":
                written[item.sha256] = _Written(_id_of(main), item.uri, warc_date(item.at))
        request = _request_record(writer, item, main)
        if request is not None:
            writer.write_record(request)
        if item.facts:
            writer.write_record(_metadata_record(writer, item, main))
        yield _taken(buffer)


def warc_date(moment: datetime) -> str:
    """Return a WARC-Date in UTC with microseconds, which 1.1 allows."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(sha256: str) -> str:
    """Return a hexadecimal digest as WARC files spell it."""
    return "sha256:" + base64.b32encode(bytes.fromhex(sha256)).decode("ascii")


def honest_headers(headers: Mapping[str, str], *, length: int) -> list[tuple[str, str]]:
    """Return the answer's headers as they are true of decoded bytes of this length."""
    pairs = []
    for name, value in headers.items():
        spelled = f"{_PREFIX}{name}" if name.lower() in _OF_THE_WIRE else name
        pairs.append((_one_line(spelled), _one_line(value)))
    return [*pairs, ("Content-Length", str(length))]


def _main_record(
    writer: _Writer, item: Capture | Look, written: Mapping[str, _Written]
) -> ArcWarcRecord | None:
    before = written.get(item.sha256)
    if item.status is None:
        return _resource_record(writer, item) if isinstance(item, Capture) else None
    if before is not None:
        return _revisit_record(writer, item, before)
    return _response_record(writer, item) if isinstance(item, Capture) else None


def _response_record(writer: _Writer, capture: Capture) -> ArcWarcRecord:
    return writer.create_warc_record(
        capture.uri,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=StatusAndHeaders(
            _status_line(capture.status),
            honest_headers(capture.headers, length=len(capture.body)),
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=_named(capture) | {"WARC-Payload-Digest": payload_digest(capture.sha256)},
    )


def _resource_record(writer: _Writer, capture: Capture) -> ArcWarcRecord:
    return writer.create_warc_record(
        capture.uri,
        "resource",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        warc_content_type=capture.content_type or "application/octet-stream",
        warc_headers_dict=_named(capture) | {"WARC-Payload-Digest": payload_digest(capture.sha256)},
    )


def _revisit_record(writer: _Writer, item: Capture | Look, before: _Written) -> ArcWarcRecord:
    same = item.status != HTTPStatus.NOT_MODIFIED
    return writer.create_warc_record(
        item.uri,
        "revisit",
        http_headers=StatusAndHeaders(
            _status_line(item.status),
            [(_one_line(name), _one_line(value)) for name, value in item.headers.items()],
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=_named(item)
        | {
            "WARC-Profile": SAME_PAYLOAD if same else NOT_MODIFIED,
            "WARC-Refers-To": before.record_id,
            "WARC-Refers-To-Target-URI": before.uri,
            "WARC-Refers-To-Date": before.date,
        }
        | ({"WARC-Payload-Digest": payload_digest(item.sha256)} if same else {}),
    )


def _request_record(
    writer: _Writer, item: Capture | Look, main: ArcWarcRecord | None
) -> ArcWarcRecord | None:
    """What we sent, when that is on record; it is never made up afterwards."""
    if main is None or not isinstance(item, Capture) or item.request is None:
        return None
    parts = urlsplit(item.uri)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return writer.create_warc_record(
        item.uri,
        "request",
        http_headers=StatusAndHeaders(
            f"GET {target} HTTP/1.1",
            [(_one_line(name), _one_line(value)) for name, value in item.request.items()],
            is_http_request=True,
        ),
        warc_headers_dict={"WARC-Date": warc_date(item.at), "WARC-Concurrent-To": _id_of(main)},
    )


def _metadata_record(
    writer: _Writer, item: Capture | Look, main: ArcWarcRecord | None
) -> ArcWarcRecord:
    text = json.dumps(item.facts, ensure_ascii=False, sort_keys=True).encode()
    about = {"WARC-Concurrent-To": _id_of(main)} if main is not None else {}
    return writer.create_warc_record(
        item.uri,
        "metadata",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/json",
        warc_headers_dict={"WARC-Date": warc_date(item.at), **about},
    )


def _named(item: Capture | Look) -> dict[str, str]:
    names = {
        "WARC-Record-ID": StatusAndHeadersParser.make_warc_id(),
        "WARC-Date": warc_date(item.at),
    }
    return names | ({"WARC-IP-Address": item.address} if item.address else {})


def _id_of(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _status_line(status: int | None) -> str:
    try:
        return f"{status} {HTTPStatus(status or 0).phrase}"
    except ValueError:
        return f"{status} "


def _one_line(text: str) -> str:
    return " ".join(str(text).splitlines())


def _taken(buffer: BytesIO) -> bytes:
    piece = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return piece
