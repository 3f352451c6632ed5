"""Bytes of an article → the text that is stored: text, HTML, Markdown, Word, PDF, subtitles.

No Django, no network. ``read_article`` is the one entrance.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from claims.intake.documents import read_docx, read_pdf
from claims.intake.html import PageText, day_of, read_html
from claims.intake.markdown import read_markdown
from claims.intake.model import ArticleText, Format, Origin, origin_at
from claims.intake.transcripts import read_cues, speakers_of
from factcheck.errors import InvalidInput, TooLarge
from factcheck.text.charset import Decoded, decode
from factcheck.text.guard import refuse_unstorable
from factcheck.text.language import guess_language

__all__ = [
    "MAX_BYTES",
    "MAX_DOCUMENT_BYTES",
    "ArticleText",
    "Origin",
    "origin_at",
    "read_article",
]

MAX_BYTES = 5_000_000
MAX_DOCUMENT_BYTES = 30_000_000

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?"
    rb"<(?:!doctype\s+html|html|head|body|article|main)\b",
    re.IGNORECASE,
)
_VTT = re.compile(rb"\A(?:\xef\xbb\xbf)?WEBVTT(?:\s|$)")
_SRT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\d{1,3}:\d{2}:\d{2}[.,]\d{3}\s*-->")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF8_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SAMPLE = 100_000
_TITLE_LONGEST = 300


def read_article(
    body: bytes,
    *,
    content_type: str | None = None,
    filename: str | None = None,
    declared_charset: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> ArticleText:
    """Read an article; plain text keeps every character but a byte order mark.

    Raises InvalidInput (field ``text``) when it is empty, binary, wrongly encoded or holds a
    NUL or lone surrogate, TooLarge when it has more than ``max_bytes`` bytes (Word documents
    and PDFs, mostly pictures: ``MAX_DOCUMENT_BYTES``).
    """
    if body.startswith(b"%PDF-") or body.startswith(b"PK\x03\x04"):
        _refuse_size(body, max(max_bytes, MAX_DOCUMENT_BYTES))
        found = _read_pdf(body) if body.startswith(b"%PDF-") else _read_docx(body)
    else:
        _refuse_size(body, max_bytes)
        _refuse_signature(body)
        found = _read_text(body, content_type, filename, declared_charset)
    refuse_unstorable(found.text)
    if not any(map(str.isalnum, found.text)):
        raise InvalidInput(
            "“text” contains nothing to read.",
            code="empty",
            field="text",
            remedy="Send an article with at least one word.",
        )
    return replace(
        found,
        title=found.title or _first_line(found.text),
        language=found.language or guess_language(found.text),
    )


def _read_text(
    body: bytes, content_type: str | None, filename: str | None, declared_charset: str | None
) -> ArticleText:
    form = _format(body, content_type, filename)
    charset = declared_charset or _charset_of(content_type)
    _refuse_surrogate(body, charset)
    decoded = decode(body, declared=charset, is_html=form == "html")
    _refuse_undecodable(decoded)
    found = ArticleText(
        text=decoded.text,
        title="",
        language="",
        format=form,
        charset=decoded.charset,
        replacements=decoded.replacements,
    )
    if form == "html":
        return _of_page(found, read_html(decoded.text))
    if form == "markdown":
        text, title = read_markdown(decoded.text)
        return replace(found, text=text, title=title)
    if form in ("srt", "vtt"):
        text, origins = read_cues(decoded.text)
        return replace(found, text=text, provenance=origins)
    origins = speakers_of(decoded.text)
    return replace(found, format="transcript", provenance=origins) if origins else found


def _read_pdf(body: bytes) -> ArticleText:
    reading, pages = read_pdf(body)
    return ArticleText(
        text=reading.text,
        title=reading.article_title or reading.title,
        language=(reading.language or "").split("-")[0],
        format="pdf",
        charset="",
        byline=reading.author,
        published_on=day_of(reading.published),
        provenance=pages,
    )


def _read_docx(body: bytes) -> ArticleText:
    if b"word/document.xml" not in body:
        raise _binary("a ZIP or office document")
    empty = ArticleText(text="", title="", language="", format="docx", charset="")
    return _of_page(empty, read_docx(body))


def _of_page(found: ArticleText, page: PageText) -> ArticleText:
    return replace(
        found,
        text=page.text,
        title=page.title,
        language=page.language or "",
        byline=page.byline,
        publisher=page.publisher,
        published_on=page.published_on,
    )


def _refuse_size(body: bytes, max_bytes: int) -> None:
    if not body:
        raise InvalidInput(
            "“text” is empty.",
            code="empty",
            field="text",
            remedy="Send an article with at least one word.",
        )
    if len(body) > max_bytes:
        raise TooLarge(
            f"“text” has {len(body):,} bytes; at most {max_bytes:,} are read.",
            code="too_large",
            field="text",
            remedy="Send the article alone, or split it.",
        )


def _refuse_signature(body: bytes) -> None:
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            raise _binary(name)


def _binary(name: str) -> InvalidInput:
    return InvalidInput(
        f"“text” is {name}, not text.",
        code="binary",
        field="text",
        remedy="Send plain text, HTML, Markdown, a Word document (.docx), a PDF or subtitles.",
    )


def _format(body: bytes, content_type: str | None, filename: str | None) -> Format:
    kind = (content_type or "").split(";")[0].strip().lower()
    suffix = PurePath(filename or "").suffix.lower()
    if kind in ("text/html", "application/xhtml+xml") or suffix in (".html", ".htm", ".xhtml"):
        return "html"
    if kind in ("text/markdown", "text/x-markdown") or suffix in (".md", ".markdown", ".mkd"):
        return "markdown"
    if kind == "text/vtt" or suffix == ".vtt" or _VTT.match(body[:40]):
        return "vtt"
    if kind == "application/x-subrip" or suffix == ".srt" or _SRT.match(body[:200]):
        return "srt"
    if _HTML.match(body[:8000]):
        return "html"
    return "text"


def _charset_of(content_type: str | None) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type or "", re.IGNORECASE)
    return found.group(1) if found else None


def _refuse_surrogate(body: bytes, charset: str | None) -> None:
    """A surrogate written as UTF-8 is a fault to be named, not silently replaced."""
    found = _UTF8_SURROGATE.search(body)
    if found is None or (charset or "utf-8").lower().replace("-", "") != "utf8":
        return
    try:
        _UTF8_SURROGATE.sub(b"", body).decode("utf-8")
    except UnicodeDecodeError:
        # Not UTF-8 at all: in another charset these bytes mean something else.
        return
    ahead = body[: found.start()].removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    refuse_unstorable(ahead + found.group().decode("utf-8", errors="surrogatepass"))


def _refuse_undecodable(decoded: Decoded) -> None:
    sample = decoded.text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if controls >= 8 and controls > len(sample) * 0.02:
        raise _binary("binary data")
    if decoded.replacements > max(4, len(decoded.text) * 0.01):
        raise InvalidInput(
            f"“text” cannot be decoded: {decoded.replacements:,} places have no meaning in "
            f"{decoded.charset}.",
            code="undecodable",
            field="text",
            remedy="Save the article as UTF-8, or name its charset.",
        )


def _first_line(text: str) -> str:
    for line in text.splitlines():
        if any(map(str.isalnum, line)):
            return line.strip().lstrip("#").strip()[:_TITLE_LONGEST]
    return ""
