"""References in brackets: （「title」2024年2月29日参考）, (see "Title", 29 February 2024)."""

from __future__ import annotations

import re

from claims.extraction.candidates import Citation
from claims.extraction.dates import read_absolute

_ROUND = frozenset("(（[［")
_TITLE_MARKS = frozenset('「『“"«‘〈《')
_REFERENCE = re.compile(
    "参考|参照|より(?:引用|抜粋)?\\s*\\Z|から引用|出典|引用|拙稿|所収|既報|詳報|前掲"
    "|\\A\\s*(?:see|cf\\.?|read|source|from|via|quoted in)\\b",
    re.IGNORECASE,
)
_LONGEST = 400


def find_citations(
    text: str, start: int, end: int, *, pairs: list[tuple[int, int]], language: str
) -> tuple[Citation, ...]:
    """Return the bracketed references in text[start:end]; ``pairs`` are its matched brackets."""
    found: list[Citation] = []
    last = start
    for index, (opener, closer) in enumerate(pairs):
        if opener < last or text[opener] not in _ROUND or closer - opener > _LONGEST:
            continue
        citation = _citation(text, opener, closer, pairs[index + 1 : index + 40], language)
        if citation is not None:
            found.append(citation)
            last = closer + 1
    return tuple(found)


def _citation(
    text: str, opener: int, closer: int, pairs: list[tuple[int, int]], language: str
) -> Citation | None:
    inner = [pair for pair in pairs if opener < pair[0] and pair[1] < closer]
    titles = [pair for pair in inner if text[pair[0]] in _TITLE_MARKS]
    body = text[opener + 1 : closer]
    title: str | None = None
    outside = body
    if titles:
        first, last = titles[0]
        title = text[first + 1 : last].strip().rstrip(",.")
        outside = text[opener + 1 : first] + " " + text[last + 1 : closer]
    marked = bool(_REFERENCE.search(outside))
    date = read_absolute(outside, language) if title or marked else None
    # A title alone is a gloss; a title with a date, or a word of reference, is a citation.
    if not marked and not (title and date and len(outside.strip()) < 60):
        return None
    if title is None and date is None and not re.search("参考|参照|出典", outside):
        return None
    return Citation(text[opener : closer + 1], opener, closer + 1, title, date)


def citation_spans(citations: tuple[Citation, ...]) -> tuple[tuple[int, int], ...]:
    """Return the spans whose dates and numbers are no facts of the sentence."""
    return tuple((citation.start, citation.end) for citation in citations)
