"""PDF to text, page by page. Its bytes may change on every request; its text does not."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from factcheck.text.guard import storable
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


def read_pdf(body: bytes) -> Reading:
    """Read the text layer of a PDF; what cannot be read has no text and is marked unreadable."""
    lines: list[str] = []
    size = 0
    title = ""
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return Reading(text="", kind="pdf", markers=frozenset({"encrypted"}))
        if reader.metadata is not None:
            title = " ".join(storable(reader.metadata.title or "").split())[:1000]
        for page in reader.pages[:_MAX_PAGES]:
            written = storable(page.extract_text()).strip()
            size += len(written) + 1
            lines.append(written)
            if size > MAX_TEXT:
                break
    except _DAMAGE:
        # Half a document would look like one whose passages are gone.
        return Reading(text="", kind="pdf", title=title, markers=frozenset({"unreadable"}))
    text = "\n".join(line for line in lines if line)
    return Reading(
        text=text[:MAX_TEXT],
        kind="pdf",
        title=title,
        language=guess_language(text),
        prose=text[:MAX_TEXT],
        truncated=len(text) > MAX_TEXT,
    )
