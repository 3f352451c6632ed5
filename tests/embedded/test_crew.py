"""The watchdog replaces a hand that stalls or dies; the environment is set before settings."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from processes import QUICK, ROOT

from factcheck.embedded import environment


def run_script(folder: Path, script: str) -> str:
    """In a process of its own: a crew's threads and Celery's worker state are global."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        env={**QUICK, "PATH": os.environ["PATH"], "EMBEDDED": "1", "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


START = """
    import os, sys, time
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from factcheck.embedded.crew import Crew, BeatingConsumer
    from factcheck.health.heartbeats import TICK, heartbeat_age
    from factcheck.health.models import Heartbeat

    def wait(done):
        until = time.monotonic() + 30
        while not done():
            assert time.monotonic() < until, "in vain"
            time.sleep(0.1)

    crew = Crew(stalled_seconds=3)
    crew.start()
    wait(lambda: heartbeat_age(TICK) is not None)
"""
END = """
    Heartbeat.objects.all().delete()
    wait(lambda: heartbeat_age(TICK) is not None)
    print("replaced", crew.replaced)
    began = time.monotonic()
    crew.stop()
    assert time.monotonic() - began < 3
    sys.stdout.flush()
    os._exit(0)
"""


def test_a_healthy_crew_is_left_alone(tmp_path: Path) -> None:
    script = START + "    time.sleep(5)" + END
    assert "replaced 0" in run_script(tmp_path, script)


def test_a_stalled_worker_thread_is_replaced_and_work_goes_on(tmp_path: Path) -> None:
    stall = """
    connection = crew.hands["worker"]._worker.consumer.connection
    connection.drain_events = lambda timeout=None: time.sleep(3600)
    wait(lambda: crew.replaced == 1)
"""
    assert "replaced 1" in run_script(tmp_path, START + stall + END)


def test_a_dead_beat_is_replaced(tmp_path: Path) -> None:
    death = """
    crew.hands["beat"]._service.stop()
    wait(lambda: crew.replaced == 1)
"""
    assert "replaced 1" in run_script(tmp_path, START + death + END)


def test_embedded_mode_takes_no_servers_from_the_environment(tmp_path: Path, monkeypatch) -> None:
    for name in ("SECRET_KEY", "EMBEDDED", "PUBLIC_BASE_URL", "FETCH_ALLOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgres://production/desk")
    monkeypatch.setenv("REDIS_URL", "redis://production/0")
    environment.prepare(["run_embedded", "--port", "8123"])
    assert os.environ["DATABASE_URL"] == f"sqlite:///{tmp_path.resolve()}/factcheck.sqlite3"
    assert os.environ["REDIS_URL"] == ""
    assert os.environ["PUBLIC_BASE_URL"] == "http://127.0.0.1:8123"
    assert "FETCH_ALLOW" not in os.environ
    for name in ("SECRET_KEY", "EMBEDDED", "PUBLIC_BASE_URL"):
        monkeypatch.delenv(name)


def test_the_demo_allows_exactly_its_own_site(tmp_path: Path, monkeypatch) -> None:
    for name in ("FETCH_ALLOW", "SECRET_KEY", "EMBEDDED", "PUBLIC_BASE_URL", "DATABASE_URL"):
        monkeypatch.setenv(name, "x")
    for name in environment.DEMO_TIMES:
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("REDIS_URL", "x")
    environment.prepare(["run_embedded", "--demo"])
    host, _colon, port = os.environ["FETCH_ALLOW"].rpartition(":")
    assert host == "127.0.0.1"
    assert 20_000 <= int(port) < 32_768


def test_an_empty_key_file_left_by_a_kill_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    key = environment.secret_key(tmp_path)
    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
