"""Which addresses may be spoken to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import InvalidInput
from factcheck.net.addresses import is_forbidden, parse_allow

FORBIDDEN = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.2.5",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "168.63.129.17",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.1",
    "203.0.112.255",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2400:cb00::1",
    "2a00:1450::1",
    "2606:4700::1111",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_unicast_is_forbidden(address):
    assert is_forbidden(address, 443)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_beside_each_forbidden_range_is_allowed(address):
    assert not is_forbidden(address, 443)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.0.0.1", "1.2.3.4.5", "::g"])
def test_text_that_is_no_address_is_forbidden(text):
    assert is_forbidden(text, 80)


@given(st.ip_addresses())
def test_python_s_own_idea_of_a_private_address_is_always_forbidden_here(address):
    if not address.is_global or address.is_multicast:
        assert is_forbidden(address, 80)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_inside_an_ipv6_one(address):
    number = int(address)
    for base in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"):
        carried = ipaddress.IPv6Address(int(ipaddress.IPv6Address(base)) + number)
        assert is_forbidden(carried, 80)
    assert is_forbidden(ipaddress.IPv6Address((0x2002 << 112) + (number << 80) + 1), 80)


def test_only_the_exact_pair_is_let_through():
    allow = parse_allow("127.0.0.1:8099, [::1]:8098")
    assert allow == {("127.0.0.1", 8099), ("::1", 8098)}
    assert not is_forbidden("127.0.0.1", 8099, allow=allow)
    assert not is_forbidden("::1", 8098, allow=allow)
    assert is_forbidden("127.0.0.1", 8098, allow=allow)
    assert is_forbidden("127.0.0.2", 8099, allow=allow)
    assert is_forbidden("::ffff:127.0.0.1", 8099, allow=allow)
    assert is_forbidden("::1", 8099, allow=allow)


def test_an_empty_setting_lets_nothing_through():
    assert parse_allow("") == frozenset()
    assert parse_allow(" , ") == frozenset()


@pytest.mark.parametrize(
    "entry",
    [
        "localhost:8099",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        ":80",
        "127.0.0.1:80/tcp",
        "127.0.0.0/8:80",
        "*:80",
        "127.0.0.1:８０",
        "127.1:80",
    ],
)
def test_anything_but_an_exact_pair_is_refused_with_the_setting_s_name(entry):
    with pytest.raises(InvalidInput) as refusal:
        parse_allow(f"127.0.0.1:8099,{entry}")
    assert refusal.value.field == "FETCH_ALLOW"
    assert refusal.value.code == "fetch_allow_invalid"
    assert refusal.value.remedy
