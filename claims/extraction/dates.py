"""Dates in a document: found per sentence, resolved against publication date and document.

One DateReader reads one document in order, because 同月 or "the same day" look back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from claims.extraction import dates_en, dates_en_tokens, dates_ja, dates_ja_grammar
from claims.extraction.candidates import DateMention
from claims.extraction.date_bounds import find_bound
from claims.extraction.date_context import DateContext, Found
from claims.extraction.date_ranges import join_ranges
from claims.extraction.folding import fold_width

_SPANS = re.compile("[0-9日](?:から|[〜~・–-])")


class DateReader:
    """Reads the dates of one document, sentence by sentence in order."""

    def __init__(self, published_on: date | None, language: str) -> None:
        self._context = DateContext(published=published_on)
        self._japanese = language == "ja"

    def read(
        self,
        text: str,
        start: int,
        end: int,
        *,
        apart: Iterable[tuple[int, int]] = (),
        anchors: bool = True,
    ) -> tuple[DateMention, ...]:
        """Return the dates in text[start:end]; spans in ``apart`` (references) are left out.

        With ``anchors`` False the dates found do not become what later sentences look back to.
        """
        sentence = fold_width(text[start:end])
        gate = dates_ja_grammar.GATE if self._japanese else dates_en_tokens.GATE
        if not gate.search(sentence if self._japanese else sentence.lower()):
            return ()
        for first, last in apart:
            blank = "\u00b7" * (last - first)
            sentence = sentence[: first - start] + blank + sentence[last - start :]
        kept = self._context.anchor
        self._context.in_sentence = None
        find = dates_ja.find if self._japanese else dates_en.find
        found = list(find(sentence, self._context))
        found = join_ranges(found, sentence, japanese=self._japanese)
        if not anchors:
            self._context.anchor = kept
        return tuple(
            DateMention(
                text=text[start + hit.start : start + hit.end],
                start=start + hit.start,
                end=start + hit.end,
                resolved=hit.resolved,
                rule=hit.rule,
                relative=hit.relative,
                bound=hit.bound or self._bound(sentence, hit),
            )
            for hit in found
        )

    def _bound(self, sentence: str, hit: Found) -> str:
        """Return what the words beside a date make of it; an interval has its own ends."""
        words = sentence[hit.start : hit.end]
        if (
            hit.resolved is None
            or hit.rule == "range"
            or re.search("[0-9日](?:から|[〜~・–-])", words)
        ):
            return ""
        return find_bound(sentence, hit.start, hit.end, japanese=self._japanese)


def read_absolute(text: str, language: str) -> str | None:
    """Return the EDTF of the first date in ``text`` that needs no context, else None."""
    reader = DateReader(None, language)
    for mention in reader.read(text, 0, len(text)):
        if mention.resolved and not mention.relative:
            return mention.resolved
    return None
