"""The server under tests/local_site.py: records every request, answers pages as nginx would."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from local_site import LocalSite


@dataclass
class SeenRequest:
    """One request as the site received it; moments are time.monotonic()."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    peer: tuple[str, int]
    started: float
    ended: float = 0.0

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


@dataclass
class Page:
    """What a path answers. ``etag``/``last_modified`` None: no such header."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    delay: float = 0.0


Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One connection to the site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: LocalSite

    def setup(self) -> None:
        super().setup()
        self.site.connected(self.connection)

    def finish(self) -> None:
        self.site.disconnected(self.connection)
        try:
            super().finish()
        except OSError:
            self.rfile.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def start(self, status: int, headers: dict[str, str]) -> None:
        """Send the status line and headers."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        request = SeenRequest(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
            peer=self.client_address,
            started=time.monotonic(),
        )
        self.site.begin(request)
        try:
            page = self.site.lookup(self.path)
            if callable(page):
                page(self)
            else:
                self._send(page or Page(b"<p>Not found</p>", 404), request)
        finally:
            self.site.end(request)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _answer  # noqa: N815

    def _send(self, page: Page, request: SeenRequest) -> None:
        if page.delay:
            self.site.closing.wait(page.delay)
        headers = dict(page.headers)
        if page.etag is not None:
            headers["ETag"] = page.etag
        if page.last_modified is not None:
            headers["Last-Modified"] = page.last_modified
        if page.status == 200 and _unchanged(page, request.headers):
            headers.pop("Content-Type", None)
            self.start(304, headers)
            return
        self.start(page.status, {**headers, "Content-Length": str(len(page.body))})
        if self.command != "HEAD":
            self.wfile.write(page.body)


def _unchanged(page: Page, headers: dict[str, str]) -> bool:
    """nginx's rule: every validator the client sends must agree, dates to the letter."""
    etag, since = headers.get("if-none-match"), headers.get("if-modified-since")
    if etag is None and since is None:
        return False
    tags = re.findall(r'(?:W/)?"[^"]*"', etag or "")
    if etag is not None and page.etag not in tags and etag != "*":
        return False
    return since is None or since == page.last_modified


def listen(address: str, site: LocalSite) -> ThreadingHTTPServer:
    handler = type("SiteHandler", (Handler,), {"site": site})
    for port in random.sample(range(20_000, 32_000), 200):
        try:
            server = _Server((address, port), handler)
        except OSError:
            continue
        if site.tls is not None:
            server.socket = site.tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        return server
    raise RuntimeError("no free port below 32000")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is what many tests are about."""
