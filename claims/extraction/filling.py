"""Reads one document in order and proposes what to fill into each sentence and its parts."""

from __future__ import annotations

from collections.abc import Sequence

from claims.extraction import referents_en, referents_ja
from claims.extraction.aliases import Aliases
from claims.extraction.brackets import QUOTE_MARKS, outermost
from claims.extraction.candidates import DateMention, Name
from claims.extraction.referents import Mention, Scene
from claims.extraction.wording import Fill, ordered, propose_wording
from claims.extraction.wording_dates import date_fills

_BLANK = "\u00b7"


class FillReader:
    """Knows whom the paragraph was about; sentences must come in order."""

    def __init__(self, text: str, language: str, aliases: Aliases) -> None:
        self._text = text
        self._language = language
        self._aliases = aliases
        self._scene = Scene()
        self._masked = ""
        self._start = 0

    def of_sentence(
        self,
        start: int,
        end: int,
        *,
        block: int,
        names: Sequence[Name],
        dates: Sequence[DateMention],
        pairs: Sequence[tuple[int, int]],
    ) -> tuple[Fill, ...]:
        """Return the fills of text[start:end]; ``pairs`` are its matched brackets."""
        text, language = self._text, self._language
        quoted = [pair for pair in outermost(list(pairs)) if text[pair[0]] in QUOTE_MARKS]
        found = date_fills(text, start, end, dates, quoted=quoted, language=language)
        self._start, self._masked = start, self._mask(start, end, pairs)
        if language not in ("ja", "en"):
            return ordered(found, start, end)
        self._scene.enter(block)
        mentions = [
            Mention(name, entity)
            for name in names
            if name.entity and (entity := self._aliases.by_id(name.entity)) is not None
        ]
        reader = referents_ja if language == "ja" else referents_en
        found += reader.fills(text, start, end, self._masked, mentions, self._scene)
        return ordered(found, start, end)

    def of_part(self, start: int, end: int, whole: Sequence[Fill]) -> tuple[Fill, ...]:
        """Return the fills of a part of the sentence read last; ``whole`` are the sentence's."""
        inside = list(ordered(whole, start, end))
        first, last = start - self._start, end - self._start
        reader = referents_ja if self._language == "ja" else referents_en
        if self._language not in ("ja", "en"):
            return tuple(inside)
        shared = reader.shared_subject(self._masked, first, last)
        carried = [one for one in whole if one.why == "topic carried"]
        if shared is not None:
            begin, stop = self._start + shared[0], self._start + shared[1]
            phrase = propose_wording(self._text[begin:stop], begin, ordered(whole, begin, stop))
            space = "" if reader is referents_ja else " "
            inside.append(Fill(start, start, "", phrase + space, "shared subject"))
        elif carried and not any(one.why == "topic carried" for one in inside):
            put = carried[0]
            if reader is referents_ja and referents_ja.has_no_subject(self._masked, 0, last):
                inside.append(Fill(start, start, "", put.put, put.why))
        return ordered(inside, start, end)

    def _mask(self, start: int, end: int, pairs: Sequence[tuple[int, int]]) -> str:
        """Blank what stands in brackets and quotations; positions stay."""
        pieces: list[str] = []
        at = start
        for first, last in outermost(list(pairs)):
            pieces += [self._text[at : first + 1], _BLANK * (last - first - 1)]
            at = last
        return "".join([*pieces, self._text[at:end]])
