"""What a connection's TLS says of the server, and when its parts happened."""

from __future__ import annotations

import hashlib
import ssl

from factcheck.net import loop
from factcheck.net.client import GuardedClient, Response
from factcheck.net.tls import TlsFacts, tls_facts


def read_twice(url: str, **how) -> list[Response]:
    async def ask() -> list[Response]:
        async with GuardedClient(user_agent="tests", **how) as client:
            return [await client.request("GET", url, headers={"X-One": "1"}) for _ in range(2)]

    return loop.run(ask(), 20)


def test_subject_expiry_and_digest_of_the_certificate_come_with_the_answer(tls_site, certificate):
    trust = ssl.create_default_context(cafile=certificate[0])
    first, again = read_twice(tls_site.url("/"), allow=tls_site.allow, context=trust)
    der = ssl.PEM_cert_to_DER_cert(certificate[0].read_text())
    assert first.tls is not None
    assert first.tls.sha256 == hashlib.sha256(der).hexdigest()
    assert first.tls.subject == first.tls.issuer == "CN=factcheck tests"
    assert first.tls.protocol.startswith("TLSv1.") and first.tls.cipher
    assert first.tls.not_before < first.tls.not_after
    assert again.tls == first.tls  # of a connection kept alive too
    assert 0 <= first.connect_ms <= first.first_byte_ms <= first.elapsed_ms


def test_without_tls_there_are_no_facts_and_the_request_is_as_it_went_out(local_site):
    local_site.page("/", "x")
    answer = read_twice(local_site.url("/"), allow=local_site.allow)[0]
    assert answer.tls is None
    sent = {name.lower(): value for name, value in answer.sent.items()}
    assert (sent["user-agent"], sent["x-one"]) == ("tests", "1")
    assert sent["host"] == local_site.host_key and "gzip" in sent["accept-encoding"]


class Odd:
    """A connection whose certificate says nothing, or nonsense."""

    def __init__(self, certificate: object) -> None:
        self.certificate = certificate

    def getpeercert(self, binary_form: bool = False):
        return None if binary_form else self.certificate

    def cipher(self):
        return None

    def version(self):
        return None


def test_a_certificate_that_says_nothing_or_nonsense_breaks_nothing():
    empty = TlsFacts(
        protocol="",
        cipher="",
        subject="",
        issuer="",
        serial="",
        not_before="",
        not_after="",
        sha256="",
    )
    assert tls_facts(Odd(None)) == empty
    subject = ((("commonName", "a\x00b" * 900),),)
    odd = tls_facts(Odd({"subject": subject, "notAfter": "never", "serialNumber": 7}))
    assert odd is not None and odd.subject.startswith("CN=ab") and len(odd.subject) == 500
    assert (odd.not_after, odd.serial) == ("", "7")
    assert tls_facts(None) is None
