"""How good extraction and matching are, figure by figure; behind ``manage.py evaluate_extraction``.

Pure: reads labelled files, writes nothing. A measure is a function of ``Inputs`` to rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Final

from claims.evaluation import articles, gold, grammar, matching, names, pages, pairs, worth
from claims.evaluation.inputs import Inputs
from claims.evaluation.rows import Row, unmeasured

__all__ = ["MEASURES", "Inputs", "Row", "evaluate"]

logger = logging.getLogger(__name__)

#: The name on the command line → its measure.
MEASURES: Final[dict[str, Callable[[Inputs], list[Row]]]] = {
    "debates": worth.measure_debates,
    "checkthat-2024": worth.measure_tables,
    "claimbuster": worth.measure_claimbuster,
    "matching": matching.measure_matching,
    "pairs": pairs.measure_pairs,
    "specs": grammar.measure_specs,
    "names": names.measure_names,
    "gold": gold.measure_gold,
    "articles": articles.measure_articles,
    "pages": pages.measure_pages,
}


def evaluate(inputs: Inputs, *, only: Collection[str] = ()) -> list[Row]:
    """Return the rows of every measure, or of those named.

    Never raises for what the data hold: a damaged set or a missing package is a row that says so.
    """
    rows: list[Row] = []
    for name, measure in MEASURES.items():
        if only and name not in only:
            continue
        try:
            rows += measure(inputs)
        except Exception as error:
            logger.exception("%s could not be measured", name)
            rows.append(unmeasured(name, name, f"{type(error).__name__}: {error}"))
    return rows
