"""A claim's steps through the desk, as services take them."""

from __future__ import annotations

from typing import Any

from factories import make_article, make_claim, make_rating

from claims.models import Claim
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.transitions import perform_action

BOOK = {"kind": "publication", "title": "Port yearbook", "locator": "p. 12"}


def act(claim: Claim, action: str, actor: Any, **given: Any) -> Claim:
    return perform_action(claim_id=claim.pk, action=action, actor=actor, **given)


def ready(people: dict, **article_fields: Any) -> Claim:
    """A claim its checker could submit."""
    claim = make_claim(people["checker"], make_article(**article_fields))
    act(claim, "queue", people["checker"])
    act(claim, "take", people["checker"])
    cite(
        claim_id=claim.pk,
        stance="supports",
        quote="412 ships called in 2023",
        actor=people["checker"],
        **BOOK,
    )
    return edit_claim(
        claim_id=claim.pk,
        actor=people["checker"],
        draft_rating=make_rating(),
        draft_rationale="The yearbook says so.",
    )


def checked(people: dict) -> Claim:
    claim = ready(people)
    act(claim, "submit", people["checker"])
    return act(claim, "approve", people["editor"])
