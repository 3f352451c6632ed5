"""Readiness: what a load balancer, a container and an operator ask."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from factcheck.health.heartbeats import TICK, heartbeat_age

log = logging.getLogger(__name__)

#: A tick this late, in ticks, is no longer chance.
LATE_TICKS: Final = 6
LEAST_SECONDS: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One answer: its name, whether it is well, and a word for people; public, so no secrets."""

    name: str
    ok: bool
    detail: str = ""


def readiness() -> list[Probe]:
    """Return every probe; the desk is ready when all are well. Never raises."""
    probes = [_database()]
    if probes[0].ok:
        probes += [_migrations(), _tick()]
    if settings.REDIS_URL:
        probes.append(_redis())
    return probes


def _database() -> Probe:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("the database does not answer")
        return Probe(name="database", ok=False, detail="does not answer")
    return Probe(name="database", ok=True)


#: Migrations are applied before a process serves; once seen complete they stay so for its life.
_migrated = False


def _migrations() -> Probe:
    global _migrated
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            log.exception("migrations cannot be read")
            return Probe(name="migrations", ok=False, detail="cannot be read")
        if waiting:
            return Probe(name="migrations", ok=False, detail=f"{len(waiting)} to apply")
        _migrated = True
    return Probe(name="migrations", ok=True)


def _tick() -> Probe:
    limit = max(LEAST_SECONDS, LATE_TICKS * settings.TICK_SECONDS)
    try:
        age = heartbeat_age(TICK)
    except DatabaseError:
        log.exception("heartbeats cannot be read")
        return Probe(name="tick", ok=False, detail="cannot be read")
    if age is None:
        return Probe(name="tick", ok=False, detail="never seen: are beat and a worker running?")
    return Probe(name="tick", ok=age <= limit, detail=f"{age:.0f} s ago")


def _redis() -> Probe:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.RedisError:
        log.exception("Redis does not answer")
        return Probe(name="redis", ok=False, detail="does not answer")
    finally:
        client.close()
    return Probe(name="redis", ok=True)
