"""One server that is many hosts: it notes who asked what from when to when, and changes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from servers import free_port

#: More than one lease takes; ten of them have a second page.
HOSTS = 56
TWO_PAGES = 10
TOTAL = HOSTS + TWO_PAGES
#: The first page of every fifth host changes with every version, all others stand still.
EVERY = 5
CHANGING = len(range(0, HOSTS, EVERY))
TIDES = "The tide tables of the harbour are printed every spring and hang beside the office door."


@dataclass(slots=True)
class Visit:
    """One request; moments are time.monotonic(), ``ended`` 0 while it is being answered."""

    host: str
    path: str
    started: float
    ended: float = 0.0


@dataclass
class FaultOrigin:
    """Listens on every loopback address under one port; each address is a host of its own."""

    delay: float = 0.2
    version: int = 0
    visits: list[Visit] = field(default_factory=list)
    #: Called in the server's thread before a page is answered.
    before: Callable[[Visit], None] = field(default=lambda visit: None)

    def __post_init__(self) -> None:
        self.port = free_port()
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self.thread.start()
        assert started.wait(10)

    # --- what is there -----------------------------------------------------
    @property
    def hosts(self) -> list[str]:
        return [f"127.0.1.{number}" for number in range(1, 1 + HOSTS)]

    @property
    def allow(self) -> str:
        return ",".join(f"{host}:{self.port}" for host in [*self.hosts, "127.0.2.1"])

    @property
    def urls(self) -> list[str]:
        first = [f"http://{host}:{self.port}/0" for host in self.hosts]
        return first + [f"http://{host}:{self.port}/1" for host in self.hosts[:TWO_PAGES]]

    def sentence(self, host: str, page: str, version: int) -> str:
        moves = page == "0" and (int(host.rpartition(".")[2]) - 1) % EVERY == 0
        return f"Pier {page} of {host} handled {100 + version * moves} ships in 2023."

    # --- what was asked ----------------------------------------------------
    def reads(self) -> int:
        """Requests for pages since the last ``forget``."""
        return sum(visit.path != "/robots.txt" for visit in list(self.visits))

    def forget(self) -> None:
        self.visits = []

    def overlaps(self) -> list[tuple[Visit, Visit]]:
        """Requests to one host of which the second began before the first was answered."""
        by_host = defaultdict(list)
        for visit in list(self.visits):
            by_host[visit.host].append(visit)
        return [
            (first, second)
            for visits in by_host.values()
            for first, second in pairwise(sorted(visits, key=lambda visit: visit.started))
            if second.started < first.ended
        ]

    def shortest_pause(self) -> float:
        """The least time between an answer of a host and its next page request."""
        ends: dict[str, float] = {}
        pauses = [float("inf")]
        for visit in sorted(self.visits, key=lambda visit: visit.started):
            if visit.path == "/robots.txt":
                continue
            if visit.host in ends:
                pauses.append(visit.started - ends[visit.host])
            ends[visit.host] = visit.ended
        return min(pauses)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    # --- inside ------------------------------------------------------------
    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        serving = asyncio.start_server(self._serve, "0.0.0.0", self.port, backlog=256)
        server = self.loop.run_until_complete(serving)
        started.set()
        self.loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            host = writer.get_extra_info("sockname")[0]
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(host, head.split(b" ", 2)[1].decode(), writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def _answer(self, host: str, path: str, writer: asyncio.StreamWriter) -> None:
        visit = Visit(host, path, time.monotonic())
        self.visits.append(visit)
        kind, body = "text/plain", "User-agent: *\nAllow: /\n"
        try:
            if path != "/robots.txt":
                self.before(visit)
                await asyncio.sleep(self.delay)
                kind, body = "text/html; charset=utf-8", self._page(host, path.strip("/"))
        finally:
            visit.ended = time.monotonic()
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await writer.drain()

    def _page(self, host: str, page: str) -> str:
        title = f"Pier {page} of {host}"
        return (
            f"<!doctype html><html lang=en><head><title>{title}</title></head><body><main>"
            f"<h1>{title}</h1><p>{self.sentence(host, page, self.version)}</p><p>{TIDES}</p>"
            "</main></body></html>"
        )
