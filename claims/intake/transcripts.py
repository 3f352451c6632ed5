"""Subtitles and transcripts → text by turns of speakers, with the time of every cue kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from claims.intake.model import Origin

_STAMP: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_TIMING: Final = re.compile(rf"^\s*{_STAMP}\s*-->\s*{_STAMP}")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]+)?\s+([^>]{1,80})>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^>]{0,200}>|<\d[\d:.]{4,20}>|\{\\an?\d\}")
#: A name at the start of a line: "TANAKA:", "Dr. Ann Lee:", 田中：, － is the dash of subtitles.
_SPEAKER: Final = re.compile(
    r"^(?:[-–—－>]{1,3}\s*)?([^\W\d_][\w .'’・=＝-]{0,38}[\w.])\s*[:：](?!//)\s*(?=\S)"
)
_BRACKETED: Final = re.compile(r"^[\[(（【♪][^\])）】]{0,120}[\])）】♪]$")
_CJK: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_ENDS: Final = re.compile(r"[.!?。！？…][\"'”’」』)）]*$")
#: So many turns by at least two voices make a text a transcript.
_LEAST_TURNS: Final = 3


@dataclass(slots=True)
class _Cue:
    time: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Script:
    """The text written so far; ``at`` is its length in code points."""

    pieces: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    at: int = 0
    speaker: str = ""

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)


def read_cues(text: str) -> tuple[str, tuple[Origin, ...]]:
    """Read SRT or WebVTT: turns of one speaker are paragraphs, cues keep their times.

    Damaged cues lose their time, never their words. The text is empty when there is no cue.
    """
    script = _Script()
    for cue in _cues(text):
        said = _said(cue)
        for number, (speaker, words) in enumerate(said):
            _append(script, speaker, words, cue.time, new_voice=number > 0)
    return "".join(script.pieces), tuple(script.origins)


def speakers_of(text: str) -> tuple[Origin, ...]:
    """Return who speaks from where in a plain-text transcript; empty when it is none.

    The text itself is not touched: only lines that begin with a name and a colon are noted.
    """
    found: list[tuple[int, str]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        match = _SPEAKER.match(line)
        if match is not None:
            found.append((position, match[1].strip()))
        position += len(line)
    turns = Counter(name for _at, name in found)
    voices = {name for name, n in turns.items() if n > 1}
    if len(found) < _LEAST_TURNS or len(turns) < 2 or not voices:
        return ()
    return tuple(Origin(start=at, speaker=name) for at, name in found)


def _cues(text: str) -> Iterator[_Cue]:
    cue: _Cue | None = None
    skipping = False
    for line in [*text.splitlines(), ""]:
        timing = _TIMING.match(line)
        if timing is not None:
            if cue is not None and cue.lines and cue.lines[-1].strip().isdigit():
                cue.lines.pop()  # the number of this cue, no blank line before it
            if cue is not None and cue.lines:
                yield cue
            cue, skipping = _Cue(_clock(timing)), False
        elif not line.strip():
            if cue is not None and cue.lines:
                yield cue
                cue = None
            skipping = False
        elif cue is None:
            # Before its timing: a cue's number or name, the header, NOTE, STYLE and REGION.
            skipping = True
        elif not skipping:
            cue.lines.append(line)


def _clock(timing: re.Match[str]) -> str:
    hours, minutes, seconds = (int(timing[at] or 0) for at in (1, 2, 3))
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _said(cue: _Cue) -> list[tuple[str, str]]:
    """Return (speaker or "", words) of a cue; two voices may share one."""
    turns: list[tuple[str, str]] = []
    for line in cue.lines:
        voice = _VOICE.search(line)
        bare = " ".join(unescape(_TAG.sub("", line)).split())
        if not bare or _BRACKETED.match(bare):
            continue
        named = _SPEAKER.match(bare)
        speaker = voice[1].strip() if voice else named[1].strip() if named else ""
        words = bare[named.end() :] if named and not voice else bare
        if speaker or not turns:
            turns.append((speaker, words))
        else:
            turns[-1] = (turns[-1][0], _joined(turns[-1][1], words))
    return turns


def _append(script: _Script, speaker: str, words: str, time: str, *, new_voice: bool) -> None:
    turn = bool(speaker) and speaker != script.speaker
    if turn or (new_voice and not speaker):
        script.speaker = speaker
        script.write("\n\n" if script.pieces else "")
        if speaker:
            # On a line of its own a name is no part of what is said.
            script.origins.append(Origin(script.at, time=time, speaker=speaker))
            script.write(f"{speaker}:\n")
    elif script.pieces:
        before = script.pieces[-1]
        script.write("\n" if _ENDS.search(before) else _gap(before, words))
    script.origins.append(Origin(script.at, time=time, speaker=script.speaker))
    script.write(words)


def _joined(before: str, words: str) -> str:
    return before + _gap(before, words) + words


def _gap(before: str, words: str) -> str:
    return "" if _CJK.match(before[-1:]) and _CJK.match(words[:1]) else " "
