"""Corrections that a publisher declares on the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration; `label` is correction, apology, retraction or editors_note."""

    label: str
    start: int
    end: int
    quote: str


# Each stands where declarations stand: in brackets, at the start of a line, or as a set phrase.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "retraction",
        re.compile(
            r"[【［\[〈《](?:論文|記事)?(?:撤回|取り?消し)(?:[^】］\]〉》\n]{0,20})[】］\]〉》]"
            r"|^[\s*＊※]{0,8}(?:RETRACTED|Retraction|Retraction note)\s?[:：]"
            r"|\bThis (?:article|paper|story|report) (?:has been|was|is) (?:retracted|withdrawn)\b"
            r"|(?:この|本)(?:記事|論文|報道)(?:は|を)(?:撤回|取り消)",
            re.MULTILINE,
        ),
    ),
    (
        "apology",
        re.compile(
            r"お詫びして(?:訂正|修正)|おわびして(?:訂正|修正)|訂正して(?:お詫び|おわび)"
            r"|(?:お詫び|おわび)と訂正|訂正と(?:お詫び|おわび)"
        ),
    ),
    (
        "correction",
        re.compile(
            r"[【［\[〈《](?:訂正|修正)(?:[^】］\]〉》\n]{0,20})[】］\]〉》]"
            r"|^[\s*＊※]{0,8}(?:Corrections?|Correction note|Correction appended|CORRECTIONS?)"
            r"(?:\s?\([^)\n]{0,40}\))?\s?[:：—]"
            r"|^[\s*＊※]{0,8}訂正\s?[:：]"
            r"|\b[Aa]n earlier version of (?:this|the) "
            r"|\bThis (?:article|story|post|report|piece) (?:has been|was) (?:corrected|amended)\b",
            re.MULTILINE,
        ),
    ),
    (
        "editors_note",
        re.compile(r"^[\s*＊※【［\[]{0,8}(?:Editor[’']s [Nn]ote|編集部注|編集注)", re.MULTILINE),
    ),
)


def declared_corrections(text: str) -> tuple[Declared, ...]:
    """Return what the page declares, in order; `start:end` are code points of `text`.

    `quote` is the line the declaration stands in, at most 300 characters.
    """
    found = [
        Declared(label, match.start(), match.end(), _line_at(text, match.start()))
        for label, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda declared: declared.start))


def correction_labels(text: str) -> tuple[str, ...]:
    """Return the labels of all declarations in `text`, each once, sorted."""
    return tuple(sorted({declared.label for declared in declared_corrections(text)}))


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[max(start, position - 100) : len(text) if end < 0 else end]
    return line.strip()[:300]
