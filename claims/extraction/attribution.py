"""Who says it: the attribution of a sentence, with pronouns led back to the last speaker."""

from __future__ import annotations

from collections.abc import Sequence

from claims.extraction import attribution_en, attribution_ja
from claims.extraction.candidates import Attribution
from claims.extraction.said import Said


class AttributionReader:
    """Reads one document in order, because "he said" and それを読むと look back."""

    def __init__(self, language: str) -> None:
        self._japanese = language == "ja"
        self._last: str | None = None
        self._block = -1

    def read(
        self, text: str, start: int, end: int, *, pairs: Sequence[tuple[int, int]], block: int
    ) -> Attribution | None:
        """Return the outermost attribution of text[start:end], or None for the author's voice.

        ``pairs`` are the matched brackets in the sentence; a speaker is carried only inside
        one paragraph (``block``).
        """
        if block != self._block:
            # A pronoun rarely reaches over two paragraphs.
            self._last = self._last if block == self._block + 1 else None
            self._block = block
        inside = [(first - start, last - start) for first, last in pairs]
        find = attribution_ja.find if self._japanese else attribution_en.find
        said = find(text[start:end], inside)
        if not said:
            return None
        outer = said[0]
        speaker, carried = self._resolved(outer)
        if speaker:
            self._last = speaker
        return Attribution(
            text=text[start + outer.start : start + outer.end],
            start=start + outer.start,
            end=start + outer.end,
            speaker=speaker,
            mode=outer.mode,
            anonymous=any(hit.anonymous for hit in said),
            chain=tuple(hit.speaker for hit in said[1:] if hit.speaker),
            carried=carried,
        )

    def _resolved(self, outer: Said) -> tuple[str | None, bool]:
        if outer.pronoun:
            return self._last, self._last is not None
        return outer.speaker, False
