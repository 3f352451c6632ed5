"""What goes into a batch of reads and what comes out: plain values, no behaviour of the web."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from aiohttp.abc import AbstractResolver

from factcheck.net.addresses import Allow
from factcheck.net.client import Limits
from factcheck.net.tls import TlsFacts
from sources.fetching.robots import RobotsRecord


class FetchCode(StrEnum):
    """Why a read brought nothing usable. The first block are factcheck.net.client.NetCode."""

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

    URL_REFUSED = "url_refused"
    BAD_REDIRECT = "bad_redirect"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNEXPECTED_304 = "unexpected_304"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    #: Started, but our own batch ran out of time: says nothing about the server.
    DEADLINE = "deadline"
    #: Never sent: no time left, the host asked for rest, or it does not answer.
    NOT_ATTEMPTED = "not_attempted"
    #: A defect of ours met while reading this page; the rest of the batch went on.
    INTERNAL = "internal"


#: The server could not be spoken to at all: the other pages of the host would fare no better.
UNREACHABLE_CODES = frozenset(
    {FetchCode.DNS, FetchCode.CONNECT, FetchCode.CONNECT_TIMEOUT, FetchCode.TLS}
)


@dataclass(frozen=True, slots=True)
class FetchError:
    """A stable code and one line of English for logs and observations."""

    code: FetchCode
    detail: str = ""
    #: Seconds robots.txt asked us to wait, when that is what stopped the read.
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchConfig:
    """How this desk reads. Seconds and bytes."""

    user_agent: str
    allow: Allow = frozenset()
    limits: Limits = field(default_factory=Limits)
    delay_seconds: float = 2.0
    max_redirects: int = 5
    accept_language: str = "ja,en;q=0.8,*;q=0.5"
    #: Hosts read at the same time.
    max_hosts: int = 32
    #: Decoded bytes one batch may hold; what would come after is not attempted.
    max_batch_bytes: int = 40_000_000
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One page to read. ``url`` canonical; ``host_key`` is CanonicalUrl.host_key (Host.name).

    ``etag`` and ``last_modified`` are echoed verbatim to ``validators_url`` only (the page's own
    address when empty): after a redirect moved elsewhere they would vouch for another page.
    """

    key: str
    url: str
    host_key: str
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    #: Seconds between two requests to this host; None: the desk's. Crawl-delay may raise it.
    delay: float | None = None
    #: Send no validators: now and then a lying 304 must be found out.
    unconditional: bool = False
    robots_policy: Literal["obey", "ignore"] = "obey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one read brought. With an ``error`` the body says nothing about the page.

    ``body`` is decoded, ``wire_bytes`` counts it as sent; bodies of answers outside 2xx are cut
    at 64 KB. ``redirects`` are (status, url left) in order; ``address`` is the peer spoken to.
    ``attempted``: the server was asked for the page, or could not even be asked for robots.txt.
    """

    key: str
    url: str
    final_url: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    wire_bytes: int = 0
    elapsed_ms: int = 0
    address: str = ""
    redirects: tuple[tuple[int, str], ...] = ()
    error: FetchError | None = None
    #: The server's wish in whole seconds, at most a day; it holds for the whole host.
    retry_after_seconds: int | None = None
    attempted: bool = True
    not_modified: bool = False
    #: Of the last hop: headers as they went out, TLS of its connection, milliseconds.
    sent: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: TlsFacts | None = None
    connect_ms: int = 0
    first_byte_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """One Fetched per request, in their order; robots.txt as newly read, by host key.

    ``robots`` may hold hosts that pages redirected to; keep those you hold a lease on.
    """

    fetched: list[Fetched]
    robots: Mapping[str, RobotsRecord]
