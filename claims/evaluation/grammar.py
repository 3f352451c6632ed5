"""Dates and numbers against Microsoft's independent specifications (Recognizers-Text, MIT)."""

from __future__ import annotations

from claims.evaluation import specs
from claims.evaluation.inputs import Inputs
from claims.evaluation.rows import Row, unmeasured

_DATA = "Recognizers-Text"
_TARGET = 0.75
_AREAS = {"DateTime": "date_specs", "Number": "number_specs", "NumberWithUnit": "unit_specs"}


def measure_specs(inputs: Inputs) -> list[Row]:
    """Share of the cases read rightly; the note shows the same over all cases, none excluded."""
    folder = inputs.set("recognizers-specs")
    if folder is None:
        return [unmeasured("date_specs", _DATA, "no folder recognizers-specs")]
    sums = [row for row in specs.measure(folder) if "/" not in row.type]
    return [_row(found) for found in sums]


def _row(found: specs.SpecRow) -> Row:
    whole = found.right / found.cases if found.cases else 0.0
    excluded = found.excluded / found.cases if found.cases else 0.0
    return Row(
        measure=_AREAS.get(found.type, found.type),
        data=_DATA,
        split=found.language,
        model="rules",
        n=found.cases - found.excluded,
        value=found.share,
        target=_TARGET if found.type == "DateTime" else None,
        note=f"{excluded:.0%} of {found.cases} excluded by type; of all cases {whole:.3f}",
    )
