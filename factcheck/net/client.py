"""The one HTTP client: single requests through the gate, with limits on time and bytes.

Never follows redirects, keeps no cookies, reads no proxy or netrc settings from the environment.
"""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import TracebackType

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from factcheck.errors import FactcheckError
from factcheck.net.addresses import Allow
from factcheck.net.connector import ConnectRecord, GuardedConnector, connect_record
from factcheck.net.inflate import BadEncoding, Inflater, OutputFull
from factcheck.net.room import SMALL_BODY_BYTES, BodyRoom, NoRoom
from factcheck.net.tls import TlsFacts


class NetCode(StrEnum):
    """Why a request brought no usable answer."""

    FORBIDDEN_ADDRESS = "forbidden_address"
    DNS = "dns"
    CONNECT = "connect"
    CONNECT_TIMEOUT = "connect_timeout"
    TLS = "tls"
    READ_TIMEOUT = "read_timeout"
    TOTAL_TIMEOUT = "total_timeout"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    BAD_ENCODING = "bad_encoding"
    PROTOCOL = "protocol"


class RequestFailed(FactcheckError):
    """No usable answer. ``code`` is a NetCode; status and headers are those seen before it."""

    code = "request_failed"
    status = 502

    def __init__(
        self,
        message: str,
        *,
        code: NetCode,
        address: str = "",
        http_status: int | None = None,
        headers: Mapping[str, str] | None = None,
        wire_bytes: int = 0,
    ) -> None:
        super().__init__(message, code=code.value)
        self.net_code = code
        self.address = address
        self.http_status = http_status
        self.headers = dict(headers or {})
        self.wire_bytes = wire_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one request: seconds, bytes, and bytes per second after the grace."""

    connect_seconds: float = 10.0
    first_byte_seconds: float = 20.0
    total_seconds: float = 60.0
    max_wire_bytes: int = 10_000_000
    max_body_bytes: int = 10_000_000
    grace_seconds: float = 10.0
    min_bytes_per_second: float = 200.0
    #: Bodies of answers that are no 2xx are cut here instead of failing.
    error_body_bytes: int = 65_536
    #: Cut an overlong 2xx body instead of failing (robots.txt).
    truncate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer. ``headers``: lower-case names, repeated ones joined; ``body`` is decoded."""

    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    wire_bytes: int
    elapsed_ms: int
    address: str
    #: Headers as they went out, ours and the client's.
    sent: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: TlsFacts | None = None
    #: Milliseconds from the start to a connection (nearly 0 when kept alive), to the headers.
    connect_ms: int = 0
    first_byte_ms: int = 0


