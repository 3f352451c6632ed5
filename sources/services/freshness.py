"""How long a server itself says that its answer stays fresh (RFC 9111)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_DIRECTIVE: Final = re.compile(r'(?:^|,)\s*([a-z-]+)\s*(?:=\s*"?(\d{1,10})"?)?\s*(?=,|$)', re.I)
_NEVER: Final = frozenset({"no-cache", "no-store", "must-understand"})


def fresh_seconds(headers: Mapping[str, str]) -> float:
    """Return the seconds of freshness left: ``max-age`` less ``Age``; 0 when nothing is said."""
    lowered = {name.lower(): value for name, value in headers.items()}
    said = {
        name.lower(): value for name, value in _DIRECTIVE.findall(lowered.get("cache-control", ""))
    }
    if _NEVER & said.keys() or not said.get("max-age"):
        return 0.0
    age = lowered.get("age", "").strip()
    spent = int(age) if age.isascii() and age.isdigit() and len(age) <= 10 else 0
    return float(max(0, int(said["max-age"]) - spent))
