"""Retry-After in both its forms (RFC 9110 section 10.2.3), with absurd values capped."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_RETRY_AFTER_SECONDS = 86_400


def parse_retry_after(value: str, *, date: str = "", now: datetime | None = None) -> int | None:
    """Whole seconds to wait, 0 to 86,400; None when the header is absent or nonsense.

    An HTTP-date is measured against the answer's own ``date`` header when it has one, so that
    neither clock must be right; else against ``now``.
    """
    text = value.strip()
    if text.isascii() and text.isdecimal():
        # Digits beyond the cap's are no number worth computing.
        return MAX_RETRY_AFTER_SECONDS if len(text) > 9 else _capped(int(text))
    until = _http_date(text)
    if until is None:
        return None
    since = _http_date(date) or now or datetime.now(UTC)
    return _capped((until - since).total_seconds())


def _capped(seconds: float) -> int:
    return max(0, min(MAX_RETRY_AFTER_SECONDS, round(seconds)))


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
