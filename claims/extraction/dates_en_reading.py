"""What one match of the English date grammar offers its reading: tokens, cues, context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_en_tokens import Token
from claims.extraction.edtf import Point, nearest_year

# What is planned stays planned, whatever verb stands beside it.
_SURE_FUTURE = re.compile(
    r"['’]ll\b|\b(?:will|scheduled|plans? to|planned|planning|expects?|expected|due|upcoming"
    r"|set to|set for"
    r"|intends?|to be|aims? to|shall|going to|deadline|expires?|slated|runs? until|is to|are to"
    r"|until|takes effect|begins on|starts on|opens on)\b"
)
_FUTURE = re.compile(r"\b(?:would|next|by the end|can|could|must|should)\b")
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|since|[a-z]{2,20}ed|began|won|lost|made|went"
    r"|took|came|met|rose|fell|left|ran|got|held)\b"
)
_COUNTED = re.compile(
    r"\s?(?:%|percent|per cent|people|men|women|children|million|billion|thousand|hundred"
    r"|[a-z]{3,14}s\b(?<!was)(?<!has)(?<!as)(?<!its)(?<!his)(?<!this)(?<!is))"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One match of a rule over the codes of a sentence."""

    match: re.Match[str]
    tokens: list[Token]
    sentence: str
    context: DateContext
    name: str

    def token(self, group: str) -> Token | None:
        """Return the token of a group, None when the rule has none or it took no part."""
        if group not in self.match.re.groupindex:
            return None
        at, end = self.match.span(group)
        return self.tokens[at] if at < end else None

    def has(self, group: str) -> bool:
        """Tell whether a group took part."""
        return self.token(group) is not None

    def value(self, *groups: str) -> int | None:
        """Return the number of the first group that took part."""
        for group in groups:
            token = self.token(group)
            if token is not None:
                return int(token.value)
        return None

    def text(self, *groups: str) -> str:
        """Return the meaning of the first group that took part, empty without one."""
        for group in groups:
            token = self.token(group)
            if token is not None:
                return str(token.value)
        return ""

    @property
    def start(self) -> int:
        """Return where the match begins in the sentence."""
        return self.tokens[self.match.start()].start

    @property
    def end(self) -> int:
        """Return where the match ends in the sentence."""
        return self.tokens[self.match.end() - 1].end

    @property
    def inner(self) -> list[Token]:
        """Return the tokens of the match."""
        return self.tokens[self.match.start() : self.match.end()]

    @property
    def published(self) -> date | None:
        """Return the day of publication."""
        return self.context.published

    def found(
        self, resolved: object, *, relative: bool = True, free: bool = False, rule: str = ""
    ) -> Found:
        """Return the date this match is; ``resolved`` may be anything with ``str()``."""
        value = None if resolved is None else str(resolved)
        return Found(self.start, self.end, value, rule or self.name, relative=relative, free=free)

    def counted(self) -> bool:
        """Tell whether a noun behind the match makes its last number a count."""
        return bool(_COUNTED.match(self.sentence, self.end))

    def before(self, length: int) -> str:
        """Return the words before the match."""
        return self.sentence[max(0, self.start - length) : self.start]

    def cues(self) -> tuple[bool, bool]:
        """Tell whether the words around speak of the future, and whether of the past."""
        around = (self.before(80) + self.sentence[self.end : self.end + 60]).lower()
        if _SURE_FUTURE.search(around):
            return True, False
        past = bool(_PAST.search(around))
        return bool(_FUTURE.search(around)) and not past, past

    def year_of(self, month: int, day: int | None) -> int | None:
        """Return the year of a month and day that name none."""
        if self.published is None:
            return None
        future, past = self.cues()
        return nearest_year(month, day, self.published, future=future, past=past)

    def year_said(self) -> int | None:
        """Return the year the words give, in full, in short or as "next year"."""
        year = self.value("y")
        if year is not None:
            return year
        short = self.value("y2")
        if short is not None:
            return full_year(short)
        way = self.value("yw")
        return self.published.year + way if way is not None and self.published else None


def full_year(short: int) -> int:
    """Return the year of two figures: 00-39 of this century, 40-99 of the last."""
    return short if short > 99 else short + (2000 if short < 40 else 1900)


def anchor_day(context: DateContext) -> date | None:
    """Return the last day the document named, for "three days later"."""
    anchor: Point | None = context.anchor
    return anchor.as_day() if anchor else None
