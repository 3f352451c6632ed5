"""Text → candidate claims: sentences, attribution, dates, quantities, citations, score.

Pure: no Django, no queue, no network. ``extract_claims`` is the one entrance.
"""

from __future__ import annotations

from datetime import date

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
from claims.extraction.sentences import Sentence, split_sentences
from claims.extraction.wording import propose_wording
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
    text: str, *, language: str | None = None, published_on: date | None = None
) -> list[ClaimCandidate]:
    """Return every sentence of the text as a candidate claim, in reading order.

    Spans are code points into ``text``; ``language`` is guessed when not given; dates are
    resolved against ``published_on`` and stay open without it. Sort by ``score`` to rank.
    """
    chosen = (language or guess_language(text)).lower().split("-")[0]
    reader = _DocumentReader(text, chosen, published_on)
    return [reader.candidate(sentence) for sentence in split_sentences(text)]


class _DocumentReader:
    """Reads sentences in order; dates and speakers lean on what came before."""

    def __init__(self, text: str, language: str, published_on: date | None) -> None:
        self._text = text
        self._language = language
        self._dates = DateReader(published_on, language)
        self._speakers = AttributionReader(language)

    def candidate(self, sentence: Sentence) -> ClaimCandidate:
        """Return the candidate of one sentence."""
        text, language = self._text, self._language
        start, end = sentence.start, sentence.end
        quote = text[start:end]
        if end - start > _LONGEST_READ:
            return _unread(sentence, quote)
        pairs = match_pairs(text, start, end)
        citations = find_citations(text, start, end, pairs=pairs, language=language)
        apart = citation_spans(citations)
        dates = self._dates.read(
            text, start, end, apart=apart, anchors=sentence.role not in _NO_ANCHOR
        )
        quantities = find_quantities(
            text,
            start,
            end,
            language=language,
            apart=(*apart, *((found.start, found.end) for found in dates)),
        )
        attribution = self._attribution(sentence, pairs)
        names = find_names(text, start, end, language=language)
        quoted = [
            (first - start, last + 1 - start)
            for first, last in pairs
            if text[first] in QUOTE_MARKS and not any(a <= first < b for a, b in apart)
        ]
        kind = classify(
            quote,
            role=sentence.role,
            attribution=attribution,
            quoted=quoted,
            concrete=bool(dates or quantities or names or attribution),
        )
        value, reasons = score(
            quote,
            kind=kind,
            attribution=attribution,
            dates=dates,
            quantities=quantities,
            citations=citations,
            names=names,
        )
        return ClaimCandidate(
            id=candidate_id(start, end, quote),
            parent=None,
            start=start,
            end=end,
            quote=quote,
            kind=kind,
            score=value,
            reasons=reasons,
            wording=propose_wording(quote, start, dates, language),
            attribution=attribution,
            dates=dates,
            quantities=quantities,
            citations=citations,
            names=names,
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
