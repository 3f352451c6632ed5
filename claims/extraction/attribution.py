"""Who says it: the attribution of a sentence, with pronouns led back to the last speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extraction import attribution_en, attribution_ja
from claims.extraction.attribution_memory import SpeakerMemory
from claims.extraction.candidates import Attribution
from claims.extraction.said import Said

_ADVERSATIVE = re.compile("が|ものの|けれど|けど|のに")


class AttributionReader:
    """Reads one document in order, because "he said" and それを読むと look back."""

    def __init__(self, language: str) -> None:
        self._japanese = language == "ja"
        self._memory = SpeakerMemory(japanese=self._japanese)

    def read(
        self, text: str, start: int, end: int, *, pairs: Sequence[tuple[int, int]], block: int
    ) -> Attribution | None:
        """Return the outermost attribution of text[start:end], or None for the author's voice.

        ``pairs`` are the matched brackets in the sentence; a speaker is carried over few
        paragraphs (``block`` counts them).
        """
        inside = [(first - start, last - start) for first, last in pairs]
        find = attribution_ja.find if self._japanese else attribution_en.find
        said = find(text[start:end], inside)
        self._memory.read_past(text, start, end, block)
        if not said:
            return None
        speaker, carried = self._resolved(said[0], text, start, block)
        if speaker:
            self._memory.note(speaker, block)
        return _placed(said, speaker, start, text, carried=carried)

    def of_part(
        self,
        text: str,
        start: int,
        end: int,
        *,
        pairs: Sequence[tuple[int, int]],
        whole: Attribution | None,
        spans: Sequence[tuple[int, int]],
    ) -> Attribution | None:
        """Return the attribution of a part: its own, or the sentence's where it reaches so far.

        The words of a sentence's attribution may lie outside the part. ``spans`` are all parts.
        """
        find = attribution_ja.find if self._japanese else attribution_en.find
        own = find(text[start:end], [(first - start, last - start) for first, last in pairs])
        if own and not own[0].pronoun and (own[0].speaker or own[0].mode == "direct"):
            return _placed(own, own[0].speaker, start, text, carried=False)
        if whole is None or not _reaches(text, start, whole, spans):
            return None
        if own and own[0].pronoun and whole.speaker:
            # 「…」と指摘した上で、「…」と話す: the second verb has the speaker of the first.
            return _placed(own, whole.speaker, start, text, carried=True)
        return whole

    def _resolved(self, outer: Said, text: str, start: int, block: int) -> tuple[str | None, bool]:
        named = outer.speaker
        if not outer.pronoun:
            earlier = self._memory.earlier(named, block) if named else None
            return earlier or named, earlier is not None
        speaker = self._memory.resolve(named, text, start + outer.start, block)
        if speaker is not None:
            return speaker, True
        # 同省 names a ministry even where the text before is cut off.
        return (named if named and named.startswith("同") else None), False


def _placed(
    said: Sequence[Said], speaker: str | None, start: int, text: str, *, carried: bool
) -> Attribution:
    outer = said[0]
    return Attribution(
        text=text[start + outer.start : start + outer.end],
        start=start + outer.start,
        end=start + outer.end,
        speaker=speaker,
        mode=outer.mode,
        anonymous=any(hit.anonymous for hit in said),
        chain=tuple(hit.speaker for hit in said[1:] if hit.speaker not in (None, speaker)),
        carried=carried,
    )


def _reaches(text: str, start: int, whole: Attribution, spans: Sequence[tuple[int, int]]) -> bool:
    """A speaker named at the head of a later clause says nothing of the clauses before it."""
    at = whole.start
    if whole.speaker and not whole.carried:
        named = text.rfind(whole.speaker, spans[0][0], whole.end) if spans else -1
        at = named if named >= 0 else at
    home = next((span for span in spans if span[0] <= at < span[1]), None)
    if home is None or start >= home[0]:
        return True
    here = next((place for place, span in enumerate(spans) if span[0] == start), 0)
    between = zip(spans[here:], spans[here + 1 :], strict=False)
    if any(_ADVERSATIVE.match(text, before[1], after[0]) for before, after in between):
        # という at the end says nothing of what stands before が or ものの.
        return False
    # "A rose, and B fell, X said": named behind its clause, it covers all of them.
    return whole.mode == "hearsay" or at - home[0] > 12
