"""One figure of the evaluation: what was measured, on which data, with which model, its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Model = Literal["shipped", "refit", "rules", "gold"]
Sense = Literal["at_least", "above", "at_most"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``value`` is None where nothing could be measured; ``note`` then says why.

    ``shipped`` is the model in the repository, ``refit`` one fitted on the folder's own train
    split and never saved, ``rules`` the grammars alone, ``gold`` rules and model together.
    """

    measure: str
    data: str
    split: str
    model: Model
    n: int
    value: float | None
    target: float | None = None
    sense: Sense = "at_least"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without a value or without a target."""
        if self.value is None or self.target is None:
            return None
        if self.sense == "at_most":
            return self.value <= self.target
        return self.value > self.target if self.sense == "above" else self.value >= self.target

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object ``manage.py evaluate_extraction --format json`` prints."""
        return {
            "measure": self.measure,
            "data": self.data,
            "split": self.split,
            "model": self.model,
            "n": self.n,
            "value": None if self.value is None else round(self.value, 4),
            "target": self.target,
            "sense": self.sense,
            "met": self.met,
            "note": self.note,
        }


def unmeasured(measure: str, data: str, why: str, *, model: Model = "rules") -> Row:
    """Return the row of something that could not be measured, with the reason."""
    return Row(measure=measure, data=data, split="", model=model, n=0, value=None, note=why)
