"""kill -9, an empty Redis, a PostgreSQL crash: nothing lost, nothing recorded twice."""

from __future__ import annotations

import time

import pytest
from fault_desk import FaultDesk
from watched_sites import TOTAL

pytestmark = pytest.mark.server


def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    fault_desk: FaultDesk,
) -> None:
    fault_desk.start_workers()
    fault_desk.wait_until_reading()
    fault_desk.processes.kill("worker")
    assert fault_desk.looked() < TOTAL
    fault_desk.processes.start_service("worker")
    fault_desk.nothing_lost_nothing_twice()
    # The control: the kill did interrupt reads, so pages were fetched again.
    assert fault_desk.sites.reads() > TOTAL


def test_redis_killed_and_back_empty_costs_seconds_and_no_page(fault_desk: FaultDesk) -> None:
    fault_desk.start_workers()
    fault_desk.wait_until_reading(reads=3)
    fault_desk.redis.kill()
    time.sleep(2)
    fault_desk.redis.start()
    fault_desk.nothing_lost_nothing_twice()
    # What falls due after the restart needs doorbells through the new, empty Redis.
    fault_desk.make_all_due()
    fault_desk.nothing_lost_nothing_twice(rounds=2)


def test_a_crash_of_postgresql_loses_and_doubles_nothing(fault_desk: FaultDesk) -> None:
    fault_desk.start_workers()
    fault_desk.wait_until_reading()
    fault_desk.postgres.crash()
    time.sleep(1)
    fault_desk.postgres.start()
    fault_desk.nothing_lost_nothing_twice()
