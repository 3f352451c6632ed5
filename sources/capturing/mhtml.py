"""MHTML (RFC 2557) as browsers save it: the first page among its parts, in one pass.

Not the standard library's mail parser: parts nested in parts cost it minutes.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from sources.capturing.errors import CaptureUnreadable

_MOST_PARTS: Final = 2000
_MOST_HEADER: Final = 65_536
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


def open_mhtml(data: bytes, *, max_bytes: int) -> tuple[bytes, str, str]:
    """Return (bytes, content type, address) of the page; raises CaptureUnreadable."""
    header, start = _header(data, 0)
    boundary = str(header.get_param("boundary") or "")
    if not boundary or len(boundary) > 200:
        raise CaptureUnreadable("broken_file")
    root = str(header.get_param("start") or "")
    chosen: tuple[Message, int, int] | None = None
    for begin, end in _parts(data, start, b"--" + boundary.encode("latin-1", "replace")):
        part, content = _header(data, begin, end)
        if part.get_content_type() not in _PAGES:
            continue
        is_root = bool(root) and str(part.get("Content-ID", "")).strip() == root
        if chosen is None or is_root:
            chosen = (part, content, end)
        if is_root:
            break
    if chosen is None:
        raise CaptureUnreadable("no_page_inside")
    part, content, end = chosen
    body = _decoded(data[content:end], str(part.get("Content-Transfer-Encoding", "")))
    if len(body) > max_bytes:
        raise CaptureUnreadable("too_large_inside")
    charset = part.get_content_charset() or ""
    content_type = part.get_content_type() + (f"; charset={charset}" if charset else "")
    where = str(part.get("Content-Location", "") or header.get("Snapshot-Content-Location", ""))
    return body, content_type, where.strip()[:2000]


def _parts(data: bytes, start: int, mark: bytes) -> list[tuple[int, int]]:
    """Where the parts lie: between lines that begin with the boundary."""
    found: list[tuple[int, int]] = []
    place = data.find(mark, max(0, start - 2))
    while place >= 0 and len(found) < _MOST_PARTS:
        begin = data.find(b"\n", place) + 1
        if begin == 0 or data.startswith(mark + b"--", place):
            break
        following = data.find(b"\n" + mark, begin - 1)
        end = following if following >= 0 else len(data)
        found.append((begin, end))
        place = following + 1 if following >= 0 else -1
    return found


def _header(data: bytes, start: int, end: int | None = None) -> tuple[Message, int]:
    """The header that begins at ``start``, and where its content begins."""
    last = min(len(data) if end is None else end, start + _MOST_HEADER)
    blank = _BLANK.search(data, start, last)
    if blank is None:
        raise CaptureUnreadable("broken_file")
    return BytesHeaderParser().parsebytes(data[start : blank.end()]), blank.end()


def _decoded(content: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding == "base64":
        try:
            return base64.b64decode(content, validate=False)
        except binascii.Error as error:
            raise CaptureUnreadable("broken_file") from error
    return content
