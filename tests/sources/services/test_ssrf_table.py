"""One table of forbidden addresses through every path that sends: none ever gets a connection.

Every attempt to connect is noted below the reader, at the event loop: one is the failure.
"""

from __future__ import annotations

import socket
import time
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiohttp.abc import AbstractResolver
from factories_sources import make_source
from local_site import LocalSite
from proof_steps import close, observe

from factcheck.clock import database_now
from factcheck.errors import UrlRefused
from factcheck.ledger.services import seal_entries
from factcheck.net.addresses import is_forbidden
from factcheck.net.urls import canonical_url
from sources.fetching import FetchConfig, Fetched, FetchRequest, fetch_batch
from sources.models import ArchivePush, Timestamp
from sources.services.proof_pushes import push_due
from sources.services.proof_stamps import stamp_due

#: Every row is loopback in some reader's eyes, or a network inside; the last ones are no web
#: addresses at all.
TABLE = {
    "dotted": "http://127.0.0.1/",
    "short": "http://127.1/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.01/",
    "one octal number": "http://017700000001/",
    "hex": "http://0x7f.0.0.1/",
    "one hex number": "http://0x7f000001/",
    "whole network": "http://0.0.0.0/",
    "zero": "http://0/",
    "trailing dot": "http://127.0.0.1./",
    "wide digits": "http://１２７.０.０.１/",
    "idn dots": "http://127。0。0。1/",
    "circled digits": "http://①②⑦.⓪.⓪.①/",
    "percent coded": "http://%31%32%37.0.0.1/",
    "ipv6": "http://[::1]/",
    "ipv6 unspecified": "http://[::]/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "mapped in hex": "http://[::ffff:7f00:1]/",
    "compatible": "http://[::127.0.0.1]/",
    "nat64": "http://[64:ff9b::127.0.0.1]/",
    "local nat64": "http://[64:ff9b:1::7f00:1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "teredo": "http://[2001:0:7f00:1::1]/",
    "zone": "http://[fe80::1%25lo]/",
    "unique local": "http://[fc00::1]/",
    "userinfo": "http://example.org@127.0.0.1/",
    "userinfo with port": "http://example.org:80@127.0.0.1/",
    "backslash": "http://127.0.0.1\\@example.org/",
    "own name": "http://localhost/",
    "own name, dotted": "http://LOCALHOST./",
    "below the own name": "http://a.localhost/",
    "private a": "http://10.0.0.1/",
    "private b": "http://172.16.0.1/",
    "private c": "http://192.168.0.1/",
    "carrier": "http://100.64.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata in decimal": "http://2852039166/",
    "metadata, ipv6": "http://[fd00:ec2::254]/",
    "broadcast": "http://255.255.255.255/",
    "multicast": "http://224.0.0.1/",
    "single word": "http://intranet/",
    "other scheme": "gopher://127.0.0.1/",
    "file": "file:///etc/passwd",
    "script": "javascript:alert(1)",
    "line break": "http://127.0.0.1/\r\nHost: example.org",
}
PUBLIC = [
    "http://8.8.8.8/",
    "https://example.org/",
    "https://example.org./",
    "https://日本語.jp/",
    "http://134744072/",
    "http://[2606:4700::1111]/",
    "https://172.32.0.1/",
    "https://100.128.0.1/",
    "https://localhost.example.org/",
]
REFUSALS = {"url_refused", "forbidden_address", "dns"}


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where sockets of the event loop were told to connect."""
    tried: list[tuple[str, int]] = []
    connect = BaseSelectorEventLoop.sock_connect

    async def note(self, sock, address):  # type: ignore[no-untyped-def]
        tried.append(address[:2])
        return await connect(self, sock, address)

    monkeypatch.setattr(BaseSelectorEventLoop, "sock_connect", note)
    return tried


@pytest.fixture(params=TABLE.values(), ids=TABLE)
def target(request: pytest.FixtureRequest, attempts: list[tuple[str, int]]) -> Iterator[str]:
    yield str(request.param)
    # Only the test's own site was spoken to, by its exact pair.
    assert all(port >= 20_000 for _address, port in attempts), attempts


def location(target: str) -> str:
    """The target as a header carries it: raw UTF-8, and no line break of its own."""
    return target.replace("\r\n", "%0d%0a").encode().decode("latin-1")


def read(url: str, site: LocalSite | None = None, **more: object) -> Fetched:
    """One page through the reader; only ``site`` is allowed."""
    settings = {"robots_policy": "ignore", "host_key": "example.org"} | more
    config = FetchConfig(
        user_agent="t/1",
        delay_seconds=0.0,
        allow=site.allow if site else frozenset(),
        resolver=settings.pop("resolver", None),  # type: ignore[arg-type]
    )
    request = FetchRequest(key="x", url=url, **settings)  # type: ignore[arg-type]
    return fetch_batch([request], config=config, deadline=time.monotonic() + 20).fetched[0]


def test_a_page_at_a_forbidden_address_is_refused_with_a_reason(target: str) -> None:
    fetched = read(target)
    assert fetched.error is not None and fetched.body == b""
    assert fetched.error.code in REFUSALS and fetched.error.detail not in ("", "port_refused")


def test_a_redirect_to_a_forbidden_address_is_not_followed(
    target: str, local_site: LocalSite
) -> None:
    local_site.redirect("/a", location(target))
    fetched = read(local_site.url("/a"), local_site, host_key=local_site.host_key)
    assert fetched.error is not None and fetched.body == b""
    assert fetched.error.code in REFUSALS | {"bad_redirect"}, fetched.error


def test_robots_txt_at_a_forbidden_address_is_never_asked(
    target: str, local_site: LocalSite
) -> None:
    local_site.html("/a", "A page", "Text.")
    local_site.redirect("/robots.txt", location(target))
    fetched = read(
        local_site.url("/a"), local_site, host_key=local_site.host_key, robots_policy="obey"
    )
    # Rules that cannot be read close the host, or there are none: both without the address.
    assert local_site.count("/robots.txt") == 1
    assert fetched.error is not None or fetched.status == 200


@pytest.mark.django_db
def test_an_archive_at_a_forbidden_address_gets_no_page(target: str, settings) -> None:
    settings.ARCHIVE_PUSH_URL = target
    make_source()
    push_due()
    push = ArchivePush.objects.get()
    assert push.error_code and push.state != "archived" and push.error_detail


@pytest.mark.django_db
def test_a_time_stamp_authority_at_a_forbidden_address_is_not_asked(target: str, settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = [target]
    yesterday = database_now() - timedelta(days=1)
    observe(at=yesterday, count=1)
    close(yesterday.date())
    seal_entries()
    assert stamp_due() == 0
    assert all(stamp.problem and not stamp.stamped_at for stamp in Timestamp.objects.all())
    assert Timestamp.objects.exists()


class Rebinding(AbstractResolver):
    """A name server in whose view a public name is this machine."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(self, host, port=0, family=socket.AF_INET):  # type: ignore[no-untyped-def]
        self.asked += 1
        address = "127.0.0.1"
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    async def close(self) -> None:
        """Nothing to close."""


