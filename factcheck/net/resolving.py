"""Where a name leads right now, and which of its addresses the gate would let through.

For explanations only: a connection is judged again, on the address its socket really uses.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

from factcheck.net import loop
from factcheck.net.addresses import Allow, is_forbidden
from factcheck.net.hosts import literal_address
from factcheck.net.urls import CanonicalUrl

RESOLVE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Resolved:
    """Addresses in the resolver's order: those that would be used, and those refused."""

    usable: tuple[str, ...]
    forbidden: tuple[str, ...]


def resolve(page: CanonicalUrl, *, allow: Allow = frozenset()) -> Resolved:
    """Look the host of a page up, without connecting; a name that leads nowhere has none."""
    literal = literal_address(page.host)
    found = [str(literal)] if literal is not None else _look_up(page.host, page.port)
    usable = [ip for ip in found if not is_forbidden(ip, page.port, allow=allow)]
    return Resolved(tuple(usable), tuple(ip for ip in found if ip not in usable))


def _look_up(host: str, port: int) -> list[str]:
    async def ask() -> list[str]:
        infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(info[4][0]) for info in infos))

    try:
        return loop.run(ask(), timeout=RESOLVE_SECONDS)
    except (OSError, UnicodeError, TimeoutError):
        return []
