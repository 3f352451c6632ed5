"""Microsoft's Recognizers-Text specifications as a measure of our dates and numbers.

Reads DateTime/, Number/ and NumberWithUnit/ of the folder (or of a .tar.gz in it); pure.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.evaluation.spec_dates import judge_dates
from claims.evaluation.spec_numbers import MEASURED, judge_numbers

LANGUAGES = {"English": "en", "Japanese": "ja"}
_AREAS = ("DateTime", "Number", "NumberWithUnit")


@dataclass(frozen=True, slots=True)
class SpecRow:
    """One measured file, or the sum of an area. ``share`` is right / (cases - excluded).

    ``type`` is the file's name, or ``DateTime``, ``Number`` … for the sum over its files.
    """

    language: str
    type: str
    cases: int
    excluded: int
    right: int

    @property
    def share(self) -> float:
        """Return the share right of the cases that count, 0.0 when none do."""
        counted = self.cases - self.excluded
        return self.right / counted if counted else 0.0


def measure(folder: Path) -> list[SpecRow]:
    """Return one row per specification file and one per area and language, sorted.

    Raises ValueError when the folder holds no specification of these languages.
    """
    rows: list[SpecRow] = []
    for area, language, name, cases in read_specs(folder):
        excluded = right = 0
        for case in cases:
            verdict = judge_case(area, name, case, LANGUAGES[language])
            excluded += verdict is None
            right += verdict is True
        rows.append(SpecRow(LANGUAGES[language], f"{area}/{name}", len(cases), excluded, right))
    if not rows:
        raise ValueError(f"No specifications (DateTime/English/*.json …) in {folder}.")
    return sorted(rows + _sums(rows), key=lambda row: (row.language, row.type))


def judge_case(area: str, name: str, case: dict[str, Any], language: str) -> bool | None:
    """Return whether we read one case rightly, None when it is excluded by its type."""
    if area == "DateTime":
        return judge_dates(case, language, name=name)
    return judge_numbers(case, language, area=area)


def _sums(rows: list[SpecRow]) -> list[SpecRow]:
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        total = sums.setdefault((row.language, row.type.partition("/")[0]), [0, 0, 0])
        for index, value in enumerate((row.cases, row.excluded, row.right)):
            total[index] += value
    return [SpecRow(language, area, *total) for (language, area), total in sums.items()]


def read_specs(folder: Path) -> Iterator[tuple[str, str, str, list[dict[str, Any]]]]:
    """Yield (area, language, file name without suffix, cases) of every specification."""
    for parts, content in sorted(_files(folder)):
        area, language, name = parts[-3:]
        wanted = area == "DateTime" or (area in _AREAS and MEASURED.match(name))
        if wanted and language in LANGUAGES:
            yield area, language, name.removesuffix(".json"), json.loads(content)


def _files(folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    for path in folder.rglob("*.json"):
        parts = path.parts
        if len(parts) >= 3:
            yield parts, path.read_text(encoding="utf-8-sig")
    for packed in folder.glob("*.tar.gz"):
        with tarfile.open(packed) as archive:
            for member in archive:
                parts = Path(member.name).parts
                content = archive.extractfile(member) if member.isfile() else None
                if content and len(parts) >= 3 and member.name.endswith(".json"):
                    yield parts, content.read().decode("utf-8-sig")
