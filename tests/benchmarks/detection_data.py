"""Labelled before/after pairs from a folder, for `detection --data FOLDER`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERDICTS = {"intact", "moved", "altered", "gone", "cannot_tell"}


@dataclass(frozen=True)
class Pair:
    """One pair and what is expected of it; `verdicts` go with `passages` one by one."""

    name: str
    before: bytes
    after: bytes
    passages: list[str]
    changed: bool | None
    kind: str | None
    verdicts: list[str]
    label: str
    language: str
    url: str
    status: int
    content_type: str | None


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of `folder/pairs.jsonl`; ValueError names the line that is wrong."""
    lines = (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _pair(folder, number, json.loads(line))
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise ValueError(f"pairs.jsonl, line {number}: {error!r}") from error


def _pair(folder: Path, number: int, row: dict[str, Any]) -> Pair:
    expected = row.get("expected", {})
    passages, verdicts = [], list(expected.get("verdicts", []))
    for passage in row.get("passages", []):
        # A passage may carry its own verdict: {"text": …, "verdict": …}.
        if isinstance(passage, dict):
            passages.append(passage["text"])
            verdicts.append(passage["verdict"])
        else:
            passages.append(passage)
    unknown = set(verdicts) - VERDICTS
    if unknown or (verdicts and len(verdicts) != len(passages)):
        raise ValueError(f"verdicts {verdicts} do not go with {len(passages)} passages")
    content_type = row.get("content_type")
    if content_type is None and row["before"].endswith((".html", ".htm")):
        content_type = "text/html"
    return Pair(
        name=row.get("name") or f"pair {number}",
        before=(folder / row["before"]).read_bytes(),
        after=(folder / row["after"]).read_bytes(),
        passages=passages,
        changed=expected.get("changed"),
        kind=expected.get("kind"),
        verdicts=verdicts,
        label=row.get("label") or "pair",
        language=row.get("language") or "?",
        url=row.get("url") or "",
        status=int(row.get("status") or 200),
        content_type=content_type,
    )
