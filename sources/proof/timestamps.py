"""RFC 3161 time stamps: a query, and the judgement of the answer. No network here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

QUERY_TYPE: Final = "application/timestamp-query"


class StampRefused(ValueError):
    """An answer that proves nothing. ``code``: garbled, refused, nonce, imprint, untrusted."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}"[:300])
        self.code = code


@dataclass(frozen=True, slots=True)
class Query:
    """A query in DER; ``nonce`` must come back in the answer."""

    der: bytes = field(repr=False)
    nonce: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a good answer says: when, and the certificates (PEM) that vouch for it."""

    stamped_at: datetime
    serial: str
    chain: str = field(repr=False)


def make_query(message: bytes) -> Query:
    """Return a query for the SHA-256 of ``message`` that asks for the certificate."""
    request = (
        TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    if request.nonce is None:
        raise RuntimeError("The query has no nonce.")
    return Query(request.as_bytes(), request.nonce)


def check_stamp(
    answer: bytes, *, message: bytes, roots: Sequence[x509.Certificate], nonce: int | None
) -> Stamp:
    """Return what an answer proves about ``message``; raises StampRefused.

    Certificates must have been valid when the stamp was given, not now. ``nonce`` None: the
    answer is an old one whose nonce was checked when it came.
    """
    try:
        return _checked(_parsed(answer), message, list(roots), nonce)
    except StampRefused:
        raise
    except VerificationError as error:
        code = "imprint" if "between messages" in str(error) else "untrusted"
        raise StampRefused(code, str(error)) from error
    except (ValueError, IndexError) as error:
        raise StampRefused("garbled", str(error)) from error


def _checked(
    response: TimeStampResponse, message: bytes, roots: list[x509.Certificate], nonce: int | None
) -> Stamp:
    status = PKIStatus(response.status)
    if status != PKIStatus.GRANTED:
        reason = "; ".join(response.status_string or []) or "no reason given"
        raise StampRefused("refused", f"{status.name.lower()}: {reason}")
    info = response.tst_info
    if nonce is not None and info.nonce != nonce:
        raise StampRefused("nonce", "the answer belongs to another query")
    VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(response, message)
    certificates = [
        x509.load_der_x509_certificate(cert) for cert in response.signed_data.certificates
    ]
    return Stamp(
        stamped_at=info.gen_time,
        serial=format(info.serial_number, "x"),
        chain="".join(cert.public_bytes(Encoding.PEM).decode() for cert in certificates),
    )


def _parsed(answer: bytes) -> TimeStampResponse:
    return decode_timestamp_response(_with_sorted_certificates(answer))


def _with_sorted_certificates(answer: bytes) -> bytes:
    """Put the SET of certificates in DER's order, which ``openssl ts`` does not keep.

    It is outside of what is signed, and no length changes. Raises ValueError or IndexError.
    """
    _tag, start, _end = _element(answer, 0)
    _tag, _status, after_status = _element(answer, start)
    if after_status >= len(answer):
        return answer  # refused: there is no token
    _tag, start, _end = _element(answer, after_status)  # ContentInfo
    _tag, _oid, start = _element(answer, start)
    _tag, start, _end = _element(answer, start)  # [0] EXPLICIT
    _tag, place, _end = _element(answer, start)  # SignedData
    for _field in ("version", "digestAlgorithms", "encapContentInfo"):
        _tag, _content, place = _element(answer, place)
    tag, start, end = _element(answer, place)
    if tag != 0xA0:
        return answer
    certificates = []
    place = start
    while place < end:
        _tag, _content, after = _element(answer, place)
        certificates.append(answer[place:after])
        place = after
    return answer[:start] + b"".join(sorted(certificates)) + answer[end:]


def _element(data: bytes, place: int) -> tuple[int, int, int]:
    """Return tag, start and end of the content of the DER element at ``place``."""
    tag, length, start = data[place], data[place + 1], place + 2
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4:
            raise ValueError("this length is no DER")
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > len(data):
        raise ValueError("the answer is cut off")
    return tag, start, start + length
