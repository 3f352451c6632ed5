"""One request at a time per host in this process, spaced; shared by all batches of one loop.

The lease keeps other workers away; this also covers hosts that pages redirect to.
"""

from __future__ import annotations

import asyncio
import time
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


class _Turn:
    """One request's hold on a host."""

    __slots__ = ("_deadline", "_delay", "_gate", "_host_key")

    def __init__(self, gate: _Gate, host_key: str, delay: float, deadline: float) -> None:
        self._gate = gate
        self._host_key = host_key
        self._delay = delay
        self._deadline = deadline

    async def __aenter__(self) -> None:
        gate = self._gate
        if gate.users or gate.lock.locked():
            await self._wait_in_line()
        else:
            await gate.lock.acquire()
        try:
            now = time.monotonic()
            wait = gate.free_at - now
            if now + max(wait, 0.0) >= self._deadline:
                raise DeadlinePassed(self._host_key)
            if wait > 0:
                await asyncio.sleep(wait)
        except BaseException:
            gate.lock.release()
            raise

    async def _wait_in_line(self) -> None:
        gate = self._gate
        gate.users += 1
        try:
            async with asyncio.timeout(max(0.0, self._deadline - time.monotonic())):
                await gate.lock.acquire()
        except TimeoutError as error:
            raise DeadlinePassed(self._host_key) from error
        finally:
            gate.users -= 1

    async def __aexit__(self, *_error: object) -> None:
        self._gate.free_at = time.monotonic() + self._delay
        self._gate.lock.release()


class HostGates:
    """Gates by host key."""

    def __init__(self) -> None:
        self._gates: dict[str, _Gate] = {}

    def turn(self, host_key: str, *, delay: float, deadline: float) -> _Turn:
        """A turn to be entered: waits for the host, holds it, then lets it rest ``delay`` seconds.

        Entering raises DeadlinePassed without waiting when the turn cannot come in time.
        """
        gate = self._gates.get(host_key)
        if gate is None:
            self._prune()
            gate = self._gates[host_key] = _Gate()
        return _Turn(gate, host_key, delay, deadline)

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
