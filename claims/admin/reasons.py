"""Why a statement was proposed, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from claims.models.claim import Kind

#: Reason code → what a person reads. Kinds are said by their own names.
REASONS: dict[str, Promise] = {
    "number": pgettext_lazy("reason", "gives a figure"),
    "date": pgettext_lazy("reason", "gives a date"),
    "absolute_date": pgettext_lazy("reason", "the date stands by itself"),
    "named_source": pgettext_lazy("reason", "names its source"),
    "anonymous_source": pgettext_lazy("reason", "its source is not named"),
    "hearsay": pgettext_lazy("reason", "hearsay"),
    "document_source": pgettext_lazy("reason", "rests on a report or statistics"),
    "superlative": pgettext_lazy("reason", "claims a record or a first"),
    "accusation": pgettext_lazy("reason", "accuses somebody"),
    "public_harm": pgettext_lazy("reason", "touches life, health or safety"),
    "comparison": pgettext_lazy("reason", "compares"),
    "action": pgettext_lazy("reason", "says what somebody did"),
    "named_party": pgettext_lazy("reason", "names who or where"),
    "negation": pgettext_lazy("reason", "denies something"),
    "cited": pgettext_lazy("reason", "cites a reference"),
    "vague": pgettext_lazy("reason", "vague"),
    "short": pgettext_lazy("reason", "very short"),
    "learned": pgettext_lazy("reason", "reads like statements that were checked"),
    "attributed": pgettext_lazy("reason", "attributed to somebody"),
    "too_long": pgettext_lazy("reason", "too long to be read as one sentence"),
}
_KINDS = dict(Kind.choices)


def in_words(codes: Iterable[str]) -> list[str]:
    """Return the reasons of a claim as a person reads them; unknown codes stay as they are."""
    return [str(REASONS.get(code) or _KINDS.get(code) or code) for code in codes]
