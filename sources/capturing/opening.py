"""The door of this room: a file's bytes to the page in it, by what they are, not by their name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sources.capturing.errors import CaptureUnreadable
from sources.capturing.mhtml import open_mhtml
from sources.capturing.warc import inflated, open_warc

_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|p|div|article)\b", re.I)
_MHTML: Final = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.M)
_HEAD: Final = 8192
_GZIP: Final = b"\x1f\x8b"
#: Archives, pictures, programs, office files: nothing a page is saved as.
_OTHERS: Final = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11",
)


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """The page inside a file: ``body`` of ``content_type``; ``kind`` names the file's own form.

    ``url`` is where the file itself says the page came from; empty when it does not say.
    """

    kind: str
    body: bytes = field(repr=False)
    content_type: str
    url: str = ""


#: What the uploaded bytes are called on record.
FILE_TYPES: Final = {
    "html": "text/html",
    "pdf": "application/pdf",
    "text": "text/plain",
    "mhtml": "multipart/related",
    "warc": "application/warc",
}


def open_capture(data: bytes, *, url: str, max_bytes: int) -> CapturedPage:
    """Return the page in a file that claims to be one of ``url``.

    HTML, PDF, plain text, MHTML or WARC (also gzipped). At most ``max_bytes`` come out of any
    container. Raises CaptureUnreadable.
    """
    head = data[:_HEAD]
    if not data.strip():
        raise CaptureUnreadable("empty_file")
    if data.startswith(_GZIP):
        head = inflated(data, most=_HEAD, cut=True)
        if not head.startswith(b"WARC/"):
            raise CaptureUnreadable("unknown_kind")
    if head.startswith(b"WARC/"):
        body, content_type, where = open_warc(data, url=url, max_bytes=max_bytes)
        return CapturedPage("warc", body, content_type, where)
    if b"%PDF-" in head[:1024]:
        return CapturedPage("pdf", data, FILE_TYPES["pdf"])
    if head.startswith(_OTHERS):
        raise CaptureUnreadable("unknown_kind")
    if _MHTML.search(head):
        body, content_type, where = open_mhtml(data, max_bytes=max_bytes)
        return CapturedPage("mhtml", body, content_type, where)
    if _HTML.search(head):
        return CapturedPage("html", data, FILE_TYPES["html"])
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CaptureUnreadable("unknown_kind")
    return CapturedPage("text", data, FILE_TYPES["text"])
