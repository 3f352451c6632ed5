"""Dates and quantities on our own gold: what was reached may not fall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claims.extraction import extract_claims

GOLD = Path(__file__).parents[2] / "gold"


def _cases(name: str, language: str) -> Iterator[dict[str, Any]]:
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["language"] == language:
            yield case


def _f_measure(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / (found + wanted)


def _dates(case: dict[str, Any]) -> list[tuple[str, str | None]]:
    published = date.fromisoformat(case["published"])
    claims = extract_claims(case["text"], language=case["language"], published_on=published)
    marks = {(mark.start, mark.end): mark for claim in claims for mark in claim.dates}
    return [(mark.text, mark.resolved) for mark in marks.values()]


@pytest.mark.parametrize(("language", "floor"), [("ja", 0.99), ("en", 0.99)])
def test_dates_of_the_gold_resolve_as_often_as_reached(language: str, floor: float) -> None:
    hits = found = wanted = 0
    for case in _cases("dates.jsonl", language):
        ours = _dates(case)
        theirs = [(mark["text"], mark["resolved"]) for mark in case["dates"]]
        hits += sum(mark in ours for mark in theirs)
        found, wanted = found + len(ours), wanted + len(theirs)
    assert wanted >= 80
    assert _f_measure(hits, found, wanted) >= floor


def _near(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= 1e-9 * max(1, abs(first))


def _same(theirs: dict[str, Any], ours: dict[str, Any]) -> bool:
    figures = all(_near(theirs[key], ours[key]) for key in ("value", "low", "high"))
    return figures and theirs["unit"] == ours["unit"] and theirs["text"] == ours["text"]


@pytest.mark.parametrize(("language", "floor"), [("ja", 0.98), ("en", 0.98)])
def test_quantities_of_the_gold_are_read_as_often_as_reached(language: str, floor: float) -> None:
    hits = found = wanted = 0
    for case in _cases("quantities.jsonl", language):
        claims = extract_claims(case["text"], language=language)
        marks = {
            (mark.start, mark.end): mark.as_dict() for claim in claims for mark in claim.quantities
        }
        theirs = case["quantities"]
        hits += sum(any(_same(mark, ours) for ours in marks.values()) for mark in theirs)
        found, wanted = found + len(marks), wanted + len(theirs)
    assert wanted >= 80
    assert _f_measure(hits, found, wanted) >= floor
