"""A worker killed between asking somebody else and noting the answer: asked again, kept once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from fault_desk import FaultDesk
from local_archive import LocalArchive
from local_site import LocalSite
from local_tsa import LocalTsa
from processes import PROGRAMS

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]
#: Two stamps are wanted; their lines need not be true for this.
WISHES = """
INSERT INTO sources_timestamp
       (id, subject, reference, message, authority, created_at, next_try_at, attempts,
        problem, chain, serial)
SELECT md5('stamp' || n)::uuid, 'head', n::text, 'line ' || n, '{authority}', now(), now(), 0,
       '', '', ''
  FROM generate_series(1, 2) AS n
"""
#: As if the time of every lease had passed, and the minute of the pace with it.
LEASES_PASS = (
    "UPDATE sources_timestamp SET next_try_at = now() WHERE stamped_at IS NULL",
    "UPDATE sources_archivepush SET next_try_at = now(),"
    " asked_at = asked_at - interval '2 minutes' WHERE next_try_at IS NOT NULL"
    " AND (asked_at IS NOT NULL OR state = 'submitted')",
)


class Door:
    """Whoever answers waits behind it until it is opened."""

    def __init__(self) -> None:
        self.waiting = threading.Event()
        self.opened = threading.Event()

    def pass_through(self) -> None:
        self.waiting.set()
        self.opened.wait(30)


def ring(desk: FaultDesk, task: str) -> None:
    desk.processes.run(str(PROGRAMS / "celery"), "-A", "factcheck", "call", f"sources.tasks.{task}")


def test_pushes_and_stamps_asked_for_by_a_killed_worker_are_kept_once(
    desk: FaultDesk, local_site: LocalSite, make_tsa: Callable[..., LocalTsa]
) -> None:
    desk.expect_everything_once()
    for name in ("worker", "beat"):  # they know of no archive and no authority
        desk.processes.kill(name)
    archive, authority, door = LocalArchive(local_site), make_tsa(), Door()
    say, stamps = archive._say, []

    def say_late(handler, status, told):  # type: ignore[no-untyped-def]
        door.pass_through()
        say(handler, status, told)

    def stamp_late(query: bytes) -> bytes:
        stamps.append(query)
        door.pass_through()
        return authority.stamp(query)

    archive._say, authority.answer = say_late, stamp_late  # type: ignore[method-assign]
    desk.do(WISHES.format(authority=authority.url))
    environment = {
        "ARCHIVE_PUSH_URL": archive.url,
        "TIMESTAMP_AUTHORITIES": authority.url,
        "TIMESTAMP_ROOTS": str(authority.roots),
        "FETCH_ALLOW": local_site.host_key,
    }
    start_proof_workers(desk, environment)
    ring(desk, "push_to_archive")
    ring(desk, "stamp_roots")
    desk.processes.wait("both were asked", lambda: bool(archive.captures and stamps))
    for name in ("archive", "stamps"):
        desk.processes.kill(name)
    door.opened.set()
    assert desk.ask("SELECT count(*) FROM sources_archivepush WHERE job_id <> ''") == [(0,)]
    assert desk.ask("SELECT count(*) FROM sources_timestamp WHERE answer IS NOT NULL") == [(0,)]

    start_proof_workers(desk, environment)
    kept = "SELECT count(*) FROM sources_timestamp WHERE stamped_at IS NOT NULL"
    archived = "SELECT count(*) FROM sources_archivepush WHERE state = 'archived'"

    def over() -> bool:
        for statement in LEASES_PASS:
            desk.do(statement)
        ring(desk, "push_to_archive")
        ring(desk, "stamp_roots")
        time.sleep(1)
        return desk.ask(kept) == [(2,)] and desk.ask(archived)[0][0] >= 6

    desk.processes.wait("both stamps and six captures", over, 60)
    assert len(archive.captures) == len(set(archive.captures))
    # The control: the capture of the killed worker was asked for again.
    asked = [form["url"] for form in archive.forms]
    assert len(asked) > len(set(asked)) and len(stamps) >= 3
    assert desk.ask("SELECT count(*), count(DISTINCT reference) FROM sources_timestamp") == [(2, 2)]
    for name in ("archive", "stamps"):
        desk.processes.kill(name)


def start_proof_workers(desk: FaultDesk, environment: dict[str, str]) -> None:
    desk.start("worker-archive", "archive", **environment)
    desk.start("worker", "stamps", **environment)
