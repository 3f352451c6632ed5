"""Merkle trees as in RFC 6962 section 2.1: SHA-256, a prefix apart for leaves and for nodes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the 32 bytes that stand for one entry."""
    return hashlib.sha256(_LEAF + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; of none it is the hash of nothing."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    # Pairing level by level, an odd last one going up as it is, gives RFC 6962's tree.
    while len(level) > 1:
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from one leaf to the root, from the bottom up.

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
        index //= 2
    return path


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root a path leads to, or None when it does not fit (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place % 2 or place == last:
            found = _node(step, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = _node(found, step)
        place, last = place // 2, last // 2
    return found if last == 0 else None
