"""A desk of real processes on private servers, with 120 pages due on forty hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_desk import FaultDesk
from processes import PROGRAMS, ROOT, Processes
from servers import PrivatePostgres, PrivateRedis
from watched_sites import WatchedSites


@pytest.fixture(scope="session")
def migrated_template(
    private_postgres: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a database with all tables, copied by each test."""
    name = private_postgres.new_database()
    processes = Processes(
        tmp_path_factory.mktemp("migrate"), DATABASE_URL=private_postgres.database(name)
    )
    processes.manage("migrate", "--noinput")
    return name


@pytest.fixture
def watched_sites() -> Iterator[WatchedSites]:
    sites = WatchedSites(delay=0.25)
    yield sites
    sites.close()


@pytest.fixture
def fault_desk(
    private_postgres: PrivatePostgres,
    private_redis: PrivateRedis,
    migrated_template: str,
    watched_sites: WatchedSites,
    tmp_path: Path,
) -> Iterator[FaultDesk]:
    database = private_postgres.new_database(template=migrated_template)
    processes = Processes(
        tmp_path,
        DATABASE_URL=private_postgres.database(database),
        REDIS_URL=private_redis.url,
        FETCH_ALLOW=watched_sites.allow,
    )
    desk = FaultDesk(
        processes=processes,
        postgres=private_postgres,
        redis=private_redis,
        sites=watched_sites,
        database=database,
    )
    seed(processes, watched_sites)
    yield desk
    processes.end_all()


def seed(processes: Processes, sites: WatchedSites) -> None:
    """Add every page with its watched passage; all are due at once."""
    processes.run(str(PROGRAMS / "python"), str(ROOT / "tests/seed_sources.py"), *sites.urls)
