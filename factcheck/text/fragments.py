"""Links that scroll to the very words of a page (WICG Scroll To Text Fragment). Pure.

A directive is `text=[prefix-,]start[,end][,-suffix]`; each part stands within one block.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from factcheck.text.anchoring import find_all, is_long_enough

_LONGEST = 160  # characters of a quote that is named whole
_END = 48  # of the beginning and end of a longer one
_CONTEXT = 24  # of the words beside it, at most twice as many where a word would be cut
_CLEAN = re.compile(
    r"(?<=[、。，．！？!?「」『』（）()・：:；;\s])(?=\S)|(?<=[\u3041-\u309f])(?=[\u30a1-\u30ff\u3400-\u9fff])"
)


def text_directive(exact: str, *, prefix: str = "", suffix: str = "", page: str = "") -> str:
    """Return `text=…` for a quote, or "" when it has no words.

    `prefix` and `suffix` are what stands beside it (line feeds part blocks), `page` the text it
    was taken from. They are named when the quote alone would be ambiguous or begins or ends
    inside a word: browsers match whole words, and in Japanese only context can say where one is.
    """
    lines = [" ".join(line.split()) for line in exact.strip().split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        return ""
    ambiguous = len(find_all(page, exact)) > 1 if page else not is_long_enough(exact)
    left = prefix.rsplit("\n", 1)[-1].lstrip() if prefix.strip("\n") else ""
    right = suffix.split("\n", 1)[0].rstrip()
    if ambiguous and not left.strip():
        left = _last_line(prefix)
    if ambiguous and not right.strip():
        right = _first_line(suffix)
    before = _context_before(left) if ambiguous or _joins(left[-1:], lines[0][0]) else ""
    behind = _context_behind(right) if ambiguous or _joins(lines[-1][-1], right[:1]) else ""
    parts = [f"{_encoded(before)}-"] if before else []
    if len(lines) == 1 and len(lines[0]) <= _LONGEST:
        parts.append(_encoded(lines[0]))
    else:
        parts += [_encoded(_head(lines[0])), _encoded(_tail(lines[-1]))]
    parts += [f"-{_encoded(behind)}"] if behind else []
    return "text=" + ",".join(parts)


def _joins(left: str, right: str) -> bool:
    """Tell whether two characters may belong to one word: no space or mark parts them."""
    return bool(left and right) and left.isalnum() and right.isalnum()


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.split("\n")) if line.strip()), "")


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n") if line.strip()), "")


def _context_before(line: str) -> str:
    """Return the words before a quote, beginning where a word begins."""
    line = " ".join(line.split())
    if len(line) <= _CONTEXT:
        return line if len(line) < 64 else ""
    cuts = [found.start() for found in _CLEAN.finditer(line)]
    good = [cut for cut in cuts if 4 <= len(line) - cut <= 2 * _CONTEXT]
    near = [cut for cut in good if len(line) - cut <= _CONTEXT]
    chosen = near[0] if near else (good[-1] if good else len(line) - _CONTEXT)
    return line[chosen:].strip()


def _context_behind(line: str) -> str:
    """Return the words behind a quote, ending where a word ends."""
    line = " ".join(line.split())
    if len(line) <= _CONTEXT:
        return line
    good = [found.start() for found in _CLEAN.finditer(line) if 4 <= found.start() <= 2 * _CONTEXT]
    near = [cut for cut in good if cut <= _CONTEXT]
    chosen = near[-1] if near else (good[0] if good else _CONTEXT)
    return line[:chosen].strip()


def _head(line: str) -> str:
    if len(line) <= _END:
        return line
    cuts = [found.start() for found in _CLEAN.finditer(line) if 8 <= found.start() <= _END]
    return line[: cuts[-1] if cuts else _END].strip()


def _tail(line: str) -> str:
    if len(line) <= _END:
        return line
    cuts = [found.start() for found in _CLEAN.finditer(line) if len(line) - found.start() >= 8]
    near = [cut for cut in cuts if len(line) - cut <= _END]
    return line[near[0] if near else -_END :].strip()


def _encoded(words: str) -> str:
    # The dash, the comma and the ampersand are delimiters; quote() leaves the dash alone.
    return quote(words, safe="").replace("-", "%2D")
