"""Ringing for a worker after the commit. A ring that is lost changes nothing: the tick comes."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: Any, *arguments: str) -> None:
    """Send a task once the present transaction has committed.

    A broker that is away is logged, not raised: what the caller asked for is already stored.
    """

    def send() -> None:
        try:
            task.delay(*arguments)
        except OperationalError:
            log.warning("doorbell not rung", extra={"task": task.name}, exc_info=True)

    transaction.on_commit(send)
