"""Relative dates said plainly: 昨年9月 → 2023年9月, "on Tuesday" → "on 26 March 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.extraction.candidates import DateMention
from claims.extraction.edtf import Point, read_point
from claims.extraction.wording import Fill

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: Words that stay when the date before them is said plainly; anything else gets a gloss.
_PLAIN_JA: Final = re.compile("[0-9０-９一-龥々]+\\Z")
_VAGUE_JA: Final = re.compile("(?:頃|以降|以来|以前|前|後|末|初め|旬|半ば|内|中)\\Z|曜")
_LEAD_EN: Final = re.compile(r"(?:on|in|since|by|until|till|before|after|from|during)\s+", re.I)
_BEFORE_EN: Final = re.compile(
    r"\b(?P<word>on|in|since|by|until|till|before|after|from|of|to|than|for|the|a|an|that|each"
    r"|every|late|early|mid)\s+\Z",
    re.IGNORECASE,
)
_DETERMINER: Final = frozenset({"the", "a", "an", "that", "each", "every"})
_RUNS_ON_EN: Final = re.compile(
    r"['’]s?\b|[-–]|\s+(?:morning|afternoon|evening|night)\b|\s+(?:and|or)\s+[A-Z]"
)


def date_fills(
    text: str,
    start: int,
    end: int,
    dates: Sequence[DateMention],
    *,
    quoted: Sequence[tuple[int, int]],
    language: str,
) -> list[Fill]:
    """Return one fill per relative date that resolves to a plain year, month or day.

    ``quoted`` are the spans of direct speech: there nothing is replaced, only explained.
    """
    found: list[Fill] = []
    for mention in dates:
        at = read_point(mention.resolved) if mention.relative else None
        if at is None or mention.resolved is None or mention.resolved[-1] in "~?":
            continue
        if text[mention.end : min(end, mention.end + 2)].strip()[:1] in ("（", "("):
            continue
        said = any(first <= mention.start < last for first, last in quoted)
        make = _japanese if language == "ja" else _english
        found.append(make(text, start, end, mention, at, said))
    return found


def _gloss(mention: DateMention, words: str) -> Fill:
    return Fill(mention.end, mention.end, "", words, "date")


def _japanese(text: str, start: int, end: int, mention: DateMention, at: Point, said: bool) -> Fill:
    month = f"{at.month}月" if at.month else ""
    plain = f"{at.year}年{month}" + (f"{at.day}日" if at.day else "")
    if said:
        return _gloss(mention, f"［{plain}］")
    if not _PLAIN_JA.match(mention.text) or _VAGUE_JA.search(mention.text) or mention.bound:
        return _gloss(mention, f"（{plain}）")
    return Fill(mention.start, mention.end, mention.text, plain, "date")


def _english(text: str, start: int, end: int, mention: DateMention, at: Point, said: bool) -> Fill:
    month = f"{_MONTHS[at.month - 1]} " if at.month else ""
    plain = (f"{at.day} " if at.day else "") + f"{month}{at.year}"
    if said:
        return _gloss(mention, f" [{plain}]")
    before = _BEFORE_EN.search(text, max(start, mention.start - 12), mention.start)
    word = before["word"].lower() if before else ""
    if text[mention.end : mention.end + 2] in ("'s", "’s"):
        return Fill(mention.end + 2, mention.end + 2, "", f" ({plain})", "date")
    if _RUNS_ON_EN.match(text, mention.end, end) or word in _DETERMINER:
        return _gloss(mention, f" ({plain})")
    lead = _LEAD_EN.match(mention.text)
    if lead:
        put = lead.group() + plain
    elif before:
        put = plain
    else:
        put = ("on " if at.day else "in ") + plain
        if mention.start == start:
            put = put[0].upper() + put[1:]
    return Fill(mention.start, mention.end, mention.text, put, "date")
