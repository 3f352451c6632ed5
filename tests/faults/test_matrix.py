"""Every harm there is, done in the middle of a round: nothing lost, nothing recorded twice.

The rows share one desk, and each begins with the desk healed and a new version of every page.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from fault_desk import FaultDesk

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]
FREEZE = signal.SIGSTOP
GO_ON = signal.SIGCONT

#: Every message of the process goes out three times, each with an identity of its own.
THRICE = """
import os
from kombu import messaging
publish = messaging.Producer._publish
def thrice(self, *given, **named):
    with open(os.environ["VAR_DIR"] + "/thrice.txt", "a") as file:
        file.write("x")
    for _ in range(3):
        answer = publish(self, *given, **named)
    return answer
messaging.Producer._publish = thrice
"""


def customized(folder: Path, code: str) -> dict[str, str]:
    """The environment of a process that runs this code before anything else."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": str(folder)}


def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    desk: FaultDesk,
) -> None:
    desk.wait_until_reading()
    desk.processes.kill("worker")
    desk.start("worker")
    desk.expect_everything_once(interrupted=True)


def test_one_killed_child_costs_its_lease_and_nothing_else(desk: FaultDesk) -> None:
    desk.wait_until_reading()
    child = desk.holders()[0]
    os.kill(child, signal.SIGKILL)
    desk.expect_everything_once(interrupted=True)
    assert desk.processes.running["worker"].poll() is None


def test_a_worker_frozen_past_its_lease_records_nothing_when_it_wakes(desk: FaultDesk) -> None:
    desk.wait_until_reading()
    zombies = desk.holders()
    frozen = desk.processes.running["worker"].pid
    desk.signal_group(frozen, FREEZE)
    desk.start("worker", "second")
    desk.expect_everything_once(interrupted=True)
    # Its children first: its own parent would end them at their time limit.
    for zombie in zombies:
        os.kill(zombie, GO_ON)
    time.sleep(3)
    desk.signal_group(frozen, GO_ON)
    time.sleep(1)
    desk.expect_everything_once(interrupted=True)


def test_redis_killed_and_back_empty_costs_seconds_and_no_page(desk: FaultDesk) -> None:
    desk.do("UPDATE sources_host SET delay_ms = 400")
    desk.wait_until_reading()
    desk.redis.kill()
    time.sleep(3)
    desk.redis.start()
    desk.expect_everything_once()
    # The spacing of a host is in the database and outlives Redis.
    assert desk.origin.shortest_pause() >= 0.35
    # What falls due after the restart needs doorbells through the new, empty Redis.
    desk.do("UPDATE sources_host SET delay_ms = NULL")
    desk.begin()
    desk.expect_everything_once()


def test_redis_that_hangs_for_eight_seconds_costs_seconds_and_no_page(desk: FaultDesk) -> None:
    desk.wait_until_reading()
    desk.redis.send(FREEZE)
    time.sleep(8)
    desk.redis.send(GO_ON)
    desk.expect_everything_once()
    desk.begin()
    desk.expect_everything_once()


def test_a_crash_of_postgresql_loses_and_doubles_nothing(desk: FaultDesk) -> None:
    desk.wait_until_reading()
    desk.postgres.kill()
    time.sleep(1)
    desk.postgres.start()
    desk.expect_everything_once(interrupted=True)


def test_beat_killed_costs_ticks_and_two_beats_double_nothing(desk: FaultDesk) -> None:
    desk.wait_until_done()
    desk.processes.kill("beat")
    time.sleep(2)
    desk.begin()
    time.sleep(3)
    assert desk.done() == 0  # nobody rings
    desk.start("beat")
    desk.start("beat", "beat-2")
    desk.expect_everything_once()


def test_every_doorbell_rung_three_times_does_nothing_twice(
    desk: FaultDesk, tmp_path: Path
) -> None:
    desk.wait_until_done()
    for service in ("worker", "beat"):
        desk.processes.kill(service)
        desk.start(service, **customized(tmp_path / "thrice", THRICE))
    desk.begin()
    desk.expect_everything_once()
    assert (desk.processes.folder / "thrice.txt").stat().st_size > 2
    for service in ("worker", "beat"):
        desk.processes.kill(service)


def test_a_doorbell_lost_between_pop_and_acknowledgement_costs_one_tick(desk: FaultDesk) -> None:
    desk.wait_until_done()
    desk.signal_group(desk.processes.running["worker"].pid, FREEZE)
    desk.begin()
    keys = [f"factcheck:{name}" for name in ("dispatch", "check")]
    with desk.queues() as queues:
        desk.processes.wait("bells rung", lambda: sum(map(queues.llen, keys)) >= 2)
        queues.delete(*keys)  # these were popped by a worker that is no more
    desk.processes.kill("worker")
    desk.start("worker")
    desk.expect_everything_once()
