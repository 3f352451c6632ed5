"""One page with its redirects: every hop canonical, checked, paced and bounded."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache

from factcheck.errors import UrlRefused
from factcheck.net.addresses import Allow
from factcheck.net.client import GuardedClient, Limits, RequestFailed, Response
from factcheck.net.urls import REDIRECT_STATUSES, CanonicalUrl, canonical_url, redirect_target
from sources.fetching.pacing import HostGates
from sources.fetching.records import FetchCode, FetchConfig, FetchError

HeadersFor = Callable[[CanonicalUrl], dict[str, str]]
#: Asked before each hop; an error stops the chain (robots.txt of the hop's host).
Permission = Callable[[CanonicalUrl], Awaitable[FetchError | None]]


@lru_cache(maxsize=4096)
def checked_page(url: str, allow: Allow) -> CanonicalUrl:
    """The page's address, checked as if it were new; asked for twice in every batch."""
    return canonical_url(url, allow=allow, keep_tracking=True)


@dataclass(slots=True)
class Chain:
    """What happened on the way; readable also when the read was cut off in the middle."""

    url: str
    started: bool = False
    redirects: list[tuple[int, str]] = field(default_factory=list)
    response: Response | None = None
    error: FetchError | None = None
    #: Of a failed hop, as far as it came.
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""
    wire_bytes: int = 0
    busy_seconds: float = 0.0

    def fail(self, code: FetchCode, detail: str) -> None:
        """End the chain with an error."""
        self.error = FetchError(code, detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Follows redirects with one client; raises DeadlinePassed when a host's turn is too late."""

    client: GuardedClient
    gates: HostGates
    config: FetchConfig
    deadline: float

    async def follow(
        self,
        chain: Chain,
        *,
        headers_for: HeadersFor,
        permission: Permission,
        delay: float,
        limits: Limits,
    ) -> None:
        """Read ``chain.url`` and fill the chain in. Waiting for a turn costs no time limit."""
        try:
            hop = checked_page(chain.url, self.config.allow)
        except UrlRefused as refusal:
            chain.fail(FetchCode.URL_REFUSED, refusal.code)
            return
        seen = {hop.url}
        while True:
            chain.url = hop.url
            chain.error = await permission(hop)
            left = limits.total_seconds - chain.busy_seconds
            if chain.error is None and left <= 0:
                chain.fail(FetchCode.TOTAL_TIMEOUT, f"{len(chain.redirects)} redirects")
            if chain.error is not None:
                return
            if not await self._request(chain, hop, headers_for(hop), delay, limits):
                return
            following = self._next(chain, hop, seen)
            if following is None:
                return
            hop = following

    async def _request(
        self,
        chain: Chain,
        hop: CanonicalUrl,
        headers: dict[str, str],
        delay: float,
        limits: Limits,
    ) -> bool:
        async with self.gates.turn(hop.host_key, delay=delay, deadline=self.deadline):
            chain.started = True
            begun = time.monotonic()
            try:
                response = await self.client.request(
                    "GET",
                    hop.url,
                    headers=headers,
                    limits=limits,
                    seconds=limits.total_seconds - chain.busy_seconds,
                )
            except RequestFailed as failure:
                chain.fail(FetchCode(failure.net_code.value), failure.message)
                chain.status, chain.headers = failure.http_status, failure.headers
                chain.address, chain.wire_bytes = failure.address, failure.wire_bytes
                return False
            finally:
                chain.busy_seconds += time.monotonic() - begun
        chain.response = response
        chain.status, chain.headers = response.status, response.headers
        chain.address, chain.wire_bytes = response.address, response.wire_bytes
        return True

    def _next(self, chain: Chain, hop: CanonicalUrl, seen: set[str]) -> CanonicalUrl | None:
        """The hop a redirect leads to; None when the chain ends here, well or badly."""
        response = chain.response
        if response is None or response.status not in REDIRECT_STATUSES:
            return None
        chain.redirects.append((response.status, hop.url))
        location = response.headers.get("location", "")
        if not location:
            chain.fail(FetchCode.BAD_REDIRECT, f"{response.status} without Location")
            return None
        try:
            target = redirect_target(hop, location, allow=self.config.allow)
        except UrlRefused as refusal:
            chain.fail(FetchCode.URL_REFUSED, f"redirect to {location[:200]!a}: {refusal.code}")
            return None
        if target.url in seen:
            chain.fail(FetchCode.REDIRECT_LOOP, target.url)
            return None
        if len(chain.redirects) > self.config.max_redirects:
            chain.fail(FetchCode.TOO_MANY_REDIRECTS, target.url)
            return None
        seen.add(target.url)
        return target
