"""One observation as the bytes a tree covers, and many leaves as few bytes in a column."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sources.proof.merkle import leaf_hash

#: Raised when ``FIELDS`` or the spelling changes; a root remembers the version it was made with.
LEAF_VERSION: Final = 1
#: What is evidence about one attempt. Bookkeeping that may be tidied later stays outside.
FIELDS: Final = (
    "id",
    "source_id",
    "fence",
    "at",
    "outcome",
    "status",
    "detail",
    "final_url",
    "address",
    "certificate_sha256",
    "elapsed_ms",
    "wire_bytes",
    "body_sha256",
    "headers",
    "robots",
)
DIGEST_BYTES: Final = 32


def leaf_bytes(values: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of an observation; ``values`` holds at least ``FIELDS``."""
    plain = {name: _plain(values[name]) for name in FIELDS} | {"v": LEAF_VERSION}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_of(values: Mapping[str, Any]) -> bytes:
    """Return the leaf hash of an observation."""
    return leaf_hash(leaf_bytes(values))


def pack_ids(ids: Sequence[int]) -> bytes:
    """Pack growing numbers as compressed differences."""
    steps = bytearray()
    last = 0
    for number in ids:
        step = number - last
        if step < 1:
            raise ValueError("ids must grow")
        last = number
        while step > 127:
            steps.append(step & 127 | 128)
            step >>= 7
        steps.append(step)
    return zlib.compress(bytes(steps), 9)


def unpack_ids(packed: bytes) -> list[int]:
    """Return the numbers that were packed. Raises ValueError when the bytes are damaged."""
    try:
        steps = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    ids: list[int] = []
    last = step = shift = 0
    for byte in steps:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            last += step
            ids.append(last)
            step = shift = 0
    if shift:
        raise ValueError("cut off")
    return ids


def pack_leaves(leaves: Iterable[bytes]) -> bytes:
    """Join leaf hashes; they are random, so nothing would compress."""
    return b"".join(leaves)


def unpack_leaves(packed: bytes) -> list[bytes]:
    """Return the leaf hashes. Raises ValueError when the bytes are damaged."""
    if len(packed) % DIGEST_BYTES:
        raise ValueError("cut off")
    return [packed[at : at + DIGEST_BYTES] for at in range(0, len(packed), DIGEST_BYTES)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        # jsonb gives 1e22 back as digits: one spelling for one number.
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() else repr(value)
    return value
