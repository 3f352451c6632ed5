"""Links out of the desk: only to the web, and to the very words where a browser can. Pure."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

from factcheck.text.fragments import text_directive


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
