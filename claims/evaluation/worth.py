"""Check-worthiness against CheckThat! 2019 (debates), CheckThat! 2024 (English) and ClaimBuster."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.measures import average_precision, f1_at, folds, mean, precision_at
from claims.evaluation.rows import Model, Row, unmeasured
from claims.evaluation.splits import Member, read_members
from claims.extraction.worth import WorthModel, shipped_model
from claims.extraction.worth.fitting import TooFewLabels, fit, refit

_FOLDS_OF_DEBATES: Final = 6
_FOLDS_OF_CLAIMBUSTER: Final = 4
_TEXT: Final = ("text", "tweet_text", "sentence")
_LABEL: Final = ("class_label", "label", "check_worthiness")
_YES: Final = frozenset({"yes", "1", "1.0", "true"})
_NO_ENCODER: Final = "the sentence encoder or numpy is not installed"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Labelled sentences of one debate or table, in order; label 1 is worth checking."""

    name: str
    split: str
    texts: tuple[str, ...]
    labels: tuple[int, ...]

    @property
    def is_train(self) -> bool:
        """Whether it may be learnt from."""
        return self.split == "train"


def measure_debates(inputs: Inputs) -> list[Row]:
    """CheckThat! 2019 task 1: mean of the average precisions of the debates, as its scorer does."""
    data = "CheckThat! 2019"
    folder = inputs.set("clef2019")
    if folder is None:
        return [unmeasured("check_worthiness_map", data, "no folder clef2019", model="shipped")]
    found = [one for one in map(_debate, read_members(folder, ".tsv", ".txt")) if one]
    train = [one for one in found if one.is_train]
    splits = sorted({one.split for one in found if not one.is_train})
    rows: list[Row] = []
    for split in splits:
        debates = [one for one in found if one.split == split]
        rows.append(_map_row(data, split, "shipped", 0.135, _shipped(inputs, debates)))
        rows.append(_map_row(data, split, "refit", 0.166, _refitted(inputs, train, debates)))
    if not splits and train:
        note = "train debates; refit cross-validated by debate"
        rows.append(_map_row(data, "train", "shipped", 0.135, _shipped(inputs, train)))
        crossed = _cross_validated(inputs, train)
        rows.append(_map_row(data, "train", "refit", 0.166, crossed, note=note))
    return rows or [unmeasured("check_worthiness_map", data, f"no labelled debate in {folder}")]


def measure_tables(inputs: Inputs) -> list[Row]:
    """CheckThat! 2024 task 1 English: average precision, and F1 at even odds for information."""
    data = "CheckThat! 2024 en"
    folder = inputs.set("ct24-en")
    if folder is None:
        return [unmeasured("check_worthiness_ap", data, "no folder ct24-en", model="shipped")]
    found = [one for one in map(_table, read_members(folder, ".tsv", ".csv")) if one]
    train = [one for one in found if one.is_train]
    evaluated = [one for one in found if not one.is_train]
    if not evaluated:
        return [unmeasured("check_worthiness_ap", data, "no split to evaluate on")]
    rows: list[Row] = []
    learnt = _fitted_on(inputs, train)
    for table in evaluated:
        for name, model, target in (("shipped", shipped_model(), 0.70), ("refit", learnt, 0.75)):
            rows += _table_rows(
                inputs, data, table, "refit" if name == "refit" else "shipped", model, target
            )
    return rows


def measure_claimbuster(inputs: Inputs) -> list[Row]:
    """ClaimBuster, which the shipped model is fitted on: cross-validated, for information."""
    data, measure = "ClaimBuster", "check_worthiness_ap"
    folder = inputs.set("claimbuster")
    member = next(read_members(folder, ".json"), None) if folder else None
    if member is None:
        return [unmeasured(measure, data, "no folder claimbuster", model="shipped")]
    labelled = json.loads(member.text)
    texts = [str(one["text"]) for one in labelled]
    labels = [int(one["label"]) for one in labelled]
    known = inputs.vectors(texts)
    if known is None:
        return [unmeasured(measure, data, _NO_ENCODER, model="shipped")]
    import numpy as np

    margins = np.zeros(len(texts))
    for fold in range(_FOLDS_OF_CLAIMBUSTER):
        inside = [at for at in range(len(texts)) if at % _FOLDS_OF_CLAIMBUSTER != fold]
        out = list(range(fold, len(texts), _FOLDS_OF_CLAIMBUSTER))
        model = fit(
            [texts[at] for at in inside], [labels[at] for at in inside], encoded=known[inside]
        )
        found = model.margins([texts[at] for at in out], encoded=known[out])
        margins[out] = 0.0 if found is None else found
    return [
        Row(
            measure=measure,
            data=data,
            split="cross-validated",
            model="shipped",
            n=len(texts),
            value=average_precision(labels, margins),
            note="the method of the shipped model, not the model itself",
        )
    ]


