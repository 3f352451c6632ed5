"""One event loop in one thread per process, made when first needed and never inherited by fork.

Task threads hand it coroutines and wait; the ORM must never run inside.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

# Name look-ups block a thread each: a few dead name servers must not stop everybody else.
_RESOLVER_THREADS = 24


class LoopThread:
    """A running event loop and the thread that runs it, bound to the process that made it."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.loop.set_default_executor(
            ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="factcheck-resolve")
        )
        self.thread = threading.Thread(target=self._run, name="factcheck-net", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def stop(self) -> None:
        """Stop and close the loop; only the process that made it may."""
        if self.pid != os.getpid() or self.loop.is_closed():
            return
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=2)
        if not self.thread.is_alive():
            self.loop.close()


_lock = threading.Lock()
_current: LoopThread | None = None


def _forget_after_fork() -> None:
    # The child has the parent's objects but not its threads; the lock may be held for ever.
    global _lock, _current
    _lock = threading.Lock()
    _current = None


os.register_at_fork(after_in_child=_forget_after_fork)


def current() -> LoopThread:
    """This process's loop thread, started on first use or when it died."""
    global _current
    with _lock:
        alive = _current is not None and _current.pid == os.getpid()
        if _current is None or not alive or not _current.thread.is_alive():
            _current = LoopThread()
            atexit.register(_current.stop)
        return _current


def run(coro: Coroutine[Any, Any, T], timeout: float) -> T:
    """Run a coroutine in the loop thread and wait at most ``timeout`` seconds for its result.

    Raises TimeoutError when time is up and whatever the coroutine raises; in both cases, and
    when the waiting thread is interrupted, the coroutine is cancelled.
    """
    holder = current()
    if threading.current_thread() is holder.thread:
        coro.close()
        raise RuntimeError("The event loop may not wait for itself.")
    future = asyncio.run_coroutine_threadsafe(coro, holder.loop)
    try:
        return future.result(timeout)
    finally:
        # No effect on a finished future; a soft time limit must not leave work behind.
        future.cancel()
