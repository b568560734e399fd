# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seal as site, zine and data may print it: checkpoints, tokens, tombstones, tiles.

seal_view(seal)              everything below, once a build
view.of("entry", "ent-…")    since when a record is in the log, and its token
view.printed_for("spring-2026")  the checkpoint a zine prints; None for a draft
view.tiles()                 what a browser needs to prove a leaf without a server
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from commonpress.check.seal import Key, Seal
from commonpress.derive.verdicts import witness
from commonpress.ground.checkpoint import (
    Checkpoint,
    format_checkpoint,
    format_printed,
    printed_line,
)
from commonpress.ground.merkle import root
from commonpress.ground.receipt_token import format_token, token_of
from commonpress.ground.tiles import WIDTH, Tile, cut_tiles, edge_of
from commonpress.kinds.seal import Withdrawal
from commonpress.read.seal import SaltLine


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """A checkpoint as it is printed, and where it was printed: "" for the one of today."""

    checkpoint: Checkpoint
    name: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The root in groups of four, the last of which checks the others."""
        return format_printed(self.checkpoint)

    @property
    def line(self) -> str:
        """Origin, size and groups in one line: for the keywords of a PDF."""
        return printed_line(self.checkpoint)

    @property
    def text(self) -> str:
        """The three lines of a checkpoint: for the QR code, which programs read."""
        return format_checkpoint(self.checkpoint)


@dataclass(frozen=True, slots=True)
class SealedView:
    """Since when a record is in the log. `witness` is the first paper that proves it, or ""."""

    index: int
    version: int
    sealed_on: date
    token: str
    witness: str


@dataclass(frozen=True, slots=True)
class LeafTile:
    """A tile of leaves with what each of them is of: kind, id, version, day and salt."""

    tile: Tile
    lines: tuple[SaltLine, ...]


@dataclass(frozen=True)
class SealView:
    """The log of a book as outputs may see it."""

    seal: Seal
    today: CheckpointView
    printed: tuple[CheckpointView, ...]  # oldest first

    @property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """The tombstones, oldest first."""
        return tuple(sorted(self.seal.withdrawals, key=lambda one: (one.date, one.key)))

    def of(self, kind: str, record_id: str) -> SealedView | None:
        """The newest sealed version of a record, or None where it has not been sealed yet."""
        index = self.seal.newest.get((kind, record_id))
        return None if index is None else self._view(index)

    def all(self) -> Mapping[Key, SealedView]:
        """The newest sealed version of every record that was not withdrawn."""
        kept = self.seal.newest.items()
        return {key: self._view(at) for key, at in kept if self.seal.lines[at].salt}

    def printed_for(self, name: str) -> CheckpointView | None:
        """The checkpoint that was kept for something printed."""
        return next((one for one in self.printed if one.name == name), None)

    def edge(self) -> tuple[bytes, ...]:
        """The right edge of the tree, which every proof needs: see `ground.tiles`."""
        return edge_of(self.seal.tree, self.seal.size)

    def tiles(self) -> Iterator[Tile]:
        """The tiles above the leaves."""
        return (tile for tile in cut_tiles(self.seal.tree, self.seal.size) if tile.level)

    def leaf_tiles(self) -> Iterator[LeafTile]:
        """The tiles of leaves, each with what its leaves are of."""
        for tile in cut_tiles(self.seal.tree, self.seal.size):
            if tile.level == 0:
                start = tile.index * WIDTH
                yield LeafTile(tile, self.seal.lines[start : start + WIDTH])

    def _view(self, index: int) -> SealedView:
        line = self.seal.lines[index]
        paper = witness(self.seal, index)
        return SealedView(
            index=index,
            version=line.version,
            sealed_on=line.sealed_on,
            token=format_token(token_of(index, self.seal.leaves[index])),
            witness=paper.name if paper else "",
        )


def seal_view(seal: Seal) -> SealView:
    """What may be printed of a log."""
    today = Checkpoint(seal.origin, seal.size, root(seal.tree, seal.size))
    printed = sorted(seal.printed, key=lambda one: (one.checkpoint.size, one.name))
    return SealView(
        seal,
        CheckpointView(today),
        tuple(CheckpointView(one.checkpoint, one.name) for one in printed),
    )
