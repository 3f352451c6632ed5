"""The gate: an aiohttp connector that judges the address each socket is about to connect to.

Literal addresses, redirects and DNS rebinding all end in a socket, so nothing passes beside it.
"""

from __future__ import annotations

import errno
import socket
import ssl
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from factcheck.net.addresses import Allow, is_forbidden
from factcheck.net.tls import TlsFacts, tls_facts


class AddressForbidden(OSError):
    """A name or URL led to an address that must not be spoken to.

    An OSError, because aiohttp then tries the name's other addresses and reports the last one.
    """

    def __init__(self, address: str, port: int) -> None:
        super().__init__(errno.EACCES, f"address {address} port {port} is not public")


@dataclass(slots=True)
class ConnectRecord:
    """What the gate saw while one request got its connection."""

    refused: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    used: str = ""
    tls: TlsFacts | None = None
    #: time.monotonic() when a connection was there, new or kept alive.
    connected_at: float | None = None


#: The record of the request running in this context; child tasks of the race share the object.
connect_record: ContextVar[ConnectRecord] = ContextVar("connect_record")


class GuardedConnector(aiohttp.TCPConnector):
    """TCPConnector that opens sockets to public addresses only and always verifies TLS.

    ``allow``: exact (address, port) pairs let through. ``resolver``: for tests; threads of
    getaddrinfo by default. ``context``: TLS settings with an own CA; one that does not verify
    raises ValueError.
    """

    def __init__(
        self,
        *,
        allow: Allow = frozenset(),
        resolver: AbstractResolver | None = None,
        context: ssl.SSLContext | None = None,
        keepalive_seconds: float = 15.0,
    ) -> None:
        verified = context or default_tls()
        if verified.verify_mode != ssl.CERT_REQUIRED or not verified.check_hostname:
            raise ValueError("TLS must verify both the certificate and the host name.")
        self._allow = allow
        super().__init__(
            resolver=resolver or aiohttp.ThreadedResolver(),
            ssl=verified,
            limit=0,
            keepalive_timeout=keepalive_seconds,
            ttl_dns_cache=30,
            socket_factory=self._open_socket,
        )

    def _open_socket(self, info: Any) -> socket.socket:
        family, kind, proto, _name, sockaddr = info
        address, port = str(sockaddr[0]), int(sockaddr[1])
        record = connect_record.get(None)
        if is_forbidden(address, port, allow=self._allow):
            if record is not None:
                record.refused.append(address)
            raise AddressForbidden(address, port)
        if record is not None:
            record.tried.append(address)
        return socket.socket(family=family, type=kind, proto=proto)

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Any], timeout: aiohttp.ClientTimeout
    ) -> Any:
        """Hand out a connection, and note the peer really used (kept-alive ones included)."""
        if req.proxy is not None:
            raise ValueError("Requests go out directly; a proxy would choose the address.")
        connection = await super().connect(req, traces, timeout)
        record = connect_record.get(None)
        transport = connection.transport
        peer = transport.get_extra_info("peername") if transport is not None else None
        if record is not None and transport is not None and peer:
            record.used = str(peer[0])
            record.connected_at = time.monotonic()
            record.tls = tls_facts(transport.get_extra_info("ssl_object"))
        return connection


@cache
def default_tls() -> ssl.SSLContext:
    """The system's trust store, certificate and host name verified, TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
