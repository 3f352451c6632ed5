"""How well a tagger finds names: precision, recall and F over exact spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.extraction.naming.data import Sentence
from claims.extraction.naming.model import NameModel


@dataclass(frozen=True, slots=True)
class NameScore:
    """Shares 0..1 over all names of a set of sentences."""

    sentences: int
    names: int
    precision: float
    recall: float
    span_f: float
    typed_f: float

    def __str__(self) -> str:
        """Return one line for people."""
        return (
            f"{self.sentences} sentences, {self.names} names: precision {self.precision:.3f}, "
            f"recall {self.recall:.3f}, span F {self.span_f:.3f}, typed F {self.typed_f:.3f}"
        )


def score_names(model: NameModel, rows: Sequence[Sentence]) -> NameScore:
    """Compare what the model finds with the labels."""
    gold = found = spans = typed = 0
    for tagged, (_, names) in zip(model.tag([text for text, _ in rows]), rows, strict=True):
        gold += len(names)
        found += len(tagged)
        spans += len({one[:2] for one in tagged} & {one[:2] for one in names})
        typed += len(set(tagged) & set(names))
    return NameScore(
        sentences=len(rows),
        names=gold,
        precision=spans / max(1, found),
        recall=spans / max(1, gold),
        span_f=2 * spans / max(1, found + gold),
        typed_f=2 * typed / max(1, found + gold),
    )
