"""What one re-check costs: lease, fetch, compare and record, through real Celery and Redis.

``python -m tests.benchmarks.rechecks [--quick]`` prints a table and, last, one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.changedetection import PeerMissing, measure_noisy
from tests.benchmarks.cpu import MemoryWatch
from tests.benchmarks.desk import BenchmarkDesk, CpuSeconds
from tests.benchmarks.news_pages import news_page
from tests.benchmarks.origin import Origin
from tests.processes import ROOT


@dataclass(frozen=True, slots=True)
class Way:
    """One way a re-check can go, and how the observation of it must read."""

    name: str
    outcome: str
    conditional: bool
    noisy: bool = False
    edited: bool = False


PATHS = (
    Way("304", "not_modified", conditional=True),
    Way("same_bytes", "unchanged", conditional=False),
    Way("noisy", "ok", conditional=True, noisy=True),
    Way("changed", "ok", conditional=True, edited=True),
)


@dataclass(slots=True)
class Measured:
    """CPU milliseconds per check of each round, and the wall time of all."""

    worker: list[float] = field(default_factory=list)
    postgres: list[float] = field(default_factory=list)
    redis: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, spent: CpuSeconds, checks: int, seconds: float) -> None:
        """Note one round."""
        for name in ("worker", "postgres", "redis", "total"):
            getattr(self, name).append(getattr(spent, name) * 1000 / checks)
        self.seconds += seconds

    def summary(self) -> dict[str, float]:
        """Medians over the rounds."""
        said = {
            f"{name}_ms": round(statistics.median(getattr(self, name)), 4)
            for name in ("worker", "postgres", "redis", "total")
        }
        return said | {"checks_per_cpu_second": round(1000 / max(said["total_ms"], 1e-6), 1)}


def measure_paths(
    desk: BenchmarkDesk, origin: Origin, *, rounds: int
) -> dict[str, dict[str, float]]:
    """Every path ``rounds`` times over all pages; each check must be recorded exactly once."""
    noise = edit = 0
    measured = {"first": Measured(), **{path.name: Measured() for path in PATHS}}
    _round(desk, origin, measured["first"], "ok")
    for path in PATHS:
        for _n in range(rounds):
            noise += path.noisy
            edit += path.edited
            origin.set_mode(conditional=path.conditional, noise=noise, edit=edit)
            _round(desk, origin, measured[path.name], path.outcome)
            _check_changes(desk, origin.pages * edit)
    return {name: one.summary() for name, one in measured.items()}


def _round(desk: BenchmarkDesk, origin: Origin, measured: Measured, outcome: str) -> None:
    last = desk.ask("SELECT coalesce(max(id), 0) FROM sources_observation")[0][0]
    desk.make_all_due()
    before, begun = desk.cpu(), time.monotonic()
    desk.ring()
    desk.wait_until_idle()
    measured.add(desk.cpu().since(before), origin.pages, time.monotonic() - begun)
    recorded = desk.ask(
        "SELECT outcome, count(*), count(DISTINCT source_id) FROM sources_observation"
        f" WHERE id > {last} GROUP BY outcome"
    )
    if recorded != [(outcome, origin.pages, origin.pages)]:
        raise RuntimeError(f"expected {origin.pages} × {outcome}, recorded {recorded}")


def _check_changes(desk: BenchmarkDesk, expected: int) -> None:
    [(passages, pages)] = desk.ask(
        "SELECT count(*) FILTER (WHERE passage_id IS NOT NULL),"
        " count(*) FILTER (WHERE passage_id IS NULL) FROM sources_change"
    )
    # Beside its passage an edited page may be told as a whole; a noisy one never.
    if passages != expected or pages > expected:
        raise RuntimeError(f"{expected} passages altered, recorded {passages}; pages {pages}")


def measure_bare_fetch(origin: Origin, *, rounds: int) -> dict[str, float]:
    """The client's own limit on the same pages: CPU ms per fetch of a 200 and of a 304."""
    origin.set_mode(conditional=True)
    numbers = {origin.url(number): number for number in range(origin.pages)}
    hosts: dict[str, list[str]] = {}
    for url in numbers:
        hosts.setdefault(url.split("/")[2], []).append(url)
    plan = {
        "allow": origin.allow,
        "user_agent": "factcheck/0.1 (+https://example.invalid/bot)",
        "rounds": rounds,
        "numbers": numbers,
        "hosts": list(hosts.values()),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bare_fetch"],
        cwd=ROOT,
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    said: dict[str, float] = json.loads(done.stdout)
    return {name: round(ms, 4) for name, ms in said.items()}


def run(*, hosts: int, pages: int, rounds: int, peer: bool, with_hostile: bool) -> dict[str, Any]:
    """The whole benchmark; the object that is printed last."""
    origin = Origin(hosts=hosts, pages=pages)
    try:
        with BenchmarkDesk(allow=origin.allow) as desk:
            desk.watch([(origin.url(n), news_page(n).passage()) for n in range(pages)])
            with MemoryWatch(desk.worker_pid) as memory:
                bare = [measure_bare_fetch(origin, rounds=rounds)]
                paths = measure_paths(desk, origin, rounds=rounds)
                bare.append(measure_bare_fetch(origin, rounds=rounds))
                hostile = measure_hostile(desk, origin) if with_hostile else {}
        other = measure_peer(origin, rounds=rounds) if peer else {"missing": "not asked for"}
    finally:
        origin.close()
    limit = {name: round(statistics.mean(one[name] for one in bare), 4) for name in bare[0]}
    ratio_304 = limit["ms_304"] / paths["304"]["total_ms"]
    ratio_200 = limit["ms_200"] / paths["same_bytes"]["total_ms"]
    return {
        "unchanged_vs_fetch": round(min(ratio_304, ratio_200), 3),
        "not_modified_vs_fetch": round(ratio_304, 3),
        "same_bytes_vs_fetch": round(ratio_200, 3),
        "noisy_vs_changedetection": (
            round(other["noisy_ms"] / paths["noisy"]["total_ms"], 2)
            if "noisy_ms" in other
            else None
        ),
        "peak_mb": round(memory.peak_process_kb / 1000, 1),
        "peak_tree_mb": round(memory.peak_tree_kb / 1000, 1),
        "pages": pages,
        "hosts": hosts,
        "rounds": rounds,
        "bare_fetch": limit,
        "paths": paths,
        "hostile_outcomes": hostile,
        "changedetection": other,
    }


def measure_peer(origin: Origin, *, rounds: int) -> dict[str, Any]:
    """The peer's figures, or why there are none."""
    try:
        return measure_noisy(origin, rounds=rounds)
    except PeerMissing as error:
        return {"missing": str(error)}


def measure_hostile(desk: BenchmarkDesk, origin: Origin) -> dict[str, int]:
    """Let the workers read what is made to hurt them; how those looks ended, by outcome."""
    last = desk.ask("SELECT max(id) FROM sources_observation")[0][0]
    desk.database.execute("UPDATE sources_source SET next_check_at = now() + interval '1 day'")
    desk.watch([(url, "") for url in origin.hostile_urls()])
    desk.ring()
    desk.wait_until_idle()
    return dict(
        desk.ask(
            f"SELECT outcome, count(*) FROM sources_observation WHERE id > {last} GROUP BY outcome"
        )
    )


def print_table(said: dict[str, Any]) -> None:
    """The same for people."""
    print(f"{'path':<12}{'checks/CPU s':>14}{'worker ms':>12}{'PostgreSQL ms':>15}{'Redis ms':>10}")
    for name, one in said["paths"].items():
        print(
            f"{name:<12}{one['checks_per_cpu_second']:>14.0f}{one['worker_ms']:>12.3f}"
            f"{one['postgres_ms']:>15.3f}{one['redis_ms']:>10.3f}"
        )
    if "noisy_ms" in said["changedetection"]:
        ms = said["changedetection"]["noisy_ms"]
        print(f"{'peer, noisy':<12}{1000 / ms:>14.0f}{ms:>12.3f}")
    for name, ms in said["bare_fetch"].items():
        print(f"{'fetch ' + name[3:]:<12}{1000 / ms:>14.0f}{ms:>12.3f}")


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer pages and rounds")
    parser.add_argument("--pages", type=int, help="pages (default 1000, quick 200)")
    parser.add_argument("--rounds", type=int, help="rounds of each path (default 3, quick 1)")
    parser.add_argument("--no-peer", action="store_true", help="without changedetection.io")
    parser.add_argument("--hostile", action="store_true", help="also pages made to hurt")
    options = parser.parse_args()
    pages = options.pages or (200 if options.quick else 1000)
    said = run(
        hosts=max(1, pages // 5),
        pages=pages,
        rounds=options.rounds or (1 if options.quick else 3),
        peer=not options.no_peer,
        with_hostile=options.hostile,
    )
    print_table(said)
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
