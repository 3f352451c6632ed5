"""A batch of reads on the process's event loop: hosts side by side, each host one by one.

Every request gets an answer, at the latest at the deadline.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from factcheck.net import loop
from factcheck.net.client import GuardedClient
from factcheck.net.room import BodyRoom, NoRoom
from factcheck.net.urls import CanonicalUrl
from sources.fetching.chain import Chain, Follower
from sources.fetching.pacing import DeadlinePassed, host_gates
from sources.fetching.permission import RobotsDesk
from sources.fetching.records import (
    UNREACHABLE_CODES,
    BatchResult,
    FetchCode,
    FetchConfig,
    Fetched,
    FetchError,
    FetchRequest,
)
from sources.fetching.retry_after import parse_retry_after
from sources.fetching.robots import RobotsRecord

logger = logging.getLogger(__name__)

# Twice in a row is no accident of one page; the rest of the host would only burn the deadline.
_UNREACHABLE_IN_A_ROW = 2
_CLEANUP_SECONDS = 5.0
_FULL = "the batch holds too many bytes"


def fetch_batch(
    requests: Sequence[FetchRequest],
    *,
    config: FetchConfig,
    deadline: float,
    robots: Mapping[str, RobotsRecord] | None = None,
) -> BatchResult:
    """Read pages, and robots.txt of hosts whose record is missing or too old.

    ``deadline`` is a time.monotonic() value: what is not reached by then comes back as not
    attempted, what is under way as ``deadline``. ``robots``: cached records by host key.
    Blocks the calling thread; raises nothing for anything a server does.
    """
    if not requests:
        return BatchResult(fetched=[], robots={})
    batch = _Batch(requests, config, dict(robots or {}), deadline)
    patience = max(0.0, deadline - time.monotonic()) + _CLEANUP_SECONDS
    return loop.run(batch.read(), timeout=patience)


class _Batch:
    """The state of one call, alive on the loop only while it runs."""

    def __init__(
        self,
        requests: Sequence[FetchRequest],
        config: FetchConfig,
        robots: dict[str, RobotsRecord],
        deadline: float,
    ) -> None:
        self.requests = requests
        self.config = config
        self.cached_robots = robots
        self.deadline = deadline
        self.results: dict[int, Fetched] = {}
        self.under_way: dict[int, Chain] = {}
        self.room = BodyRoom(most=config.max_batch_bytes)

    async def read(self) -> BatchResult:
        """Run all hosts to the deadline and account for every request."""
        hosts: dict[str, list[int]] = {}
        for index, request in enumerate(self.requests):
            hosts.setdefault(request.host_key, []).append(index)
        config = self.config
        async with GuardedClient(
            user_agent=config.user_agent,
            allow=config.allow,
            limits=config.limits,
            resolver=config.resolver,
            context=config.tls,
            headers=_usual_headers(config),
            room=self.room,
        ) as client:
            follower = Follower(
                client=client, gates=host_gates(), config=config, deadline=self.deadline
            )
            desk = RobotsDesk(follower, self.cached_robots)
            room = asyncio.Semaphore(config.max_hosts)
            tasks = [
                asyncio.create_task(self._read_host(indexes, follower, desk, room))
                for indexes in hosts.values()
            ]
            try:
                await asyncio.wait(tasks, timeout=max(0.0, self.deadline - time.monotonic()))
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await desk.close()
        fetched = [self._result(index) for index in range(len(self.requests))]
        return BatchResult(fetched=fetched, robots=desk.updated)

    def _result(self, index: int) -> Fetched:
        if index in self.results:
            return self.results[index]
        request = self.requests[index]
        chain = self.under_way.get(index)
        if chain is None or not chain.started:
            return _not_attempted(request, "no time left")
        chain.fail(FetchCode.DEADLINE, "the batch ended")
        return _fetched(request, chain)

    async def _read_host(
        self,
        indexes: Sequence[int],
        follower: Follower,
        desk: RobotsDesk,
        room: asyncio.Semaphore,
    ) -> None:
        async with room:
            failures = 0
            for position, index in enumerate(indexes):
                fetched = await self._read_one(index, follower, desk)
                self.results[index] = fetched
                code = fetched.error.code if fetched.error else None
                failures = failures + 1 if code in UNREACHABLE_CODES else 0
                reason = _reason_to_stop(fetched, failures)
                if reason:
                    for later in indexes[position + 1 :]:
                        self.results[later] = _not_attempted(self.requests[later], reason, fetched)
                    return

    async def _read_one(self, index: int, follower: Follower, desk: RobotsDesk) -> Fetched:
        request = self.requests[index]
        if self.room.is_full:
            return _not_attempted(request, _FULL)
        chain = self.under_way[index] = Chain(url=request.url)
        try:
            await follower.follow(
                chain,
                headers_for=lambda hop: _validators(request, hop),
                permission=desk.permission(request, self._base_delay(request)),
                delay=await self._delay(request, desk),
                limits=self.config.limits,
            )
        except NoRoom:
            return _not_attempted(request, _FULL)
        except DeadlinePassed:
            if not chain.started:
                return _not_attempted(request, "no time left")
            chain.fail(FetchCode.DEADLINE, "no time left for a redirect")
        except Exception as error:  # one page's defect must not cost the batch
            logger.exception("Reading %s failed", request.url)
            chain.fail(FetchCode.INTERNAL, f"{type(error).__name__}: {error}"[:500])
        return _fetched(request, chain)

    async def _delay(self, request: FetchRequest, desk: RobotsDesk) -> float:
        delay = self._base_delay(request)
        return max(delay, await desk.crawl_delay(request, delay))

    def _base_delay(self, request: FetchRequest) -> float:
        return self.config.delay_seconds if request.delay is None else request.delay


def _usual_headers(config: FetchConfig) -> dict[str, str]:
    """An honest request."""
    headers = {
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5"
    }
    if config.accept_language:
        headers["Accept-Language"] = config.accept_language
    return headers


def _validators(request: FetchRequest, hop: CanonicalUrl) -> dict[str, str]:
    """Validators, only to the address they came from (RFC 9110 section 13.1)."""
    if request.unconditional or hop.url != (request.validators_url or request.url):
        return {}
    # The ETag alone when there is one: some servers answer 304 only if both agree.
    if _is_sendable(request.etag):
        return {"If-None-Match": request.etag}
    if _is_sendable(request.last_modified):
        return {"If-Modified-Since": request.last_modified}
    return {}


def _is_sendable(value: str) -> bool:
    return bool(value) and value.isascii() and value.isprintable()


def _fetched(request: FetchRequest, chain: Chain) -> Fetched:
    response, error, headers = chain.response, chain.error, chain.headers
    not_modified = False
    if error is None and response is not None and response.status == 304:
        not_modified = not request.unconditional and bool(request.etag or request.last_modified)
        if not not_modified:
            error = FetchError(FetchCode.UNEXPECTED_304, "304 to an unconditional request")
    return Fetched(
        key=request.key,
        url=request.url,
        final_url=chain.url,
        status=chain.status,
        headers=headers,
        body=response.body if response is not None and error is None else b"",
        wire_bytes=chain.wire_bytes,
        elapsed_ms=round(chain.busy_seconds * 1000),
        address=chain.address,
        redirects=tuple(chain.redirects),
        error=error,
        retry_after_seconds=_retry_after(chain),
        attempted=chain.started or (error is not None and error.code in UNREACHABLE_CODES),
        not_modified=not_modified,
        sent=response.sent if response is not None else {},
        tls=response.tls if response is not None else None,
        connect_ms=response.connect_ms if response is not None else 0,
        first_byte_ms=response.first_byte_ms if response is not None else 0,
    )


def _retry_after(chain: Chain) -> int | None:
    """Only on 429 and 503: on others it does not ask the reader to rest."""
    if chain.status not in (429, 503):
        return chain.error.retry_after_seconds if chain.error else None
    headers = chain.headers
    return parse_retry_after(
        headers.get("retry-after", ""), date=headers.get("date", ""), now=datetime.now(UTC)
    )


def _reason_to_stop(fetched: Fetched, failures: int) -> str:
    """Why the rest of the host must wait, or an empty string."""
    if fetched.status == 429 or fetched.retry_after_seconds is not None:
        return "the host asked us to wait"
    if failures >= _UNREACHABLE_IN_A_ROW:
        return "the host does not answer"
    return ""


def _not_attempted(request: FetchRequest, reason: str, cause: Fetched | None = None) -> Fetched:
    return Fetched(
        key=request.key,
        url=request.url,
        final_url=request.url,
        error=FetchError(FetchCode.NOT_ATTEMPTED, reason),
        retry_after_seconds=cause.retry_after_seconds if cause else None,
        attempted=False,
    )
