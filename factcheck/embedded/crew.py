"""Worker, beat and web server as threads, and the watchdog that replaces one that stalls."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from celery import bootsteps
from celery.beat import Service
from celery.worker import WorkController, state
from celery.worker.consumer import Consumer
from django.conf import settings
from waitress.server import create_server

from factcheck.celery import app
from factcheck.health.scheduler import InMemoryScheduler
from factcheck.health.tasks import record_tick

log = logging.getLogger(__name__)

QUEUES: Final = ("dispatch", "check", "check_now", "extract", "notify", "maintenance", "archive")
WORKER_THREADS: Final = 6
WEB_THREADS: Final = 6
#: A thread that shows no sign of life for this long is replaced.
STALLED_SECONDS: Final = 30.0
#: How long an orderly end may take before the process ends anyway (leases recover the rest).
STOP_SECONDS: Final = 2.0


class BeatingConsumer(Consumer):  # type: ignore[misc,unused-ignore]
    """A consumer that notes each turn of its loop."""

    last_turn = 0.0

    def perform_pending_operations(self) -> None:
        self.last_turn = time.monotonic()
        super().perform_pending_operations()


class WorkerHand:
    """The real Celery worker, all queues, with a pool of threads."""

    name = "worker"

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._worker = WorkController(
            app=app,
            hostname=f"embedded@{socket.gethostname()}",
            pool="threads",
            concurrency=WORKER_THREADS,
            queues=list(QUEUES),
            consumer_cls=BeatingConsumer,
            without_heartbeat=True,
            without_gossip=True,
            without_mingle=True,
            use_eventloop=False,
            loglevel=logging.WARNING,
        )
        self._thread = threading.Thread(target=self._worker.start, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def alive(self) -> bool:
        return self._thread.is_alive()

    def quiet_seconds(self) -> float:
        consumer = self._worker.consumer
        last = consumer.last_turn if consumer is not None else 0.0
        return time.monotonic() - max(last, self._started)

    def abandon(self) -> None:
        """Let the loop end should it ever wake up again; a thread cannot be killed."""
        if self._worker.consumer is not None:
            self._worker.consumer.blueprint.state = bootsteps.TERMINATE

    def stop(self) -> None:
        state.should_stop = 0
        # A doorbell wakes the loop, which otherwise looks up every two seconds.
        record_tick.apply_async(expires=30)

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)


class EmbeddedBeat(Service):  # type: ignore[misc,unused-ignore]
    """Celery's beat in this process (see ``factcheck.celery.refuse_beat_without_broker``)."""


class BeatHand:
    """The real beat with the entries of the settings."""

    name = "beat"

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._service = EmbeddedBeat(app, max_interval=1, scheduler_cls=InMemoryScheduler)
        self._thread = threading.Thread(target=self._service.start, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def alive(self) -> bool:
        return self._thread.is_alive()

    def quiet_seconds(self) -> float:
        return time.monotonic() - (self._service._last_tick or self._started)

    def abandon(self) -> None:
        self._service.stop()

    def stop(self) -> None:
        self._service.stop()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)


class WebHand:
    """The desk on a thread pool of its own (waitress)."""

    name = "web"

    def __init__(self, wsgi: Callable[..., Any], *, host: str, port: int) -> None:
        self._server = create_server(
            wsgi,
            host=host,
            port=port,
            threads=WEB_THREADS,
            ident="",
            max_request_body_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1_000_000,
            clear_untrusted_proxy_headers=True,
        )
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        # Requests under way are answered first: closing their sockets would be an error each.
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        self._server.close()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)


class Crew:
    """Everything that works in this process, and the watch over it."""

    def __init__(self, *, stalled_seconds: float = STALLED_SECONDS) -> None:
        self._make: dict[str, Callable[[], Any]] = {"worker": WorkerHand, "beat": BeatHand}
        self.hands: dict[str, Any] = {}
        self.replaced = 0
        self._stalled_seconds = stalled_seconds
        self._ending = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Start worker and beat, and watch them."""
        for name, make in self._make.items():
            self.hands[name] = make()
            self.hands[name].start()
        self._watchdog.start()

    def open_web(self, wsgi: Callable[..., Any], *, host: str, port: int) -> int:
        """Serve the desk; return the port (0 asks for a free one). Raises ``OSError`` if taken."""
        web = WebHand(wsgi, host=host, port=port)
        web.start()
        self.hands["web"] = web
        return web.port

    def _watch(self) -> None:
        while not self._ending.wait(min(1.0, self._stalled_seconds / 3)):
            for name, make in self._make.items():
                hand = self.hands[name]
                quiet = hand.quiet_seconds()
                if hand.alive() and quiet <= self._stalled_seconds:
                    continue
                log.error("%s is silent since %.0f s; starting another", name, quiet)
                hand.abandon()
                self.hands[name] = make()
                self.hands[name].start()
                self.replaced += 1

    def stop(self) -> None:
        """End all hands, within about two seconds."""
        self._ending.set()
        deadline = time.monotonic() + STOP_SECONDS
        for hand in self.hands.values():
            hand.stop()
        for hand in self.hands.values():
            hand.join(max(0.05, deadline - time.monotonic()))
