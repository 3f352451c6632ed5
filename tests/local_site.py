"""A small web site on loopback that changes, redirects, stalls, drips, lies and sends bombs.

Every path is scripted; every request is recorded. Ports stay below the ephemeral range.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

import pytest
from local_server import Behaviour, Handler, Page, SeenRequest, listen


class LocalSite:
    """A scriptable site. Paths are exact (query ignored); unknown ones answer as ``*`` or 404."""

    def __init__(self, address: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> None:
        self.address = address
        self.tls = tls
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._pages: dict[str, Page | Behaviour] = {}
        self.requests: list[SeenRequest] = []
        self.open_connections = 0
        self.most_connections = 0
        self._running = 0
        self.most_parallel = 0
        self._sockets: set[socket.socket] = set()
        self._server = listen(address, self)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    # --- where it is -------------------------------------------------------
    @property
    def host_key(self) -> str:
        return f"{self.address}:{self.port}"

    @property
    def allow(self) -> frozenset[tuple[str, int]]:
        """The pair that lets the guarded connector reach this site."""
        return frozenset({(self.address, self.port)})

    def url(self, path: str = "/") -> str:
        return f"{'https' if self.tls else 'http'}://{self.host_key}{path}"

    # --- what it was asked -------------------------------------------------
    def count(self, path: str | None = None) -> int:
        return len(self.seen(path))

    def seen(self, path: str | None = None) -> list[SeenRequest]:
        with self._lock:
            return [r for r in self.requests if path is None or r.path == path]

    def forget(self) -> None:
        """Drop the record of requests; pages stay."""
        with self._lock:
            self.requests.clear()
            self.most_parallel = self.most_connections = 0

    # --- what it says ------------------------------------------------------
    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        encoding: str = "utf-8",
        headers: dict[str, str] | None = None,
        validators: bool = True,
        etag: str | None = None,
        last_modified: str | None = None,
        delay: float = 0.0,
    ) -> None:
        """Set a page; with ``validators`` it gets an ETag and Last-Modified as nginx would."""
        data = body.encode(encoding) if isinstance(body, str) else body
        if validators:
            digest = hashlib.sha256(data).hexdigest()
            etag = etag or f'"{digest[:8]}-{len(data):x}"'
            last_modified = last_modified or formatdate(usegmt=True)
        self._set(
            path,
            Page(
                body=data,
                status=status,
                headers={"Content-Type": content_type, **(headers or {})},
                etag=etag,
                last_modified=last_modified,
                delay=delay,
            ),
        )

    def html(self, path: str, title: str, *paragraphs: str, **more: Any) -> None:
        """A small article page."""
        text = "\n".join(f"<p>{p}</p>" for p in paragraphs)
        self.page(
            path,
            f"<!doctype html><html><head><title>{title}</title></head>"
            f"<body><main><h1>{title}</h1>\n{text}\n</main></body></html>",
            **more,
        )

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self._set(path, Page(status=status, headers={"Location": to}))

    def redirect_chain(self, prefix: str, hops: int, end: str) -> str:
        """``prefix/1`` → … → ``prefix/hops`` → end; returns the first path."""
        for hop in range(1, hops + 1):
            self.redirect(f"{prefix}/{hop}", f"{prefix}/{hop + 1}" if hop < hops else end)
        return f"{prefix}/1"

    def gone(self, path: str) -> None:
        self.page(path, "<p>Gone</p>", status=410, validators=False)

    def missing(self, path: str) -> None:
        with self._lock:
            self._pages.pop(path, None)

    def failing(self, path: str, status: int = 500, retry_after: str | None = None) -> None:
        headers = {"Retry-After": retry_after} if retry_after is not None else {}
        self.page(path, "<p>Error</p>", status=status, headers=headers, validators=False)

    def too_many(self, path: str, retry_after: str | None = "120") -> None:
        self.failing(path, 429, retry_after)

    def captcha(self, path: str, status: int = 403) -> None:
        self.page(
            path,
            "<!doctype html><html><head><title>Just a moment...</title></head><body>"
            "<h1>Verify you are human</h1><div class='g-recaptcha'></div></body></html>",
            status=status,
            headers={"cf-mitigated": "challenge", "Server": "cloudflare"},
            validators=False,
        )

    def robots(self, text: str | bytes, status: int = 200) -> None:
        self.page("/robots.txt", text, status=status, content_type="text/plain", validators=False)

    def gzipped(self, path: str, body: bytes) -> None:
        self.page(path, gzip.compress(body), headers={"Content-Encoding": "gzip"})

    def bomb(self, path: str, decoded_bytes: int = 300_000_000) -> int:
        """A gzip body of ~0.1 % of ``decoded_bytes``; returns its size on the wire."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = b"\0" * 1_000_000
        packed = b"".join(packer.compress(block) for _ in range(decoded_bytes // len(block)))
        packed += packer.flush()
        self.page(path, packed, headers={"Content-Encoding": "gzip"}, validators=False)
        return len(packed)

    def stall(self, path: str, seconds: float = 300.0) -> None:
        """Silence before the first byte."""

        def behave(handler: Handler) -> None:
            self.closing.wait(seconds)
            handler.close_connection = True

        self.behave(path, behave)

    def drip(
        self, path: str, *, every: float = 0.1, piece: bytes = b"x", total: int = 9000
    ) -> None:
        """Headers at once, then ``piece`` every ``every`` seconds."""

        def behave(handler: Handler) -> None:
            handler.start(200, {"Content-Type": "text/plain", "Content-Length": str(total)})
            for _ in range(total // len(piece)):
                handler.wfile.write(piece)
                if self.closing.wait(every):
                    break
            handler.close_connection = True

        self.behave(path, behave)

    def drip_headers(self, path: str, *, every: float = 0.1) -> None:
        """A status line, then a header for ever, byte by byte."""

        def behave(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.closing.wait(every):
                handler.wfile.write(b"a")

        self.behave(path, behave)

    def lie_about_length(self, path: str, body: bytes, declared: int) -> None:
        """Send ``body`` under another Content-Length, then close."""

        def behave(handler: Handler) -> None:
            handler.start(200, {"Content-Type": "text/html", "Content-Length": str(declared)})
            handler.wfile.write(body)
            handler.close_connection = True

        self.behave(path, behave)

    def endless(self, path: str, block: bytes = b"<p>more</p>" * 1000) -> None:
        """A body without length that never ends."""

        def behave(handler: Handler) -> None:
            handler.start(200, {"Content-Type": "text/html", "Connection": "close"})
            handler.close_connection = True
            while not self.closing.is_set():
                handler.wfile.write(block)

        self.behave(path, behave)

    def raw(self, path: str, answer: bytes) -> None:
        """These very bytes instead of an HTTP answer, then close."""

        def behave(handler: Handler) -> None:
            handler.wfile.write(answer)
            handler.close_connection = True

        self.behave(path, behave)

    def behave(self, path: str, behaviour: Behaviour) -> None:
        """Anything else: a function that gets the request handler."""
        self._set(path, behaviour)

    # --- inside ------------------------------------------------------------
    def _set(self, path: str, page: Page | Behaviour) -> None:
        with self._lock:
            self._pages[path] = page

    def lookup(self, target: str) -> Page | Behaviour | None:
        with self._lock:
            return self._pages.get(urlsplit(target).path) or self._pages.get("*")

    def begin(self, request: SeenRequest) -> None:
        with self._lock:
            self.requests.append(request)
            self._running += 1
            self.most_parallel = max(self.most_parallel, self._running)

    def end(self, request: SeenRequest) -> None:
        with self._lock:
            request.ended = time.monotonic()
            self._running -= 1

    def connected(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.add(connection)
            self.open_connections += 1
            self.most_connections = max(self.most_connections, self.open_connections)

    def disconnected(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(connection)
            self.open_connections -= 1

    def close(self) -> None:
        """Stop listening and cut every open connection."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        with self._lock:
            sockets = list(self._sockets)
        for connection in sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was faster


@pytest.fixture
def local_site() -> Iterator[LocalSite]:
    """One site on 127.0.0.1."""
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def make_site() -> Iterator[Callable[..., LocalSite]]:
    """A maker of sites, e.g. ``make_site("127.0.0.2")`` for a second host."""
    sites: list[LocalSite] = []

    def make(address: str = "127.0.0.1", **more: Any) -> LocalSite:
        sites.append(LocalSite(address, **more))
        return sites[-1]

    yield make
    for site in sites:
        site.close()
