"""The desk of the fault matrix: real processes on private servers, watching changing pages."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field
from typing import Any

import psycopg
import redis
from fault_origin import CHANGING, EVERY, HOSTS, TOTAL, FaultOrigin
from processes import PROGRAMS, ROOT, Processes, compose_command
from servers import PrivatePostgres, PrivateRedis

#: Every tenth page is cited by a claim; these of them change.
CITED = len(range(0, HOSTS, 2 * EVERY))
#: What compose.yml puts into the environment of workers.
GENTLE = {"REMAP_SIGTERM": "SIGQUIT"}
#: Rows that one lease may leave once: (table, columns that make them one).
ONCE = {
    "sources_observation": "source_id, fence",
    "sources_snapshot": "source_id, fence",
    "sources_passagereading": "passage_id, fence",
    "sources_change": "source_id, passage_id, kind, fence",
    "claims_recheck": "claim_id, passage_id",
}


@dataclass
class FaultDesk:
    """``begin`` a round, do harm, then ``expect_everything_once``."""

    processes: Processes
    postgres: PrivatePostgres
    redis: PrivateRedis
    origin: FaultOrigin
    database: str
    before: dict[str, int] = field(default_factory=dict)

    # --- processes ---------------------------------------------------------
    def seed(self, *urls: str) -> None:
        self.processes.run(str(PROGRAMS / "python"), str(ROOT / "tests/seed_cited.py"), *urls)

    def start(self, service: str, name: str = "", **environment: str) -> int:
        """Start a service of the compose file, under a name of its own if need be."""
        name = name or service
        command = [
            word.replace("worker@", f"{name}@") if name != service else word
            for word in compose_command(service)
        ]
        return self.processes.start(name, command, **GENTLE, **environment).pid

    def heal(self) -> None:
        """Whatever the row before has broken: one worker and one beat, and both servers."""
        for name in set(self.processes.running) - {"worker", "beat"}:
            self.processes.kill(name)
        for service in ("worker", "beat"):
            process = self.processes.running.get(service)
            if process is not None and process.poll() is not None:
                self.processes.kill(service)
            if service not in self.processes.running:
                self.start(service)

    def holders(self) -> list[int]:
        """Process ids of the pool children that hold leases."""
        owners = self.ask("SELECT DISTINCT lease_owner FROM sources_host WHERE lease_owner <> ''")
        return [int(owner.rpartition(":")[2]) for (owner,) in owners]

    def signal_group(self, leader: int, number: signal.Signals) -> None:
        os.killpg(leader, number)

    def queues(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis.url)

    # --- rounds ------------------------------------------------------------
    def begin(self) -> None:
        """The changing pages say something else now, and all are due."""
        self.origin.version += 1
        self.origin.forget()
        self.before = self.count()
        self.do("UPDATE sources_source SET next_check_at = now() WHERE url LIKE '%/127.0.1.%'")
        self.do(
            "UPDATE sources_host SET next_due_at = now(), leases_since_ok = 0"
            " WHERE name LIKE '127.0.1.%'"
        )

    def wait_until_reading(self, reads: int = 12) -> None:
        """Wait until workers are in the middle of a batch."""
        self.processes.wait("pages being read", lambda: self.origin.reads() >= reads)
        assert self.done() < TOTAL

    def looked(self) -> int:
        """How many pages were looked at, ever."""
        return int(self.ask("SELECT count(*) FROM sources_source WHERE checks > 0")[0][0])

    def done(self) -> int:
        return self.count()["sources_observation"] - self.before["sources_observation"]

    def wait_until_done(self, seconds: float = 45.0) -> None:
        self.processes.wait("every page looked at", lambda: self.done() >= TOTAL, seconds)

    def expect_everything_once(self, *, interrupted: bool = False) -> None:
        """Nothing lost, nothing twice, no host asked by two at a time.

        ``interrupted`` is the control: the harm did cut reads off, so some were repeated.
        """
        self.wait_until_done()
        self.processes.wait(
            "all hosts released",
            lambda: self.ask("SELECT count(*) FROM sources_host WHERE lease_owner <> ''") == [(0,)],
        )
        now = self.count()
        came = {name: now[name] - self.before[name] for name in now}
        assert came["sources_observation"] == TOTAL
        assert came["sources_snapshot"] == came["sources_passagereading"] == CHANGING
        # The passage was altered, and the page as a whole was corrected; the ledger says both.
        assert came["sources_change"] == came["ledger"] == CHANGING * 2
        assert now["claims_recheck"] == CITED
        for table, columns in ONCE.items():
            twice = f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1"
            assert self.ask(twice) == [], table
        assert self.ask("SELECT DISTINCT outcome FROM sources_observation ORDER BY 1") == [
            ("ok",),
            ("unchanged",),
        ]
        assert self.ask(
            "SELECT max(checks) - min(checks) FROM sources_source WHERE url LIKE '%/127.0.1.%'"
        ) == [(0,)]
        assert self.origin.overlaps() == []
        assert self.origin.reads() > TOTAL or not interrupted

    def count(self) -> dict[str, int]:
        tables = {name: f"SELECT count(*) FROM {name}" for name in ONCE}
        tables["ledger"] = (
            "SELECT count(*) FROM ledger_entry WHERE kind IN ('passage.altered', 'source.changed')"
        )
        return {name: int(self.ask(query)[0][0]) for name, query in tables.items()}

    # --- the database ------------------------------------------------------
    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.database(self.database)) as connection:
            return connection.execute(query).fetchall()

    def do(self, statement: str) -> int:
        with psycopg.connect(self.postgres.database(self.database)) as connection:
            return connection.execute(statement).rowcount
