"""Asks robots.txt once per host and batch, and answers for every hop of every page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from factcheck.errors import UrlRefused
from factcheck.net.urls import CanonicalUrl
from sources.fetching.chain import Chain, Follower, Permission, checked_page
from sources.fetching.records import (
    UNREACHABLE_CODES,
    FetchCode,
    FetchError,
    FetchRequest,
)
from sources.fetching.retry_after import parse_retry_after
from sources.fetching.robots import MAX_ROBOTS_BYTES, RobotsRecord, RobotsRules, decode_robots


class _Answer:
    """A host's rules in this batch, or the error every page of the host then shares."""

    def __init__(self, record: RobotsRecord, error: FetchError | None) -> None:
        self.rules = RobotsRules.from_record(record)
        self.error = error
        if error is None and not record.reached:
            self.error = FetchError(
                FetchCode.ROBOTS_UNREACHABLE, f"robots.txt answered {record.status}"
            )


class RobotsDesk:
    """One per batch. ``updated``: the records read by it, by host key."""

    def __init__(self, follower: Follower, cached: Mapping[str, RobotsRecord]) -> None:
        self.updated: dict[str, RobotsRecord] = {}
        self._follower = follower
        self._cached = cached
        self._known: dict[str, _Answer] = {}
        self._asked: dict[str, asyncio.Task[_Answer]] = {}

    def permission(self, request: FetchRequest, delay: float) -> Permission:
        """The check that runs before each hop of ``request``; ``delay`` spaces its requests."""

        async def check(hop: CanonicalUrl) -> FetchError | None:
            if request.robots_policy == "ignore":
                return None
            answer = await self._answer(hop, delay)
            if answer.error is not None:
                return answer.error
            if not answer.rules.allows(self._follower.config.user_agent, hop.url):
                return FetchError(FetchCode.ROBOTS, hop.url)
            return None

        return check

    async def crawl_delay(self, request: FetchRequest, delay: float) -> float:
        """Seconds the rules ask for between requests; 0 when they are ignored or unknown."""
        if request.robots_policy == "ignore":
            return 0.0
        config = self._follower.config
        try:
            page = checked_page(request.url, config.allow)
        except UrlRefused:
            return 0.0  # the read itself will say so
        answer = await self._answer(page, delay)
        return answer.rules.crawl_delay(config.user_agent)

    async def close(self) -> None:
        """Stop what is still being asked."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    async def _answer(self, hop: CanonicalUrl, delay: float) -> _Answer:
        key = hop.host_key
        known = self._known.get(key)
        if known is not None:
            return known
        record = self._cached.get(key)
        if record is not None and record.is_fresh(datetime.now(UTC)):
            answer = self._known[key] = _Answer(record, None)
            return answer
        if key not in self._asked:
            self._asked[key] = asyncio.create_task(self._ask(hop, delay))
        # Shielded: one page that gives up must not take the answer from the others.
        answer = self._known[key] = await asyncio.shield(self._asked[key])
        return answer

    async def _ask(self, hop: CanonicalUrl, delay: float) -> _Answer:
        config = self._follower.config
        chain = Chain(url=f"{hop.origin}/robots.txt")
        await self._follower.follow(
            chain,
            headers_for=lambda _hop: {"Accept": "text/plain,*/*;q=0.5"},
            permission=_always,
            delay=delay,
            limits=replace(config.limits, truncate=True, max_body_bytes=MAX_ROBOTS_BYTES),
        )
        record, error = _read(chain)
        self.updated[hop.host_key] = record
        return _Answer(record, error)


async def _always(_hop: CanonicalUrl) -> None:
    return None


def _read(chain: Chain) -> tuple[RobotsRecord, FetchError | None]:
    """What the answer means (RFC 9309 section 2.3.1): redirects that lead nowhere are a 4xx."""
    now = datetime.now(UTC)
    error = chain.error
    if error is None and chain.response is not None:
        status = chain.response.status
        text = decode_robots(chain.response.body) if 200 <= status < 300 else ""
        return RobotsRecord(text, status, now), _asked_to_wait(chain, now)
    redirected = {FetchCode.TOO_MANY_REDIRECTS, FetchCode.REDIRECT_LOOP, FetchCode.BAD_REDIRECT}
    if error is not None and error.code in redirected:
        return RobotsRecord("", chain.status, now), None
    unreachable = error is not None and error.code in UNREACHABLE_CODES | {
        FetchCode.FORBIDDEN_ADDRESS
    }
    return RobotsRecord("", None, now), error if unreachable else None


def _asked_to_wait(chain: Chain, now: datetime) -> FetchError | None:
    if chain.status not in (429, 503):
        return None
    wait = parse_retry_after(
        chain.headers.get("retry-after", ""), date=chain.headers.get("date", ""), now=now
    )
    detail = f"robots.txt answered {chain.status}"
    return FetchError(FetchCode.ROBOTS_UNREACHABLE, detail, wait)
