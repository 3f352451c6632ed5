"""What a connection's TLS says of the server: facts kept as evidence, read once per connection."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """Protocol and certificate of one connection. Moments are ISO 8601 in UTC.

    ``sha256`` is the digest of the certificate as sent (DER); names are RFC 4514-like.
    """

    protocol: str
    cipher: str
    subject: str
    issuer: str
    serial: str
    not_before: str
    not_after: str
    sha256: str

    def as_dict(self) -> dict[str, str]:
        """Return the facts for a JSON column."""
        return asdict(self)


_known: WeakKeyDictionary[Any, TlsFacts] = WeakKeyDictionary()


def tls_facts(connection: Any) -> TlsFacts | None:
    """Return the facts of an ``ssl.SSLObject`` or socket; None when there is no TLS.

    A kept-alive connection is read once. Never raises: a fact that cannot be read is empty.
    """
    if connection is None:
        return None
    facts = _known.get(connection)
    if facts is None:
        facts = _known[connection] = _read(connection)
    return facts


def _read(connection: Any) -> TlsFacts:
    certificate: dict[str, Any] = connection.getpeercert() or {}
    der: bytes = connection.getpeercert(binary_form=True) or b""
    cipher = connection.cipher()
    return TlsFacts(
        protocol=connection.version() or "",
        cipher=cipher[0] if cipher else "",
        subject=_name(certificate.get("subject", ())),
        issuer=_name(certificate.get("issuer", ())),
        serial=str(certificate.get("serialNumber", ""))[:64],
        not_before=_moment(certificate.get("notBefore", "")),
        not_after=_moment(certificate.get("notAfter", "")),
        sha256=hashlib.sha256(der).hexdigest() if der else "",
    )


_SHORT = {
    "commonName": "CN",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "countryName": "C",
    "localityName": "L",
    "stateOrProvinceName": "ST",
}


def _name(parts: Any) -> str:
    """``((("commonName", "x"),), …)`` as ``CN=x, O=y``: a certificate may hold anything."""
    named = [f"{_SHORT.get(str(key), str(key))}={value}" for group in parts for key, value in group]
    return ", ".join(named).replace("\x00", "")[:500]


def _moment(text: str) -> str:
    try:
        seconds = ssl.cert_time_to_seconds(text)
    except ValueError:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
