"""How much memory bodies may take while many are read side by side."""

from __future__ import annotations

import asyncio
from typing import Final

#: Beyond this a body is a large one: only a few of these grow at the same time.
SMALL_BODY_BYTES: Final = 1_000_000
LARGE_AT_ONCE: Final = 2


class NoRoom(Exception):
    """The bodies that are kept fill their budget; this one must be read another time."""


class BodyRoom:
    """The budget of one batch of reads, in decoded bytes. Make it inside the event loop."""

    def __init__(self, *, most: int) -> None:
        self.kept = 0
        self._most = most
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    @property
    def is_full(self) -> bool:
        """Whether nothing more should be begun."""
        return self.kept >= self._most

    async def claim_large(self) -> None:
        """Wait for leave to grow beyond a small body; raises NoRoom when the budget is spent."""
        await self._large.acquire()
        if self.is_full:
            self._large.release()
            raise NoRoom(f"{self.kept} bytes are held")

    def free_large(self) -> None:
        """Give the leave back."""
        self._large.release()

    def keep(self, size: int) -> None:
        """Note a body that was read and is held until the batch ends."""
        self.kept += size