class GuardedClient:
    """Sends single requests through the gate. Make and close it inside the event loop."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow: Allow = frozenset(),
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
        context: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
        room: BodyRoom | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._room = room or BodyRoom(most=sys.maxsize)
        self._session = aiohttp.ClientSession(
            connector=GuardedConnector(allow=allow, resolver=resolver, context=context),
            headers={
                "User-Agent": user_agent,
                "Accept-Encoding": "gzip, deflate",
                **(headers or {}),
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            # Security policies of large sites exceed aiohttp's 8 KB line.
            max_line_size=32_768,
            max_field_size=32_768,
        )

    async def __aenter__(self) -> GuardedClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        limits: Limits | None = None,
        seconds: float | None = None,
    ) -> Response:
        """One request and its answer; a redirect is an answer like any other.

        ``url`` must be canonical (factcheck.net.urls); ``seconds`` shortens the limit on all of
        it. Raises RequestFailed, and NoRoom when the client's ``room`` is full.
        """
        record = ConnectRecord()
        token = connect_record.set(record)
        exchange = _Exchange(limits or self.limits, record, self._room)
        try:
            timeout = _timeout(exchange.limits, seconds)
            return await self._exchange(exchange, method, url, headers, data, timeout)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise exchange.failure(error) from error
        finally:
            connect_record.reset(token)

    async def _exchange(
        self,
        exchange: _Exchange,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        data: bytes | None,
        timeout: aiohttp.ClientTimeout,
    ) -> Response:
        async with self._session.request(
            method,
            URL(url, encoded=True),
            headers=headers,
            data=data,
            allow_redirects=False,
            timeout=timeout,
        ) as answer:
            first_byte_ms = exchange.elapsed_ms()
            exchange.status = answer.status
            exchange.headers = _headers(answer)
            empty = method == "HEAD" or answer.status == 304
            body = b"" if empty else await exchange.read_body(answer)
        return Response(
            status=answer.status,
            headers=exchange.headers,
            body=body,
            wire_bytes=exchange.wire_bytes,
            elapsed_ms=exchange.elapsed_ms(),
            address=exchange.record.used,
            sent=answer.request_info.headers,
            tls=exchange.record.tls,
            connect_ms=exchange.connect_ms(),
            first_byte_ms=first_byte_ms,
        )


def _timeout(limits: Limits, seconds: float | None) -> aiohttp.ClientTimeout:
    total = limits.total_seconds
    if seconds is not None and seconds < total:
        total = seconds
    return _timeouts(total, limits.connect_seconds, limits.first_byte_seconds)


@lru_cache(maxsize=64)
def _timeouts(total: float, connect: float, read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, connect=connect, sock_read=read)


class _Exchange:
    """The state of one request, for its limits and for the words of its failure."""

    def __init__(self, limits: Limits, record: ConnectRecord, room: BodyRoom) -> None:
        self.limits = limits
        self.room = room
        self.record = record
        self.started = time.monotonic()
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.wire_bytes = 0

    def elapsed_ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)

    def connect_ms(self) -> int:
        connected = self.record.connected_at
        return round((connected - self.started) * 1000) if connected is not None else 0

    async def read_body(self, answer: aiohttp.ClientResponse) -> bytes:
        """The decoded body; raises on overlong, slow, cut or badly coded ones."""
        success = 200 <= answer.status < 300
        truncate = self.limits.truncate or not success
        most = self.limits.max_body_bytes if success else self.limits.error_body_bytes
        declared = answer.content_length
        if not truncate and declared is not None and declared > self.limits.max_wire_bytes:
            answer.close()
            raise OutputFull(f"declares {declared} bytes")
        body = bytearray()
        try:
            inflater = Inflater(self.headers.get("content-encoding", ""), most)
            body = inflater.body
            await self._inflate(answer, inflater)
        except OutputFull:
            answer.close()  # the rest must not be drained into memory for keep-alive
            if not truncate:
                raise
        except NoRoom:
            answer.close()
            raise
        except (BadEncoding, _TooSlow, aiohttp.ClientPayloadError):
            answer.close()
            if success:  # a 410 with a spoilt body is still a 410
                raise
        return bytes(body)

    async def _inflate(self, answer: aiohttp.ClientResponse, inflater: Inflater) -> None:
        reading_since, large = time.monotonic(), False
        try:
            while chunk := await answer.content.readany():
                self.wire_bytes += len(chunk)
                if self.wire_bytes > self.limits.max_wire_bytes:
                    raise OutputFull(f"more than {self.limits.max_wire_bytes} bytes on the wire")
                for part in inflater.steps(chunk):
                    inflater.feed(part)
                    if not large and len(inflater.body) > SMALL_BODY_BYTES:
                        waits = time.monotonic()
                        await self.room.claim_large()
                        large = True
                        reading_since += time.monotonic() - waits
                self._check_rate(time.monotonic() - reading_since)
            inflater.finish()
            self.room.keep(len(inflater.body))
        finally:
            if large:
                self.room.free_large()

    def _check_rate(self, seconds: float) -> None:
        limits = self.limits
        if seconds > limits.grace_seconds and (
            self.wire_bytes < limits.min_bytes_per_second * seconds
        ):
            raise _TooSlow(f"{self.wire_bytes} bytes in {seconds:.0f} s")

    def failure(self, error: Exception) -> RequestFailed:
        """What went wrong, in one word and one line."""
        code = self._code(error)
        message = f"{code.value}: {str(error) or type(error).__name__}"[:500]
        return RequestFailed(
            message.encode("utf-8", "replace").decode(),
            code=code,
            address=self.record.used,
            http_status=self.status,
            headers=self.headers,
            wire_bytes=self.wire_bytes,
        )

    def _code(self, error: Exception) -> NetCode:
        if self.record.refused and not self.record.tried and not self.record.used:
            return NetCode.FORBIDDEN_ADDRESS
        for kinds, code in _CODES:
            if isinstance(error, kinds):
                return code
        return NetCode.PROTOCOL


class _TooSlow(ValueError):
    """The body trickles below the minimum rate."""


# First match wins: special cases stand before their base classes.
_CODES: tuple[tuple[tuple[type[Exception], ...], NetCode], ...] = (
    ((OutputFull,), NetCode.TOO_LARGE),
    ((BadEncoding,), NetCode.BAD_ENCODING),
    ((_TooSlow,), NetCode.TOO_SLOW),
    ((aiohttp.ConnectionTimeoutError,), NetCode.CONNECT_TIMEOUT),
    ((aiohttp.ServerTimeoutError,), NetCode.READ_TIMEOUT),
    ((TimeoutError,), NetCode.TOTAL_TIMEOUT),
    ((aiohttp.ClientConnectorDNSError,), NetCode.DNS),
    ((aiohttp.ClientSSLError, ssl.SSLError), NetCode.TLS),
    ((aiohttp.ClientConnectorError,), NetCode.CONNECT),
    ((aiohttp.ClientPayloadError,), NetCode.TRUNCATED),
    ((aiohttp.ServerDisconnectedError, ConnectionError), NetCode.PROTOCOL),
)


def _headers(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """Lower-case names, repeated values joined (RFC 9110 section 5.3), storable text."""
    joined: dict[str, str] = {}
    for name, value in answer.headers.items():
        key = _text(name).lower()
        joined[key] = f"{joined[key]}, {_text(value)}" if key in joined else _text(value)
    return joined


def _text(value: str) -> str:
    """aiohttp smuggles bytes that are no UTF-8 as lone surrogates; show them as Latin-1."""
    if value.isascii():
        return value if "\x00" not in value else value.replace("\x00", "")
    if any("\udc80" <= char <= "\udcff" for char in value):
        value = value.encode("utf-8", "surrogateescape").decode("latin-1")
    return value.replace("\x00", "")
