"""Streaming removal of Content-Encoding with a cap, so that a bomb costs no memory.

RFC 9110 section 8.4.1: gzip, x-gzip, deflate (zlib or, as many servers send it, raw).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: DEFLATE makes at most 1032 bytes of one.
_STEP = 1024
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = 31, 15, -15


class BadEncoding(ValueError):
    """The body is not what Content-Encoding says."""


class OutputFull(ValueError):
    """The decoded body is larger than the cap; ``body`` holds what fitted."""


class Inflater:
    """Feed wire bytes, read ``body``; never holds more than ``limit`` decoded bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        """``encoding``: the Content-Encoding header; raises BadEncoding for unknown codings."""
        codings = [name.strip().lower() for name in encoding.split(",")]
        codings = [name for name in codings if name not in ("", "identity")]
        if len(codings) > 1 or (codings and codings[0] not in ("gzip", "x-gzip", "deflate")):
            raise BadEncoding(f"content coding not asked for: {encoding[:100]}")
        self.limit = limit
        self.body = bytearray()
        self._coding = codings[0] if codings else ""
        self._stream = self._new_stream()
        self._started = False
        self._carried = b""

    def steps(self, data: bytes) -> Iterable[bytes]:
        """Cut wire bytes so that none of the parts can decode to more than about a megabyte."""
        if not self._coding or len(data) <= _STEP:
            return (data,)
        return (data[start : start + _STEP] for start in range(0, len(data), _STEP))

    def _new_stream(self) -> zlib._Decompress | None:
        if not self._coding:
            return None
        return zlib.decompressobj(_ZLIB if self._coding == "deflate" else _GZIP)

    def feed(self, data: bytes) -> None:
        """Decode the next wire bytes. Raises BadEncoding or OutputFull."""
        if not data:
            return
        if self._stream is None:
            self._append(data)
            return
        if not self._started:
            self._started = True
            if self._coding == "deflate" and not _has_zlib_header(data):
                self._stream = zlib.decompressobj(_RAW)
        self._decode(data)

    def finish(self) -> None:
        """Raise BadEncoding when the compressed stream stopped in the middle."""
        if self._stream is not None and self._started and not self._stream.eof:
            raise BadEncoding("compressed body ends too early")

    def _decode(self, data: bytes) -> None:
        data, self._carried = self._carried + data, b""
        while data:
            stream = self._stream
            if stream is not None and stream.eof and data == _GZIP_MAGIC[:1]:
                self._carried = data  # another member may begin here: the next bytes tell
                return
            if stream is None or (stream.eof and not self._next_member(data)):
                return  # rubbish after the end, which every browser ignores
            assert self._stream is not None
            room = self.limit - len(self.body)
            try:
                # One byte more than fits tells a full body from a body that is too large.
                self._append(self._stream.decompress(data, room + 1))
            except zlib.error as error:
                raise BadEncoding(str(error)) from error
            data = self._stream.unconsumed_tail or self._stream.unused_data

    def _next_member(self, data: bytes) -> bool:
        """A gzip file may hold several members (RFC 1952 section 2.2)."""
        if self._coding == "deflate" or not data.startswith(_GZIP_MAGIC):
            return False
        self._stream = self._new_stream()
        return True

    def _append(self, data: bytes) -> None:
        room = self.limit - len(self.body)
        self.body += data[:room]
        if len(data) > room:
            raise OutputFull(f"decoded body is larger than {self.limit} bytes")


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950 section 2.2: method 8 and, with the flags, a multiple of 31."""
    if data[0] & 0x0F != 8 or data[0] >> 4 > 7:
        return False
    return len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0
