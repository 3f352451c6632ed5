"""What extraction hands over: candidate claims with exact spans into the given text.

Spans count code points; ``text[start:end] == quote`` holds for every one of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Literal

from claims.extraction.edtf import precision_of
from claims.extraction.gazetteer import NameKind
from claims.extraction.wording import Fill

Kind = Literal[
    "fact",
    "attributed",
    "quote",
    "opinion",
    "prediction",
    "question",
    "background",
    "editorial",
]
# Rules that look back to a date of the document instead of the day of publication.
ON_DOCUMENT = frozenset({"document", "sentence_year"})
Mode = Literal["direct", "reported", "hearsay"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say it: the words of the attribution and the speaker they name.

    ``speaker`` is None when the text names nobody ("it is said"). ``chain`` holds further
    speakers the words pass through, outermost first; ``carried`` is True when the speaker
    was taken from an earlier sentence (a pronoun or an unspoken subject).
    """

    text: str
    start: int
    end: int
    speaker: str | None
    mode: Mode
    anonymous: bool
    chain: tuple[str, ...] = ()
    carried: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the public JSON shape (chain and carried stay inside)."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker,
            "mode": self.mode,
            "anonymous": self.anonymous,
        }


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text; ``resolved`` is EDTF (ISO 8601-2) or None where it stays open.

    ``rule`` names the rule that resolved it, ``relative`` tells whether a reader needs the
    publication date or the document to understand it. ``bound`` is since, after, before or
    until where the words say that something begins or ends with it, else empty.
    """

    text: str
    start: int
    end: int
    resolved: str | None
    rule: str = ""
    relative: bool = False
    bound: str = ""

    @property
    def precision(self) -> str:
        """Return day, month, season, year, decade, century, interval, or open."""
        return precision_of(self.resolved)

    @property
    def basis(self) -> str:
        """Return what it was resolved by: the rule and, where it leans on one, its anchor."""
        if not self.relative:
            return f"{self.rule}: the words alone"
        lean = "the document" if self.rule in ON_DOCUMENT else "the publication date"
        return f"{self.rule}: {lean}"

    def as_dict(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "resolved": self.resolved,
        }


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. ``low``/``high`` are bounds, None where open.

    ``value`` is None for a range or a vague number; shares (4割, 40 percent) have unit ``%``.
    """

    text: str
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    modifier: str

    def as_dict(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference in brackets with its own title and date (EDTF or None)."""

    text: str
    start: int
    end: int
    title: str | None
    date: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Name:
    """A name. ``entity`` is one id for all that the article calls the same thing."""

    text: str
    start: int
    end: int
    kind: NameKind = "other"
    entity: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """One candidate claim. ``parent`` is None for a whole sentence, else the id of it.

    ``score`` (0..1) orders candidates and hides none; ``reasons`` are stable codes.
    ``wording`` is a proposal that can be read alone: the quote with ``fills`` in it; the quote
    stays the truth.
    """

    id: str
    parent: str | None
    start: int
    end: int
    quote: str
    kind: Kind
    score: float
    reasons: tuple[str, ...]
    wording: str
    attribution: Attribution | None
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    citations: tuple[Citation, ...]
    names: tuple[Name, ...]
    fills: tuple[Fill, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return exactly the JSON object ``manage.py extract_claims`` prints."""
        return {
            "id": self.id,
            "parent": self.parent,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "kind": self.kind,
            "score": self.score,
            "reasons": list(self.reasons),
            "wording": self.wording,
            "attribution": self.attribution.as_dict() if self.attribution else None,
            "dates": [date.as_dict() for date in self.dates],
            "quantities": [quantity.as_dict() for quantity in self.quantities],
            "citations": [citation.as_dict() for citation in self.citations],
            "names": [name.as_dict() for name in self.names],
        }


def candidate_id(start: int, end: int, quote: str) -> str:
    """Return the stable id of a candidate: 16 hex digits over span and quote."""
    payload = f"{start}:{end}:{quote}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(payload).hexdigest()[:16]
