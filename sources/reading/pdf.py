"""PDF to text, page by page. Its bytes may change on every request; its text does not."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from factcheck.text.guard import storable
from sources.reading.dates import iso_date
from sources.reading.language import guess_language
from sources.reading.model import MAX_TEXT, Reading

_MAX_PAGES = 2000
# What pypdf lets through on damaged files besides its own errors.
_DAMAGE = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    ImportError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
_DATE = re.compile(
    r"^D?:?(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?"
)
_NO_TITLE = re.compile(
    r"^(?:untitled|microsoft (?:word|powerpoint|excel) - .*|無題.*|.*\.\w{3,4})$", re.IGNORECASE
)
_EDGE = 3  # lines at the top and at the bottom of a page that may be its header or footer
_DIGITS = re.compile(r"\d+")
# Page numbers; what browsers print at the edges: the day of printing, the address.
_FURNITURE = re.compile(
    r"^\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*(?:頁|ページ)?\W*$"
    r"|^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}:\d{2}(?:\s?[ap]m)?\b.{0,120}$"
    r"|^\w{1,8}://\S+(?:\s+\d{1,4}/\d{1,4})?$",
    re.IGNORECASE,
)


def read_pdf(body: bytes) -> Reading:
    """Read the text layer of a PDF; what cannot be read has no text and is marked unreadable."""
    pages: list[str] = []
    about: dict[str, str] = {}
    size = 0
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return Reading(text="", kind="pdf", markers=frozenset({"encrypted"}))
        about = _about(reader)
        for page in reader.pages[:_MAX_PAGES]:
            pages.append(storable(page.extract_text()).strip())
            size += len(pages[-1]) + 1
            if size > MAX_TEXT:
                break
    except _DAMAGE:
        # Half a document would look like one whose passages are gone.
        title = about.get("Title", "")
        return Reading(text="", kind="pdf", title=title, markers=frozenset({"unreadable"}))
    text, starts = _joined(pages)
    title = about.get("Title", "")
    return Reading(
        text=text[:MAX_TEXT],
        kind="pdf",
        title=title,
        article_title=title if title and not _NO_TITLE.match(title) else _first_line(pages),
        author=about.get("Author", ""),
        language=guess_language(text),
        published=_iso(about.get("CreationDate", "")),
        modified=_iso(about.get("ModDate", "")),
        prose=_prose(pages)[:MAX_TEXT],
        truncated=len(text) > MAX_TEXT or size > MAX_TEXT,
        pages=starts,
    )


def page_at(reading: Reading, offset: int) -> int | None:
    """Return the number (from 1) of the page on which `text[offset]` stands; None without pages."""
    return bisect_right(reading.pages, offset) or None


def _about(reader: PdfReader) -> dict[str, str]:
    written = reader.metadata
    if written is None:
        return {}
    found = {}
    for name in ("Title", "Author", "CreationDate", "ModDate"):
        value = written.get(f"/{name}")
        found[name] = " ".join(storable(str(value)).split())[:500] if value is not None else ""
    return found


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages and where each begins; an empty page begins with the next."""
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for page in pages:
        starts.append(length)
        if page:
            parts.append(page)
            length += len(page) + 1
    text = "\n".join(parts)
    return text, tuple(min(start, len(text), MAX_TEXT) for start in starts)


def _prose(pages: list[str]) -> str:
    """Return the text without page numbers and the headers and footers that pages share."""
    split = [page.split("\n") for page in pages]
    shared: Counter[str] = Counter()
    for lines in split:
        edges = {*lines[:_EDGE], *lines[-_EDGE:]}
        shared.update({_DIGITS.sub("0", line).strip() for line in edges})
    often = max(2, len(pages) // 2 + 1)
    kept = []
    for lines in split:
        for number, line in enumerate(lines):
            edge = number < _EDGE or number >= len(lines) - _EDGE
            mask = _DIGITS.sub("0", line).strip()
            if edge and (_FURNITURE.match(line) or ("0" in mask and shared[mask] >= often)):
                continue
            kept.append(line)
    return "\n".join(line for line in kept if line.strip())


def _first_line(pages: list[str]) -> str:
    for line in "\n".join(pages[:1]).split("\n")[:8]:
        if len(line.strip()) > 3 and not _FURNITURE.match(line):
            return " ".join(line.split())[:300]
    return ""


def _iso(written: str) -> str | None:
    """Return a PDF date as ISO 8601, to the day or to the second, its offset as declared."""
    found = _DATE.match(written)
    if found is None or not found.group(3):
        return None
    year, month, day, hour, minute, second, utc, sign, over, more = found.groups()
    value = f"{year}-{month}-{day}"
    if hour:
        zone = "+00:00" if utc else f"{sign}{over}:{more or '00'}" if sign else ""
        value += f"T{hour}:{minute}:{second or '00'}{zone}"
    return iso_date(value)
