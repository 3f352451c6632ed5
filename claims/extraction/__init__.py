"""Text → candidate claims: sentences, attribution, dates, quantities, citations, score.

Pure: no Django, no queue, no network. ``extract_claims`` is the one entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, TypeVar

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
from claims.extraction.filling import FillReader
from claims.extraction.gazetteer import Gazetteer
from claims.extraction.kinds import CHECKABLE, classify
from claims.extraction.layout import Role
from claims.extraction.names import NameReader, Tagged
from claims.extraction.naming import shipped_names
from claims.extraction.parts import factual_core, split_parts
from claims.extraction.quantities import find_quantities
from claims.extraction.ranking import rank
from claims.extraction.sentences import Sentence, split_sentences
from claims.extraction.wording import Fill, propose_wording
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
_IN_PARTS = frozenset({"paragraph", "list_item"})
_NO_PARTS = frozenset({"editorial", "question", "background"})
_T = TypeVar("_T", DateMention, Quantity, Citation, Name)


def extract_claims(
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    model: WorthModel | None = None,
    known: Gazetteer | None = None,
) -> list[ClaimCandidate]:
    """Return every sentence of the text as a candidate claim, in reading order.

    A sentence with several facts is followed by its parts, whose ``parent`` is its id.

    Spans are code points into ``text``; ``language`` is guessed when not given; dates are
    resolved against ``published_on`` and stay open without it. Sort by ``score`` to rank;
    without a ``model`` (``worth.shipped_model()``) the rules alone score. ``known`` are the
    names to know beforehand, the shipped list when not given.
    """
    chosen = (language or guess_language(text)).lower().split("-")[0]
    sentences = split_sentences(text)
    tagged = _tagged_names(text, sentences) if model is not None and chosen == "ja" else {}
    names = NameReader(chosen, gazetteer=known, tagged=tagged)
    reader = _DocumentReader(text, chosen, published_on, names)
    found: list[ClaimCandidate] = []
    for sentence in sentences:
        found += reader.candidates(sentence)
    return rank(found, model)


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What a sentence or a part of one holds. ``pairs`` are its matched brackets."""

    attribution: Attribution | None
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    citations: tuple[Citation, ...]
    names: tuple[Name, ...]
    pairs: list[tuple[int, int]]
    fills: tuple[Fill, ...]

    def marks(self) -> _Marks:
        """Return what both the score and the candidate take."""
        return {
            "attribution": self.attribution,
            "dates": self.dates,
            "quantities": self.quantities,
            "citations": self.citations,
            "names": self.names,
        }

    def quoted(self, text: str, start: int) -> list[tuple[int, int]]:
        """Return the spans of direct speech, relative to ``start``."""
        apart = citation_spans(self.citations)
        return [
            (first - start, last + 1 - start)
            for first, last in self.pairs
            if text[first] in QUOTE_MARKS and not any(a <= first < b for a, b in apart)
        ]

    def within(
        self, start: int, end: int, attribution: Attribution | None, fills: tuple[Fill, ...]
    ) -> _Found:
        """Return what of it lies inside a part; the part's attribution and fills are given."""
        return _Found(
            attribution=attribution,
            dates=_inside(self.dates, start, end),
            quantities=_inside(self.quantities, start, end),
            citations=_inside(self.citations, start, end),
            names=_inside(self.names, start, end),
            pairs=[pair for pair in self.pairs if start <= pair[0] and pair[1] < end],
            fills=fills,
        )


class _Marks(TypedDict):
    attribution: Attribution | None
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    citations: tuple[Citation, ...]
    names: tuple[Name, ...]


