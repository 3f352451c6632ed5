"""How long a server itself says that its answer stays fresh (RFC 9111)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_DIRECTIVE: Final = re.compile(r'(?:^|,)\s*([a-z-]+)\s*(?:=\s*"?(\d{1,10})"?)?\s*(?=,|$)', re.I)
_NEVER: Final = frozenset({"no-cache", "no-store", "must-understand"})


def fresh_seconds(headers: Mapping[str, str]) -> float:
    """Return the seconds of freshness left: ``max-age`` less ``Age``; 0 when nothing is said."""
    lowered = {name.lower(): value for name, value in headers.items()}
    most = _max_age(lowered.get("cache-control", ""))
    if not most:
        return 0.0
    age = lowered.get("age", "").strip()
    spent = int(age) if age.isascii() and age.isdigit() and len(age) <= 10 else 0
    return float(max(0, most - spent))


@lru_cache(maxsize=512)
def _max_age(directives: str) -> int:
    """Servers say the same few things with every answer."""
    said = {name.lower(): value for name, value in _DIRECTIVE.findall(directives)}
    return 0 if _NEVER & said.keys() else int(said.get("max-age") or 0)
