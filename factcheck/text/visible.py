"""What a reader sees of a text: a reason made of zero-width characters is no reason."""

from __future__ import annotations

import unicodedata

# Letters and symbols drawn as nothing: Hangul fillers, the empty Braille pattern.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Format (zero-width, direction), control, unassigned, surrogate, private use; marks on nothing.
_UNSEEN = frozenset({"Cf", "Cc", "Cn", "Cs", "Co", "Mn", "Me"})


def visible(text: str) -> str:
    """Return what can be seen of ``text``, without space at its ends; "" when nothing can."""
    seen = (
        char for char in text if char not in _BLANK and unicodedata.category(char) not in _UNSEEN
    )
    return "".join(seen).strip()
