"""WARC (ISO 28500): the response for one address, or the only page there is, within limits."""

from __future__ import annotations

import io
import zlib
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from sources.capturing.errors import CaptureUnreadable

_MOST_RECORDS: Final = 5000
#: A gzipped archive may grow to so many times what one page may be.
_ROOM: Final = 5
_STEP: Final = 65_536
_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


def open_warc(data: bytes, *, url: str, max_bytes: int) -> tuple[bytes, str, str]:
    """Return (bytes, content type, address) of the page of ``url``; raises CaptureUnreadable.

    Without a record of that very address the first page stands for it; its own address is told.
    """
    if data.startswith(b"\x1f\x8b"):
        data = inflated(data, most=_ROOM * max_bytes)
    chosen: tuple[bytes, str, str] | None = None
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data))):
            if number >= _MOST_RECORDS:
                break
            page = _page(record, max_bytes, wanted=url if chosen is not None else "")
            if page is not None and (chosen is None or page[2] == url):
                chosen = page
            if chosen is not None and chosen[2] == url:
                break
    except CaptureUnreadable:
        raise
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, zlib.error, LookupError) as error:
        if chosen is None:
            raise CaptureUnreadable("broken_file") from error
    if chosen is None:
        raise CaptureUnreadable("no_page_inside")
    return chosen


def inflated(data: bytes, *, most: int, cut: bool = False) -> bytes:
    """Return gzip members inflated, at most ``most`` bytes; ``cut`` instead of refusing more."""
    out = bytearray()
    rest = data
    while rest:
        inflater = zlib.decompressobj(31)
        try:
            out += inflater.decompress(rest, most - len(out) + 1)
        except zlib.error as error:
            if cut or out:
                return bytes(out)
            raise CaptureUnreadable("broken_file") from error
        if len(out) > most:
            if cut:
                return bytes(out[:most])
            raise CaptureUnreadable("too_large_inside")
        if not inflater.eof:
            break
        rest = inflater.unused_data
    return bytes(out)


def _page(record: Any, max_bytes: int, *, wanted: str) -> tuple[bytes, str, str] | None:
    """The page in a record, or None; one of another address than ``wanted`` is not opened."""
    where = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")[:2000]
    if record.rec_type not in ("response", "resource") or (wanted and where != wanted):
        return None
    headers = record.http_headers
    if headers is None:
        content_type = str(record.rec_headers.get_header("Content-Type") or "")
    elif headers.get_statuscode() != "200":
        return None
    else:
        content_type = str(headers.get_header("Content-Type") or "")
    if content_type.split(";")[0].strip().lower() not in _PAGES:
        return None
    return _read(record.content_stream(), max_bytes), content_type[:200], where


def _read(stream: Any, max_bytes: int) -> bytes:
    body = bytearray()
    while chunk := stream.read(_STEP):
        body += chunk
        if len(body) > max_bytes:
            raise CaptureUnreadable("too_large_inside")
    return bytes(body)
