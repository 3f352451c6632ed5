"""Doorbells of the claims room: a message says only that there may be work."""

from __future__ import annotations

from celery import shared_task

from claims.services.alarms import send_override_alarms
from claims.services.articles import extractions_waiting
from claims.services.extracting import extract_waiting_articles
from claims.services.likeness import compare_waiting_claims
from claims.services.rechecks import open_overdue_rechecks


@shared_task(ignore_result=True, expires=30)
def extract_queued_articles() -> int:
    """Extract the articles that wait, one after the other."""
    return extract_waiting_articles()


@shared_task(ignore_result=True)
def dispatch_extractions() -> int:
    """Ring for a worker when articles wait."""
    waiting = extractions_waiting()
    if waiting:
        extract_queued_articles.apply_async(expires=30)
    return waiting


@shared_task(ignore_result=True, expires=60)
def compare_new_claims() -> int:
    """Give new and reworded claims a vector, and find the earlier claims like them."""
    return compare_waiting_claims()


@shared_task(ignore_result=True)
def send_alarms() -> int:
    """Tell editors of overrides they have not been told of."""
    return send_override_alarms()


@shared_task(ignore_result=True)
def open_time_rechecks() -> int:
    """Bring back claims whose best-before has passed."""
    return open_overdue_rechecks()
