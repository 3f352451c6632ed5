"""How dear a page may be to parse: told from its bytes, before any parser touches them."""

from __future__ import annotations

import re

MAX_BYTES = 1_000_000
# Parsing time grows with the square of the nesting: this many tags take about a second at worst.
MAX_TAGS = 15_000
# Open formatting elements are made anew in every paragraph (HTML, 13.2.4.3), so that 75 kB of
# `<p><b id=1>…` become sixteen million nodes: formatting tags × all tags bounds their number.
MAX_COPIES = 500_000
# Links stay out: a second `<a>` or `<nobr>` ends the first, so one of them at most is made anew.
_NAMES = rb"b|big|code|em|font|i|s|small|strike|strong|tt|u"
_FORMATTING = re.compile(rb"<(?:" + _NAMES + rb")[\s/>]", re.IGNORECASE)
# Opened and ended with nothing but text in between; quotes must pair, or the tag is another one.
_CLOSED = re.compile(
    rb"<(" + _NAMES + rb")(?:\s+[\w:-]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*+\s*>"
    rb"[^<]*+</\1\s*>",
    re.IGNORECASE,
)


def is_cheap(body: bytes) -> bool:
    """Return whether reading ``body`` as HTML takes at most about a second and little memory."""
    if len(body) > MAX_BYTES:
        return False
    tags = body.count(b"<")
    if tags > MAX_TAGS:
        return False
    # In UTF-16 the expression would see no tag at all.
    formatting = tags if b"\0" in body else _left_open(body)
    return formatting * tags <= MAX_COPIES


def _left_open(body: bytes) -> int:
    """Formatting elements that may still be open when the next paragraph begins, at most."""
    return len(_FORMATTING.findall(body)) - len(_CLOSED.findall(body))
