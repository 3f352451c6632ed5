"""``manage.py explain_url``: every disguise refused with a reason, public addresses explained."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from factories_sources import make_source
from hypothesis import given
from hypothesis import strategies as st

from factcheck.clock import now
from sources.models import Host, Source

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"url", "canonical", "allowed", "reason", "message", "host", "robots", "robots_policy"}

FORBIDDEN = {
    "loopback": "http://127.0.0.1/",
    "short form": "http://127.1/",
    "two parts": "http://127.0.1/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.1/",
    "octal in one": "http://017700000001/",
    "hex": "http://0x7f000001/",
    "hex parts": "http://0x7F.0.0.0x1/",
    "trailing dot": "http://127.0.0.1./",
    "full-width digits": "http://１２７．０．０．１/",
    "ideographic dots": "http://127。0。0。1/",
    "half-width ideographic dots": "http://127｡0｡0｡1/",
    "circled digits": "http://①②⑦.⓪.⓪.①/",
    "unspecified": "http://0.0.0.0/",
    "zero": "http://0/",
    "private 10": "http://10.0.0.1/",
    "private 172": "http://172.31.255.255/",
    "private 192": "http://192.168.257/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata decimal": "http://2852039166/",
    "metadata hex": "http://0xa9fea9fe/",
    "metadata octal": "http://0251.0376.0251.0376/",
    "platform channel": "http://168.63.129.16/",
    "CGNAT": "http://100.64.0.1/",
    "CGNAT metadata": "http://100.100.100.200/",
    "benchmarking": "http://198.18.0.1/",
    "documentation": "http://192.0.2.1/",
    "multicast": "http://224.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "IPv6 unspecified": "http://[::]/",
    "IPv6 loopback": "http://[::1]/",
    "IPv6 loopback long": "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "IPv6 compatible": "http://[::127.0.0.1]/",
    "IPv6 mapped": "http://[::ffff:127.0.0.1]/",
    "IPv6 mapped hex": "http://[::ffff:a9fe:a9fe]/",
    "IPv6 mapped public": "http://[::ffff:8.8.8.8]/",
    "NAT64": "http://[64:ff9b::169.254.169.254]/",
    "local NAT64": "http://[64:ff9b:1::7f00:1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "6to4 private": "http://[2002:c0a8:101::1]/",
    "Teredo": "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "link-local": "http://[fe80::1]/",
    "unique local": "http://[fc00::1]/",
    "IPv6 metadata": "http://[fd00:ec2::254]/",
    "site-local": "http://[fec0::1]/",
    "IPv6 multicast": "http://[ff02::1]/",
    "IPv6 documentation": "http://[2001:db8::1]/",
}
REFUSED = {
    "http://[fe80::1%25eth0]/": "host_invalid",
    "http://[fe80::1%eth0]/": "host_invalid",
    "http://user@example.org/": "credentials_refused",
    "http://user:pw@example.org/": "credentials_refused",
    "http://example.org@127.0.0.1/": "credentials_refused",
    "http://@example.org/": "credentials_refused",
    "http://example.org\\@127.0.0.1/": "url_characters",
    "http:\\\\127.0.0.1\\": "url_characters",
    "http://example.org\t/": "url_characters",
    "http://exam\nple.org/": "url_characters",
    "http://example.org/\r\nHost: x": "url_characters",
    "ht\ntp://example.org/": "url_characters",
    "http://example.org /": "url_characters",
    "http://example.org/\x00": "url_characters",
    "http://exa\u200bmple.org/": "url_characters",
    "http://127%2e0%2e0%2e1/": "host_invalid",
    "http://%31%32%37.0.0.1/": "host_invalid",
    "http://256.256.256.256/": "host_invalid",
    "http://1.2.3.4.5/": "host_invalid",
    "http://a..example.org/": "host_invalid",
    "http://example.org../": "host_invalid",
    "http://example.org:8080/": "port_refused",
    "http://example.org:22/": "port_refused",
    "http://8.8.8.8:6379/": "port_refused",
    "http://example.org:99999/": "port_refused",
    "http://example.org:８０/": "url_invalid",
    "http://localhost/": "host_not_public",
    "http://LOCALHOST./": "host_not_public",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/": "host_not_public",
    "http://metadata.google.internal/": "host_not_public",
    "http://intranet/": "host_not_public",
    "ftp://example.org/": "scheme_refused",
    "file:///etc/passwd": "scheme_refused",
    "gopher://127.0.0.1:6379/_INFO": "scheme_refused",
    "javascript:alert(1)": "scheme_refused",
    "data:text/html,x": "scheme_refused",
    "dict://example.org:11211/stats": "scheme_refused",
    "example.org": "scheme_refused",
    "//example.org/": "scheme_refused",
    "?": "scheme_refused",
    "日本語": "scheme_refused",
    "": "url_missing",
    "http://": "url_invalid",
    "http:///": "url_invalid",
    "http://[::1": "url_invalid",
    "https://example.org/" + "a" * 2_000: "url_too_long",
    "https://" + "あ" * 500_000 + ".jp/": "url_too_long",
    "http://" + "a" * 64 + ".org/": "host_invalid",
}
PUBLIC = {
    "https://example.org": "https://example.org/",
    "HTTPS://WWW.EXAMPLE.ORG:443/A": "https://www.example.org/A",
    "http://example.org:80/": "http://example.org/",
    "https://example.org./x": "https://example.org/x",
    "https://日本語.jp/記事": "https://xn--wgv71a119e.jp/%E8%A8%98%E4%BA%8B",
    "https://例え。jp/": "https://xn--r8jz45g.jp/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://134744072/": "http://8.8.8.8/",
    "https://[2606:4700::1111]/": "https://[2606:4700::1111]/",
    "https://example.org/?utm_source=x&id=1#top": "https://example.org/?id=1",
}


def explain(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("explain_url", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def refusal(url: str) -> dict[str, Any]:
    # "--" lets an address start with a hyphen; the database is closed to these tests.
    (row,) = explain("--", url)
    assert row["url"] == url
    assert (row["allowed"], row["canonical"], row["host"]) == (False, None, None)
    assert (row["robots"], row["next_look"]) == ("unknown", None)
    assert row["message"]
    return row


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_an_address_inside_is_refused_in_every_disguise(url: str) -> None:
    assert refusal(url)["reason"] == "address_forbidden"


@pytest.mark.parametrize(("url", "reason"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_is_no_public_web_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    assert refusal(url)["reason"] == reason


@given(st.text(max_size=60))
def test_any_text_whatever_gets_an_answer_and_never_a_traceback(text: str) -> None:
    for url in (f"http:{text}", f"http://{text}\x00"):
        (row,) = explain("--", url)
        assert row["url"] == url
        assert row["allowed"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "canonical"), PUBLIC.items())
def test_a_public_address_is_allowed(url: str, canonical: str) -> None:
    (row,) = explain(url)
    assert (row["canonical"], row["allowed"], row["reason"]) == (canonical, True, "public")
    assert row.keys() == KEYS | {"next_look"}
    assert (row["robots"], row["next_look"]) == ("unknown", None)


@pytest.mark.django_db
def test_a_known_source_tells_its_next_look_and_what_robots_txt_said() -> None:
    source = make_source("https://known.example.com/a")
    Host.objects.filter(pk=source.host_id).update(
        robots_text="User-agent: *\nDisallow: /b", robots_status=200, robots_fetched_at=now()
    )
    due = now() + timedelta(hours=3)
    Source.objects.filter(pk=source.pk).update(next_check_at=due)
    allowed, other = explain("https://known.example.com/a", "https://known.example.com/b")
    assert (allowed["robots"], allowed["next_look"]) == ("allowed", due.isoformat())
    assert (other["robots"], other["next_look"]) == ("disallowed", None)
    assert (other["allowed"], other["robots_policy"]) == (True, "obey")


@pytest.mark.django_db
def test_a_retired_source_has_no_next_look() -> None:
    source = make_source("https://known.example.com/a")
    Source.objects.filter(pk=source.pk).update(state="retired")
    assert explain("https://known.example.com/a")[0]["next_look"] is None


@pytest.mark.django_db
def test_a_robots_txt_that_broke_disallows_and_one_never_answered_is_unknown() -> None:
    source = make_source("https://known.example.com/a")
    for status, robots in ((503, "disallowed"), (404, "allowed"), (None, "unknown")):
        Host.objects.filter(pk=source.host_id).update(robots_status=status, robots_fetched_at=now())
        assert explain("https://known.example.com/a")[0]["robots"] == robots


@pytest.mark.django_db
def test_resolving_tells_the_addresses_it_would_use() -> None:
    (row,) = explain("http://8.8.8.8/", "--resolve")
    assert (row["addresses"], row["forbidden_addresses"]) == (["8.8.8.8"], [])
    (refused,) = explain("http://127.0.0.1/", "--resolve")
    assert (refused["addresses"], refused["allowed"]) == ([], False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "usable", "allowed", "reason"),
    [
        (["127.0.0.1", "::1"], [], False, "address_forbidden"),
        (["10.0.0.1", "8.8.8.8"], ["8.8.8.8"], True, "public"),
        (["::ffff:127.0.0.1"], [], False, "address_forbidden"),
        ([], [], True, "not_resolved"),
    ],
)
def test_a_public_name_that_leads_inside_is_refused(
    found: list[str],
    usable: list[str],
    allowed: bool,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only the name server is replaced: what a name means is nobody's to promise in a test.
    monkeypatch.setattr("factcheck.net.resolving._look_up", lambda _host, _port: found)
    (row,) = explain("https://rebind.example.org/", "--resolve")
    assert (row["addresses"], row["allowed"], row["reason"]) == (usable, allowed, reason)
    assert row["message"].count("rebind.example.org") == 1


def test_an_allowed_pair_of_the_settings_says_so(settings: Any, db: None) -> None:
    settings.FETCH_ALLOW = "127.0.0.1:8099"
    (row,) = explain("http://127.1:8099/", "--resolve")
    assert (row["reason"], row["addresses"]) == ("allowed_by_setting", ["127.0.0.1"])


def test_people_may_have_text(db: None) -> None:
    out = io.StringIO()
    call_command(
        "explain_url", "https://example.org/", "http://127.1/", "--format=text", stdout=out
    )
    assert "+ https://example.org/\n" in out.getvalue()
    assert "- http://127.1/\n  address_forbidden: " in out.getvalue()


def test_on_a_machine_with_nothing_configured_it_reads_lines_and_needs_no_tables(
    tmp_path: Path,
) -> None:
    """A real process: garbage bytes, overlong lines, CRLF and an empty desk."""
    lines = [
        b"\xef\xbb\xbfhttps://example.org/\r\n",
        b"\n",
        b"http://\xff\xfe/\n",
        b"http://" + b"a" * 250_000 + b"\n",
        b"http://a\tb.org/\n",
        "http://日本語.jp/".encode(),
    ]
    unset = {"SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "REDIS_URL", "DEBUG", "EMBEDDED"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "explain_url", "-", "http://127.1/"],
        cwd=ROOT,
        input=b"".join(lines),
        capture_output=True,
        env={**environment, "VAR_DIR": str(tmp_path / "desk")},
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [row["reason"] for row in rows] == [
        "public",
        "url_characters",
        "url_too_long",
        "url_characters",
        "public",
        "address_forbidden",
    ]
    assert all(row["next_look"] is None for row in rows)
    assert b"Traceback" not in done.stderr
