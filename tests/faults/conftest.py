"""A desk of real processes on private servers; the rows of the matrix share one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fault_desk import FaultDesk
from fault_origin import FaultOrigin
from processes import Processes
from servers import PrivatePostgres, PrivateRedis, find_redis, missing


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


@pytest.fixture(scope="module")
def shared_desk(
    private_postgres: PrivatePostgres,
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FaultDesk]:
    if find_redis() is None:
        missing("redis-server")
    database = private_postgres.new_database(template=migrated_template)
    server, origin = PrivateRedis(), FaultOrigin()
    server.start()
    processes = Processes(
        tmp_path_factory.mktemp("faults"),
        DATABASE_URL=private_postgres.database(database),
        REDIS_URL=server.url,
        FETCH_ALLOW=origin.allow,
        # Long enough for a busy machine to record what it read, short enough to wait for.
        LEASE_SECONDS="12",
    )
    desk = FaultDesk(
        processes=processes,
        postgres=private_postgres,
        redis=server,
        origin=origin,
        database=database,
    )
    try:
        desk.seed(*origin.urls)
        desk.heal()
        processes.wait("the first look at every page", lambda: desk.looked() == len(origin.urls))
        yield desk
    finally:
        processes.end_all()
        origin.close()
        server.destroy()


@pytest.fixture
def desk(shared_desk: FaultDesk) -> FaultDesk:
    """The shared desk, whole again, with a new round begun."""
    shared_desk.heal()
    shared_desk.begin()
    return shared_desk
