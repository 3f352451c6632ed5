"""A time-stamping authority on loopback: ``openssl ts`` behind the local site, with an own CA."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from local_server import Handler
from local_site import LocalSite

DAY = dt.timedelta(days=1)
CONFIG = """
[tsa]
default_tsa = here
[here]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class LocalTsa:
    """``url`` answers time-stamp queries; ``roots`` is the PEM file to trust."""

    def __init__(
        self, folder: Path, site: LocalSite, *, begins: dt.timedelta, ends: dt.timedelta
    ) -> None:
        self.folder = folder
        self.site = site
        self.path = "/tsa"
        self.answer: Callable[[bytes], bytes] = self.stamp
        self.status = 200
        self.roots = folder / "ca.pem"
        (folder / "serial").write_text("01\n")
        self.configure()
        now = dt.datetime.now(dt.UTC)
        ca_key, ca = self._certificate("Test CA", None, now - 900 * DAY, now + 900 * DAY)
        key, certificate = self._certificate("Test TSA", (ca_key, ca), now + begins, now + ends)
        self._write("ca.pem", ca.public_bytes(serialization.Encoding.PEM))
        self._write("tsa.pem", certificate.public_bytes(serialization.Encoding.PEM))
        self._write(
            "tsa.key",
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        site.behave(self.path, self._behave)

    @property
    def url(self) -> str:
        return self.site.url(self.path)

    def configure(self, digests: str = "sha256, sha512") -> None:
        config = CONFIG.format(folder=self.folder, digests=digests)
        (self.folder / "tsa.cnf").write_text(config)

    def stamp(self, query: bytes) -> bytes:
        """The answer of ``openssl ts`` to a query."""
        question, reply = self.folder / "query.tsq", self.folder / "reply.tsr"
        question.write_bytes(query)
        subprocess.run(
            [
                *("openssl", "ts", "-reply", "-config", str(self.folder / "tsa.cnf")),
                *("-queryfile", str(question), "-out", str(reply)),
            ],
            check=True,
            capture_output=True,
        )
        return reply.read_bytes()

    def query(self, message: bytes) -> bytes:
        """Somebody else's query, with a nonce of its own."""
        text, question = self.folder / "message", self.folder / "other.tsq"
        text.write_bytes(message)
        subprocess.run(
            [
                *("openssl", "ts", "-query", "-data", str(text), "-sha256", "-cert"),
                *("-out", str(question)),
            ],
            check=True,
            capture_output=True,
        )
        return question.read_bytes()

    def _behave(self, handler: Handler) -> None:
        body = self.answer(self.site.seen(self.path)[-1].body)
        kind = {"Content-Type": "application/timestamp-reply", "Content-Length": str(len(body))}
        handler.start(self.status, kind)
        handler.wfile.write(body)

    def _write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def _certificate(self, name, issuer, begins, ends):  # type: ignore[no-untyped-def]
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        is_ca = issuer is None
        signer = key if issuer is None else issuer[0]
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if issuer is None else issuer[1].subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if not is_ca:
            stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(stamping, critical=True)
        return key, builder.sign(signer, hashes.SHA256())


@pytest.fixture
def make_tsa(tmp_path: Path, local_site: LocalSite) -> Iterator[Callable[..., LocalTsa]]:
    """A maker of authorities; the certificate's life is given from now."""

    def make(*, begins: dt.timedelta = -DAY, ends: dt.timedelta = 365 * DAY) -> LocalTsa:
        folder = tmp_path / f"tsa-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return LocalTsa(folder, local_site, begins=begins, ends=ends)

    yield make
