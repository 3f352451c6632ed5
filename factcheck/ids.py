"""Public identifiers: UUID version 7 (RFC 9562), ordered by time of creation."""

from __future__ import annotations

import uuid

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> uuid.UUID:
    """Return a new time-ordered UUID."""
    return _uuid7()
