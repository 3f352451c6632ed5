"""Links out of the desk: only to the web, and to the very words where a browser can. Pure."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urldefrag, urlsplit

from factcheck.text.fragments import text_directive


class Words(Protocol):
    """A passage as far as a link needs it."""

    exact: str
    prefix: str
    suffix: str
    page_number: int | None


def passage_link(address: str | None, words: Words) -> str:
    """Return a link to the page of a PDF or to the very words, or nothing off the web."""
    if words.page_number:
        base = urldefrag(web_address(address)).url
        return f"{base}#page={words.page_number}" if base else ""
    return text_fragment(address, words.exact, prefix=words.prefix, suffix=words.suffix)


def web_address(address: str | None) -> str:
    """Return ``address`` when it is http(s), else nothing: no other scheme may become a link."""
    try:
        scheme = urlsplit((address or "").strip()).scheme.lower()
    except ValueError:
        return ""
    return (address or "").strip() if scheme in {"http", "https"} else ""


def text_fragment(address: str | None, words: str, *, prefix: str = "", suffix: str = "") -> str:
    """Return a link that scrolls to ``words`` (WICG Text Fragments), or nothing off the web.

    ``prefix`` and ``suffix`` are what stood beside them; a short quote needs them to be found.
    """
    base = urldefrag(web_address(address)).url
    directive = text_directive(words, prefix=prefix, suffix=suffix)
    return f"{base}#:~:{directive}" if base and directive else base
