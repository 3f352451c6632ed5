"""What reading an article yields: its text, what the document says of itself, where words stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Format = Literal["text", "html", "markdown", "docx", "pdf", "srt", "vtt", "transcript"]


@dataclass(frozen=True, slots=True)
class Origin:
    """From ``start`` (code points of the text) up to the next one the words stood here.

    ``page`` counts from 1; ``time`` is HH:MM:SS of the recording; ``speaker`` as written.
    """

    start: int
    page: int | None = None
    time: str = ""
    speaker: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what is known, under stable names; the stored shape."""
        known = {"page": self.page, "time": self.time, "speaker": self.speaker}
        return {"start": self.start} | {name: value for name, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it will be stored; ``text`` is what every span counts in.

    ``charset`` is a Python codec, empty for formats that carry their own; ``replacements``
    counts U+FFFD put for bytes without meaning; ``byline``, ``publisher`` and ``published_on``
    are what the document declares; ``provenance`` is in the order of the text.
    """

    text: str
    title: str
    language: str
    format: Format
    charset: str
    replacements: int = 0
    byline: str = ""
    publisher: str = ""
    published_on: date | None = None
    provenance: tuple[Origin, ...] = ()


def origin_at(provenance: Sequence[Mapping[str, Any]], position: int) -> dict[str, Any]:
    """Return page, time and speaker of a position in a text, empty where nothing is known.

    ``provenance`` is the stored shape: a list of ``Origin.as_dict()``.
    """
    at = bisect_right([int(origin["start"]) for origin in provenance], position) - 1
    if at < 0:
        return {}
    return {name: value for name, value in provenance[at].items() if name != "start"}
