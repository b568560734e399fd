# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tree in a few static files: tiles of its hashes, and its right edge.

As in c2sp.org/tlog-tiles a tile holds the hashes of one level side by side, and the tiles of a
level stand `HEIGHT` levels of the tree above those below them. Tiles are smaller here, and the
edge, the roots of the whole subtrees that the log is made of, comes in a file of its own: so
any leaf is proven with one tile of each level and the edge, which together stay under twenty
kilobytes for a log of a million leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonpress.ground.merkle import Nodes, node_hash

HEIGHT = 7
WIDTH = 1 << HEIGHT  # hashes in a full tile: 4 kB


@dataclass(frozen=True, slots=True)
class Tile:
    """Hashes side by side: those of the level `level * HEIGHT` of the tree, from `index * WIDTH`.

    The last tile of a level may hold fewer than `WIDTH`.
    """

    level: int
    index: int
    hashes: tuple[bytes, ...]


def cut_tiles(nodes: Nodes, size: int) -> Iterator[Tile]:
    """All tiles of a tree, level by level."""
    level = 0
    while (wide := size >> (level * HEIGHT)) > 0:
        for start in range(0, wide, WIDTH):
            hashes = (
                nodes.node(level * HEIGHT, at) for at in range(start, min(start + WIDTH, wide))
            )
            yield Tile(level, start // WIDTH, tuple(hashes))
        level += 1


def edge_places(size: int) -> tuple[tuple[int, int], ...]:
    """Level and index of each whole subtree that a tree of this size is made of, largest first.

    RFC 6962, section 2.1: they are what the tree is cut into, one for each 1 in its size.
    """
    places, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return tuple(places)


def edge_of(nodes: Nodes, size: int) -> tuple[bytes, ...]:
    """The roots of these subtrees."""
    return tuple(nodes.node(level, index) for level, index in edge_places(size))


def tiles_for(index: int, size: int) -> tuple[tuple[int, int], ...]:
    """Level and index of the tiles that a leaf's proof needs beside the edge."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of the size {size} has no leaf {index}")
    height = next(level for level, at in edge_places(size) if index >> level == at)
    return tuple(
        (level, index >> (level + 1) * HEIGHT) for level in range(max(0, height - 1) // HEIGHT + 1)
    )


class TiledNodes:
    """A tree that is read from its edge and as many of its tiles as are at hand."""

    __slots__ = ("_edge", "_tiles")

    def __init__(
        self, size: int, edge: tuple[bytes, ...], tiles: Mapping[tuple[int, int], Tile]
    ) -> None:
        self._edge = dict(zip(edge_places(size), edge, strict=True))
        self._tiles = tiles

    def node(self, level: int, index: int) -> bytes:
        """See `merkle.Nodes`. Raises KeyError where the tile that holds it is not at hand."""
        if (level, index) in self._edge:
            return self._edge[level, index]
        row, above = divmod(level, HEIGHT)
        first = index << above
        tile = self._tiles[row, first // WIDTH]
        hashes = list(tile.hashes[first % WIDTH : first % WIDTH + (1 << above)])
        while len(hashes) > 1:
            hashes = list(map(node_hash, hashes[::2], hashes[1::2]))
        return hashes[0]
