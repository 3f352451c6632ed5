"""System checks, logs, and refusing to start where nothing could work."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery.beat import Service
from django.core.checks import run_checks

from factcheck.celery import app, refuse_beat_without_broker
from factcheck.embedded.crew import QUEUES
from factcheck.health import checks
from factcheck.health.checks import fit_for_deployment, times_in_order
from factcheck.health.logs import formatter
from factcheck.health.scheduler import InMemoryScheduler

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "FETCH_ALLOW": "",
    "EMBEDDED": False,
    "REDIS_URL": "redis://redis:6379/0",
}


@pytest.fixture(autouse=True)
def vendor(monkeypatch):
    database = SimpleNamespace(vendor="postgresql")
    monkeypatch.setattr(checks, "connection", database)
    return database


def apply(settings, **changes) -> None:
    for name, value in (PRODUCTION | changes).items():
        setattr(settings, name, value)


def ids(found) -> set[str]:
    return {message.id for message in found}


def test_production_settings_pass(settings) -> None:
    apply(settings)
    assert fit_for_deployment() == []
    assert times_in_order() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"FETCH_ALLOW": "127.0.0.1:8099"}, "factcheck.E001"),
        ({"REDIS_URL": ""}, "factcheck.E002"),
        ({"EMBEDDED": True, "REDIS_URL": ""}, "factcheck.W002"),
    ],
)
def test_what_suits_a_demo_is_reported_on_deployment(settings, changes, expected) -> None:
    apply(settings, **changes)
    assert ids(fit_for_deployment()) == {expected}


def test_sqlite_is_reported_on_deployment(settings, vendor) -> None:
    apply(settings)
    vendor.vendor = "sqlite"
    assert ids(fit_for_deployment()) == {"factcheck.W001"}


@pytest.mark.parametrize(
    "changes",
    [
        {"FETCH_TOTAL_SECONDS": 200.0},
        {"CELERY_TASK_SOFT_TIME_LIMIT": 118},
        {"CELERY_TASK_TIME_LIMIT": 120},
    ],
)
def test_limits_out_of_order_are_an_error_at_every_start(settings, changes) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert ids(times_in_order()) == {"factcheck.E003"}
    assert "factcheck.E003" in ids(run_checks())


def test_a_visibility_timeout_below_the_task_limit_is_an_error(settings) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60}
    assert ids(times_in_order()) == {"factcheck.E004"}


@pytest.mark.parametrize("command", ["worker", "beat"])
def test_celery_without_a_broker_refuses_with_a_sentence(command, tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "factcheck", command],
        cwd=ROOT,
        env={"SECRET_KEY": "x" * 60, "PATH": "/usr/bin:/bin", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "REDIS_URL is not set" in done.stderr
    assert "run_embedded" in done.stderr
    assert "Traceback" not in done.stderr


def test_beat_with_a_broker_may_start(settings) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    assert refuse_beat_without_broker(sender=Service(app)) is None


def test_the_schedule_leaves_no_file_and_holds_the_settings_entries(
    tmp_path, monkeypatch, settings
) -> None:
    monkeypatch.chdir(tmp_path)
    scheduler = InMemoryScheduler(app=app, schedule_filename=str(tmp_path / "beat"))
    scheduler.close()
    assert set(scheduler.schedule) == set(settings.CELERY_BEAT_SCHEDULE)
    assert scheduler.max_interval == 1
    assert list(tmp_path.iterdir()) == []


def test_every_beat_entry_is_a_known_task_with_a_queue_and_expires(settings) -> None:
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
        default = {"queue": settings.CELERY_TASK_DEFAULT_QUEUE}
        route = settings.CELERY_TASK_ROUTES.get(entry["task"], default)
        assert route["queue"] in QUEUES
        assert entry["options"]["expires"] > 0


def test_machines_get_one_json_object_per_line_with_the_traceback_inside() -> None:
    line = formatter(json=True).format(_record(with_error=True))
    body = json.loads(line)
    assert body["event"] == "read 会談"
    assert body["level"] == "warning"
    assert body["article_id"] == "7"
    assert "ZeroDivisionError" in body["exception"]
    assert "\n" not in line


def test_people_get_a_readable_line() -> None:
    line = formatter(json=False).format(_record(with_error=False))
    assert "read 会談" in line
    assert "article_id=7" in line
    assert "\x1b" not in line


def _record(*, with_error: bool) -> logging.LogRecord:
    error = None
    if with_error:
        try:
            1 / 0  # noqa: B018
        except ZeroDivisionError:
            error = sys.exc_info()
    record = logging.LogRecord(
        "sources.tasks", logging.WARNING, __file__, 1, "read %s", ("会談",), error
    )
    record.article_id = "7"
    return record
