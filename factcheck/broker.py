"""Redis as a doorbell: kombu's transport, minus putting messages back when a connection is lost.

In kombu 5.7.0 that attempt ends the worker; a doorbell that is lost is simply rung again.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis


class DoorbellChannel(redis.Channel):  # type: ignore[misc,unused-ignore]
    """A channel that forgets its unacknowledged messages when it closes."""

    do_restore = False

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> Any:
        """Acknowledge; on a lost connection there is nothing left to acknowledge to."""
        if not self.closed:
            return super().basic_ack(delivery_tag, multiple=multiple)
        return None

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> Any:
        """Reject; on a lost connection there is nothing left to reject to."""
        if not self.closed:
            return super().basic_reject(delivery_tag, requeue=requeue)
        return None


class Transport(redis.Transport):  # type: ignore[misc,unused-ignore]
    """What ``redis://`` and ``rediss://`` mean in this project."""

    Channel = DoorbellChannel


def use_doorbells() -> None:
    """Let Redis addresses resolve to this transport."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = "factcheck.broker:Transport"
