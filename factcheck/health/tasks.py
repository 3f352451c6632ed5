"""The tick's heartbeat: it arrives only when beat, broker, worker and database all work."""

from celery import shared_task

from factcheck.health.heartbeats import TICK, record_heartbeat


@shared_task(ignore_result=True)
def record_tick() -> None:
    """Write down that a tick came through."""
    record_heartbeat(TICK)
