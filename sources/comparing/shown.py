"""A diff that people read: what changed, sentence by sentence, with a little of what stayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from factcheck.text.tokens import TokenDiff
from sources.comparing.aligning import Step

MOST_SEGMENTS = 200
_LONGEST = 2000  # characters of one segment
_AROUND = 1  # unchanged sentences shown on each side of a change


def shown_diff(steps: Sequence[Step], *, headline: TokenDiff | None = None) -> list[dict[str, Any]]:
    """Return segments `{op, before, after}` with op equal, delete, insert or replace.

    A replaced one has `tokens`: a list of `{kind, before, after}`, and `marks`: segments
    `[op, before, after]` within it. At most 200 segments of 2,000 characters; long stretches
    that stayed are left out (`skipped` counts their sentences). The headline comes first.
    """
    shown: list[dict[str, Any]] = []
    if headline is not None:
        before = "".join(part for _, part, _ in headline.segments)
        after = "".join(part for _, _, part in headline.segments)
        shown.append({**_segment("replace", before, after, headline), "part": "headline"})
    near = _near(steps)
    skipped = 0
    for index, step in enumerate(steps):
        if index not in near:
            skipped += 1
            continue
        if len(shown) >= MOST_SEGMENTS:
            break
        segment = _segment(step.op, step.before, step.after, step.diff)
        shown.append({**segment, "skipped": skipped} if skipped else segment)
        skipped = 0
    return shown


def _near(steps: Sequence[Step]) -> set[int]:
    """Return which steps changed, and their neighbours."""
    changed = [index for index, step in enumerate(steps) if step.op != "equal"]
    return {
        index + offset
        for index in changed[:MOST_SEGMENTS]
        for offset in range(-_AROUND, _AROUND + 1)
        if 0 <= index + offset < len(steps)
    }


def _segment(op: str, before: str, after: str, diff: TokenDiff | None) -> dict[str, Any]:
    segment: dict[str, Any] = {"op": op, "before": _short(before), "after": _short(after)}
    if diff is not None:
        segment["tokens"] = token_rows(diff)
        segment["marks"] = [
            [mark, _short(old), _short(new)] for mark, old, new in diff.segments[:MOST_SEGMENTS]
        ]
    return segment


def token_rows(diff: TokenDiff) -> list[dict[str, str]]:
    """Return the tokens that differ as rows `{kind, before, after}`, at most 200."""
    return [
        {"kind": token.kind.value, "before": _short(token.before), "after": _short(token.after)}
        for token in diff.tokens[:MOST_SEGMENTS]
    ]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
