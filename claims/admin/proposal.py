"""The machine's wording of a claim, piece by piece: what stands in the article, what it put in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Claim

_WHY = {
    "date": _("date said plainly"),
    "name": _("full name"),
    "pronoun": _("who is meant"),
    "topic carried": _("whom the sentence before is about"),
    "shared subject": _("subject of the whole sentence"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the proposal; ``why`` is None for the article's own, else what was filled in.

    ``instead_of`` are the article's words that gave way, empty for an insertion.
    """

    text: str
    why: str | Promise | None = None
    instead_of: str = ""


def proposal(claim: Claim) -> list[Piece]:
    """Return the proposed wording in pieces, [] where nothing was filled in."""
    pieces: list[Piece] = []
    at = 0
    for fill in claim.fills:
        pieces.append(Piece(claim.quote[at : fill["start"] - claim.start]))
        pieces.append(Piece(fill["with"], _WHY.get(fill["why"], fill["why"]), fill["text"]))
        at = fill["end"] - claim.start
    pieces.append(Piece(claim.quote[at:]))
    return [piece for piece in pieces if piece.text] if claim.fills else []
