# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of RFC 6962: known roots, everyone's vectors, every small size, any tampering.

Judges: the roots of the reference implementation, the vectors of transparency-dev (outside the
repository), the short verifier, which shares no code with the package, and the definitions of
RFC 6962 written down once more as they stand there.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import verify_short

from commonpress.ground import merkle
from commonpress.ground.merkle import (
    EMPTY_ROOT,
    LARGEST_SIZE,
    Tree,
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root,
)

VECTORS = Path(__file__).parents[2] / "shared" / "real" / "merkle"
LARGEST = 300
LEAVES = tuple(leaf_hash(str(number).encode()) for number in range(LARGEST))
TREE = Tree(LEAVES)

# certificate-transparency, cpp/merkletree/merkle_tree_test.cc: eight leaves and the roots over
# the first 0, 1, 2 ... of them.
KNOWN_CONTENT = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_reference_implementations(size: int) -> None:
    leaves = [leaf_hash(content) for content in KNOWN_CONTENT[:size]]
    assert root(Tree(leaves), size).hex() == KNOWN_ROOTS[size]
    assert verify_short.root(leaves).hex() == KNOWN_ROOTS[size]


# --- everyone's vectors ---------------------------------------------------------------------------


def vectors(name: str) -> list[dict[str, Any]]:
    file = VECTORS / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("the vectors of transparency-dev lie outside this repository")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def unpacked(vector: dict[str, Any], *names: str) -> list[bytes]:
    return [base64.b64decode(vector[name]) for name in names]


def path_of(vector: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(text) for text in vector["proof"] or ()]


def test_every_inclusion_vector_is_decided_rightly() -> None:
    given = vectors("inclusion")
    assert len(given) == 98
    for vector in given:
        leaf, expected = unpacked(vector, "leafHash", "root")
        index, size, path = vector["leafIdx"], vector["treeSize"], path_of(vector)
        is_right = check_inclusion(leaf, index, size, path, expected)
        assert is_right is not vector["wantErr"], vector["file"]
        assert included(leaf, index, size, path, expected) is is_right, vector["file"]


def test_every_consistency_vector_is_decided_rightly() -> None:
    given = vectors("consistency")
    assert len(given) == 98
    for vector in given:
        before, after = unpacked(vector, "root1", "root2")
        old, new, path = vector["size1"], vector["size2"], path_of(vector)
        is_right = check_consistency(old, before, new, after, path)
        assert is_right is not vector["wantErr"], vector["file"]
        assert extends(old, before, new, after, path) is is_right, vector["file"]


# --- peers ----------------------------------------------------------------------------------------


def included(leaf: bytes, index: int, size: int, path: list[bytes], expected: bytes) -> bool:
    """What the short verifier says."""
    return (
        0 <= index < size
        and len(expected) == len(leaf) == 32
        and verify_short.climb(leaf, index, size, path) == expected
    )


def extends(old: int, before: bytes, new: int, after: bytes, path: list[bytes]) -> bool:
    """RFC 6962, section 2.1.2, taken apart as it is written, from the last hash to the first."""
    rest = list(path)

    def subproof(m: int, n: int, *, known: bool) -> tuple[bytes, bytes]:
        if m == n:
            return (before, before) if known else (rest.pop(),) * 2
        k, beside = verify_short.cut(n), rest.pop()
        if m <= k:
            left, right = subproof(m, k, known=known)
            return left, verify_short.node(right, beside)
        left, right = subproof(m - k, n - k, known=False)
        return verify_short.node(beside, left), verify_short.node(beside, right)

    try:
        return 0 < old <= new and (subproof(old, new, known=True), rest) == ((before, after), [])
    except IndexError:
        return False


@cache
def roots() -> tuple[bytes, ...]:
    return tuple(verify_short.root(list(LEAVES[:size])) for size in range(LARGEST + 1))


# --- every size -----------------------------------------------------------------------------------


def test_the_root_grows_leaf_by_leaf() -> None:
    for size in range(LARGEST + 1):
        assert root(Tree(LEAVES[:size]), size) == root(TREE, size) == roots()[size]


def test_every_leaf_is_proven_at_every_size() -> None:
    for size in range(1, LARGEST + 1):
        expected = roots()[size]
        for index in range(size):
            path = prove_inclusion(TREE, index, size)
            assert check_inclusion(LEAVES[index], index, size, path, expected)


def test_every_size_is_proven_to_begin_every_later_one() -> None:
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            path = prove_consistency(TREE, old, new)
            assert check_consistency(old, roots()[old], new, roots()[new], path)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100, 255, 256, 257, 300])
def test_the_short_verifier_agrees_with_every_proof(size: int) -> None:
    for index in range(size):
        path = list(prove_inclusion(TREE, index, size))
        assert included(LEAVES[index], index, size, path, roots()[size])
        old = index + 1
        path = list(prove_consistency(TREE, old, size))
        assert extends(old, roots()[old], size, roots()[size], path)


def test_an_empty_tree_has_a_root_and_no_proofs() -> None:
    assert root(Tree(()), 0) == EMPTY_ROOT == sha256().digest()
    with pytest.raises(ValueError, match="no leaf 0"):
        prove_inclusion(Tree(()), 0, 0)
    with pytest.raises(ValueError, match="from the size 0"):
        prove_consistency(TREE, 0, 5)
    assert not check_consistency(0, EMPTY_ROOT, 5, roots()[5], ())
    assert not check_inclusion(LEAVES[0], 0, 0, (), EMPTY_ROOT)


