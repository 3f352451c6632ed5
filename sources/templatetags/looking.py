"""Template filters that put the codes of a look into words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import pgettext

from sources.admin.labels import reason_in_words

register = template.Library()


@register.filter
def seen(detail: Any) -> str:
    """Return why a look ended so, in words."""
    return reason_in_words(str(detail or ""))


@register.filter
def robots_word(decision: Any) -> str:
    """Return whether robots.txt was obeyed in a look, in a word."""
    words = {
        "obey": pgettext("robots policy", "obey"),
        "ignore": pgettext("robots policy", "ignore"),
    }
    return words.get(str(decision), "–")
