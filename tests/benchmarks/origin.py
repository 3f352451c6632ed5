"""The web that is read: a thousand pages on many loopback addresses, served as cheaply as can be.

Run as a program; it prints its port. ``/-/mode`` on any address says what all pages do next.
"""

from __future__ import annotations

import asyncio
import json
import sys
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.parse import parse_qs, urlsplit

from tests.benchmarks.hostile_pages import HOSTILE, hostile_body
from tests.benchmarks.news_pages import news_page, render
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
ROBOTS = b"User-agent: *\nDisallow: /-/\nAllow: /\n"


def host_address(number: int) -> str:
    """The loopback address of host ``number``: 127.77.0.1 and following."""
    return f"127.77.{number // 200}.{number % 200 + 1}"


class _Mode:
    """What every page answers now. ``conditional``: 304 when the validator fits."""

    conditional = True
    noise = 0
    edit = 0
    served = 0


mode = _Mode()
_open: set[asyncio.Transport] = set()
_bodies: dict[tuple[int, int, int], bytes] = {}


def _body(number: int) -> bytes:
    key = (number, mode.noise, mode.edit)
    if key not in _bodies:
        _bodies[key] = render(news_page(number), noise=mode.noise, edit=mode.edit)
    return _bodies[key]


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        _open.add(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        _open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _end, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.transport.write(_answer(head))
            if b"/-/mode" in head:
                # As between two looks hours apart: nobody begins a round with open connections.
                for transport in list(_open):
                    transport.close()


def _answer(head: bytes) -> bytes:
    target = head.split(b" ", 2)[1].decode()
    if target.startswith("/-/"):
        return _control(target)
    if target == "/robots.txt":
        return _response(200, ROBOTS, "text/plain", "")
    if target.startswith("/x/"):
        return _hostile(target[3:])
    number = int(target[2:])
    mode.served += 1
    etag = f'"{number}-{mode.noise}-{mode.edit}"'
    if mode.conditional and f"if-none-match: {etag}".encode() in head.lower():
        return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n{_COMMON}\r\n".encode()
    return _response(200, _body(number), "text/html; charset=utf-8", etag)


_COMMON = (
    "Date: Mon, 02 Nov 2026 09:00:00 GMT\r\nServer: origin\r\n"
    "Cache-Control: max-age=60\r\nVary: Accept-Encoding\r\n"
)


def _response(status: int, body: bytes, content_type: str, etag: str) -> bytes:
    tag = f"ETag: {etag}\r\n" if etag else ""
    head = (
        f"HTTP/1.1 {status} OK\r\nContent-Type: {content_type}\r\n{tag}{_COMMON}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _hostile(name: str) -> bytes:
    body, content_type, coding = hostile_body(name)
    extra = f"Content-Encoding: {coding}\r\n" if coding else ""
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{extra}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _control(target: str) -> bytes:
    for name, values in parse_qs(urlsplit(target).query).items():
        setattr(mode, name, int(values[-1]))
        _bodies.clear()
    said = {"served": mode.served}
    return _response(200, json.dumps(said).encode(), "application/json", "")


async def _serve(hosts: int, port: int) -> None:
    loop = asyncio.get_running_loop()
    for number in range(hosts):
        await loop.create_server(_Connection, host_address(number), port, backlog=512)
    print(port, flush=True)
    await asyncio.Event().wait()


class Origin:
    """The running web, seen from the benchmark."""

    def __init__(self, *, hosts: int, pages: int) -> None:
        self.hosts = [host_address(number) for number in range(hosts)]
        self.pages = pages
        self.port = free_port()
        self.process = Popen(
            [sys.executable, "-m", "tests.benchmarks.origin", str(hosts), str(self.port)],
            cwd=ROOT,
            stdout=PIPE,
        )
        assert self.process.stdout is not None
        if int(self.process.stdout.readline() or 0) != self.port:
            raise RuntimeError("the origin server does not start")

    @property
    def allow(self) -> str:
        """FETCH_ALLOW for all hosts."""
        return ",".join(f"{host}:{self.port}" for host in self.hosts)

    def url(self, number: int) -> str:
        """Where page ``number`` lives."""
        return f"http://{self.hosts[number % len(self.hosts)]}:{self.port}/p{number}"

    def hostile_urls(self) -> list[str]:
        """Pages made to hurt a reader, each kind on several hosts at once."""
        return [
            f"http://{self.hosts[(kind + 7 * copy) % len(self.hosts)]}:{self.port}/x/{name}"
            for kind, name in enumerate(HOSTILE)
            for copy in range(min(3, len(self.hosts)))
        ]

    def set_mode(self, *, conditional: bool, noise: int = 0, edit: int = 0) -> None:
        """Say what all pages do from now on."""
        self._ask(f"/-/mode?conditional={int(conditional)}&noise={noise}&edit={edit}")

    def served(self) -> int:
        """How many pages were asked for since the start."""
        return int(self._ask("/-/served")["served"])

    def _ask(self, target: str) -> dict[str, int]:
        connection = HTTPConnection(self.hosts[0], self.port, timeout=30)
        try:
            connection.request("GET", target)
            answer: dict[str, int] = json.loads(connection.getresponse().read())
            return answer
        finally:
            connection.close()

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
