"""Kept forms restore the very bytes, alone and against a keyframe, and nothing else does."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sources.storage.encoding import Undecodable, decode, encode, encode_against

LONG = st.binary(max_size=3000)


@given(LONG)
def test_any_bytes_come_back_as_they_were(body: bytes) -> None:
    assert decode(encode(body), size=len(body)) == body


@given(LONG, LONG, LONG, LONG)
def test_delta_stored_bodies_restore_byte_for_byte(
    start: bytes, before: bytes, after: bytes, end: bytes
) -> None:
    keyframe, body = start + before + end, start + after + end
    assert decode(encode_against(body, keyframe), size=len(body), keyframe=keyframe) == body


def test_a_version_with_a_small_edit_takes_a_hundredth() -> None:
    keyframe = os.urandom(60_000)
    body = keyframe[:30_000] + b"corrected" + keyframe[30_010:]
    assert len(encode_against(body, keyframe)) < len(encode(body)) / 100


def test_an_edit_at_the_start_of_a_page_of_megabytes_is_found_far_back() -> None:
    keyframe = os.urandom(5_000_000)
    body = b"corrected" + keyframe
    assert len(encode_against(body, keyframe)) < 20_000
    assert decode(encode_against(body, keyframe), size=len(body), keyframe=keyframe) == body


@given(LONG.filter(len), st.data())
def test_an_altered_or_cut_form_is_told_or_restores_other_bytes_never_more_than_the_size(
    body: bytes, data: st.DataObject
) -> None:
    kept = bytearray(encode(body))
    place = data.draw(st.integers(0, len(kept) - 1))
    kept[place] ^= data.draw(st.integers(1, 255))
    with suppress(Undecodable):
        assert len(decode(bytes(kept), size=len(body))) <= len(body)
    with pytest.raises(Undecodable):
        decode(bytes(kept[: len(kept) // 2]), size=len(body))


def test_a_frame_that_claims_more_than_is_on_record_is_refused_before_it_is_opened() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(b"\0" * 300_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Undecodable, match="300000000"):
        decode(bomb, size=1000)


def test_another_keyframe_does_not_open_a_delta() -> None:
    keyframe = os.urandom(5000)
    body = keyframe + b"more"
    delta = encode_against(body, keyframe)
    with suppress(Undecodable):
        assert decode(delta, size=len(body), keyframe=os.urandom(5000)) != body
