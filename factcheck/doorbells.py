"""Ringing for a worker after the commit. A ring that is lost changes nothing: the tick comes."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

#: Seconds: by then a tick has asked for the same, and an old ring would only find nothing due.
RING_EXPIRES: Final = 300


def ring(task: Any, *arguments: str) -> None:
    """Send a task once the present transaction has committed.

    A broker that is away is logged, not raised: what the caller asked for is already stored.
    """

    def send() -> None:
        try:
            task.apply_async(args=arguments, expires=RING_EXPIRES)
        except OperationalError:
            log.warning("doorbell not rung", extra={"task": task.name}, exc_info=True)

    transaction.on_commit(send)