@pytest.mark.parametrize("size", [-1, 2**64])
def test_no_tree_is_larger_than_a_count_of_64_bits(size: int) -> None:
    with pytest.raises(ValueError, match="no tree has the size"):
        root(TREE, size)
    assert not check_inclusion(LEAVES[0], 0, size, (), LEAVES[0])
    assert not check_consistency(size, LEAVES[0], size, LEAVES[0], ())


# --- trees that no disk could hold ----------------------------------------------------------------


class AllAlike:
    """A tree of any size in which every leaf is the same, so that its nodes are by level."""

    def node(self, level: int, index: int) -> bytes:
        """See `merkle.Nodes`."""
        assert (index + 1) << level <= LARGEST_SIZE
        return alike(level)


@cache
def alike(level: int) -> bytes:
    return LEAVES[0] if level == 0 else node_hash(alike(level - 1), alike(level - 1))


SIZES = st.one_of(
    st.integers(1, LARGEST_SIZE),
    st.integers(1, 63).map(lambda power: 2**power),
    st.integers(1, 63).map(lambda power: 2**power - 1),
    st.just(LARGEST_SIZE),
)


@given(SIZES, st.data())
def test_proofs_hold_up_to_the_largest_size(size: int, data: st.DataObject) -> None:
    nodes, other = AllAlike(), data.draw(st.one_of(st.integers(1, size), st.just(size)))
    expected = root(nodes, size)
    path = prove_inclusion(nodes, other - 1, size)
    assert check_inclusion(LEAVES[0], other - 1, size, path, expected)
    assert included(LEAVES[0], other - 1, size, list(path), expected)
    assert not check_inclusion(LEAVES[1], other - 1, size, path, expected)
    path = prove_consistency(nodes, other, size)
    assert check_consistency(other, root(nodes, other), size, expected, path)
    assert extends(other, root(nodes, other), size, expected, list(path))


# --- tampering ------------------------------------------------------------------------------------


def flipped(value: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    return (int.from_bytes(value, "big") ^ (1 << bit % (8 * len(value)))).to_bytes(
        len(value), "big"
    )


@given(st.integers(1, LARGEST), st.integers(0, LARGEST - 1), st.integers(0, 255))
def test_one_bit_of_one_leaf_changes_the_root(size: int, index: int, bit: int) -> None:
    index %= size
    changed = [*LEAVES[:index], flipped(LEAVES[index], bit), *LEAVES[index + 1 : size]]
    assert root(Tree(changed), size) != roots()[size]


@given(st.integers(2, LARGEST), st.data())
def test_the_root_knows_the_order(size: int, data: st.DataObject) -> None:
    one, other = data.draw(st.permutations(range(size)).map(lambda order: order[:2]))
    moved = list(LEAVES[:size])
    moved[one], moved[other] = moved[other], moved[one]
    assert root(Tree(moved), size) != roots()[size]


def spoiled_paths(path: tuple[bytes, ...], data: st.DataObject) -> list[tuple[bytes, ...]]:
    """A proof with one thing wrong with it, in each of the ways a proof can be wrong."""
    bad = [(*path, LEAVES[0]), (LEAVES[0], *path), (*path, b""), path[1:], path[:-1]]
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        bit = data.draw(st.integers(0, 255))
        bad += [
            (*path[:at], flipped(path[at], bit), *path[at + 1 :]),
            (*path[:at], path[at][:-1], *path[at + 1 :]),
        ]
    if len(set(path)) > 1:
        bad.append(tuple(reversed(path)))
    return [one for one in bad if one != path]


@given(st.integers(1, LARGEST), st.data())
def test_a_spoiled_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    bit = data.draw(st.integers(0, 255))
    leaf, path, expected = LEAVES[index], prove_inclusion(TREE, index, size), roots()[size]
    for bad in spoiled_paths(path, data):
        assert not check_inclusion(leaf, index, size, bad, expected)
    assert not check_inclusion(flipped(leaf, bit), index, size, path, expected)
    assert not check_inclusion(leaf, index, size, path, flipped(expected, bit))
    for other in range(size):
        assert check_inclusion(leaf, other, size, path, expected) is (other == index)
    for wrong in (-1, size, LARGEST_SIZE):
        assert not check_inclusion(leaf, wrong, size, path, expected)


@given(st.integers(1, LARGEST), st.data())
def test_a_spoiled_consistency_proof_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    bit = data.draw(st.integers(0, 255))
    before, after, path = roots()[old], roots()[new], prove_consistency(TREE, old, new)
    for bad in spoiled_paths(path, data):
        assert not check_consistency(old, before, new, after, bad)
    assert not check_consistency(old, flipped(before, bit), new, after, path)
    assert not check_consistency(old, before, new, flipped(after, bit), path)
    assert not check_consistency(new + 1, before, new, after, path)
    for other in range(1, new + 1):
        assert check_consistency(other, before, new, after, path) is (other == old)


def test_a_leaf_cannot_pass_for_two_leaves() -> None:
    """RFC 6962, section 2.1: leaves and nodes are hashed apart, or a node could be a leaf."""
    two = LEAVES[0] + LEAVES[1]
    assert leaf_hash(two) != node_hash(LEAVES[0], LEAVES[1])
    assert len(leaf_hash(two)) == merkle.HASH_BYTES
