"""The desk's scale of ratings: every change of it is on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Rating
from factcheck.errors import NotPermitted
from factcheck.ledger.services import record_entry

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def store_rating(*, rating: Rating, actor: User, changed: Iterable[str] = ()) -> Rating:
    """Add a rating, or change one; ``changed`` names the fields that differ."""
    adding = rating._state.adding
    if not actor.has_perm("claims.add_rating" if adding else "claims.change_rating"):
        raise NotPermitted(
            _("Your role does not include changing the scale of ratings."),
            remedy=_("Ask an editor."),
        )
    stored = None if adding else Rating.objects.select_for_update().get(pk=rating.pk)
    rating.save()
    record_entry(
        kind="rating.added" if adding else "rating.changed",
        subject_type="rating",
        subject_id=rating.pk,
        actor=actor,
        changes={
            name: [str(getattr(stored, name, "")), str(getattr(rating, name))]
            for name in sorted(changed)
        },
        data={"code": rating.code},
    )
    return rating
