"""Our own labelled sentences: boundaries, kinds, dates, quantities, attributions, by language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.measures import f1
from claims.evaluation.rows import Row, unmeasured
from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.sentences import split_sentences

_DATA: Final = "own gold"
Case = dict[str, Any]
#: (right, found, wanted) of one case.
Counts = tuple[int, int, int]


def measure_gold(inputs: Inputs) -> list[Row]:
    """F of each kind of mark, and the share of kinds that are right."""
    rows: list[Row] = []
    for name, measure, target, count in _MEASURES:
        path = inputs.gold_file(f"{name}.jsonl")
        if path is None:
            rows.append(unmeasured(measure, _DATA, f"no {name}.jsonl"))
            continue
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        for language in sorted({str(case["language"]) for case in cases}):
            chosen = [case for case in cases if case["language"] == language]
            rows.append(_row(measure, language, target, chosen, count))
    return rows


def _row(
    measure: str,
    language: str,
    target: float | None,
    cases: Sequence[Case],
    count: Callable[[Case], Counts],
) -> Row:
    right = found = wanted = whole = 0
    for case in cases:
        counts = count(case)
        right, found, wanted = right + counts[0], found + counts[1], wanted + counts[2]
        whole += counts[0] == counts[1] == counts[2]
    return Row(
        measure=measure,
        data=_DATA,
        split=language,
        model="rules",
        n=wanted,
        value=f1(right, found, wanted),
        target=target,
        note=f"{whole} of {len(cases)} cases wholly right",
    )


def count_boundaries(case: Case) -> Counts:
    """Inner ends of sentences, as published splitters are compared; the last end is given."""
    ours = {one.end for one in split_sentences(case["text"])}
    theirs = {end for _start, end in case["sentences"]}
    ours.discard(max(ours, default=0))
    theirs.discard(max(theirs, default=0))
    return len(ours & theirs), len(ours), len(theirs)


def count_kind(case: Case) -> Counts:
    """One kind a text: that of its first candidate, or of the one at ``at`` where given."""
    found = [one for one in _extracted(case) if one.parent is None]
    at = int(case.get("at", 0))
    return int(bool(found) and found[min(at, len(found) - 1)].kind == case["kind"]), 1, 1


def count_dates(case: Case) -> Counts:
    """Text and EDTF value agree; an expression left open on both sides agrees too."""
    marks = {(d.start, d.end): d for one in _extracted(case) for d in one.dates}
    ours = Counter((mark.text, mark.resolved) for mark in marks.values())
    return _shared(ours, Counter((one["text"], one["resolved"]) for one in case["dates"]))


def count_quantities(case: Case) -> Counts:
    """Text, value, bounds and unit agree."""
    marks = {(q.start, q.end): q for one in _extracted(case) for q in one.quantities}
    ours = Counter(_quantity(mark.as_dict()) for mark in marks.values())
    return _shared(ours, Counter(_quantity(one) for one in case["quantities"]))


def count_attributions(case: Case) -> Counts:
    """The speaker agrees, None for words that name nobody."""
    ours = Counter(_attributed(one) for one in _extracted(case) if one.parent is None)
    ours.pop("", None)
    wanted = case.get("attributions", [case["attribution"]] if case.get("attribution") else [])
    return _shared(ours, Counter(one.get("speaker") or "?" for one in wanted))


def _extracted(case: Case) -> Iterator[ClaimCandidate]:
    published = case.get("published")
    yield from extract_claims(
        case["text"],
        language=case["language"],
        published_on=date.fromisoformat(published) if published else None,
    )


def _attributed(one: ClaimCandidate) -> str:
    return (one.attribution.speaker or "?") if one.attribution is not None else ""


def _quantity(raw: Case) -> tuple[str, str, str, str, str]:
    figures = (raw.get("value"), raw.get("low"), raw.get("high"))
    value, low, high = ("" if one is None else f"{float(one):.9g}" for one in figures)
    return str(raw["text"]), value, low, high, str(raw.get("unit") or "")


def _shared(ours: Counter[Any], theirs: Counter[Any]) -> Counts:
    return (ours & theirs).total(), ours.total(), theirs.total()


_MEASURES: Final[tuple[tuple[str, str, float | None, Callable[[Case], Counts]], ...]] = (
    ("sentences", "sentence_boundaries_f", 0.97, count_boundaries),
    ("kinds", "kinds_accuracy", None, count_kind),
    ("dates", "dates_f", 0.95, count_dates),
    ("quantities", "quantities_f", None, count_quantities),
    ("attributions", "attributions_f", 0.90, count_attributions),
)
