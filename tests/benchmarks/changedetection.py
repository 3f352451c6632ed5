"""The peer: changedetection.io from PyPI on the same pages, in a virtual environment of its own.

Installed on demand, pinned by hash, into a folder outside the repository.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.origin import Origin
from tests.servers import free_port, wait_for_port

LOCK = Path(__file__).with_name("changedetection.lock")
PATIENCE = 600.0
_ENVIRONMENT = {
    "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
    "DISABLE_VERSION_CHECK": "true",
    "LLM_FEATURES_DISABLED": "true",
    "LISTEN_HOST": "127.0.0.1",
    "LOGGER_LEVEL": "ERROR",
    "FETCH_WORKERS": "10",
}


class PeerMissing(Exception):
    """The peer could not be installed or started; the message says why."""


def _cache() -> Path:
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "factcheck-benchmarks" / sha256(LOCK.read_bytes()).hexdigest()[:16]


def install() -> Path:
    """The folder with the peer's programs, made now when it is not there yet."""
    folder = _cache()
    programs = folder / "bin"
    if (folder / "complete").exists():
        return programs
    shutil.rmtree(folder, ignore_errors=True)
    print(f"installing changedetection.io into {folder}", file=sys.stderr)
    venv.create(folder, with_pip=True)
    done = subprocess.run(
        [programs / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PeerMissing(f"pip could not install it: {done.stderr.strip()[-300:]}")
    (folder / "complete").touch()
    return programs


class Peer:
    """A running changedetection.io with defaults, watching every page of an origin."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.folder = Path(tempfile.mkdtemp(prefix="factcheck-peer-"))
        self.port = free_port()
        log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [install() / "changedetection.io", "-C", "-d", self.folder, "-p", str(self.port)],
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **_ENVIRONMENT},
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )
        wait_for_port(self.port, self.process, "changedetection.io")
        settings = json.loads((self.folder / "changedetection.json").read_text())
        self.key = settings["settings"]["application"]["api_access_token"]

    def _call(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/{path}",
            data=body,
            headers={"x-api-key": self.key, "Content-Type": "text/plain"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def watch_all(self) -> None:
        """Add every page and wait for its first read."""
        urls = [self.origin.url(number) for number in range(self.origin.pages)]
        served = self.origin.served()
        for start in range(0, len(urls), 20):
            self._call("import", "\n".join(urls[start : start + 20]).encode())
        # What was only imported is read by the first round.
        self._call("watch?recheck_all=1")
        self._wait(served)

    def check_all(self) -> tuple[float, int]:
        """One round: CPU ms per check, and how many watches say that their page changed."""
        served = self.origin.served()
        started = int(time.time())
        before = cpu_seconds(self.process.pid)
        self._call("watch?recheck_all=1")
        self._wait(served)
        spent = cpu_seconds(self.process.pid) - before
        watches = self._call("watch").values()
        changed = sum(watch["last_changed"] >= started for watch in watches)
        return spent * 1000 / self.origin.pages, changed

    def _wait(self, served: int) -> None:
        """Wait until every page was asked for once more and the process has come to rest."""
        deadline = time.monotonic() + PATIENCE
        while self.origin.served() < served + self.origin.pages:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise PeerMissing("changedetection.io does not finish its round")
            time.sleep(0.2)
        resting = 0
        while resting < 3 and time.monotonic() < deadline:
            before = cpu_seconds(self.process.pid)
            time.sleep(0.5)
            resting = resting + 1 if cpu_seconds(self.process.pid) - before < 0.06 else 0

    def close(self) -> None:
        """End it and forget what it stored."""
        self.process.kill()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def measure_noisy(origin: Origin, *, rounds: int) -> dict[str, Any]:
    """CPU ms per noisy re-check and alerts per round. Raises PeerMissing."""
    origin.set_mode(conditional=True)
    peer = Peer(origin)
    try:
        peer.watch_all()
        results = []
        for number in range(1, rounds + 1):
            origin.set_mode(conditional=True, noise=1000 + number)
            results.append(peer.check_all())
    except OSError as error:
        raise PeerMissing(f"it does not answer: {error}") from error
    finally:
        peer.close()
    return {
        "noisy_ms": round(statistics.median(ms for ms, _alerts in results), 3),
        "alerts_per_round": [alerts for _ms, alerts in results],
    }
