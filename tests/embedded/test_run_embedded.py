"""One process that is the whole desk: it ends cleanly, survives kill -9 and never loses a look."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import PROGRAMS, ROOT, Processes
from servers import free_port
from watched_sites import TOTAL, WatchedSites


class EmbeddedDesk:
    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.processes = Processes(folder, EMBEDDED="1", **environment)
        del self.processes.environment["SECRET_KEY"]

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        python = str(PROGRAMS / "python")
        return self.processes.start(
            "desk", [python, "manage.py", "run_embedded", "--port", str(self.port), *options]
        )

    def wait_until_ready(self) -> None:
        self.processes.wait("the desk is ready", lambda: self.ask("/readyz")[0] == 200)

    def ask(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "factcheck.sqlite3", timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def processes_left(self) -> list[str]:
        """Command lines of processes that still work in this desk's folder."""
        marker = f"VAR_DIR={self.folder}".encode()
        left = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal() or int(entry.name) == os.getpid():
                continue
            try:
                if marker in (entry / "environ").read_bytes().split(b"\0"):
                    left.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return left


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EmbeddedDesk]:
    desk = EmbeddedDesk(tmp_path)
    yield desk
    desk.processes.end_all()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_within_three_seconds(desk: EmbeddedDesk, number: int) -> None:
    process = desk.start()
    desk.wait_until_ready()
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 3
    assert desk.processes_left() == []
    assert "Traceback" not in desk.processes.logs()
    assert desk.ask("/healthz") == (0, "")


def test_an_empty_desk_makes_its_key_and_its_first_account_once(desk: EmbeddedDesk) -> None:
    process = desk.start()
    desk.wait_until_ready()
    key = desk.folder / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first = key.read_text()
    assert len(first) >= 50
    log = desk.folder / "desk.log"
    assert log.read_text().count("admin / ") == 1
    assert desk.ask("/admin/login/")[0] == 200
    body = json.loads(desk.ask("/readyz")[1])
    assert set(body["checks"]) == {"database", "migrations", "tick"}
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    desk.start()
    desk.wait_until_ready()
    assert key.read_text() == first
    assert log.read_text().count("admin / ") == 1
    assert desk.query("SELECT count(*) FROM people_user") == [(1,)]


def test_a_second_desk_in_the_same_folder_is_refused(desk: EmbeddedDesk) -> None:
    desk.start()
    desk.wait_until_ready()
    second = subprocess.run(
        [str(PROGRAMS / "python"), "manage.py", "run_embedded", "--port", str(free_port())],
        cwd=ROOT,
        env=desk.processes.environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode != 0
    assert "already runs" in second.stderr


def test_a_taken_port_is_told_and_leaves_no_process(desk: EmbeddedDesk) -> None:
    desk.start()
    desk.wait_until_ready()
    other = EmbeddedDesk(desk.folder / "other")
    other.folder.mkdir()
    other.port = desk.port
    process = other.start()
    assert process.wait(30) == 1
    assert "Cannot start" in other.processes.logs()
    assert other.processes_left() == []


def test_kill_9_in_the_middle_of_a_round_loses_nothing_and_does_nothing_twice(
    tmp_path: Path,
) -> None:
    sites = WatchedSites(delay=0.25)
    desk = EmbeddedDesk(tmp_path, FETCH_ALLOW=sites.allow)
    try:
        process = desk.start()
        desk.wait_until_ready()
        seed = desk.processes.environment | {"SECRET_KEY": (tmp_path / "secret-key").read_text()}
        subprocess.run(
            [str(PROGRAMS / "python"), str(ROOT / "tests/seed_sources.py"), *sites.urls],
            cwd=ROOT,
            env=seed | {"DATABASE_URL": f"sqlite:///{tmp_path / 'factcheck.sqlite3'}"},
            check=True,
            timeout=60,
        )
        desk.processes.wait("pages being read", lambda: sites.reads() >= 12)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert desk.processes_left() == []
        assert desk.query("SELECT count(*) FROM sources_observation")[0][0] < TOTAL
        desk.start()
        desk.processes.wait(
            "every page looked at",
            lambda: desk.query("SELECT min(checks) FROM sources_source") == [(1,)],
        )
        for table in ("sources_observation", "sources_snapshot"):
            assert desk.query(f"SELECT count(*), count(DISTINCT source_id) FROM {table}") == [
                (TOTAL, TOTAL)
            ]
        assert desk.query("SELECT max(checks) FROM sources_source") == [(1,)]
        assert desk.query("SELECT count(*) FROM sources_passage WHERE state <> 'intact'") == [(0,)]
        # The control: the kill did interrupt reads, so pages were fetched again.
        assert sites.reads() > TOTAL
    finally:
        desk.processes.end_all()
        sites.close()
