"""Which network addresses may be spoken to: public unicast ones, and nothing else.

Decides on the address a socket is about to use, never on a name (rebinding changes names).
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from django.utils.translation import gettext as _

from factcheck.errors import InvalidInput

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Allow = frozenset[tuple[str, int]]

# IANA special-purpose registry (RFC 6890 and successors), spelled out so that the answer does
# not depend on the Python version's idea of "private".
_FORBIDDEN_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network, unspecified
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's platform channel behind a public address
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relay
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Everything outside global unicast is refused at one stroke: loopback, mapped and compatible
# IPv4, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), unique local, link-local, site-local, multicast.
_GLOBAL_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


def is_public(address: IPAddress) -> bool:
    """Whether an address is ordinary public unicast, carrying no other address inside."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _FORBIDDEN_V4)
    if address not in _GLOBAL_UNICAST_V6:
        return False
    return not any(address in network for network in _FORBIDDEN_V6)


def is_forbidden(ip: str | IPAddress, port: int, *, allow: Allow = frozenset()) -> bool:
    """Whether a connection to ``ip`` and ``port`` must be refused.

    ``allow`` holds exact (address, port) pairs in canonical spelling; an IPv4 pair does not let
    its IPv6-mapped spelling through. Text that is no address is forbidden.
    """
    try:
        address = ipaddress.ip_address(ip) if isinstance(ip, str) else ip
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return True
    if (str(address), port) in allow:
        return False
    return not is_public(address)


@lru_cache(maxsize=8)
def parse_allow(text: str) -> Allow:
    """Read FETCH_ALLOW: ``127.0.0.1:8099,[::1]:8099`` → exact (address, port) pairs.

    Names are refused (InvalidInput): what a name points to is not the operator's to promise.
    """
    pairs = set()
    for entry in filter(None, (part.strip() for part in text.split(","))):
        host, colon, port = entry.rpartition(":")
        try:
            address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        except ValueError:
            address = None
        if not colon or address is None or not _is_port(port):
            raise InvalidInput(
                _("FETCH_ALLOW does not understand “%(entry)s”.") % {"entry": entry},
                code="fetch_allow_invalid",
                field="FETCH_ALLOW",
                remedy=_("Write exact address and port pairs, such as 127.0.0.1:8099."),
            )
        pairs.add((str(address), int(port)))
    return frozenset(pairs)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) < 65536
