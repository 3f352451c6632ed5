"""Bytes of a page to and from their kept form: zstd, alone or against an earlier version.

A kept form is only an encoding: what counts is that it restores the very bytes (SHA-256).
"""

from __future__ import annotations

import hashlib
from typing import Final

import zstandard

LEVEL: Final = 3
#: zstd looks back this far at most (2**27 bytes); what decoders accept without being told.
_MAX_WINDOW_LOG: Final = 27
#: Above this the level's own tables forget most of the keyframe: 3 MB of noise with one edit
#: took 1.8 MB without larger ones and 4 KB with them, for 40 ms instead of 5.
_LARGE_TABLES_FROM: Final = 1_000_000
_MAX_TABLE_LOG: Final = 23


class Undecodable(ValueError):
    """The kept form is not what was written: cut, altered, or against another keyframe."""


def encode(body: bytes) -> bytes:
    """Return ``body`` as one zstd frame that states its size."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(body)


def encode_against(body: bytes, keyframe: bytes) -> bytes:
    """Return ``body`` as a zstd frame that only ``keyframe`` opens; small when they are alike."""
    size = len(body) + len(keyframe)
    choices = {"window_log": min(_MAX_WINDOW_LOG, max(10, size.bit_length()))}
    if len(keyframe) > _LARGE_TABLES_FROM:
        table = min(_MAX_TABLE_LOG, len(keyframe).bit_length() - 1)
        choices |= {"hash_log": table, "chain_log": table}
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, source_size=len(body), dict_size=len(keyframe), **choices
    )
    return zstandard.ZstdCompressor(
        compression_params=parameters, dict_data=_dictionary(keyframe)
    ).compress(body)


def decode(kept: bytes, *, size: int, keyframe: bytes | None = None) -> bytes:
    """Return the ``size`` bytes that were kept; ``keyframe`` as when they were encoded.

    Memory is bounded by ``size`` whatever the frame claims. Raises Undecodable.
    """
    if size == 0 and kept == b"":
        return b""
    try:
        claimed = zstandard.get_frame_parameters(kept).content_size
        if claimed != size:
            raise Undecodable(f"the frame holds {claimed} bytes, not {size}")
        dictionary = _dictionary(keyframe) if keyframe else None
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(
            kept, max_output_size=size
        )
    except zstandard.ZstdError as error:
        raise Undecodable(str(error)) from error


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of ``body`` in hexadecimal: the name bytes are kept under."""
    return hashlib.sha256(body).hexdigest()


def _dictionary(keyframe: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(keyframe, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
