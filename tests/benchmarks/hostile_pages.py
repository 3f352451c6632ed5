"""Pages made to hurt whoever reads them: bombs, endless nesting, documents of many pages."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache
from io import BytesIO

_HTML = "text/html; charset=utf-8"


def _bomb() -> tuple[bytes, str, str]:
    """300 MB in 300 KB."""
    return gzip.compress(b"\0" * 300_000_000, 6), _HTML, "gzip"


def _full_bomb() -> tuple[bytes, str, str]:
    """As much as is let through, in a few KB: every byte a tag's."""
    return gzip.compress(b"<p>x" * 2_499_000, 6), _HTML, "gzip"


def _long() -> tuple[bytes, str, str]:
    """9.9 MB of sentences."""
    return ("<p>市議会は2023年の予算案を可決した。</p>" * 180_000).encode()[:9_900_000], _HTML, ""


def _deep() -> tuple[bytes, str, str]:
    """200,000 elements inside one another."""
    return b"<div>" * 200_000 + b"deep", _HTML, ""


def _copied() -> tuple[bytes, str, str]:
    """Formatting that the parser must copy into every paragraph."""
    return "".join(f"<p><b id={number}>x" for number in range(6_000)).encode(), _HTML, ""


def _attributes() -> tuple[bytes, str, str]:
    """One element with 300,000 attributes."""
    return b"<p " + b"".join(b"a%d=b " % n for n in range(300_000)) + b">x</p>", _HTML, ""


def _plain() -> tuple[bytes, str, str]:
    """9.9 MB of text without a line feed."""
    return "統計".encode() * 1_650_000, "text/plain; charset=utf-8", ""


def _document() -> tuple[bytes, str, str]:
    """A PDF of 400 pages with about 9 MB of drawing."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    line = b"BT /F1 12 Tf 20 700 Td (Pier 4 received 3100 ships in 2023.) Tj ET\n"
    for _number in range(400):
        page = writer.add_blank_page(width=595, height=842)
        content = DecodedStreamObject()
        content.set_data(line * 300)
        page[NameObject("/Contents")] = writer._add_object(content)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()[:9_900_000], "application/pdf", ""


def _declared() -> tuple[bytes, str, str]:
    """40 MB, declared as such."""
    return b"<p>x</p>" * 5_000_000, _HTML, ""


HOSTILE: dict[str, Callable[[], tuple[bytes, str, str]]] = {
    "bomb": _bomb,
    "full-bomb": _full_bomb,
    "long": _long,
    "deep": _deep,
    "copied": _copied,
    "attributes": _attributes,
    "plain": _plain,
    "document": _document,
    "declared": _declared,
}


@cache
def hostile_body(name: str) -> tuple[bytes, str, str]:
    """Body, content type and content coding of one of ``HOSTILE``."""
    return HOSTILE[name]()
