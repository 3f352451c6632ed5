"""Word documents and PDFs → article text, the pages of a PDF kept for every claim."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from claims.intake.html import PageText, read_blocks
from claims.intake.model import Origin
from factcheck.errors import InvalidInput
from sources.reading import Reading, read_safely
from sources.reading.errors import ReadingFailed

TIMEOUT: Final = 20.0  # seconds
_CHILD: Final = Path(__file__).with_name("docx_child.py")
_FOOTNOTE: Final = re.compile(r'<sup><a href="#(?:foot|end)note[^>]*>\[\d+\]</a></sup>')
_BACK: Final = re.compile(r'\s*<a href="#(?:foot|end)note-ref[^>]*>↑</a>')


def read_docx(body: bytes, *, timeout: float = TIMEOUT) -> PageText:
    """Read a Word document in at most ``timeout`` seconds: headings, lists, tables, footnotes.

    Raises InvalidInput (field ``text``, codes ``unreadable`` and ``too_laborious``).
    """
    try:
        done = subprocess.run(
            # -P: what lies beside the child must not stand in for the standard library.
            [sys.executable, "-P", str(_CHILD)],
            input=body,
            capture_output=True,
            timeout=timeout,
            check=True,
            env={"PATH": os.defpath, "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise _too_laborious() from error
    except subprocess.CalledProcessError as error:
        raise unreadable("a Word document that can be read") from error
    found = json.loads(done.stdout)
    marked = _BACK.sub("", _FOOTNOTE.sub("", found["html"]))
    blocks = read_blocks(marked)
    return PageText(
        text="\n\n".join(blocks),
        title=html.unescape(found.get("title", "")).strip(),
        language=None,
        byline=html.unescape(found.get("creator", "")).strip(),
    )


def read_pdf(body: bytes, *, url: str = "") -> tuple[Reading, tuple[Origin, ...]]:
    """Read the text layer of a PDF and where each page begins in its text.

    Raises InvalidInput (field ``text``): ``encrypted``, ``no_text`` (a scan), ``unreadable``,
    ``too_laborious``.
    """
    try:
        reading = read_safely(body, content_type="application/pdf", url=url)
    except ReadingFailed as error:
        raise _too_laborious() from error
    if "encrypted" in reading.markers:
        raise InvalidInput(
            "The PDF in “text” is protected by a password.",
            code="encrypted",
            field="text",
            remedy="Save it without the password, or paste its text.",
        )
    if "unreadable" in reading.markers:
        raise unreadable("a PDF that can be read")
    if not reading.text.strip():
        raise InvalidInput(
            "The PDF in “text” holds pictures of text, no text.",
            code="no_text",
            field="text",
            remedy="Run text recognition (OCR) on it, or paste its text.",
        )
    pages = tuple(
        Origin(start=start, page=number) for number, start in enumerate(reading.pages, start=1)
    )
    return reading, pages


def unreadable(wanted: str) -> InvalidInput:
    """Return the refusal of a document that is damaged."""
    return InvalidInput(
        f"“text” is not {wanted}.",
        code="unreadable",
        field="text",
        remedy="Open it and save it anew, or paste its text.",
    )


def _too_laborious() -> InvalidInput:
    return InvalidInput(
        "The document in “text” takes too long to read.",
        code="too_laborious",
        field="text",
        remedy="Split it, or paste its text.",
    )
