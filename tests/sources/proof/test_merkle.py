"""The tree against RFC 6962's definition written out, and paths against the root."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.proof.leaves import pack_ids, pack_leaves, unpack_ids, unpack_leaves
from sources.proof.merkle import inclusion_path, leaf_hash, root_of_path, tree_root


def defined(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\1" + defined(entries[:k]) + defined(entries[k:])).digest()


@pytest.mark.parametrize("size", [*range(35), 100, 257])
def test_the_root_is_the_one_rfc_6962_defines(size):
    entries = [b"entry %d" % number for number in range(size)]
    assert tree_root([leaf_hash(entry) for entry in entries]) == defined(entries)


@given(size=st.integers(1, 70), data=st.data())
def test_every_path_leads_to_the_root_and_no_other_leaf_does(size, data):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(leaves, index)
    assert root_of_path(leaves[index], index, size, path) == tree_root(leaves)
    assert root_of_path(leaf_hash(b"other"), index, size, path) != tree_root(leaves)
    assert root_of_path(leaves[index], index, size, [*path, b"\0" * 32]) is None
    if path:
        assert root_of_path(leaves[index], index, size, path[:-1]) is None


def test_a_leaf_cannot_pose_as_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert tree_root([leaf_hash(left + right)]) != tree_root([left, right])


@given(st.sets(st.integers(1, 2**62), max_size=200).map(sorted))
def test_packed_ids_come_back(ids):
    assert unpack_ids(pack_ids(ids)) == ids


@pytest.mark.parametrize("damaged", [b"", b"x", pack_ids([1, 500])[:-3]])
def test_damaged_ids_are_told(damaged):
    with pytest.raises(ValueError):
        unpack_ids(damaged)


def test_leaves_come_back_and_a_cut_is_told():
    leaves = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert unpack_leaves(pack_leaves(leaves)) == leaves
    with pytest.raises(ValueError):
        unpack_leaves(pack_leaves(leaves)[:-1])
