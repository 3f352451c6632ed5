"""A private desk for benchmarks: PostgreSQL, Redis, real Celery workers, each CPU counted."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from celery import Celery

from tests.benchmarks.cpu import cpu_seconds
from tests.processes import PROGRAMS, ROOT, Processes
from tests.servers import PrivatePostgres, PrivateRedis

PATIENCE = 300.0
RING_SECONDS = 5.0
WORKER = [
    "-A",
    "factcheck",
    "worker",
    "--queues",
    "dispatch,check,check_now,notify,maintenance",
    "--hostname",
    "worker@%h",
    "--without-gossip",
    "--without-mingle",
    "--loglevel",
    "WARNING",
]


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """CPU spent so far by the three parts of a desk."""

    worker: float
    postgres: float
    redis: float

    def since(self, before: CpuSeconds) -> CpuSeconds:
        """What was spent after ``before``."""
        return CpuSeconds(
            self.worker - before.worker,
            self.postgres - before.postgres,
            self.redis - before.redis,
        )

    @property
    def total(self) -> float:
        """All three together."""
        return self.worker + self.postgres + self.redis


class BenchmarkDesk:
    """Use as a context manager; everything it started is gone afterwards."""

    def __init__(self, *, allow: str, processes: int = 2) -> None:
        self.processes_per_worker = processes
        self.folder = Path(tempfile.mkdtemp(prefix="factcheck-speed-"))
        self.postgres, self.redis = PrivatePostgres(), PrivateRedis()
        self.processes = Processes(
            self.folder,
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.redis.url,
            FETCH_ALLOW=allow,
            LEASE_SECONDS="120",
            FETCH_TOTAL_SECONDS="60",
        )
        self._messages = Celery(broker=self.redis.url)
        self._messages.conf.broker_transport_options = {"global_keyprefix": "factcheck:"}

    def __enter__(self) -> BenchmarkDesk:
        self.postgres.start()
        self.redis.start()
        self.processes.manage("migrate", "--noinput", "--verbosity", "0")
        self.database = psycopg.connect(self.postgres.url, autocommit=True)
        self.start_worker()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            print(self.processes.logs(), file=sys.stderr)
        self._messages.close()
        self.processes.end_all()
        self.database.close()
        self.redis.destroy()
        self.postgres.destroy()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    def start_worker(self) -> None:
        """Start the worker as docker-compose.yml does, with as many processes as asked for."""
        celery = str(PROGRAMS / "celery")
        count = ["--concurrency", str(self.processes_per_worker)]
        self.processes.start("worker", [celery, *WORKER, *count])

    def restart_worker(self) -> None:
        """A worker whose memory has seen nothing yet."""
        self.processes.kill("worker")
        self.start_worker()

    @property
    def worker_pid(self) -> int:
        """The main process of the worker."""
        return self.processes.running["worker"].pid

    def watch(self, pages: list[tuple[str, str]]) -> None:
        """Add pages (address, passage) through the services; an empty passage watches none."""
        done = subprocess.run(
            [sys.executable, "tests/benchmarks/seed_watched.py"],
            cwd=ROOT,
            env=self.processes.environment,
            input=json.dumps(pages).encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query, asked by the benchmark itself (its backend is not counted)."""
        return self.database.execute(query).fetchall()

    def make_all_due(self) -> None:
        """Everything is due now; then a vacuum, so that each round begins alike."""
        self.database.execute("UPDATE sources_source SET next_check_at = now()")
        self.database.execute("UPDATE sources_host SET next_due_at = now(), backoff_until = NULL")
        self.database.execute("VACUUM ANALYZE sources_source, sources_host, sources_passage")

    def ring(self) -> None:
        """What beat does every few seconds."""
        self._messages.send_task("sources.tasks.dispatch_checks", queue="dispatch", expires=60)

    def wait_until_idle(self) -> None:
        """Wait until no host is due or leased; ring again now and then, as beat does."""
        deadline, rung = time.monotonic() + PATIENCE, time.monotonic()
        while self.ask(
            "SELECT 1 FROM sources_host WHERE lease_until IS NOT NULL"
            " OR next_due_at <= now() LIMIT 1"
        ):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the pages are never done\n{self.processes.logs()}")
            if time.monotonic() > rung + RING_SECONDS:
                # What a batch had no room or time for waits for the next one.
                self.ring()
                rung = time.monotonic()
            time.sleep(0.02)

    def cpu(self) -> CpuSeconds:
        """CPU so far of workers, PostgreSQL (without the benchmark's own backend) and Redis."""
        postmaster = int((self.postgres.data / "postmaster.pid").read_text().split()[0])
        own = cpu_seconds(self.database.info.backend_pid)
        assert self.redis.process is not None
        return CpuSeconds(
            worker=cpu_seconds(self.worker_pid),
            postgres=cpu_seconds(postmaster) - own,
            redis=cpu_seconds(self.redis.process.pid),
        )
