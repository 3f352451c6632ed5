"""The door of this room: any body to a `Reading`, and the digest of its prose."""

from __future__ import annotations

import hashlib
import re

from factcheck.text.charset import Decoded, decode
from factcheck.text.guard import storable
from factcheck.text.normalize import fold_text
from sources.reading.feed import is_feed, read_feed
from sources.reading.html import read_html
from sources.reading.jsondoc import read_json
from sources.reading.language import guess_language
from sources.reading.model import MAX_TEXT, Reading
from sources.reading.pdf import read_pdf
from sources.reading.walls import wall_markers

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_TEXT_TYPE = re.compile(r"^(?:text/|application/(?:[\w.+-]*\+)?(?:json|xml|ld\+json|x-ndjson)$)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]{1,40})", re.IGNORECASE)
_HTML_START = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKDOWN_TITLE = re.compile(r"^#\s+(.{1,300}?)\s*#*$", re.MULTILINE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
# What moves by itself inside a paragraph: ages and counters.
MOVING = re.compile(
    r"\d[\d,.]*\s?(?:秒|分|時間|日|週間|か月|ヶ月|年)前"
    r"|\b(?:\d+|an?|one)\s(?:second|minute|min|hour|day|week|month|year)s?\sago\b"
    r"|\d[\d,.]*\s?[kKmM万]?\s?(?:views?|likes?|comments?|shares?|replies)\b"
    r"|\d[\d,.]*\s?万?(?:回視聴|回再生|件のコメント|コメント|いいね|PV|閲覧|ビュー)"
)


def read_body(body: bytes, *, content_type: str | None, url: str) -> Reading:
    """Read a response body; `content_type` is the header, `url` the address it came from.

    Never fails on any bytes: what cannot be read as text has kind `other` and no text.
    """
    kind = _kind(body, content_type)
    if kind in ("pdf", "other"):
        return read_pdf(body) if kind == "pdf" else Reading(text="", kind="other")
    decoded = _decoded(body, content_type, kind)
    if kind == "html":
        return read_html(
            decoded.text, url=url, charset=decoded.charset, replacements=decoded.replacements
        )
    if _is_binary(decoded.text):
        return Reading(text="", kind="other")
    structured = _structured(decoded, content_type)
    if structured is not None:
        return structured
    text = storable(decoded.text).replace("\r\n", "\n").replace("\r", "\n")
    heading = _MARKDOWN_TITLE.search(text[:2000]) if "markdown" in (content_type or "") else None
    title = heading.group(1).strip() if heading else ""
    return Reading(
        text=text[:MAX_TEXT],
        kind="text",
        charset=decoded.charset,
        article_title=title,
        language=guess_language(text),
        markers=wall_markers(text),
        prose=text[:MAX_TEXT],
        replacements=decoded.replacements,
        truncated=len(text) > MAX_TEXT,
    )


def decode_html(body: bytes, *, content_type: str | None) -> str | None:
    """Return the decoded source of an HTML body, or None when it is something else."""
    kind = _kind(body, content_type)
    return _decoded(body, content_type, kind).text if kind == "html" else None


def _decoded(body: bytes, content_type: str | None, kind: str) -> Decoded:
    found = _CHARSET.search(content_type or "")
    return decode(body, declared=found.group(1) if found else None, is_html=kind == "html")


def _structured(decoded: Decoded, content_type: str | None) -> Reading | None:
    """Read a feed or a JSON document; None for any other text and for broken ones."""
    media = (content_type or "").split(";", 1)[0].strip().lower()
    if media != "text/plain" and is_feed(decoded.text):
        return read_feed(decoded.text, charset=decoded.charset, replacements=decoded.replacements)
    start = decoded.text[:50].lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "[") and ("json" in media or not media) and "ndjson" not in media:
        return read_json(decoded.text, charset=decoded.charset, replacements=decoded.replacements)
    return None


def prose_digest(reading: Reading) -> str:
    """Return the SHA-256 (hex) of the headlines and prose, folded; ages and counters left out.

    White space, width, charset, adverts and rankings do not move it.
    """
    named = reading.headline
    # Mostly the same words twice; where they differ, an edit of either is one of the page.
    if reading.declared_headline not in ("", reading.headline):
        named = f"{named}\n{reading.declared_headline}"
    prose = MOVING.sub("", f"{named}\n{reading.prose}")
    return hashlib.sha256(fold_text(prose).encode()).hexdigest()


def _kind(body: bytes, content_type: str | None) -> str:
    media = (content_type or "").split(";", 1)[0].strip().lower()
    head = body[:4096]
    if head[:1024].lstrip().startswith(b"%PDF-") or media == "application/pdf":
        return "pdf"
    if media in _HTML_TYPES:
        return "html"
    if media in ("", "application/octet-stream", "text/plain", "unknown/unknown"):
        if media != "text/plain" and _HTML_START.match(head):
            return "html"
        return "text"
    return "text" if _TEXT_TYPE.match(media) else "other"


def _is_binary(text: str) -> bool:
    sample = text[:8000]
    return len(_CONTROLS.findall(sample)) > 0.1 * len(sample)
