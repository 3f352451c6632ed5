"""Columns for terminals: East Asian wide characters take two cells (UAX 11). Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return how many terminal cells ``text`` takes; combining marks and controls take none."""
    return sum(map(_cells, text))


def fit(text: str, width: int) -> str:
    """Return ``text`` on one line, cut with … to ``width`` cells at most."""
    line = "".join(" " if char.isspace() else char for char in text if _shows(char))
    if display_width(line) <= width:
        return line
    kept, used = [], 0
    for char in line:
        if used + _cells(char) > width - 1:
            break
        kept.append(char)
        used += _cells(char)
    return "".join(kept) + "…"


def align_columns(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return one line per row with columns aligned; ``right`` are indices of number columns."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    cells = []
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - display_width(cell))
        cells.append(blank + cell if index in right else cell + blank)
    return cells


def _shows(char: str) -> bool:
    """Controls and bidirectional overrides would let a text rewrite the terminal."""
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
