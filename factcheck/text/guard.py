"""What a database cannot store is refused at the door, with its place named."""

from __future__ import annotations

import re

from factcheck.errors import InvalidInput

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def refuse_unstorable(text: str, *, field: str = "text") -> None:
    """Raise `InvalidInput` when `text` holds a NUL or a lone surrogate.

    The message names the character and its offset in code points.
    """
    found = _UNSTORABLE.search(text)
    if found is None:
        return
    if found.group() == "\x00":
        code, name = "nul_character", "a NUL character (U+0000)"
    else:
        code, name = "lone_surrogate", f"a lone surrogate (U+{ord(found.group()):04X})"
    raise InvalidInput(
        f"“{field}” contains {name} at offset {found.start()}.",
        code=code,
        field=field,
        remedy="Remove that character or save the text again as UTF-8.",
    )


def storable(text: str) -> str:
    """Return machine-read text with NUL and lone surrogates replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)
