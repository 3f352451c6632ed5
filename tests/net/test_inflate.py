"""Content-Encoding is undone in streams and never beyond the cap."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.net.inflate import BadEncoding, Inflater, OutputFull


def inflate(encoding: str, data: bytes, limit: int = 1_000_000, step: int = 7) -> bytes:
    inflater = Inflater(encoding, limit)
    for start in range(0, len(data), step):
        inflater.feed(data[start : start + step])
    inflater.finish()
    return bytes(inflater.body)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=2000), st.integers(2, 3000))
def test_every_coding_gives_back_the_very_bytes_however_they_are_cut(data, step):
    assert inflate("", data, step=step) == data
    assert inflate("identity", data, step=step) == data
    assert inflate("gzip", gzip.compress(data), step=step) == data
    assert inflate("X-GZip", gzip.compress(data), step=step) == data
    assert inflate("deflate", zlib.compress(data), step=step) == data
    assert inflate("deflate", raw_deflate(data), step=step) == data


def test_several_gzip_members_are_one_body_and_rubbish_after_them_is_ignored():
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert inflate("gzip", packed, step=1000) == b"one two"
    assert inflate("gzip", packed + b"\0\0rubbish", step=1000) == b"one two"


def test_an_empty_body_under_a_coding_is_empty():
    assert inflate("gzip", b"") == b""


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
def test_a_coding_we_did_not_ask_for_is_an_error(coding):
    with pytest.raises(BadEncoding):
        Inflater(coding, 10)


@pytest.mark.parametrize("data", [b"<html>not packed</html>", gzip.compress(b"x" * 999)[:-9]])
def test_a_body_that_is_not_what_it_says_or_stops_early_is_an_error(data):
    with pytest.raises(BadEncoding):
        inflate("gzip", data)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_a_body_of_exactly_the_cap_passes_and_one_byte_more_does_not(coding):
    pack = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[coding]
    assert inflate(coding, pack(b"y" * 5000), limit=5000) == b"y" * 5000
    inflater = Inflater(coding, 5000)
    with pytest.raises(OutputFull):
        inflater.feed(pack(b"y" * 5001))
    assert inflater.body == b"y" * 5000


def test_steps_cut_a_coded_body_so_that_no_part_can_grow_beyond_a_megabyte():
    wire = gzip.compress(b"\0" * 5_000_000)
    inflater = Inflater("gzip", 10_000_000)
    before = 0
    for part in inflater.steps(wire):
        inflater.feed(part)
        assert len(inflater.body) - before < 1_100_000
        before = len(inflater.body)
    inflater.finish()
    assert len(inflater.body) == 5_000_000
    assert list(Inflater("", 10).steps(b"x" * 5000)) == [b"x" * 5000]


def test_a_second_gzip_member_cut_after_its_first_byte_is_still_read():
    first, second = gzip.compress(b"one "), gzip.compress(b"two")
    inflater = Inflater("gzip", 100)
    inflater.feed(first + second[:1])
    inflater.feed(second[1:])
    inflater.finish()
    assert bytes(inflater.body) == b"one two"
