# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Merkle tree of RFC 6962: one root over a list that only grows, and proofs about it.

A leaf is 32 bytes, the hash of what was written. The root changes when any leaf changes,
moves or goes. An inclusion proof shows that a leaf is in a tree, a consistency proof that a
larger tree begins with all of a smaller one; neither needs the other leaves.

Proving follows RFC 6962, section 2.1. Checking follows RFC 9162, sections 2.1.3.2 and 2.1.4.2,
which say as steps what RFC 6962 leaves to the reader. Sizes and indexes go up to 2^64 - 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
LARGEST_SIZE = 2**64 - 1

Proof = tuple[bytes, ...]


class Nodes(Protocol):
    """Where the hashes of a tree are kept: in memory, in tiles, anywhere."""

    def node(self, level: int, index: int) -> bytes:
        """The root over the leaves from `index * 2**level` to `(index + 1) * 2**level`.

        Only asked for where the tree holds all of these leaves.
        """
        ...


def leaf_hash(content: bytes) -> bytes:
    """RFC 6962, section 2.1: MTH({d(0)}) = SHA-256(0x00 || d(0))."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, section 2.1: SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))."""
    return sha256(b"\x01" + left + right).digest()


# RFC 6962, section 2.1: MTH({}) = SHA-256().
EMPTY_ROOT = sha256(b"").digest()


class Tree:
    """A tree in memory. It is made once and never changes."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = tuple(_levels(leaves))

    def __len__(self) -> int:
        return len(self._levels[0])

    def node(self, level: int, index: int) -> bytes:
        """The root over `2**level` leaves; see `Nodes`."""
        return self._levels[level][index]


def _levels(leaves: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """The leaves, then the hash of each two of them, and so on; what has no partner waits."""
    level = tuple(leaves)
    yield level
    while len(level) > 1:
        level = tuple(map(node_hash, level[:-1:2], level[1::2]))
        yield level


# --- proving --------------------------------------------------------------------------------------


def root(nodes: Nodes, size: int) -> bytes:
    """The root over the first `size` leaves. Raises ValueError for a size no tree can have."""
    if not 0 <= size <= LARGEST_SIZE:
        raise ValueError(f"no tree has the size {size}")
    return _root(nodes, 0, size) if size else EMPTY_ROOT


def prove_inclusion(nodes: Nodes, index: int, size: int) -> Proof:
    """The hashes that lead from a leaf to the root, the leaf's sibling first.

    RFC 6962, section 2.1.1: PATH(m, D[n]), read from the root down. Raises ValueError where the
    tree has no such leaf.
    """
    if not 0 <= index < size <= LARGEST_SIZE:
        raise ValueError(f"a tree of the size {size} has no leaf {index}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:  # PATH(m, D[0:k]) : MTH(D[k:n])
            path.append(_root(nodes, middle, end))
            end = middle
        else:  # PATH(m - k, D[k:n]) : MTH(D[0:k])
            path.append(_root(nodes, start, middle))
            start = middle
    return tuple(reversed(path))


def prove_consistency(nodes: Nodes, old: int, new: int) -> Proof:
    """The hashes that show that the tree of the size `new` begins with the one of the size `old`.

    RFC 6962, section 2.1.2: PROOF(m, D[n]) = SUBPROOF(m, D[n], true), read from the root down.
    An empty tree begins every tree and has no proof. Raises ValueError for it, and for a tree
    that would shrink.
    """
    if not 0 < old <= new <= LARGEST_SIZE:
        raise ValueError(f"there is no proof from the size {old} to the size {new}")
    start, end, path, is_known = 0, new, [], True
    while old < end:
        middle = start + _largest_power_below(end - start)
        if old <= middle:  # SUBPROOF(m, D[0:k], b) : MTH(D[k:n])
            path.append(_root(nodes, middle, end))
            end = middle
        else:  # SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])
            path.append(_root(nodes, start, middle))
            start, is_known = middle, False
    if not is_known:  # SUBPROOF(m, D[m], false) = {MTH(D[m])}
        path.append(_root(nodes, start, end))
    return tuple(reversed(path))


def _root(nodes: Nodes, start: int, end: int) -> bytes:
    """MTH(D[start:end]), where the tree is cut as RFC 6962 cuts it."""
    size = end - start
    level = size.bit_length() - 1
    if size == 1 << level:
        return nodes.node(level, start >> level)
    middle = start + (1 << level)
    return node_hash(_root(nodes, start, middle), _root(nodes, middle, end))


def _largest_power_below(size: int) -> int:
    """RFC 6962, section 2.1: k, the largest power of two smaller than n."""
    power: int = 1 << ((size - 1).bit_length() - 1)
    return power


# --- checking -------------------------------------------------------------------------------------


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Whether a proof leads from a leaf at `index` to the root `expected` of a tree of `size`.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size <= LARGEST_SIZE or not _are_hashes(leaf, expected, *proof):
        return False
    here, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(sibling, found)
            here, last = _up_to_left_turn(here, last)
        else:
            found = node_hash(found, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and found == expected


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the tree of the new root begins with the tree of the old one.

    RFC 9162, section 2.1.4.2. An empty tree begins every tree, so that there is nothing to
    check: a proof from the size 0 is refused. The roots are what is asked about, and are only
    compared.
    """
    if not 0 < old <= new <= LARGEST_SIZE or not _are_hashes(*proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = (old_root, *proof) if old & (old - 1) == 0 else tuple(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            here, last = _up_to_left_turn(here, last)
        else:
            found_new = node_hash(found_new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _up_to_left_turn(here: int, last: int) -> tuple[int, int]:
    """Go up past the levels where the right edge of the tree has no partner."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
