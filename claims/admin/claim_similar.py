"""Earlier claims like one, in words for its page. Reads what the worker stored."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from claims.models import Claim
from claims.models.similar import Likeness
from claims.services.similar import similar_claims

FIELD_NAMES = {
    "figure": pgettext_lazy("field of a claim", "figure"),
    "date": pgettext_lazy("field of a claim", "date"),
    "negation": pgettext_lazy("field of a claim", "negation"),
    "direction": pgettext_lazy("field of a claim", "direction"),
    "actor": pgettext_lazy("field of a claim", "actor or place"),
    "role": pgettext_lazy("field of a claim", "who does what"),
    "mode": pgettext_lazy("field of a claim", "planned or done"),
    "words": pgettext_lazy("field of a claim", "words"),
    "wording": pgettext_lazy("field of a claim", "words"),
}


def similar_rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the claims like this one with relation and fields named in the reader's language."""
    return [
        row
        | {
            "relation_name": Likeness(row["relation"]).label,
            "fields": [
                one | {"name": FIELD_NAMES.get(one["field"], one["field"])}
                for one in row["differences"]
            ],
        }
        for row in similar_claims(claim)
    ]
