"""What the queue's settings must say: each line here has cost somebody a night."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection
from local_site import LocalSite
from servers import free_port

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("factcheck", "claims", "sources")
TELL = """
import json
from factcheck import settings
print(json.dumps({n: v for n, v in vars(settings).items() if n.startswith(("CELERY", "DATAB"))},
                 default=str))
"""


def told(**environment: str) -> dict[str, Any]:
    """The settings of a process with nothing but this in its environment."""
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=ROOT,
        env={"PATH": os.defpath, "SECRET_KEY": "k" * 60, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def with_redis() -> dict[str, Any]:
    return told(REDIS_URL="redis://127.0.0.1:1/0", DATABASE_URL="postgres://u@127.0.0.1:1/d")


@pytest.fixture(scope="module")
def alone() -> dict[str, Any]:
    return told()


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def method_calls() -> dict[str, list[tuple[str, ast.Call]]]:
    found: dict[str, list[tuple[str, ast.Call]]] = defaultdict(list)
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                found[node.func.attr].append((place, node))
    return found


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of a method of this name in the three rooms, with its place."""
    return method_calls().get(name, [])


def test_a_page_that_kills_its_worker_is_not_delivered_again(with_redis: dict[str, Any]) -> None:
    assert with_redis["CELERY_TASK_REJECT_ON_WORKER_LOST"] is False
    assert with_redis["CELERY_TASK_ACKS_LATE"] is True
    assert with_redis["CELERY_WORKER_PREFETCH_MULTIPLIER"] == 1


def test_unacknowledged_messages_are_swept_at_every_look(with_redis: dict[str, Any]) -> None:
    assert with_redis["CELERY_BROKER_TRANSPORT_OPTIONS"]["unacked_restore_throttle"] == 1


@pytest.mark.parametrize("lease", ["8", "120", "900"])
def test_the_visibility_timeout_exceeds_the_hard_limit_whatever_the_lease(lease: str) -> None:
    said = told(REDIS_URL="redis://127.0.0.1:1/0", LEASE_SECONDS=lease)
    visible = said["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"]
    soft, hard = said["CELERY_TASK_SOFT_TIME_LIMIT"], said["CELERY_TASK_TIME_LIMIT"]
    assert soft < hard < int(lease) < visible


def test_a_broker_that_is_away_is_asked_for_ever(with_redis: dict[str, Any]) -> None:
    assert with_redis["CELERY_BROKER_CONNECTION_MAX_RETRIES"] is None
    assert with_redis["CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP"] is True


def test_nothing_is_reported_back_and_nothing_runs_in_the_caller(
    with_redis: dict[str, Any], alone: dict[str, Any]
) -> None:
    for said in (with_redis, alone):
        assert said["CELERY_TASK_IGNORE_RESULT"] is True
        assert not {"CELERY_RESULT_BACKEND", "CELERY_TASK_ALWAYS_EAGER"} & set(said)


def test_the_polling_interval_reaches_the_broker_in_memory_only(
    with_redis: dict[str, Any], alone: dict[str, Any]
) -> None:
    assert alone["CELERY_BROKER_URL"] == "memory://localhost"
    assert set(alone["CELERY_BROKER_TRANSPORT_OPTIONS"]) == {"polling_interval"}
    assert "polling_interval" not in with_redis["CELERY_BROKER_TRANSPORT_OPTIONS"]


def test_sqlite_takes_its_lock_first_and_waits_for_it(alone: dict[str, Any]) -> None:
    options = alone["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] >= 10
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_cuts_a_transaction_idle_for_a_minute() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


def test_no_message_has_a_priority_and_queues_alone_order_the_work(
    with_redis: dict[str, Any],
) -> None:
    assert not [name for name in with_redis if "PRIORIT" in name]
    assert len({route["queue"] for route in with_redis["CELERY_TASK_ROUTES"].values()}) > 3
    with_priority = [
        place
        for name in ("apply_async", "send_task", "delay")
        for place, call in calls(name)
        if any(keyword.arg == "priority" for keyword in call.keywords)
    ]
    assert with_priority == []


def test_every_doorbell_sent_by_hand_expires_and_none_is_sent_in_another_way() -> None:
    rings = calls("apply_async")
    assert len(rings) >= 3
    for place, call in rings:
        assert "expires" in {keyword.arg for keyword in call.keywords}, place
    assert [place for place, _call in calls("delay") + calls("send_task")] == []


def test_the_rings_for_due_pages_carry_nothing() -> None:
    in_sources = [call for place, call in calls("apply_async") if place.startswith("sources/")]
    assert in_sources
    for call in in_sources:
        assert not call.args and {keyword.arg for keyword in call.keywords} == {"expires"}


def test_celery_brings_its_redis_extra_and_kombu_is_pinned() -> None:
    wanted = (ROOT / "requirements.in").read_text().splitlines()
    assert any(re.fullmatch(r"celery\[redis\]==\d+\.\d+\.\d+", line) for line in wanted)
    assert any(re.fullmatch(r"kombu==\d+\.\d+\.\d+", line) for line in wanted)
    locked = (ROOT / "requirements.lock").read_text()
    for name in ("celery", "kombu", "redis", "packaging"):
        assert re.search(rf"^{name}==", locked, re.MULTILINE), name


def test_workers_are_processes_and_no_green_threads_are_installed() -> None:
    locked = (ROOT / "requirements.lock").read_text() + (ROOT / "requirements-dev.lock").read_text()
    assert not re.search(r"^(gevent|eventlet|greenlet)==", _without_browser(locked), re.MULTILINE)
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    commands = [str(each.get("command", "")) for each in services.values()]
    workers = [command for command in commands if "celery" in command and " worker " in command]
    assert len(workers) >= 3
    assert not [command for command in workers if "--pool" in command or " -P" in command]


def _without_browser(locked: str) -> str:
    """Playwright, for browser tests only, needs greenlet."""
    return locked if "playwright==" not in locked else re.sub(r"(?m)^greenlet==.*$", "", locked)


def test_the_event_loop_is_made_in_one_place_and_knows_no_database() -> None:
    makers = {"run", "new_event_loop"}
    found = [
        place
        for name in makers
        for place, call in calls(name)
        if ast.unparse(call.func.value) == "asyncio"  # type: ignore[attr-defined]
    ]
    assert {place.partition(":")[0] for place in found} == {"factcheck/net/loop.py"}
    for path in [*(ROOT / "factcheck/net").glob("*.py"), *(ROOT / "sources/fetching").glob("*.py")]:
        assert not re.search(r"django\.db|sources\.(models|services)", path.read_text()), path


def test_locks_that_outlive_a_transaction_are_never_taken() -> None:
    taken = [
        name
        for path in modules()
        for name in re.findall(r"pg_(?:try_)?advisory_\w+", path.read_text(encoding="utf-8"))
    ]
    assert taken and all("_xact_" in name for name in taken)


def test_servers_of_tests_listen_below_the_ports_of_outgoing_connections(
    local_site: LocalSite,
) -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert local_site.port < lowest
    assert all(free_port() < lowest for _ in range(20))
