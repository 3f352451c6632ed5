"""Time stamps of a real authority (openssl ts): good ones are taken, each kind of bad one named."""

from __future__ import annotations

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from local_tsa import DAY

from sources.proof.timestamps import StampRefused, check_stamp, make_query

MESSAGE = b"factcheck observation root 2026-03-01\n"


def roots(tsa):
    return [x509.load_pem_x509_certificate(tsa.roots.read_bytes())]


def refused(answer, tsa, *, nonce=None, message=MESSAGE):
    with pytest.raises(StampRefused) as error:
        check_stamp(answer, message=message, roots=roots(tsa), nonce=nonce)
    return error.value.code


def test_a_stamp_of_openssl_is_verified_with_its_nonce_and_keeps_its_chain(make_tsa):
    tsa = make_tsa()
    query = make_query(MESSAGE)
    stamp = check_stamp(tsa.stamp(query.der), message=MESSAGE, roots=roots(tsa), nonce=query.nonce)
    assert stamp.stamped_at.tzinfo is not None
    assert stamp.chain.count("BEGIN CERTIFICATE") == 2


def test_another_query_s_answer_another_message_and_another_ca_are_named(make_tsa):
    tsa, other = make_tsa(), make_tsa()
    query = make_query(MESSAGE)
    answer = tsa.stamp(query.der)
    assert refused(tsa.stamp(tsa.query(MESSAGE)), tsa, nonce=query.nonce) == "nonce"
    assert refused(answer, tsa, message=b"x") == "imprint"
    assert refused(answer, other) == "untrusted"


def test_a_signer_that_had_expired_is_untrusted(make_tsa):
    tsa = make_tsa(begins=-3 * DAY, ends=-DAY)
    assert refused(tsa.stamp(make_query(MESSAGE).der), tsa) == "untrusted"


def test_a_refusal_gives_the_authority_s_reason(make_tsa):
    tsa = make_tsa()
    tsa.configure(digests="sha512")
    assert refused(tsa.stamp(make_query(MESSAGE).der), tsa) == "refused"


def test_a_flipped_bit_anywhere_never_passes_unnoticed(make_tsa):
    tsa = make_tsa()
    query = make_query(MESSAGE)
    answer = tsa.stamp(query.der)
    good = check_stamp(answer, message=MESSAGE, roots=roots(tsa), nonce=query.nonce)
    for place in range(0, len(answer), 29):
        spoilt = bytearray(answer)
        spoilt[place] ^= 0x10
        try:
            found = check_stamp(bytes(spoilt), message=MESSAGE, roots=roots(tsa), nonce=query.nonce)
        except StampRefused:
            continue
        assert found.stamped_at == good.stamped_at


@given(st.binary(max_size=300))
def test_garbage_is_refused_as_garbage(answer):
    with pytest.raises(StampRefused) as error:
        check_stamp(answer, message=MESSAGE, roots=[], nonce=1)
    assert error.value.code in ("garbled", "refused")
