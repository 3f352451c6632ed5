"""What a date may lean on while a document is read, and the shape of one found date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from claims.extraction.edtf import Point, read_point


@dataclass(slots=True)
class DateContext:
    """Publication date, last dated event of the document, last date of this sentence."""

    published: date | None = None
    anchor: Point | None = None
    in_sentence: Point | None = None
    # Monday of the week a weekday of this sentence named: 来週の水曜日から金曜日.
    week: date | None = None
    # The fiscal year the document named last: 前年度 is the one before it.
    fiscal: int | None = None

    def note(self, resolved: str | None) -> None:
        """Let what follows lean on a resolved date."""
        at = read_point(resolved) or _common(resolved)
        if at is not None:
            self.in_sentence = at
            # "the same year" must not make a known day vaguer.
            if self.anchor is None or not str(self.anchor).startswith(str(at)):
                self.anchor = at


def _common(resolved: str | None) -> Point | None:
    """Return the month or year both sides of an interval lie in."""
    begin, _, end = (resolved or "").partition("/")
    if begin[:7] == end[:7]:
        return read_point(begin[:7])
    return read_point(begin[:4]) if begin[:4] == end[:4] else None


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a sentence: offsets in it, EDTF or None, the rule, and what it leans on."""

    start: int
    end: int
    resolved: str | None
    rule: str
    relative: bool
    bound: str = ""
    # The words name no year: a range may lend it one.
    free: bool = False

    @classmethod
    def of(cls, match: re.Match[str], resolved: object, rule: str, relative: bool) -> Found:
        """Build from a regular-expression match; ``resolved`` may be anything with ``str()``."""
        value = None if resolved is None else str(resolved)
        return cls(match.start(), match.end(), value, rule, relative)
