"""Rules and the trained model into one score; both orders, neither hides anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claims.extraction.candidates import ClaimCandidate
from claims.extraction.worth import WorthModel
from claims.extraction.worthiness import CEILING, FLOOR

#: The model knows what fact-checkers picked, the rules what an accusation or a hearsay weighs.
_MODEL_SHARE: Final = 0.35
_LEARNED: Final = 0.7
_BATCH: Final = 4096


def rank(found: Sequence[ClaimCandidate], model: WorthModel | None) -> list[ClaimCandidate]:
    """Return the candidates with the model's opinion in their scores, in the given order.

    Without a model, or where the sentence encoder is not installed, the rules stand alone.
    """
    if model is None:
        return list(found)
    ranked: list[ClaimCandidate] = []
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        likely = model.probabilities([candidate.quote for candidate in batch])
        if likely is None:
            return list(found)
        ranked += [
            _blended(candidate, probability)
            for candidate, probability in zip(batch, likely, strict=True)
        ]
    return ranked


def _blended(candidate: ClaimCandidate, probability: float) -> ClaimCandidate:
    ceiling = CEILING.get(candidate.kind)
    if ceiling is not None:
        # What is rarely checked is ordered among itself and stays below the rest.
        value = (1 - _MODEL_SHARE) * candidate.score + _MODEL_SHARE * ceiling * probability
        return replace(candidate, score=round(min(ceiling, value), 3))
    value = (1 - _MODEL_SHARE) * candidate.score + _MODEL_SHARE * probability
    reasons = candidate.reasons
    if probability >= _LEARNED:
        reasons = (*reasons[:-1], "learned", reasons[-1])
    # Above everything with a ceiling, and still ordered where neither finds a reason.
    return replace(candidate, score=round(FLOOR + (1 - FLOOR) * value, 3), reasons=reasons)
