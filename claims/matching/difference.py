"""One field in which two claims differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal[
    "figure", "date", "negation", "direction", "actor", "role", "mode", "words", "wording"
]


@dataclass(frozen=True, slots=True)
class Difference:
    """What ours says and what theirs says; empty where one is silent.

    ``grave`` ones contradict each other; the others only keep two claims from being the same.
    """

    field: Field
    ours: str
    theirs: str
    grave: bool = True

    def as_dict(self) -> dict[str, str]:
        """Return the difference under its public names."""
        return {"field": self.field, "ours": self.ours, "theirs": self.theirs}
