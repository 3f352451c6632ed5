"""Links out of the desk: only to the web, and to the very words where a browser can. Pure."""

from __future__ import annotations

from urllib.parse import quote, urldefrag, urlsplit

#: Longer quotes are named by their beginning and end (WICG Text Fragments, ``text=start,end``).
WHOLE_QUOTE = 200
END_LENGTH = 60


def web_address(address: str | None) -> str:
    """Return ``address`` when it is http(s), else nothing: no other scheme may become a link."""
    try:
        scheme = urlsplit((address or "").strip()).scheme.lower()
    except ValueError:
        return ""
    return (address or "").strip() if scheme in {"http", "https"} else ""


def text_fragment(address: str | None, words: str) -> str:
    """Return a link that scrolls to ``words`` (WICG Text Fragments), or nothing off the web."""
    base = urldefrag(web_address(address)).url
    line = " ".join(words.split())
    if not base or not line:
        return base
    if len(line) <= WHOLE_QUOTE:
        return f"{base}#:~:text={_encoded(line)}"
    return f"{base}#:~:text={_encoded(_head(line))},{_encoded(_tail(line))}"


def _head(line: str) -> str:
    start = line[:END_LENGTH]
    return start.rsplit(" ", 1)[0] if " " in start else start


def _tail(line: str) -> str:
    end = line[-END_LENGTH:]
    return end.split(" ", 1)[1] if " " in end else end


def _encoded(words: str) -> str:
    # The dash is a delimiter of the directive, and quote() leaves it alone.
    return quote(words, safe="").replace("-", "%2D")
