"""What an operator should know though the desk is ready: rooms register what they watch."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from factcheck.health.probes import Probe

log = logging.getLogger(__name__)

_watched: Final[list[Callable[[], Probe]]] = []


def register_notice(watch: Callable[[], Probe]) -> None:
    """Ask ``watch`` whenever somebody asks for the health; once per process is enough."""
    if watch not in _watched:
        _watched.append(watch)


def notices() -> list[Probe]:
    """Return every notice. One that is not well takes nothing out of service. Never raises."""
    found = []
    for watch in _watched:
        try:
            found.append(watch())
        except DatabaseError:
            log.exception("a notice cannot be read")
    return found
