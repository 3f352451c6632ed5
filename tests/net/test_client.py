"""The guarded client: the address really used, the bytes really sent, the time really taken."""

import asyncio
import socket
import ssl
import time

import pytest
from aiohttp.abc import AbstractResolver

from factcheck.net import loop
from factcheck.net.client import GuardedClient, Limits, NetCode, RequestFailed, Response
from factcheck.net.connector import GuardedConnector

AGENT = "factcheck-tests/1 (+https://example.invalid/bot)"


def send(url, *, method="GET", headers=None, data=None, **settings) -> Response:
    async def once() -> Response:
        async with GuardedClient(user_agent=AGENT, **settings) as client:
            return await client.request(method, url, headers=headers, data=data)

    return loop.run(once(), 30)


def refusal(url, **settings) -> RequestFailed:
    with pytest.raises(RequestFailed) as failure:
        send(url, **settings)
    return failure.value


class ScriptedResolver(AbstractResolver):
    """Answers look-ups from a list, the last answer for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=socket.AF_INET):
        self.asked.append(host)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not addresses:
            raise OSError("no such name")
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing to close."""


def test_an_allowed_site_answers_with_its_address(local_site):
    local_site.html("/a", "A page", "Text.")
    answer = send(local_site.url("/a"), allow=local_site.allow)
    assert answer.status == 200
    assert b"A page" in answer.body
    assert answer.address == "127.0.0.1"
    assert answer.wire_bytes == len(answer.body)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_reader_says_who_it_is_and_asks_for_no_coding_it_cannot_cap(local_site):
    send(local_site.url("/"), allow=local_site.allow)
    headers = local_site.seen("/")[0].headers
    assert headers["user-agent"] == AGENT
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in headers
    assert "referer" not in headers


def test_a_literal_private_address_is_refused_at_the_socket(local_site):
    failure = refusal(local_site.url("/"))
    assert failure.net_code is NetCode.FORBIDDEN_ADDRESS
    assert local_site.most_connections == 0


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"])
def test_an_ipv6_spelling_of_loopback_is_refused_at_the_socket(local_site, host):
    failure = refusal(f"http://{host}:{local_site.port}/", allow=local_site.allow)
    assert failure.net_code is NetCode.FORBIDDEN_ADDRESS


def test_a_public_name_that_points_inside_is_refused(local_site):
    resolver = ScriptedResolver(["127.0.0.1"])
    failure = refusal(f"http://news.example:{local_site.port}/", resolver=resolver)
    assert failure.net_code is NetCode.FORBIDDEN_ADDRESS
    assert resolver.asked == ["news.example"]
    assert local_site.most_connections == 0


