"""One attribution inside a sentence, before it is placed in the text."""

from __future__ import annotations

from dataclasses import dataclass

from claims.extraction.candidates import Mode


@dataclass(frozen=True, slots=True)
class Said:
    """Offsets of the attributing words, the speaker they name and how the words are given.

    ``pronoun`` is True when the speaker is a pronoun or unspoken: the document knows who.
    """

    start: int
    end: int
    speaker: str | None
    mode: Mode
    anonymous: bool
    pronoun: bool = False
