"""What the dashboard shows: cards of short lists, and bars of clearance. No queries here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

#: Width of a bar in its own units; the page scales it.
BAR_WIDTH = 100


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a card. ``chip`` is ``(group, code, label)`` or empty."""

    text: str
    url: str
    detail: str = ""
    chip: tuple[str, str, str] | tuple[()] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """A count with the first few of what it counts; ``empty`` says what to do without any."""

    code: str
    title: str
    count: int
    url: str
    empty: str
    rows: Sequence[Row] = field(default_factory=tuple)
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How much of an article is settled."""

    title: str
    url: str
    settled: int
    total: int
    blocked: bool = False
    note: str = ""

    @property
    def filled(self) -> int:
        """Width of the settled part, 0 to ``BAR_WIDTH``; full only when all is settled."""
        return self.settled * BAR_WIDTH // self.total if self.total else 0

    @property
    def clear(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.total) and self.settled == self.total and not self.blocked
