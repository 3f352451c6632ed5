"""The bundled web site: six pages on loopback, one of which is corrected, one withdrawn."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

HOST: Final = "127.0.0.1"
PAGES: Final = Path(__file__).parent / "pages"
#: What the corrected page said, and what it says once the site has changed.
CORRECTION: Final = ("containers", "約7000個", "約6700個")
WITHDRAWN: Final = "frozen-assets"
SHUFFLED: Final = "ski-resort"
_ADS: Final = (
    "Winter tyres, now in every size.",
    "Learn the accordion in thirty evenings.",
    "Harbour Café: soup of the day, every day.",
    "Umbrellas that survive the coast.",
)


def site_address(place: Path) -> str:
    """Return the site's ``HOST:PORT``, chosen at the first run and kept: claims cite its pages."""
    state = _read_state(place)
    if "port" not in state:
        state["port"] = _free_port()
        _write_state(place, state)
    return f"{HOST}:{state['port']}"


def changed_at(place: Path) -> datetime | None:
    """Return when the site changed, or ``None`` while it has not."""
    moment = _read_state(place).get("changed_at")
    return datetime.fromisoformat(moment) if moment else None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the site says to one request."""

    status: int
    body: bytes
    content_type: str = "text/html; charset=utf-8"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class DemoSite:
    """Serves the pages in this process. ``change`` is remembered in ``place`` across runs."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.address = site_address(place)
        self._turn = itertools.count()
        self._changed = changed_at(place) is not None
        handler = type("DemoHandler", (_Handler,), {"site": self})
        self._server = _Server((HOST, int(self.address.rpartition(":")[2])), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="demo-site",
            daemon=True,
        )

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def url(self, page: str) -> str:
        """Return the address of a page."""
        return f"http://{self.address}/{page}"

    def change(self) -> datetime:
        """Correct one page, withdraw another, shuffle the advertisements of a third."""
        if not self._changed:
            self._changed = True
            state = _read_state(self.place)
            state["changed_at"] = datetime.now(tz=UTC).isoformat()
            _write_state(self.place, state)
        moment = changed_at(self.place)
        assert moment is not None
        return moment

    def answer(self, path: str) -> Answer:
        """Return what the site says at ``path`` now."""
        name = path.strip("/")
        if name == "robots.txt":
            return Answer(status=200, body=b"User-agent: *\nAllow: /\n", content_type="text/plain")
        file = PAGES / f"{name}.html"
        if not name.replace("-", "").isalpha() or not file.exists():
            return Answer(status=404, body=b"<!doctype html><title>404</title><p>Not found.</p>")
        if self._changed and name == WITHDRAWN:
            return Answer(status=410, body=b"<!doctype html><title>410</title><p>Withdrawn.</p>")
        text = file.read_text(encoding="utf-8")
        if self._changed and name == CORRECTION[0]:
            text = text.replace(CORRECTION[1], CORRECTION[2])
        return Answer(status=200, body=text.replace("{{ads}}", self._ads(name)).encode())

    def _ads(self, name: str) -> str:
        """The same advertisements as long as the site has not changed, then others each time."""
        start = next(self._turn) + 1 if self._changed and name == SHUFFLED else 0
        chosen = [_ADS[(start + offset) % len(_ADS)] for offset in range(2)]
        return "".join(f'<aside class="advertisement"><p>{ad}</p></aside>' for ad in chosen)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoSite"
    timeout = 10
    site: DemoSite

    def do_GET(self) -> None:
        answer = self.site.answer(self.path.partition("?")[0])
        if answer.status == 200 and self.headers.get("If-None-Match") == answer.etag:
            self.send_response(304)
            self.send_header("ETag", answer.etag)
            self.end_headers()
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Quiet: the desk tells the story."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # The same port again at the next start: the claims cite it.
    allow_reuse_address = True


def _free_port() -> int:
    """Below 32768, where no outgoing connection of this machine can take it."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError("no free port between 20000 and 32000 on 127.0.0.1")


def _read_state(place: Path) -> dict[str, Any]:
    path = place / "site.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _write_state(place: Path, state: dict[str, Any]) -> None:
    # Renamed into place, so that a kill leaves the old file or the new one.
    draft = place / "site.json.new"
    draft.write_text(json.dumps(state))
    draft.replace(place / "site.json")
