"""Leasing and completing at 10,000 to 10,000,000 sources on PostgreSQL.

``python -m tests.benchmarks.lease [--quick]`` prints a table and, last, one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django
import psycopg

from tests.servers import PrivatePostgres

SIZES = (10_000, 1_000_000, 10_000_000)
QUICK_SIZES = (10_000, 100_000)
PAGES_PER_HOST = 20
#: Processes of the sustained figure; more than cores would only wait for one another.
CLIENTS = 2
#: Memory and log sizes that a desk with a million sources gives its server.
SERVER = "-c shared_buffers=1GB -c max_wal_size=4GB -c autovacuum_naptime=5s"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one operation and how many sources it moved."""

    lease_ms: float
    record_ms: float
    sources: int


def _row_of(model: Any, **values: object) -> dict[str, object]:
    """Columns of a new row of ``model`` with its defaults, as SQL would need them."""
    row = model(**values)
    return {
        field.column: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }


def fill(connection: psycopg.Connection[Any], *, sources: int) -> None:
    """Replace everything by ``sources`` pages, ``PAGES_PER_HOST`` on each host, due at random."""
    from sources.models import Host, Source

    hosts = max(1, sources // PAGES_PER_HOST)
    connection.execute("TRUNCATE sources_host, sources_source CASCADE")
    _insert_series(
        connection,
        Host,
        hosts,
        {
            "id": "md5('host' || n)::uuid",
            "name": "'host' || n || '.example.com'",
            "next_due_at": "now() - random() * interval '1 day'",
        },
    )
    _insert_series(
        connection,
        Source,
        hosts * PAGES_PER_HOST,
        {
            "id": "md5('source' || n)::uuid",
            "url": f"'https://host' || 1 + n %% {hosts} || '.example.com/news/' || n",
            "host_id": f"md5('host' || 1 + n %% {hosts})::uuid",
            "next_check_at": "now() - random() * interval '1 day'",
            "created_at": "now() - interval '90 days'",
            "health": "'ok'",
            "last_read_at": "now() - interval '1 day'",
            "body_sha256": "md5('a' || n) || md5('b' || n)",
            "prose_sha256": "md5('c' || n) || md5('d' || n)",
        },
    )
    connection.execute("VACUUM ANALYZE sources_host, sources_source")


def _insert_series(
    connection: psycopg.Connection[Any], model: Any, count: int, made: dict[str, str]
) -> None:
    """INSERT … SELECT: columns of ``made`` by expression, the others at the model's defaults."""
    plain = {name: value for name, value in _row_of(model).items() if name not in made}
    names = [*made, *plain]
    marks = [*made.values(), *(f"%({name})s" for name in plain)]
    connection.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
        f" SELECT {', '.join(marks)} FROM generate_series(1, {count}) AS n",
        plain,
    )


def one_batch() -> Timing:
    """Lease 50 hosts as a worker does and record an unchanged look at each of their pages."""
    from factcheck.clock import now
    from sources.services.leasing import lease_due
    from sources.services.outcomes import Outcome, OutcomeKind
    from sources.services.recording import record_outcomes

    begun = time.perf_counter()
    leased = lease_due(owner="benchmark")
    taken = time.perf_counter()
    outcomes = [
        Outcome(
            source_id=due.id,
            kind=OutcomeKind.NOT_MODIFIED,
            at=now(),
            status=304,
            final_url=due.url,
            headers={"date": "Mon, 02 Nov 2026 09:00:00 GMT", "etag": '"1"'},
        )
        for lease in leased
        for due in lease.sources
    ]
    counts = record_outcomes(leased=leased, outcomes=outcomes)
    ended = time.perf_counter()
    if counts.checked != len(outcomes):
        raise RuntimeError(f"{len(outcomes)} looks, {counts.checked} recorded")
    return Timing((taken - begun) * 1000, (ended - taken) * 1000, len(outcomes))


def measure(seconds: float, *, at_least: int = 10) -> dict[str, float]:
    """Batches one after another for a while: medians, and sources per second sustained."""
    one_batch()
    begun, timings = time.perf_counter(), []
    while len(timings) < at_least or time.perf_counter() - begun < seconds:
        timings.append(one_batch())
        if not timings[-1].sources:
            timings.pop()
            make_all_due()
    spent = sum(one.lease_ms + one.record_ms for one in timings) / 1000
    per_source = [(one.lease_ms + one.record_ms) / one.sources for one in timings]
    return {
        "lease_ms": round(statistics.median(one.lease_ms for one in timings), 2),
        "record_ms": round(statistics.median(one.record_ms for one in timings), 2),
        "sources_per_batch": round(statistics.mean(one.sources for one in timings), 1),
        "ms_per_source": round(statistics.median(per_source), 4),
        "per_second": round(sum(one.sources for one in timings) / spent),
        "batches": len(timings),
    }


