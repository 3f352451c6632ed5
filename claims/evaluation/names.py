"""Names in Japanese against ner-wikipedia-ja: spans, and spans with their kind."""

from __future__ import annotations

from typing import Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.rows import Row, unmeasured
from claims.evaluation.splits import Member
from claims.extraction.naming.data import held_back, read_labelled
from claims.extraction.naming.model import shipped_names
from claims.extraction.naming.scoring import score_names

_DATA: Final = "ner-wikipedia-ja"
_MEASURE: Final = "names_span_f"


def measure_names(inputs: Inputs) -> list[Row]:
    """Score a test file whole; of the file that was fitted on, the tenth held back from it."""
    folder, model = inputs.set(_DATA), shipped_names()
    if folder is None:
        return [unmeasured(_MEASURE, _DATA, f"no folder {_DATA}", model="shipped")]
    if model is None:
        return [unmeasured(_MEASURE, _DATA, "numpy is not installed", model="shipped")]
    rows: list[Row] = []
    for path in sorted([*folder.rglob("*.json"), *folder.rglob("*.json.gz")]):
        split = Member(path.relative_to(folder).as_posix(), "").split
        labelled = read_labelled(path)
        if split in ("train", "unnamed"):
            split, labelled = "tenth held back", [row for row in labelled if held_back(row[0])]
        if not labelled:
            continue
        score = score_names(model, labelled)
        rows.append(
            Row(
                measure=_MEASURE,
                data=_DATA,
                split=split,
                model="shipped",
                n=score.names,
                value=score.span_f,
                target=0.82,
                note=f"with kind {score.typed_f:.3f}, {score.sentences} sentences",
            )
        )
    return rows or [unmeasured(_MEASURE, _DATA, f"no labelled file in {folder}", model="shipped")]
