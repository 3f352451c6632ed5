"""Main text of article pages: NAME.html beside NAME.txt, what a reader would copy."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.measures import mean
from claims.evaluation.rows import Row, unmeasured
from factcheck.errors import FactcheckError

_MEASURE: Final = "main_text_f1"
_RUN: Final = 4
_TOKEN: Final = re.compile(r"[a-zA-Z0-9]+|[^\s\w]|\w")


def measure_pages(inputs: Inputs) -> list[Row]:
    """F1 over runs of four words or CJK characters, the mean over the pages."""
    rows: list[Row] = []
    for data, folder in (("own pages", inputs.gold), ("pages of the folder", inputs.data)):
        pages = sorted(folder.glob("pages/**/*.html")) if folder is not None else []
        labelled = [page for page in pages if page.with_suffix(".txt").is_file()]
        if not labelled:
            if data == "own pages":
                rows.append(unmeasured(_MEASURE, data, "no gold pages beside the project"))
            continue
        scores = [_score(page) for page in labelled]
        rows.append(
            Row(
                measure=_MEASURE,
                data=data,
                split="all",
                model="rules",
                n=len(scores),
                value=mean(scores),
                target=0.95,
                note=f"lowest {min(scores):.3f}",
            )
        )
    return rows


def _score(page: Path) -> float:
    # Here and not above: reading pages costs its own libraries.
    from claims.intake import read_article

    wanted = page.with_suffix(".txt").read_text(encoding="utf-8")
    try:
        found = read_article(page.read_bytes(), filename=page.name).text
    except FactcheckError:
        return 0.0
    return shared_runs(found, wanted)


def shared_runs(found: str, wanted: str) -> float:
    """Return F1 over runs of four tokens, each as often as it occurs: words, CJK characters."""
    ours, theirs = _runs(found), _runs(wanted)
    common = (ours & theirs).total()
    return 2 * common / ((ours.total() + theirs.total()) or 1)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(zip(*(tokens[at:] for at in range(_RUN)), strict=False))