def _debate(member: Member) -> Sentences | None:
    """A debate has four columns: line, speaker, text, label; unlabelled parts have three."""
    texts: list[str] = []
    labels: list[int] = []
    for line in member.text.splitlines():
        cells = line.split("\t")
        if len(cells) >= 4 and cells[-1].strip() in {"0", "1"}:
            texts.append(cells[-2])
            labels.append(int(cells[-1]))
    if not texts:
        return None
    return Sentences(member.name, member.split, tuple(texts), tuple(labels))


def _table(member: Member) -> Sentences | None:
    delimiter = "," if member.name.endswith(".csv") else "\t"
    rows = csv.DictReader(io.StringIO(member.text, newline=""), delimiter=delimiter)
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    text = next((names[name] for name in _TEXT if name in names), None)
    label = next((names[name] for name in _LABEL if name in names), None)
    if text is None or label is None:
        return None
    kept = [row for row in rows if row.get(text) and (row.get(label) or "").strip()]
    return Sentences(
        member.name,
        member.split,
        tuple(str(row[text]) for row in kept),
        tuple(int(str(row[label]).strip().lower() in _YES) for row in kept),
    )


def _margins(inputs: Inputs, model: WorthModel | None, part: Sentences) -> Any:
    known = inputs.vectors(part.texts)
    return None if model is None or known is None else model.margins(part.texts, encoded=known)


def _fitted_on(inputs: Inputs, train: Iterable[Sentences]) -> WorthModel | None:
    parts = list(train)
    texts = [text for one in parts for text in one.texts]
    labels = [label for one in parts for label in one.labels]
    base, known = shipped_model(), inputs.vectors(texts)
    if base is None or known is None:
        return None
    try:
        return refit(base, texts, labels, encoded=known)
    except TooFewLabels:
        return None


_Scored = list[tuple[Sentences, Any]]


def _shipped(inputs: Inputs, debates: Sequence[Sentences]) -> _Scored:
    return [(one, _margins(inputs, shipped_model(), one)) for one in debates]


def _refitted(inputs: Inputs, train: Sequence[Sentences], debates: Sequence[Sentences]) -> _Scored:
    model = _fitted_on(inputs, train)
    return [(one, _margins(inputs, model, one)) for one in debates]


def _cross_validated(inputs: Inputs, train: Sequence[Sentences]) -> _Scored:
    scored: _Scored = []
    for held in folds([one.name for one in train], _FOLDS_OF_DEBATES):
        inside = [one for one in train if one.name not in held]
        scored += _refitted(inputs, inside, [one for one in train if one.name in held])
    return scored


def _map_row(
    data: str, split: str, model: Model, target: float, scored: _Scored, *, note: str = ""
) -> Row:
    measured = [(one, margins) for one, margins in scored if margins is not None]
    if not measured:
        why = _NO_ENCODER if model == "shipped" else "no train split, or no sentence encoder"
        return unmeasured("check_worthiness_map", data, why, model=model)
    at_ten = mean(precision_at(10, one.labels, margins) for one, margins in measured)
    told = f"{len(measured)} debates, P@10 {at_ten:.3f}"
    return Row(
        measure="check_worthiness_map",
        data=data,
        split=split,
        model=model,
        n=sum(len(one.texts) for one, _margins in measured),
        value=mean(average_precision(one.labels, margins) for one, margins in measured),
        target=target,
        sense="above" if model == "refit" else "at_least",
        note=f"{told}; {note}" if note else told,
    )


def _table_rows(
    inputs: Inputs,
    data: str,
    table: Sentences,
    name: Model,
    model: WorthModel | None,
    target: float,
) -> list[Row]:
    margins = _margins(inputs, model, table)
    if model is None or margins is None:
        why = _NO_ENCODER if name == "shipped" else "no train split, or no sentence encoder"
        return [unmeasured("check_worthiness_ap", data, why, model=name)]
    likely = model.probabilities(table.texts, encoded=inputs.vectors(table.texts)) or []
    return [
        Row(
            measure="check_worthiness_ap",
            data=data,
            split=table.split,
            model=name,
            n=len(table.texts),
            value=average_precision(table.labels, margins),
            target=target,
            note=f"F1 at even odds {f1_at(0.5, table.labels, likely):.3f}",
        )
    ]
