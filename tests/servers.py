"""Private PostgreSQL and Redis servers for tests: free ports, own folders, an unprivileged user.

They never touch the servers on the standard ports. A missing program skips, or fails with
REQUIRE_ALL=1.
"""

from __future__ import annotations

import itertools
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

PATIENCE = 30.0
_number = itertools.count(1)


def free_port() -> int:
    """A port below the ephemeral range, so that no outgoing connection takes it meanwhile."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port below 32000")


def find_postgres() -> Path | None:
    """The folder with initdb and postgres of the newest version, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path and shutil.which("postgres") else None


def find_redis() -> str | None:
    return shutil.which("redis-server")


def unprivileged() -> dict[str, object]:
    """Arguments for subprocess that drop root; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _at_work_in(folder: Path) -> list[int]:
    """Ids of live processes that work in this folder; one that nobody buried is not alive."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if (entry / "cwd").readlink() == folder:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{what} does not listen on {port}")


class PrivatePostgres:
    """A PostgreSQL cluster of its own. ``crash`` is the power cut, ``start`` recovers from it."""

    def __init__(self) -> None:
        programs = find_postgres()
        assert programs is not None
        self.programs = programs
        self.port = free_port()
        self.url = f"postgres://tests@127.0.0.1:{self.port}/postgres"
        self.folder = Path(tempfile.mkdtemp(prefix="factcheck-postgres-"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "tests",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=90,
            **unprivileged(),
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout.decode(errors='replace')}")

    def start(self, more: str = "") -> None:
        """Start it; ``more`` are settings beyond the small ones of tests, as ``-c name=value``."""
        settings = (
            f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c max_connections=80"
            f" -c shared_buffers=64MB -c max_wal_size=256MB {more}"
        )
        self._run(
            "pg_ctl",
            "-D",
            str(self.data),
            "-l",
            str(self.folder / "log"),
            "-w",
            "-t",
            "60",
            "-o",
            settings,
            "start",
        )

    def database(self, name: str) -> str:
        """The address of a database, as DATABASE_URL and as psycopg read it."""
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"

    def new_database(self, *, template: str = "template1") -> str:
        """Make a database, a copy of ``template``, and return its name."""
        name = f"desk_{next(_number)}"
        with psycopg.connect(self.database("template1"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def crash(self) -> None:
        """Stop without a checkpoint, as a crash would; the next start replays the log."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """kill -9 of the postmaster; its children find out and end."""
        told = (self.data / "postmaster.pid").read_text().splitlines()
        os.kill(int(told[0]), signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while _at_work_in(self.data):
            assert time.monotonic() < deadline, "PostgreSQL survives its postmaster"
            time.sleep(0.1)
        # In a container without init nobody buries the dead one: its files name a process.
        (self.data / "postmaster.pid").unlink()
        (self.folder / f".s.PGSQL.{self.port}.lock").unlink()
        subprocess.run(["ipcrm", "-m", told[6].split()[1]], check=False, capture_output=True)

    def destroy(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)


class PrivateRedis:
    """A Redis without persistence: after ``kill`` and ``start`` it is empty."""

    def __init__(self) -> None:
        program = find_redis()
        assert program is not None
        self.program = program
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = Path(tempfile.mkdtemp(prefix="factcheck-redis-"))
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                self.program,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(self.folder),
                "--maxmemory-policy",
                "noeviction",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **unprivileged(),
        )
        wait_for_port(self.port, self.process, "redis-server")

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(10)

    def send(self, number: signal.Signals) -> None:
        """SIGSTOP makes it hang, SIGCONT lets it go on."""
        assert self.process is not None
        self.process.send_signal(number)

    def destroy(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def missing(what: str) -> None:
    """Skip visibly; with REQUIRE_ALL=1 (CI) a skip is a failure."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1, and {what} is not installed")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def private_postgres() -> Iterator[PrivatePostgres]:
    """One running server for the session; take a database of your own with ``new_database``."""
    if find_postgres() is None:
        missing("PostgreSQL (initdb, postgres)")
    server = PrivatePostgres()
    try:
        server.start()
        yield server
    finally:
        server.destroy()


@pytest.fixture
def private_redis() -> Iterator[PrivateRedis]:
    """An empty running server."""
    if find_redis() is None:
        missing("redis-server")
    server = PrivateRedis()
    try:
        server.start()
        yield server
    finally:
        server.destroy()
