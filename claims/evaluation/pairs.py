"""Relations of pairs: no conflict may be called "same", most paraphrases should be."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from claims.evaluation.inputs import Inputs
from claims.evaluation.rows import Row, unmeasured
from claims.evaluation.splits import read_members
from claims.matching import compare_claims
from claims.matching.texts import cleaned

_SAME: Final = 0.7
#: Captions of one picture scored this near to 5 by their readers say the same.
_EQUIVALENT: Final = 4.8
#: Enough for a share with an error of some percent, and seconds instead of minutes.
_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims; ``conflict`` names the field they conflict in, "" for a paraphrase."""

    ours: str
    theirs: str
    conflict: str


def measure_pairs(inputs: Inputs) -> list[Row]:
    """Own pairs with targets; captions of JSTS and JSICK, other than news, for information."""
    rows: list[Row] = []
    own = inputs.gold_file("pairs.jsonl")
    if own is None:
        rows.append(unmeasured("conflicts_called_same", "own pairs", "no gold beside the project"))
    else:
        lines = own.read_text(encoding="utf-8").splitlines()
        pairs = [_own(line) for line in lines if line.strip()]
        rows += _rows(inputs, "own pairs", "ja, en, across", pairs, with_targets=True)
    for name, label, read in (
        ("jsts", "JSTS captions", _jsts),
        ("jsick", "JSICK captions", _jsick),
    ):
        folder = inputs.set(name)
        if folder is None:
            rows.append(unmeasured("paraphrases_called_same", label, f"no folder {name}"))
            continue
        for split, pairs in sorted(read(inputs).items()):
            rows += _rows(inputs, label, split, _thinned(pairs), with_targets=False)
    return rows


def _own(line: str) -> Pair:
    raw = json.loads(line)
    conflict = "" if raw["relation"] == "same" else str(raw.get("field") or raw["relation"])
    return Pair(str(raw["ours"]), str(raw["theirs"]), conflict)


def _jsts(inputs: Inputs) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    folder = inputs.set("jsts")
    for member in read_members(folder, ".json", ".jsonl") if folder else ():
        for line in member.text.splitlines():
            raw = json.loads(line) if line.strip() else {"label": 0}
            if float(raw["label"]) >= _EQUIVALENT:
                pair = Pair(str(raw["sentence1"]), str(raw["sentence2"]), "")
                found.setdefault(member.split, []).append(pair)
    return found


def _jsick(inputs: Inputs) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    folder = inputs.set("jsick")
    for member in read_members(folder, ".tsv") if folder else ():
        for raw in csv.DictReader(io.StringIO(member.text, newline=""), delimiter="\t"):
            if raw.get("entailment_label_Ja") == "contradiction":
                pair = Pair(raw["sentence_A_Ja"], raw["sentence_B_Ja"], "contradiction")
                found.setdefault(member.split, []).append(pair)
    return found


def _thinned(pairs: Sequence[Pair]) -> Sequence[Pair]:
    return pairs[:: max(1, len(pairs) // _MOST)][:_MOST]


def _rows(
    inputs: Inputs, data: str, split: str, pairs: Sequence[Pair], *, with_targets: bool
) -> Iterator[Row]:
    same, conflicts = [0, 0], [0, 0]
    wrong: Counter[str] = Counter()
    for pair, cosine in zip(pairs, _cosines(inputs, pairs), strict=True):
        called = compare_claims(pair.ours, pair.theirs, similarity=cosine).relation == "same"
        counted = conflicts if pair.conflict else same
        counted[0] += called
        counted[1] += 1
        if pair.conflict and called:
            wrong[pair.conflict] += 1
    if conflicts[1]:
        yield Row(
            measure="conflicts_called_same",
            data=data,
            split=split,
            model="rules",
            n=conflicts[1],
            value=float(conflicts[0]),
            target=0.0 if with_targets else None,
            sense="at_most",
            note=", ".join(f"{field} {n}" for field, n in sorted(wrong.items())),
        )
    if same[1]:
        yield Row(
            measure="paraphrases_called_same",
            data=data,
            split=split,
            model="rules",
            n=same[1],
            value=same[0] / same[1],
            target=_SAME if with_targets else None,
        )


def _cosines(inputs: Inputs, pairs: Sequence[Pair]) -> list[float | None]:
    ours = inputs.vectors([cleaned(pair.ours) for pair in pairs])
    theirs = inputs.vectors([cleaned(pair.theirs) for pair in pairs])
    if ours is None or theirs is None:
        return [None] * len(pairs)
    return [float(a @ b) for a, b in zip(ours, theirs, strict=True)]
