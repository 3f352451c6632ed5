"""A proposal for wording that can be read alone: lines joined, relative dates made plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extraction.candidates import DateMention
from claims.extraction.edtf import Point, read_point

_BREAK = re.compile("[ \t\u3000]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[ \t\u3000>]*")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff01-\uff9d]")
_MONTHS = "January February March April May June July August September October November December"


def propose_wording(quote: str, start: int, dates: Sequence[DateMention], language: str) -> str:
    """Return the quote with relative dates explained in brackets; ``start`` is its offset."""
    parts: list[str] = []
    at = 0
    for mention in dates:
        gloss = _gloss(mention, language)
        stop = mention.end - start
        if gloss is None or stop < at or _explained(quote, stop):
            continue
        parts.append(quote[at:stop] + gloss)
        at = stop
    parts.append(quote[at:])
    return _joined("".join(parts))


def _explained(quote: str, stop: int) -> bool:
    return quote[stop : stop + 1] in "（(" and stop < len(quote)


def _gloss(mention: DateMention, language: str) -> str | None:
    """Only a plain year, month or day is safe to fill in."""
    at = read_point(mention.resolved) if mention.relative else None
    if at is None or mention.resolved is None or mention.resolved[-1] in "~?":
        return None
    if language == "ja":
        return f"（{_japanese(at)}）"
    return f" ({_english(at)})"


def _japanese(at: Point) -> str:
    month = f"{at.month}月" if at.month else ""
    return f"{at.year}年{month}" + (f"{at.day}日" if at.day else "")


def _english(at: Point) -> str:
    month = f"{_MONTHS.split()[at.month - 1]} " if at.month else ""
    return (f"{at.day} " if at.day else "") + f"{month}{at.year}"


def _joined(text: str) -> str:
    def glue(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return _BREAK.sub(glue, text)
