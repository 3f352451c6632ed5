"""A sentence with several facts → its parts: clauses, each with its own exact span.

Parts never overlap, never halve a bracket or quotation; the whole sentence stays a candidate.
"""

from __future__ import annotations

from typing import Protocol

from claims.extraction import parts_en, parts_ja
from claims.extraction.brackets import outermost

# A longer sentence is a list or no prose at all; a shorter one holds one fact.
LONGEST = 2_000
SHORTEST = 16
_TRIM = " \t\r\n\u3000、，,;；"


class _IsClause(Protocol):
    def __call__(self, masked: str, /, *, last: bool) -> bool: ...


def split_parts(
    text: str,
    start: int,
    end: int,
    *,
    pairs: list[tuple[int, int]],
    language: str,
    opinion: bool = False,
) -> list[tuple[int, int]]:
    """Return the spans of the clauses of the sentence text[start:end]; [] when it is one clause.

    ``pairs`` are the matched brackets of the sentence; ``opinion`` tells that its main predicate
    judges, guesses or foretells. Spans count code points of ``text``.
    """
    if language not in ("ja", "en") or not SHORTEST <= end - start <= LONGEST:
        return []
    masked = _mask(text, start, end, pairs)
    found = _japanese(masked, opinion=opinion) if language == "ja" else _english(masked)
    spans = [_trimmed(text, start + first, start + last) for first, last in found]
    return spans if len(spans) > 1 else []


def factual_core(
    text: str, start: int, end: int, *, pairs: list[tuple[int, int]], language: str
) -> tuple[int, int] | None:
    """Return the span of the event inside an evaluation (…の打ち上げ成功だろう), or None."""
    if language != "ja" or end - start > LONGEST:
        return None
    core = parts_ja.factual_core(_mask(text, start, end, pairs))
    return _trimmed(text, start + core[0], start + core[1]) if core else None


def _mask(text: str, start: int, end: int, pairs: list[tuple[int, int]]) -> str:
    """Blank what stands in brackets and quotations; positions stay."""
    pieces: list[str] = []
    at = start
    for first, last in outermost(pairs):
        pieces += [text[at : first + 1], "\u00b7" * (last - first - 1)]
        at = last
    pieces.append(text[at:end])
    return "".join(pieces).replace("，", "、")


def _japanese(masked: str, *, opinion: bool) -> list[tuple[int, int]]:
    joints = list(parts_ja.joints(masked, opinion=opinion))
    if parts_ja.counts_items(masked):
        ends = [*(end for end, _ in joints[1:]), len(masked)]
        items = [(start, end) for (_, start), end in zip(joints, ends, strict=True)]
        return items if all(parts_ja.is_item(masked[a:b]) for a, b in items) else []
    return _clauses(masked, joints, parts_ja.is_clause)


def _english(masked: str) -> list[tuple[int, int]]:
    return _clauses(masked, list(parts_en.joints(masked)), parts_en.is_clause)


def _clauses(
    masked: str, joints: list[tuple[int, int]], is_clause: _IsClause
) -> list[tuple[int, int]]:
    """Cut at the joints behind which a clause is complete; a fragment joins what follows."""
    clauses: list[tuple[int, int]] = []
    if not joints:
        # One clause is no part of anything.
        return clauses
    start = 0
    for end, after in joints:
        if end > start and is_clause(masked[start:end], last=False):
            clauses.append((start, end))
            start = after
    if is_clause(masked[start:], last=True):
        clauses.append((start, len(masked)))
    elif clauses:
        clauses[-1] = (clauses[-1][0], len(masked))
    return clauses


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end