def test_a_public_name_that_answers_with_loopback_is_refused_on_every_hop(
    attempts: list[tuple[str, int]], local_site: LocalSite
) -> None:
    names = Rebinding()
    inside = "http://rebind.example.org/"
    fetched = read(inside, resolver=names)
    assert fetched.error is not None and fetched.error.code == "forbidden_address"
    local_site.redirect("/a", inside)
    fetched = read(local_site.url("/a"), local_site, resolver=names, host_key=local_site.host_key)
    assert fetched.error is not None and fetched.error.code == "forbidden_address"
    assert names.asked >= 2
    assert attempts == [(local_site.address, local_site.port)]


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_address_is_still_allowed(url: str) -> None:
    address = canonical_url(url)
    host = address.host.strip("[]")
    if host.replace(".", "").isdigit() or ":" in host:
        assert not is_forbidden(host, 443)


def test_an_attempt_to_connect_is_noticed(
    attempts: list[tuple[str, int]], local_site: LocalSite
) -> None:
    """The control of every row above."""
    assert read(local_site.url("/"), local_site).status == 404
    assert attempts == [(local_site.address, local_site.port)]


def test_most_rows_are_refused_before_any_name_is_looked_up() -> None:
    refused = 0
    for row in TABLE.values():
        try:
            canonical_url(row)
        except UrlRefused as error:
            assert error.remedy and str(error)
            refused += 1
    assert refused >= len(TABLE) - 3
