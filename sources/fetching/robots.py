"""robots.txt after RFC 9309: what we may read, how slowly, and how long the answer is good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from protego import Protego

MAX_ROBOTS_BYTES = 500 * 1024
MAX_CRAWL_DELAY_SECONDS = 30.0
_FRESH = timedelta(hours=24)
# Not reached is a matter of minutes, not of a day: asked again with the next batch after this.
_FRESH_UNREACHABLE = timedelta(minutes=10)
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """robots.txt as last asked for; the Host row keeps these three. ``status`` None: no answer."""

    text: str
    status: int | None
    fetched_at: datetime

    @property
    def reached(self) -> bool:
        """Whether the answer settles the matter (RFC 9309 section 2.3.1).

        429 counts as not reached: a server that asks for quiet has not published "no rules".
        """
        return self.status is not None and self.status < 500 and self.status != 429

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may still be used without asking again."""
        age = now - self.fetched_at
        return timedelta(0) <= age < (_FRESH if self.reached else _FRESH_UNREACHABLE)


class RobotsRules:
    """Parsed rules; ask them with the whole User-Agent header, they use its product token."""

    def __init__(self, parsed: Protego | None, *, otherwise: bool) -> None:
        self._parsed = parsed
        self._otherwise = otherwise

    @classmethod
    def from_text(cls, text: str) -> RobotsRules:
        """Rules from a robots.txt; lines that are none are skipped."""
        return cls(_parsed(text), otherwise=True)

    @classmethod
    def from_record(cls, record: RobotsRecord) -> RobotsRules:
        """2xx: its text; other answers below 500: all allowed; not reached: all disallowed."""
        if not record.reached or record.status is None:
            return cls(None, otherwise=False)
        if 200 <= record.status < 300:
            return cls.from_text(record.text)
        return cls(None, otherwise=True)

    def allows(self, user_agent: str, url: str) -> bool:
        """Whether the longest matching rule lets this reader have the page."""
        if self._parsed is None:
            return self._otherwise
        return bool(self._parsed.can_fetch(url, product_token(user_agent)))

    def crawl_delay(self, user_agent: str) -> float:
        """Seconds asked for between requests, 0 to 30."""
        if self._parsed is None:
            return 0.0
        delay = self._parsed.crawl_delay(product_token(user_agent))
        # NaN fails the comparison and becomes no delay.
        return min(float(delay), MAX_CRAWL_DELAY_SECONDS) if delay and delay > 0 else 0.0


@lru_cache(maxsize=512)
def _parsed(text: str) -> Protego:
    """The same few rules are asked again with every batch; rules are never changed once made."""
    return Protego.parse(text)


@lru_cache(maxsize=16)
def product_token(user_agent: str) -> str:
    """RFC 9309 section 2.2.1: the name only; a group for "bot" must not match our contact URL."""
    match = _PRODUCT_TOKEN.match(user_agent)
    return match[0].lower() if match else "*"


def decode_robots(body: bytes) -> str:
    """UTF-8, byte order mark dropped, at most 500 KiB, storable (no NUL)."""
    return body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace").replace("\x00", "")
