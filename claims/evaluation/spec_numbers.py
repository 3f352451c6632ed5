"""One Number or NumberWithUnit specification case against our reading of quantities.

A plain number must be read to its value from its own words; one with a unit must be found.
"""

from __future__ import annotations

import re
from typing import Any

from claims.extraction.folding import fold_width
from claims.extraction.numerals_ja import read_numeral
from claims.extraction.quantities import find_quantities

# Ordinals are no quantities, and ranges state a text of bounds: neither is measured.
MEASURED = re.compile(
    r"(?:NumberModel|PercentModel|CurrencyModel|DimensionModel|AgeModel|TemperatureModel)"
)
_VALUE = re.compile(r"(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)%?\Z")


def judge_numbers(case: dict[str, Any], language: str, *, area: str) -> bool:
    """Return whether every number of the case is read to the value the case states."""
    text = case["Input"]
    read = _read_number if area == "Number" else _find_number
    return all(read(text, result, language) for result in case.get("Results") or ())


def _expected(result: dict[str, Any]) -> float | None:
    stated = _VALUE.match(str((result.get("Resolution") or {}).get("value") or ""))
    return float(stated[1]) if stated else None


def _read_number(text: str, result: dict[str, Any], language: str) -> bool:
    expected, words = _expected(result), fold_width(result["Text"])
    if expected is None:
        return False
    if language == "ja" and (value := read_numeral(words)) is not None:
        return _near(value, expected)
    return any(
        _near(one.value, expected)
        for one in find_quantities(words, 0, len(words), language=language)
        if one.end - one.start >= len(words) - 1
    )


def _find_number(text: str, result: dict[str, Any], language: str) -> bool:
    expected, start, end = _expected(result), result["Start"], result["End"] + 1
    return expected is not None and any(
        _near(one.value, expected) and one.start < end and start < one.end
        for one in find_quantities(text, 0, len(text), language=language)
    )


def _near(value: float | None, expected: float) -> bool:
    return value is not None and abs(value - expected) <= 1e-9 * max(1.0, abs(expected))
