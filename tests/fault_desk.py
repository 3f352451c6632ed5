"""One fault test's desk: real processes on private servers, watching 120 pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from processes import Processes
from servers import PrivatePostgres, PrivateRedis
from watched_sites import TOTAL, WatchedSites


@dataclass
class FaultDesk:
    """Processes, servers and sites of one fault test."""

    processes: Processes
    postgres: PrivatePostgres
    redis: PrivateRedis
    sites: WatchedSites
    database: str

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.database(self.database)) as connection:
            return connection.execute(query).fetchall()

    def looked(self) -> int:
        return int(self.ask("SELECT count(DISTINCT source_id) FROM sources_observation")[0][0])

    def all_looked(self) -> bool:
        return self.looked() == TOTAL

    def start_workers(self) -> None:
        for service in ("worker", "beat"):
            self.processes.start_service(service)

    def wait_until_reading(self, *, reads: int = 12) -> None:
        """Wait until workers are in the middle of a batch."""
        self.processes.wait("pages being read", lambda: self.sites.reads() >= reads)

    def make_all_due(self) -> None:
        """Everything is due again, as after a day."""
        with psycopg.connect(self.postgres.database(self.database)) as connection:
            connection.execute("UPDATE sources_source SET next_check_at = now()")
            connection.execute("UPDATE sources_host SET next_due_at = now()")

    def nothing_lost_nothing_twice(self, *, rounds: int = 1) -> None:
        """Every page was recorded exactly once for each time it was due."""
        self.processes.wait(
            "every page looked at",
            lambda: self.ask("SELECT min(checks) FROM sources_source")[0][0] >= rounds,
        )
        assert self.ask("SELECT count(*) FROM sources_observation") == [(TOTAL * rounds,)]
        assert self.ask(
            "SELECT count(*) FROM sources_observation WHERE outcome NOT IN ('ok', 'not_modified')"
        ) == [(0,)]
        assert self.ask("SELECT count(*), count(DISTINCT source_id) FROM sources_snapshot") == [
            (TOTAL, TOTAL)
        ]
        assert self.ask("SELECT min(checks), max(checks) FROM sources_source") == [(rounds, rounds)]
        assert self.ask(
            "SELECT count(*), count(DISTINCT passage_id) FROM sources_passagereading"
        ) == [(TOTAL, TOTAL)]
        assert self.ask("SELECT count(*) FROM sources_passage WHERE state <> 'intact'") == [(0,)]
        assert self.ask("SELECT count(*) FROM sources_change") == [(0,)]
