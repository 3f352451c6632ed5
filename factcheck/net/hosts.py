"""Host names and literal addresses in every disguise → one canonical spelling.

UTS-46 for names, the WHATWG number parser for IPv4, RFC 5952 for IPv6.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata

import idna
from django.utils.translation import gettext as _

from factcheck.errors import UrlRefused
from factcheck.net.addresses import IPAddress

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
# Names that never mean a public server (RFC 6761, 6762, 7686, 8375, 9476 and ICANN's .internal).
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".alt")


def canonical_host(raw: str) -> str:
    """The one spelling of a host: lower-case A-labels, dotted quad or bracketless IPv6.

    Raises UrlRefused (``host_invalid``, ``host_not_public``).
    """
    if raw.startswith("["):
        return str(_ipv6_literal(raw))
    name = _mapped(raw).removesuffix(".")
    address = _ipv4_literal(name)
    if address is not None:
        return str(address)
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.match(label) for label in labels):
        raise _invalid(raw)
    return name


def literal_address(host: str) -> IPAddress | None:
    """The address when a canonical host is a literal one, else None."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def check_name_is_public(host: str) -> None:
    """Refuse names that only mean something inside a network (UrlRefused, host_not_public)."""
    if "." not in host or host.endswith(_LOCAL_SUFFIXES):
        raise UrlRefused(
            _("“%(host)s” is not a public host name.") % {"host": host},
            code="host_not_public",
            field="url",
            remedy=_("Give the address readers use on the public web."),
        )


def _mapped(raw: str) -> str:
    # Format characters would be deleted silently by the mapping: two spellings, one page.
    if not raw or any(unicodedata.category(char) == "Cf" for char in raw):
        raise _invalid(raw)
    if raw.isascii():
        return raw.lower()
    try:
        return idna.encode(raw, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        mapped = _mapped_number(raw)
        if mapped is None:
            raise _invalid(raw) from error
        return mapped


def _mapped_number(raw: str) -> str | None:
    """Full-width digits and dots spell addresses too; IDNA alone may call them bad labels."""
    try:
        mapped = idna.uts46_remap(raw, std3_rules=True)
    except idna.IDNAError:
        return None
    return mapped.lower() if mapped.isascii() else None


def _ipv4_literal(name: str) -> ipaddress.IPv4Address | None:
    """WHATWG URL section 3.5: octal, hex, decimal and short forms are addresses."""
    parts = name.split(".")
    if not _NUMBER.match(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.match(part) for part in parts):
        raise _invalid(name)
    try:
        numbers = [_number(part) for part in parts]
    except ValueError as error:
        raise _invalid(name) from error
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        raise _invalid(name)
    value = last
    for position, number in enumerate(leading):
        value += number << (8 * (3 - position))
    return ipaddress.IPv4Address(value)


def _number(part: str) -> int:
    if len(part) > 40:  # far beyond 32 bits in any base
        raise ValueError(part)
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _ipv6_literal(raw: str) -> ipaddress.IPv6Address:
    try:
        address = ipaddress.IPv6Address(raw.removeprefix("[").removesuffix("]"))
    except ValueError as error:
        raise _invalid(raw) from error
    if not raw.endswith("]") or address.scope_id is not None:
        raise _invalid(raw)
    return address


def _invalid(host: str) -> UrlRefused:
    return UrlRefused(
        _("“%(host)s” is not a valid host name.") % {"host": host[:100]},
        code="host_invalid",
        field="url",
        remedy=_("Check the part of the address between “//” and the next “/”."),
    )