def measure_together(url: str, *, clients: int, seconds: float) -> int:
    """Sources per second of several processes that lease and record side by side."""
    command = [sys.executable, "-m", "tests.benchmarks.lease", "--client", str(seconds)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _client in range(clients)
    ]
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()  # it is ready
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    return round(sum(one["sources"] / one["seconds"] for one in said))


def work_as_client(seconds: float) -> None:
    """Lease and record until time is up or nothing is due; print what was moved and how long."""
    django.setup()
    one_batch()
    print("ready", flush=True)
    sys.stdin.readline()
    begun, sources = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        moved = one_batch().sources
        sources += moved
        if not moved:
            break
    print(json.dumps({"sources": sources, "seconds": time.perf_counter() - begun}), flush=True)


def make_all_due() -> None:
    """Begin a small desk's day again; not timed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_source SET next_check_at = now() - interval '1 hour'")
        cursor.execute(
            "UPDATE sources_host SET next_due_at = now() - random() * interval '1 hour',"
            " backoff_until = NULL"
        )


def under_a_long_transaction(url: str, work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Do ``work`` while somebody else keeps a snapshot of the database open."""
    with psycopg.connect(url) as other:
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM sources_host")
        return work()


def run(sizes: tuple[int, ...], *, seconds: float) -> dict[str, Any]:
    """Every size, alone and under a long transaction; the object that is printed last."""
    postgres = PrivatePostgres()
    try:
        postgres.start(SERVER)
        os.environ.update(
            DATABASE_URL=postgres.url,
            SECRET_KEY="benchmarks-only-key-which-is-long-enough-to-be-accepted",
            HTTPS="False",
            FETCH_HOST_DELAY_SECONDS="0",
            LOG_LEVEL="WARNING",
            DJANGO_SETTINGS_MODULE="factcheck.settings",
        )
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        results = {}
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            for size in sizes:
                begun = time.perf_counter()
                fill(connection, sources=size)
                print(f"{size} sources in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
                results[str(size)] = _measure_ways(postgres.url, seconds)
    finally:
        postgres.destroy()
    return _summary(results)


def _measure_ways(url: str, seconds: float) -> dict[str, dict[str, float]]:
    """One client and ``CLIENTS`` of them, alone and while somebody keeps a snapshot open."""

    def both() -> dict[str, float]:
        alone = measure(seconds)
        make_all_due()
        return alone | {"together": measure_together(url, clients=CLIENTS, seconds=seconds)}

    return {"alone": both(), "long_transaction": under_a_long_transaction(url, both)}


def _summary(results: dict[str, Any]) -> dict[str, Any]:
    measured = list(results.values())
    first, last = measured[0], measured[-1]
    ways = ("alone", "long_transaction")
    slowdown = {way: last[way]["ms_per_source"] / first["alone"]["ms_per_source"] for way in ways}
    return {
        "slowdown": round(max(slowdown.values()), 2),
        "per_second": min(one[way]["together"] for one in results.values() for way in ways),
        "per_second_of_one": min(
            one[way]["per_second"] for one in results.values() for way in ways
        ),
        "clients": CLIENTS,
        "slowdowns": {way: round(value, 2) for way, value in slowdown.items()},
        "sizes": results,
    }


def print_table(said: dict[str, Any]) -> None:
    """The same for people."""
    print(
        f"{'sources':>12}  {'':<17}{'lease ms':>10}{'record ms':>11}{'sources/s':>11}"
        f"{'two clients':>13}"
    )
    for size, ways in said["sizes"].items():
        for way, one in ways.items():
            print(
                f"{size:>12}  {way:<17}{one['lease_ms']:>10.1f}{one['record_ms']:>11.1f}"
                f"{one['per_second']:>11.0f}{one['together']:>13.0f}"
            )


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 sources")
    parser.add_argument("--sizes", type=int, nargs="+", help="other numbers of sources")
    parser.add_argument("--client", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.client:
        work_as_client(options.client)
        return
    sizes = tuple(options.sizes or (QUICK_SIZES if options.quick else SIZES))
    said = run(sizes, seconds=3 if options.quick else 30)
    print_table(said)
    print(json.dumps(said))


if __name__ == "__main__":
    main()
