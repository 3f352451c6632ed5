"""Canonical addresses, and the disguises that are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import UrlRefused
from factcheck.net.urls import MAX_URL_LENGTH, canonical_url, redirect_target

SAME = {
    "http://example.org": "http://example.org/",
    "HTTP://EXAMPLE.org:80/A": "http://example.org/A",
    "https://example.org:443": "https://example.org/",
    "https://example.org:80/": "https://example.org:80/",
    "https://example.org./x": "https://example.org/x",
    "  https://example.org/x  ": "https://example.org/x",
    "https://example.org/x#part:~:text=a": "https://example.org/x",
    "https://example.org/a/./b/../c/": "https://example.org/a/c/",
    "https://example.org/a/%2e%2e/b": "https://example.org/b",
    "https://example.org/../../x": "https://example.org/x",
    "https://example.org/a/..": "https://example.org/",
    "https://example.org/a//b": "https://example.org/a//b",
    "https://example.org/%7euser/%e3%81%82": "https://example.org/~user/%E3%81%82",
    "https://example.org/記事": "https://example.org/%E8%A8%98%E4%BA%8B",
    "https://example.org/%2F%3f": "https://example.org/%2F%3F",
    "https://example.org/100%": "https://example.org/100%",
    "https://example.org/a|b[1]": "https://example.org/a|b[1]",
    'https://example.org/"<>`{}^': "https://example.org/%22%3C%3E%60%7B%7D%5E",
    "https://example.org?b=2&a=1": "https://example.org/?b=2&a=1",
    "https://example.org/?q=日本": "https://example.org/?q=%E6%97%A5%E6%9C%AC",
    "https://example.org/?a=1&utm_source=x&b=2&fbclid=y": "https://example.org/?a=1&b=2",
    "https://example.org/?UTM_Medium=x&gclid=1": "https://example.org/",
    "https://example.org/?utm%5Fsource=x": "https://example.org/",
    "https://example.org/?automobile=1&futm_x=2": "https://example.org/?automobile=1&futm_x=2",
    "https://example.org/?": "https://example.org/",
    "https://example.org/?a=/../b": "https://example.org/?a=/../b",
    "https://日本語.jp/": "https://xn--wgv71a119e.jp/",
    "https://ＥＸＡＭＰＬＥ.org/": "https://example.org/",
    "https://例え。jp/": "https://xn--r8jz45g.jp/",
    "https://faß.de/": "https://xn--fa-hia.de/",
    "https://XN--WGV71A119E.jp/": "https://xn--wgv71a119e.jp/",
    "https://under_score.example.org/": "https://under_score.example.org/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://134744072/": "http://8.8.8.8/",
    "http://0x8.010.8.8/": "http://8.8.8.8/",
    "http://[2606:4700:0::1111]/": "http://[2606:4700::1111]/",
}

# Every one of these is a loopback, private, link-local or metadata address in disguise.
DISGUISED = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0x7F.0.0.0x1/",
    "http://0177.0.0.01/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://0/",
    "http://0x/",
    "http://0x0/",
    "http://10.1/",
    "http://167772161/",
    "http://192.168.257/",
    "http://3232235777/",
    "http://172.16.1/",
    "http://169.254.169.254/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://4294967295/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::FFFF:169.254.169.254]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
]

REFUSED = {
    "": "url_missing",
    "   ": "url_missing",
    "example.org/x": "scheme_refused",
    "//example.org/": "scheme_refused",
    "/x": "scheme_refused",
    "ftp://example.org/": "scheme_refused",
    "file:///etc/passwd": "scheme_refused",
    "javascript:alert(1)": "scheme_refused",
    "data:text/html,x": "scheme_refused",
    "gopher://127.0.0.1:6379/_": "scheme_refused",
    "unix:///var/run/docker.sock": "scheme_refused",
    "http:example.org": "url_invalid",
    "http:/example.org": "url_invalid",
    "http:///example.org": "url_invalid",
    "http://": "url_invalid",
    "http://:80/": "host_invalid",
    "http://user@example.org/": "credentials_refused",
    "http://user:pw@example.org/": "credentials_refused",
    "http://example.org@127.0.0.1/": "credentials_refused",
    "http://example.org:80@127.0.0.1/": "credentials_refused",
    "http://example.org\\@127.0.0.1/": "url_characters",
    "http:\\\\example.org/": "url_characters",
    "http://example.org/a\\b": "url_characters",
    "http://exam ple.org/": "url_characters",
    "http://example.org/a b": "url_characters",
    "http://example.org/\tx": "url_characters",
    "http://example.org/\r\nHost: x": "url_characters",
    "http://example.org/\n": "url_characters",
    "http://example.org/\x00": "url_characters",
    "http://example.org/\u202egpj.exe": "url_characters",
    "http://example.org/\u200b": "url_characters",
    "http://example.org/\u3000": "url_characters",
    "http://example.org/\ud800": "url_characters",
    "\ufeffhttp://example.org/": "url_characters",
    "http://127%2e0.0.1/": "host_invalid",
    "http://%6c%6fcalhost/": "host_invalid",
    "http://exam\u00adple.org/": "url_characters",
    "http://ex\u200dample.org/": "host_invalid",
    "http://-a.example.org/": "host_invalid",
    "http://a..example.org/": "host_invalid",
    "http://.example.org/": "host_invalid",
    "http://" + "a" * 64 + ".org/": "host_invalid",
    "http://" + "a." * 130 + "org/": "host_invalid",
    "http://1.2.3.4.5/": "host_invalid",
    "http://256.1.1.1/": "host_invalid",
    "http://4294967296/": "host_invalid",
    "http://08.8.8.8/": "host_invalid",
    "http://0xg.1/": "host_not_checked",
    "http://a.1.2.3/": "host_invalid",
    "http://[::1/": "url_invalid",
    "http://[::1%25eth0]/": "host_invalid",
    "http://[fe80::1%eth0]/": "host_invalid",
    "http://[127.0.0.1]/": "host_invalid",
    "http://[::1]x/": "url_invalid",
    "http://example.org:8080/": "port_refused",
    "http://example.org:22/": "port_refused",
    "http://example.org:0/": "port_refused",
    "http://example.org:99999/": "port_refused",
    "http://example.org:80:80/": "url_invalid",
    "http://example.org:８０/": "url_invalid",
    "http://example.org:" + "8" * 5000 + "/": "url_invalid",
    "http://localhost/": "host_not_public",
    "http://LOCALHOST./": "host_not_public",
    "http://a.localhost/": "host_not_public",
    "http://intranet/": "host_not_public",
    "http://printer.local/": "host_not_public",
    "http://metadata.google.internal/": "host_not_public",
    "http://router.home.arpa/": "host_not_public",
    "http://abc.onion/": "host_not_public",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/": "host_not_public",
    "https://example.org/" + "a" * MAX_URL_LENGTH: "url_too_long",
}
# A last label of 0xg is a name to the WHATWG parser; no such top level domain exists.
REFUSED.pop("http://0xg.1/")


@pytest.mark.parametrize(("raw", "expected"), SAME.items())
def test_spellings_of_one_page_become_one_address(raw, expected):
    assert canonical_url(raw).url == expected


@pytest.mark.parametrize("raw", DISGUISED)
def test_a_private_address_is_refused_in_every_disguise(raw):
    with pytest.raises(UrlRefused) as refusal:
        canonical_url(raw)
    assert refusal.value.code == "address_forbidden"
    assert refusal.value.field == "url"
    assert refusal.value.remedy


@pytest.mark.parametrize(("raw", "code"), REFUSED.items())
def test_an_address_that_must_not_be_read_is_refused_with_a_remedy(raw, code):
    with pytest.raises(UrlRefused) as refusal:
        canonical_url(raw)
    assert refusal.value.code == code
    assert refusal.value.field == "url"
    assert refusal.value.remedy


def test_the_parts_of_an_address_are_told():
    parts = canonical_url("https://日本語.jp/a?b")
    assert (parts.scheme, parts.host, parts.port) == ("https", "xn--wgv71a119e.jp", 443)
    assert parts.host_key == "xn--wgv71a119e.jp"
    assert parts.origin == "https://xn--wgv71a119e.jp"


def test_only_the_exact_allowed_pair_passes_with_its_port():
    allow = frozenset({("127.0.0.1", 8099), ("::1", 8099)})
    assert canonical_url("http://127.1:8099/", allow=allow).host_key == "127.0.0.1:8099"
    assert canonical_url("http://[::1]:8099/x", allow=allow).host_key == "[::1]:8099"
    for raw in ("http://127.0.0.1:8098/", "http://127.0.0.2:8099/", "http://localhost:8099/"):
        with pytest.raises(UrlRefused):
            canonical_url(raw, allow=allow)


def test_both_schemes_of_a_host_share_its_key():
    assert canonical_url("http://a.org/").host_key == canonical_url("https://a.org/").host_key


def test_a_redirect_keeps_tracking_parameters_so_that_it_is_no_loop():
    base = canonical_url("https://example.org/a")
    assert redirect_target(base, "/a?utm_source=x").url == "https://example.org/a?utm_source=x"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("b", "https://example.org/d/b"),
        ("../b", "https://example.org/b"),
        ("//other.org/x", "https://other.org/x"),
        ("?q=1", "https://example.org/d/a?q=1"),
        ("#top", "https://example.org/d/a"),
        ("/a b", "https://example.org/a%20b"),
        ("HTTP://OTHER.org", "http://other.org/"),
    ],
)
def test_a_redirect_is_resolved_against_its_page(location, expected):
    assert redirect_target(canonical_url("https://example.org/d/a"), location).url == expected


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "//169.254.169.254/latest",
        "http://[::1]/",
        "file:///etc/passwd",
        "javascript:1",
        "http://user@example.org/",
        "http://[bad",
        "/\\evil.org",
        "",
        "//2130706433/",
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(location):
    with pytest.raises(UrlRefused):
        redirect_target(canonical_url("https://example.org/d/a"), location)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_canonical_form_is_stable_and_refusals_are_the_only_error(tail):
    try:
        once = canonical_url(f"https://example.org/{tail}")
    except UrlRefused:
        return
    assert canonical_url(once.url) == once
    assert once.url.isascii()
    assert "#" not in once.url
    assert once.host == "example.org"


@given(st.text(max_size=40))
def test_no_text_whatever_crashes_the_parser(text):
    for raw in (text, f"http://{text}", f"http://{text}/x"):
        try:
            parts = canonical_url(raw)
        except UrlRefused:
            continue
        assert canonical_url(parts.url) == parts


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{:d}", "0x{:x}", "0{:o}"]))
def test_a_number_is_always_read_as_the_address_it_is(number, spelling):
    dotted = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    outcomes = []
    for host in (spelling.format(number), dotted):
        try:
            outcomes.append(canonical_url(f"http://{host}/").url)
        except UrlRefused as refusal:
            outcomes.append(refusal.code)
    assert outcomes[0] == outcomes[1]