def test_a_name_with_only_forbidden_addresses_is_refused_for_all_of_them(local_site):
    resolver = ScriptedResolver(["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
    failure = refusal(f"http://news.example:{local_site.port}/", resolver=resolver)
    assert failure.net_code is NetCode.FORBIDDEN_ADDRESS
    assert local_site.most_connections == 0


def test_of_several_addresses_only_the_permitted_one_is_spoken_to(make_site):
    inside, outside = make_site("127.0.0.2"), make_site("127.0.0.1")
    inside.page("/", "secret")
    outside.page("/", "public")
    resolver = ScriptedResolver(["127.0.0.2", "127.0.0.1"])
    answer = send(f"http://news.example:{outside.port}/", resolver=resolver, allow=outside.allow)
    assert answer.body == b"public"
    assert answer.address == "127.0.0.1"
    assert inside.most_connections == 0


def test_a_name_that_is_rebound_after_its_first_answer_is_refused(make_site):
    """The first look-up gives the permitted address, the second the victim's on the same port."""
    outside = make_site("127.0.0.1")
    outside.page("/", "public", headers={"Connection": "close"})
    resolver = ScriptedResolver(["127.0.0.1"], ["127.0.0.2"])

    async def twice() -> tuple[Response, RequestFailed]:
        async with GuardedClient(
            user_agent=AGENT, resolver=resolver, allow=outside.allow
        ) as client:
            url = f"http://news.example:{outside.port}/"
            first = await client.request("GET", url)
            client._session.connector.clear_dns_cache()
            with pytest.raises(RequestFailed) as failure:
                await client.request("GET", url)
            return first, failure.value

    first, failure = loop.run(twice(), 10)
    assert first.body == b"public"
    assert failure.net_code is NetCode.FORBIDDEN_ADDRESS
    assert outside.count() == 1


def test_proxies_named_in_the_environment_are_ignored(local_site, make_site, monkeypatch):
    proxy = make_site("127.0.0.2")
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url(""))
    monkeypatch.delenv("NO_PROXY", raising=False)
    local_site.page("/a", "direct")
    answer = send(local_site.url("/a"), allow=local_site.allow | proxy.allow)
    assert answer.body == b"direct"
    assert proxy.most_connections == 0


def test_a_netrc_file_sends_no_password(local_site, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    send(local_site.url("/"), allow=local_site.allow)
    assert "authorization" not in local_site.seen("/")[0].headers


def test_a_redirect_is_an_answer_and_is_not_followed(local_site):
    local_site.redirect("/r", "http://169.254.169.254/latest", 302)
    answer = send(local_site.url("/r"), allow=local_site.allow)
    assert answer.status == 302
    assert answer.headers["location"] == "http://169.254.169.254/latest"


def test_a_body_can_be_posted(local_site):
    local_site.page("/hook", "ok")
    send(
        local_site.url("/hook"),
        method="POST",
        data=b'{"a":1}',
        headers={"Content-Type": "application/json"},
        allow=local_site.allow,
    )
    seen = local_site.seen("/hook")[0]
    assert (seen.method, seen.body) == ("POST", b'{"a":1}')


def test_repeated_headers_are_joined_and_odd_bytes_become_storable_text(local_site):
    local_site.raw(
        "/h",
        b"HTTP/1.1 200 OK\r\nX-A: 1\r\nX-a: 2\r\nX-Title: caf\xe9\r\nContent-Length: 0\r\n\r\n",
    )
    headers = send(local_site.url("/h"), allow=local_site.allow).headers
    assert headers["x-a"] == "1, 2"
    assert headers["x-title"] == "café"


def test_a_policy_header_of_twenty_kilobytes_is_no_obstacle(local_site):
    local_site.page("/", "x", headers={"Content-Security-Policy": "a" * 20_000})
    assert send(local_site.url("/"), allow=local_site.allow).status == 200


FAULTS = {
    "a body shorter than declared": (
        lambda s: s.lie_about_length("/x", b"abc", 10_000),
        NetCode.TRUNCATED,
    ),
    "a declared length over the cap": (
        lambda s: s.lie_about_length("/x", b"abc", 2_000_000),
        NetCode.TOO_LARGE,
    ),
    "a body without end": (lambda s: s.endless("/x"), NetCode.TOO_LARGE),
    "a bomb": (lambda s: s.bomb("/x", 20_000_000), NetCode.TOO_LARGE),
    "a coding not asked for": (
        lambda s: s.page("/x", b"??", headers={"Content-Encoding": "br"}),
        NetCode.BAD_ENCODING,
    ),
    "a body that is not gzip": (
        lambda s: s.page("/x", b"<p>plain</p>", headers={"Content-Encoding": "gzip"}),
        NetCode.BAD_ENCODING,
    ),
    "silence": (lambda s: s.stall("/x"), NetCode.READ_TIMEOUT),
    "headers without end": (lambda s: s.drip_headers("/x"), NetCode.TOTAL_TIMEOUT),
    "a slow drip": (lambda s: s.drip("/x", every=0.05), NetCode.TOTAL_TIMEOUT),
    "no HTTP at all": (lambda s: s.raw("/x", b"SSH-2.0-OpenSSH\r\n"), NetCode.PROTOCOL),
    "nothing": (lambda s: s.raw("/x", b""), NetCode.PROTOCOL),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_server_has_its_own_code_and_ends_in_time(local_site, fault):
    script, code = FAULTS[fault]
    script(local_site)
    limits = Limits(
        first_byte_seconds=0.4,
        total_seconds=1.0,
        max_wire_bytes=1_000_000,
        max_body_bytes=1_000_000,
    )
    begun = time.monotonic()
    failure = refusal(local_site.url("/x"), allow=local_site.allow, limits=limits)
    assert failure.net_code is code
    assert failure.code == code.value
    assert time.monotonic() - begun < 3


def test_more_bytes_than_declared_never_reach_the_body(local_site):
    local_site.lie_about_length("/x", b"abcdef", 3)
    try:
        assert send(local_site.url("/x"), allow=local_site.allow).body == b"abc"
    except RequestFailed as failure:
        assert failure.net_code is NetCode.PROTOCOL


def test_a_body_below_the_minimum_rate_is_dropped_after_the_grace(local_site):
    local_site.drip("/x", every=0.05)
    limits = Limits(grace_seconds=0.3, min_bytes_per_second=1000)
    begun = time.monotonic()
    failure = refusal(local_site.url("/x"), allow=local_site.allow, limits=limits)
    assert failure.net_code is NetCode.TOO_SLOW
    assert time.monotonic() - begun < 2


def test_a_closed_port_and_an_unknown_name_are_told_apart(make_site):
    site = make_site()
    site.close()
    assert refusal(site.url("/"), allow=site.allow).net_code is NetCode.CONNECT
    resolver = ScriptedResolver([])
    assert refusal("http://nowhere.example/", resolver=resolver).net_code is NetCode.DNS


def test_a_name_server_that_never_answers_hits_the_connect_limit():
    class Silent(ScriptedResolver):
        async def resolve(self, host, port=0, family=socket.AF_INET):
            await asyncio.sleep(60)

    failure = refusal(
        "http://news.example/", resolver=Silent([]), limits=Limits(connect_seconds=0.2)
    )
    assert failure.net_code is NetCode.CONNECT_TIMEOUT


@pytest.mark.parametrize("status", [404, 410, 500])
def test_the_body_of_an_error_is_cut_not_refused(local_site, status):
    local_site.page("/x", b"e" * 200_000, status=status)
    answer = send(local_site.url("/x"), allow=local_site.allow)
    assert answer.status == status
    assert answer.body == b"e" * 65_536


def test_a_410_with_a_spoilt_body_is_still_a_410(local_site):
    local_site.page("/x", b"??", status=410, headers={"Content-Encoding": "br"})
    assert send(local_site.url("/x"), allow=local_site.allow).status == 410


def test_a_certificate_nobody_vouches_for_is_a_failure_never_content(tls_site):
    failure = refusal(tls_site.url("/"), allow=tls_site.allow)
    assert failure.net_code is NetCode.TLS
    assert tls_site.count() == 0


def test_a_trusted_certificate_is_read_and_one_for_another_name_is_not(tls_site, certificate):
    trust = ssl.create_default_context(cafile=certificate[0])
    assert send(tls_site.url("/"), allow=tls_site.allow, context=trust).body == b"over TLS"
    resolver = ScriptedResolver(["127.0.0.1"])
    failure = refusal(
        f"https://other.example:{tls_site.port}/",
        resolver=resolver,
        allow=tls_site.allow,
        context=trust,
    )
    assert failure.net_code is NetCode.TLS


@pytest.mark.parametrize("weak", ["no certificate", "no host name"])
def test_a_context_that_does_not_verify_is_refused(weak):
    context = ssl.create_default_context()
    context.check_hostname = False
    if weak == "no certificate":
        context.verify_mode = ssl.CERT_NONE

    async def make() -> None:
        GuardedConnector(context=context)

    with pytest.raises(ValueError, match="verify"):
        loop.run(make(), 5)
