"""Text → candidate claims: sentences, attribution, dates, quantities, citations, score.

Pure: no Django, no queue, no network. ``extract_claims`` is the one entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from claims.extraction.attribution import AttributionReader
from claims.extraction.brackets import QUOTE_MARKS, match_pairs
from claims.extraction.candidates import (
    Attribution,
    Citation,
    ClaimCandidate,
    DateMention,
    Name,
    Quantity,
    candidate_id,
)
from claims.extraction.citations import citation_spans, find_citations
from claims.extraction.dates import DateReader
from claims.extraction.kinds import classify
from claims.extraction.names import find_names
from claims.extraction.quantities import find_quantities
from claims.extraction.ranking import rank
from claims.extraction.sentences import Sentence, split_sentences
from claims.extraction.wording import propose_wording
from claims.extraction.worth import WorthModel
from claims.extraction.worthiness import score
from factcheck.text.language import guess_language

__all__ = [
    "Attribution",
    "Citation",
    "ClaimCandidate",
    "DateMention",
    "Name",
    "Quantity",
    "extract_claims",
    "guess_language",
]

# A sentence longer than this is no prose; only its span and kind are worth the time.
_LONGEST_READ = 10_000
_NO_ANCHOR = frozenset({"caption", "note", "dateline"})


def extract_claims(
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    model: WorthModel | None = None,
) -> list[ClaimCandidate]:
    """Return every sentence of the text as a candidate claim, in reading order.

    Spans are code points into ``text``; ``language`` is guessed when not given; dates are
    resolved against ``published_on`` and stay open without it. Sort by ``score`` to rank;
    without a ``model`` (``worth.shipped_model()``) the rules alone score.
    """
    chosen = (language or guess_language(text)).lower().split("-")[0]
    reader = _DocumentReader(text, chosen, published_on)
    return rank([reader.candidate(sentence) for sentence in split_sentences(text)], model)


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What one sentence holds. ``quoted`` are spans inside the sentence."""

    attribution: Attribution | None
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    citations: tuple[Citation, ...]
    names: tuple[Name, ...]
    quoted: list[tuple[int, int]]

    def marks(self) -> _Marks:
        """Return what both the score and the candidate take."""
        return {
            "attribution": self.attribution,
            "dates": self.dates,
            "quantities": self.quantities,
            "citations": self.citations,
            "names": self.names,
        }


class _Marks(TypedDict):
    attribution: Attribution | None
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    citations: tuple[Citation, ...]
    names: tuple[Name, ...]


class _DocumentReader:
    """Reads sentences in order; dates and speakers lean on what came before."""

    def __init__(self, text: str, language: str, published_on: date | None) -> None:
        self._text = text
        self._language = language
        self._dates = DateReader(published_on, language)
        self._speakers = AttributionReader(language)

    def candidate(self, sentence: Sentence) -> ClaimCandidate:
        """Return the candidate of one sentence."""
        start, end = sentence.start, sentence.end
        quote = self._text[start:end]
        if end - start > _LONGEST_READ:
            return _unread(sentence, quote)
        parts = self._parts(sentence)
        kind = classify(
            quote,
            role=sentence.role,
            attribution=parts.attribution,
            quoted=parts.quoted,
            concrete=bool(parts.dates or parts.quantities or parts.names or parts.attribution),
        )
        marks = parts.marks()
        value, reasons = score(quote, kind=kind, **marks)
        return ClaimCandidate(
            id=candidate_id(start, end, quote),
            parent=None,
            start=start,
            end=end,
            quote=quote,
            kind=kind,
            score=value,
            reasons=reasons,
            wording=propose_wording(quote, start, parts.dates, self._language),
            **marks,
        )

    def _parts(self, sentence: Sentence) -> _Parts:
        """Find everything a sentence holds; a citation's title and date are kept apart."""
        text, language = self._text, self._language
        start, end = sentence.start, sentence.end
        pairs = match_pairs(text, start, end)
        citations = find_citations(text, start, end, pairs=pairs, language=language)
        apart = citation_spans(citations)
        dates = self._dates.read(
            text, start, end, apart=apart, anchors=sentence.role not in _NO_ANCHOR
        )
        dated = tuple((found.start, found.end) for found in dates)
        quantities = find_quantities(text, start, end, language=language, apart=(*apart, *dated))
        return _Parts(
            attribution=self._attribution(sentence, pairs),
            dates=dates,
            quantities=quantities,
            citations=citations,
            names=find_names(text, start, end, language=language),
            quoted=[
                (first - start, last + 1 - start)
                for first, last in pairs
                if text[first] in QUOTE_MARKS and not any(a <= first < b for a, b in apart)
            ],
        )

    def _attribution(self, sentence: Sentence, pairs: list[tuple[int, int]]) -> Attribution | None:
        if sentence.role in _NO_ANCHOR:
            return None
        return self._speakers.read(
            self._text, sentence.start, sentence.end, pairs=pairs, block=sentence.block
        )


def _unread(sentence: Sentence, quote: str) -> ClaimCandidate:
    return ClaimCandidate(
        id=candidate_id(sentence.start, sentence.end, quote),
        parent=None,
        start=sentence.start,
        end=sentence.end,
        quote=quote,
        kind="background",
        score=0.0,
        reasons=("too_long", "background"),
        wording=quote,
        attribution=None,
        dates=(),
        quantities=(),
        citations=(),
        names=(),
    )
