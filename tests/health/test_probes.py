"""The probes: what a load balancer and an operator are told, and when."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import Client

from factcheck import clock
from factcheck.health import probes
from factcheck.health.heartbeats import TICK, heartbeat_age, record_heartbeat
from factcheck.health.models import Heartbeat
from factcheck.health.tasks import record_tick


def ask(path: str) -> tuple[int, dict]:
    answer = Client().get(path)
    return answer.status_code, json.loads(answer.content)


def test_healthz_answers_without_login_and_without_the_database() -> None:
    assert ask("/healthz") == (200, {"status": "up"})


@pytest.mark.django_db
def test_readyz_is_ready_after_a_tick_and_needs_no_login() -> None:
    record_tick()
    status, body = ask("/readyz")
    assert status == 200
    assert body["status"] == "ready"
    assert set(body["checks"]) == {"database", "migrations", "tick"}


@pytest.mark.django_db
def test_readyz_says_that_no_tick_was_ever_seen() -> None:
    status, body = ask("/readyz")
    assert status == 503
    assert body["checks"]["tick"]["ok"] is False
    assert body["checks"]["database"]["ok"] is True


@pytest.mark.django_db
def test_a_worker_that_lives_but_is_silent_fails_readiness() -> None:
    Heartbeat.objects.create(name=TICK, at=clock.now() - timedelta(seconds=31))
    status, body = ask("/readyz")
    assert status == 503
    assert body["checks"]["tick"] == {"ok": False, "detail": "31 s ago"}


@pytest.mark.django_db
def test_redis_that_does_not_answer_fails_readiness_without_telling_its_address(settings) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    record_tick()
    status, body = ask("/readyz")
    assert status == 503
    assert body["checks"]["redis"] == {"ok": False, "detail": "does not answer"}
    assert "secret" not in json.dumps(body)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_and_nothing_else_is_asked(monkeypatch) -> None:
    def broken() -> None:
        raise OperationalError("could not connect to server at 10.0.0.1")

    monkeypatch.setattr(connection, "cursor", broken)
    (probe,) = probes.readiness()
    assert (probe.name, probe.ok, probe.detail) == ("database", False, "does not answer")


@pytest.mark.django_db
def test_missing_migrations_fail_readiness(monkeypatch) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(probes, "_migrated", False)
    MigrationRecorder(connection).record_unapplied("health", "0001_initial")
    record_tick()
    found = {probe.name: probe for probe in probes.readiness()}
    assert found["migrations"].detail == "1 to apply"


@pytest.mark.django_db
def test_heartbeats_are_one_row_per_name() -> None:
    assert heartbeat_age(TICK) is None
    record_heartbeat(TICK)
    record_heartbeat(TICK)
    assert Heartbeat.objects.count() == 1
    age = heartbeat_age(TICK)
    assert age is not None
    assert 0 <= age < 5


@pytest.mark.django_db
def test_report_health_ends_with_an_error_when_a_probe_fails(capsys) -> None:
    with pytest.raises(CommandError, match="tick"):
        call_command("report_health")
    record_tick()
    call_command("report_health")
    assert "ok   tick" in capsys.readouterr().out
