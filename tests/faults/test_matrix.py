"""Every harm there is, done in the middle of a round: nothing lost, nothing recorded twice.

The rows share one desk, and each begins with the desk healed and a new version of every page.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest
from fault_desk import FaultDesk
from fault_origin import TOTAL, Visit

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
#: The process believes it is some other time of day; the rest of the machine does not.
WRONG_CLOCK = """
import datetime, os, time_machine
shift = datetime.timedelta(seconds=float(os.environ["CLOCK_SHIFT"]))
time_machine.travel(datetime.datetime.now(datetime.UTC) + shift, tick=True).start()
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


def test_term_to_the_whole_group_and_to_an_idle_worker_ends_them(desk: FaultDesk) -> None:
    idle = desk.start("worker-extract")
    desk.wait_until_reading()
    desk.signal_group(desk.processes.running["worker"].pid, signal.SIGTERM)
    os.kill(idle, signal.SIGTERM)
    for name in ("worker", "worker-extract"):
        process = desk.processes.running[name]
        desk.processes.wait(f"the end of {name}", lambda p=process: p.poll() is not None, 35)
        desk.processes.running.pop(name)
    assert desk.done() <= TOTAL
    desk.start("worker")
    desk.wait_until_done()
    desk.expect_everything_once()


def test_a_transaction_left_open_and_a_wrong_clock_stop_nothing(
    desk: FaultDesk, tmp_path: Path
) -> None:
    desk.wait_until_done()
    desk.processes.kill("worker")
    wrong = customized(tmp_path / "clock", WRONG_CLOCK)
    with psycopg.connect(desk.postgres.database(desk.database)) as forgotten:
        forgotten.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        forgotten.execute("SELECT count(*) FROM sources_host")
        desk.start("worker", CLOCK_SHIFT="-7200", **wrong)
        desk.start("worker", "ahead", CLOCK_SHIFT="7200", **wrong)
        desk.begin()
        desk.expect_everything_once()
        assert desk.ask(
            "SELECT count(*) FROM sources_source WHERE abs(extract(epoch FROM now() -"
            " last_checked_at)) > 60"
        ) == [(0,)]
        assert desk.ask(
            "SELECT count(*) FROM (SELECT at FROM sources_observation ORDER BY id DESC LIMIT"
            f" {TOTAL}) AS round WHERE abs(extract(epoch FROM now() - at)) > 60"
        ) == [(0,)]
    for name in ("worker", "ahead"):
        desk.processes.kill(name)


def test_a_page_that_kills_its_workers_is_set_aside_and_its_host_goes_on(desk: FaultDesk) -> None:
    desk.expect_everything_once()
    host = f"http://127.0.2.1:{desk.origin.port}"
    desk.origin.before = lambda visit: _kill_reader(desk, visit)
    desk.seed(f"{host}/0", f"{host}/poison", f"{host}/1")

    def over() -> bool:
        # As if the time of each lease had passed.
        desk.do(
            "UPDATE sources_host SET lease_until = now() - interval '1 second' WHERE"
            " lease_owner <> ''"
            f" AND lease_until < now() + interval '11 seconds' AND name = '{host[7:]}'"
        )
        return desk.ask("SELECT count(*) FROM sources_source WHERE state = 'quarantined'") == [(1,)]

    desk.processes.wait("the page is set aside", over, 60)
    desk.origin.before = lambda visit: None
    states = f"SELECT url, state FROM sources_source WHERE url LIKE '{host}/%' ORDER BY url"
    desk.processes.wait(
        "the other pages of its host",
        lambda: (
            desk.ask(states.replace("state", "checks"))[:2] == [(f"{host}/0", 1), (f"{host}/1", 1)]
        ),
    )
    assert desk.ask(states)[2] == (f"{host}/poison", "quarantined")
    told = "SELECT count(*) FROM ledger_entry WHERE kind = 'source.quarantined'"
    assert desk.ask(told) == [(1,)]


def _kill_reader(desk: FaultDesk, visit: Visit) -> None:
    if visit.path == "/poison":
        for reader in desk.holders():
            os.kill(reader, signal.SIGKILL)
