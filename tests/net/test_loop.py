"""One event loop per process, made after fork."""

import asyncio
import multiprocessing
import os
import threading
import time

import pytest

from factcheck.net import loop


async def where() -> tuple[int, str]:
    await asyncio.sleep(0)
    return id(asyncio.get_running_loop()), threading.current_thread().name


def test_all_calls_share_one_long_lived_loop_in_its_own_thread():
    first, second = loop.run(where(), 5), loop.run(where(), 5)
    assert first == second
    assert first[1] == "factcheck-net"
    assert threading.current_thread().name != "factcheck-net"


def test_an_error_in_the_coroutine_reaches_the_caller():
    async def fail() -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        loop.run(fail(), 5)


def test_time_running_out_cancels_the_coroutine():
    ended = threading.Event()

    async def sleep_long() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        loop.run(sleep_long(), 0.05)
    assert ended.wait(2)


def test_the_loop_refuses_to_wait_for_itself():
    async def nested() -> None:
        loop.run(where(), 1)

    with pytest.raises(RuntimeError, match="wait for itself"):
        loop.run(nested(), 5)


def _child(queue: "multiprocessing.Queue[tuple[int, str]]") -> None:
    queue.put(loop.run(where(), 5))


def test_a_forked_child_makes_its_own_loop():
    loop.run(where(), 5)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_child, args=(queue,))
    child.start()
    assert queue.get(timeout=10)[1] == "factcheck-net"
    child.join(10)
    assert child.exitcode == 0
    assert loop.current().pid == os.getpid()


def test_a_fork_while_the_lock_is_held_does_not_hang_the_child():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    with loop._lock:
        child = context.Process(target=_child, args=(queue,))
        child.start()
    assert queue.get(timeout=10)
    child.join(10)


def test_many_threads_wait_side_by_side():
    async def nap() -> None:
        await asyncio.sleep(0.2)

    begun = time.monotonic()
    threads = [threading.Thread(target=loop.run, args=(nap(), 5)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - begun < 1.5
