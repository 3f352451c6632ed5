"""Doorbells: they carry no work. The database knows what is due, so a lost ring costs nothing."""

from __future__ import annotations

import math
import os
import socket
from typing import Any, Final
from uuid import UUID

from celery import current_app, shared_task
from django.conf import settings
from kombu.exceptions import ChannelError

from sources.services import asking, backlogs, checking, loads, putting_away, retention, verifying
from sources.services.proof_pushes import push_due
from sources.services.proof_roots import close_days
from sources.services.proof_stamps import stamp_due

BATCH_HOSTS: Final = 50
#: Rings waiting in the queue beyond this would only be swept up by one another.
QUEUE_CAP: Final = 64
RING_EXPIRES: Final = 30
CHECK_QUEUE: Final = "check"


def worker_name() -> str:
    """Return who holds a lease, for people: machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


@shared_task
def dispatch_checks() -> int:
    """Ring once per batch of due hosts, as long as the queue has room; return the rings."""
    wanted = math.ceil(checking.count_due_hosts(limit=BATCH_HOSTS * QUEUE_CAP) / BATCH_HOSTS)
    rings = max(0, min(wanted, QUEUE_CAP - queue_length())) if wanted else 0
    for _ring in range(rings):
        check_due_sources.apply_async(expires=RING_EXPIRES)
    return rings


@shared_task
def check_due_sources() -> int:
    """Read one batch of due hosts; ring again when there may be more."""
    counts = checking.check_due(owner=worker_name(), hosts=BATCH_HOSTS)
    if counts.hosts == BATCH_HOSTS:
        check_due_sources.apply_async(expires=RING_EXPIRES)
    return counts.checked


@shared_task
def check_host_now(host_id: str) -> int:
    """Read the due pages of one host at once; nothing when another worker holds it."""
    return checking.check_host(host_id=UUID(host_id), owner=worker_name()).checked


@shared_task
def reconcile_hosts() -> int:
    """Repair due times that drifted."""
    return asking.reconcile_hosts()


@shared_task
def put_away_bodies() -> int:
    """Move bodies written down lately to where they are kept; return how many."""
    done = putting_away.put_away_bodies()
    return done.rows + done.files


@shared_task
def order_backlogs() -> int:
    """Let what is long overdue be read by urgency."""
    return backlogs.order_backlogs()


@shared_task
def measure_loads() -> int:
    """Count what hosts are asked for and stretch the intervals of those that cannot keep up."""
    return loads.measure_loads()


@shared_task
def close_observation_days() -> int:
    """Make the Merkle roots of past days; usually there is none to make."""
    return close_days()


@shared_task
def sweep_bodies() -> int:
    """Delete files that no row names; return how many."""
    return putting_away.sweep_orphans()


@shared_task
def prune_observations() -> int:
    """Delete observations past their window; return how many."""
    return retention.prune_observations()


@shared_task
def verify_body_sample() -> int:
    """Recompute the digests of a sample of what is kept; health tells what is damaged."""
    return len(verifying.verify_bodies(sample=settings.BODY_SAMPLE).damaged)


@shared_task
def push_to_archive() -> int:
    """Ask the archive for what is due; nothing when none is set."""
    return push_due()


@shared_task
def stamp_roots() -> int:
    """Ask for time stamps that are due; nothing when no authority is set."""
    return stamp_due()


def queue_length() -> int:
    """Return how many rings wait in the check queue."""
    with current_app.connection_for_write() as connection:
        try:
            channel: Any = connection.default_channel
            return int(channel.queue_declare(CHECK_QUEUE, passive=True).message_count)
        except ChannelError:
            # The queue does not exist before its first message.
            return 0
