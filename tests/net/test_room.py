"""Large bodies take turns, and none begins to grow when the budget is spent."""

from __future__ import annotations

import asyncio

import pytest

from factcheck.net.room import LARGE_AT_ONCE, BodyRoom, NoRoom


def test_only_a_few_bodies_grow_large_at_the_same_time():
    async def many() -> None:
        room = BodyRoom(most=100)
        for _one in range(LARGE_AT_ONCE):
            await room.claim_large()
        waiting = asyncio.create_task(room.claim_large())
        await asyncio.sleep(0)
        assert not waiting.done()
        room.free_large()
        await waiting

    asyncio.run(many())


def test_a_spent_budget_refuses_and_keeps_no_place():
    async def full() -> None:
        room = BodyRoom(most=100)
        room.keep(100)
        assert room.is_full
        for _turn in range(LARGE_AT_ONCE + 1):
            with pytest.raises(NoRoom):
                await room.claim_large()

    asyncio.run(full())
