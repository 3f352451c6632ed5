"""One request at a time per host in this process, spaced; shared by all batches of one loop.

The lease keeps other workers away; this also covers hosts that pages redirect to.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

_PRUNE_ABOVE = 2_000


class DeadlinePassed(Exception):
    """The host's turn would come after the batch's deadline."""


class _Gate:
    """The lock of one host and the moment its next request may start (monotonic seconds)."""

    __slots__ = ("free_at", "lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.users = 0


class HostGates:
    """Gates by host key."""

    def __init__(self) -> None:
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def turn(self, host_key: str, *, delay: float, deadline: float) -> AsyncIterator[None]:
        """Wait for the host, hold it for one request, then let it rest ``delay`` seconds.

        Raises DeadlinePassed without waiting when the turn cannot come in time.
        """
        gate = self._gates.setdefault(host_key, _Gate())
        gate.users += 1
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                await gate.lock.acquire()
        except TimeoutError as error:
            raise DeadlinePassed(host_key) from error
        finally:
            gate.users -= 1
        try:
            wait = gate.free_at - time.monotonic()
            if time.monotonic() + max(wait, 0.0) >= deadline:
                raise DeadlinePassed(host_key)
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                gate.free_at = time.monotonic() + delay
        finally:
            gate.lock.release()
            self._prune()

    def _prune(self) -> None:
        if len(self._gates) > _PRUNE_ABOVE:
            now = time.monotonic()
            self._gates = {
                key: gate
                for key, gate in self._gates.items()
                if gate.users or gate.lock.locked() or gate.free_at > now
            }


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, HostGates] = WeakKeyDictionary()


def host_gates() -> HostGates:
    """The gates of the running loop (a forked child has its own loop, hence its own gates)."""
    return _by_loop.setdefault(asyncio.get_running_loop(), HostGates())