class _DocumentReader:
    """Reads sentences in order; dates and speakers lean on what came before."""

    def __init__(
        self, text: str, language: str, published_on: date | None, names: NameReader
    ) -> None:
        self._text = text
        self._language = language
        self._dates = DateReader(published_on, language)
        self._speakers = AttributionReader(language)
        self._names = names
        self._fills = FillReader(text, language, self._names.aliases)

    def candidates(self, sentence: Sentence) -> list[ClaimCandidate]:
        """Return the candidate of one sentence and behind it those of its parts."""
        start, end = sentence.start, sentence.end
        if end - start > _LONGEST_READ:
            return [_unread(sentence, self._text[start:end])]
        found = self._found(sentence)
        whole = self._candidate(start, end, found, role=sentence.role, parent=None)
        if sentence.role not in _IN_PARTS or whole.kind in _NO_PARTS:
            return [whole]
        return [whole, *self._parts(whole, found, sentence.role)]

    def _candidate(
        self, start: int, end: int, found: _Found, *, role: Role, parent: str | None
    ) -> ClaimCandidate:
        quote = self._text[start:end]
        marks = found.marks()
        kind = classify(
            quote,
            role=role,
            attribution=found.attribution,
            quoted=found.quoted(self._text, start),
            concrete=bool(found.dates or found.quantities or found.names or found.attribution),
        )
        value, reasons = score(quote, kind=kind, **marks)
        return ClaimCandidate(
            id=candidate_id(start, end, quote),
            parent=parent,
            start=start,
            end=end,
            quote=quote,
            kind=kind,
            score=value,
            reasons=reasons,
            wording=propose_wording(quote, start, found.fills),
            fills=found.fills,
            **marks,
        )

    def _parts(self, whole: ClaimCandidate, found: _Found, role: Role) -> list[ClaimCandidate]:
        """Return the parts when two of them, or one of an opinion, can be checked."""
        text, language, pairs = self._text, self._language, found.pairs
        opinion = whole.kind not in CHECKABLE
        spans = split_parts(
            text, whole.start, whole.end, pairs=pairs, language=language, opinion=opinion
        )
        if not spans and opinion:
            core = factual_core(text, whole.start, whole.end, pairs=pairs, language=language)
            spans = [core] if core else []
        parts = [
            self._candidate(
                first,
                last,
                found.within(
                    first,
                    last,
                    self._speaker(first, last, found, spans),
                    self._fills.of_part(first, last, found.fills),
                ),
                role=role,
                parent=whole.id,
            )
            for first, last in spans
        ]
        checkable = sum(part.kind in CHECKABLE for part in parts)
        return parts if checkable >= (1 if opinion else 2) else []

    def _speaker(
        self, start: int, end: int, found: _Found, spans: list[tuple[int, int]]
    ) -> Attribution | None:
        inside = [pair for pair in found.pairs if start <= pair[0] and pair[1] < end]
        return self._speakers.of_part(
            self._text, start, end, pairs=inside, whole=found.attribution, spans=spans
        )

    def _found(self, sentence: Sentence) -> _Found:
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
        names = self._names.read(text, start, end)
        return _Found(
            attribution=self._attribution(sentence, pairs),
            dates=dates,
            quantities=quantities,
            citations=citations,
            names=names,
            pairs=pairs,
            fills=self._fills.of_sentence(
                start, end, block=sentence.block, names=names, dates=dates, pairs=pairs
            ),
        )

    def _attribution(self, sentence: Sentence, pairs: list[tuple[int, int]]) -> Attribution | None:
        if sentence.role in _NO_ANCHOR:
            return None
        return self._speakers.read(
            self._text, sentence.start, sentence.end, pairs=pairs, block=sentence.block
        )


def _tagged_names(text: str, sentences: list[Sentence]) -> Tagged:
    """Let the trained tagger read all sentences at once; {} where it is not installed."""
    tagger = shipped_names()
    if tagger is None:
        return {}
    spans = tagger.tag([text[one.start : one.end] for one in sentences])
    return {
        one.start: [(one.start + first, one.start + last, kind) for first, last, kind in found]
        for one, found in zip(sentences, spans, strict=True)
        if found
    }


def _inside(mentions: tuple[_T, ...], start: int, end: int) -> tuple[_T, ...]:
    return tuple(one for one in mentions if start <= one.start and one.end <= end)


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
