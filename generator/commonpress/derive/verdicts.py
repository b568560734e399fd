# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a checkpoint, a leaf or the whole log says, before it is put into words.

A verdict is about what was proven and nothing more: that sealed records are as they were
sealed, not that what they say is true, nor that everything was written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from commonpress.check.seal import Seal
from commonpress.check.seal_rules import extends
from commonpress.check.sealed import Compared, Records, Standing, compare, compare_one, open_leaf
from commonpress.check.sealed_earlier import held_since
from commonpress.ground.checkpoint import Checkpoint, format_checkpoint
from commonpress.ground.merkle import prove_inclusion, root
from commonpress.ground.receipt_token import ReceiptToken, token_of
from commonpress.ground.tlog_proof import TlogProof
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import Account, Purpose
from commonpress.kinds.scrutiny import Scrutiny
from commonpress.kinds.seal import Change, Withdrawal
from commonpress.read.seal import Kept, SaltLine


class Extent(Enum):
    """How today's log stands to a checkpoint."""

    HOLDS = auto()
    ANOTHER_LOG = auto()
    SHORTER = auto()  # the log has fewer leaves than the checkpoint
    DIFFERENT = auto()


@dataclass(frozen=True, slots=True)
class CheckpointVerdict:
    """Whether the log begins with everything a checkpoint was made of."""

    checkpoint: Checkpoint
    extent: Extent
    origin: str
    size: int
    printed_in: tuple[str, ...]  # where this very checkpoint was printed
    withdrawn: int  # how many of its leaves were withdrawn since


class Opened(Enum):
    """What a leaf says today."""

    SAME = auto()  # what stands in the book is what was sealed
    LATER = auto()  # the book holds a later version, which is sealed as well
    GROWN = auto()  # the book holds a later version, which is not sealed yet
    WITHDRAWN = auto()
    CHANGED = auto()  # what stands in the book is not what was sealed, and nothing says why
    GONE = auto()
    ANOTHER_LEAF = auto()  # the token does not fit the leaf
    NO_LEAF = auto()  # the log has no such leaf


@dataclass(frozen=True, slots=True)
class LeafVerdict:
    """What became of one sealed record. `line` is None where the log has no such leaf."""

    index: int
    size: int
    opened: Opened
    line: SaltLine | None = None
    token: ReceiptToken | None = None
    record: Record | None = None
    tombstone: Withdrawal | None = None
    later: SaltLine | None = None
    change: Change | None = None  # what was said about the later version
    witness: Kept | None = None  # the first paper that holds this leaf fast
    is_gift: bool = False  # an entry that came in from a giver
    held_since: SaltLine | None = None  # the first leaf with the hash of what is shown now
    held_witness: Kept | None = None  # the first paper that holds that leaf fast


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """How the whole book stands to its log."""

    checkpoint: Checkpoint
    standings: Mapping[Standing, int]
    earlier: int  # leaves of versions that have a later one
    withdrawn: int
    printed: tuple[CheckpointVerdict, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing that was sealed has been changed, taken away or brought back."""
        bad = (Standing.CHANGED, Standing.GONE, Standing.STILL_HERE)
        papers = all(one.extent is Extent.HOLDS for one in self.printed)
        return papers and not any(self.standings.get(one) for one in bad)


def judge_checkpoint(seal: Seal, checkpoint: Checkpoint) -> CheckpointVerdict:
    """Whether today's log extends a checkpoint."""
    return CheckpointVerdict(
        checkpoint=checkpoint,
        extent=_extent(seal, checkpoint),
        origin=seal.origin,
        size=seal.size,
        printed_in=tuple(one.name for one in seal.printed if one.checkpoint == checkpoint),
        withdrawn=sum(not line.salt for line in seal.lines[: checkpoint.size]),
    )


def judge_token(seal: Seal, records: Records, token: ReceiptToken) -> LeafVerdict:
    """Whether the leaf a token was printed for is there, and what became of its record."""
    if token.index >= seal.size:
        return LeafVerdict(token.index, seal.size, Opened.NO_LEAF)
    if not token.fits(seal.leaves[token.index]):
        return LeafVerdict(token.index, seal.size, Opened.ANOTHER_LEAF)
    return judge_leaf(seal, records, token.index)


def judge_leaf(seal: Seal, records: Records, index: int) -> LeafVerdict:
    """What became of the record that a leaf was made of."""
    line = seal.lines[index]
    newest = seal.newest[line.kind, line.id]
    compared = compare_one(line.kind, line.id, records, seal)
    later = seal.lines[newest] if newest != index else None
    record = compared.record
    held = held_since(record, seal) if isinstance(record, Scrutiny) else None
    return LeafVerdict(
        index=index,
        size=seal.size,
        opened=_opened(seal, compared, index),
        line=line,
        token=token_of(index, seal.leaves[index]),
        record=compared.record,
        tombstone=seal.tombstone(line),
        later=later,
        change=seal.changed.get((line.kind, line.id, later.version)) if later else None,
        witness=witness(seal, index),
        is_gift=_is_gift(compared.record, records),
        held_since=seal.lines[held] if held is not None else None,
        held_witness=witness(seal, held) if held is not None else None,
    )


def judge_log(seal: Seal, records: Records) -> LogVerdict:
    """How every record of the book stands to the log, and the log to everything printed."""
    standings = Counter(one.standing for one in compare(records, seal))
    return LogVerdict(
        checkpoint=Checkpoint(seal.origin, seal.size, root(seal.tree, seal.size)),
        standings=standings,
        earlier=seal.size - len(seal.newest),
        withdrawn=sum(not line.salt for line in seal.lines),
        printed=tuple(judge_checkpoint(seal, one.checkpoint) for one in seal.printed),
    )


def witness(seal: Seal, index: int) -> Kept | None:
    """The first thing printed whose checkpoint holds a leaf fast."""
    holding = [one for one in seal.printed if one.checkpoint.size > index]
    return min(holding, key=lambda one: (one.checkpoint.size, one.name), default=None)


def prove_leaf(seal: Seal, index: int, record: Record | None = None) -> TlogProof:
    """The proof of a leaf in the log of today; with the record, if that is what it was made of."""
    content = open_leaf(record, index, seal) if record else None
    today = Checkpoint(seal.origin, seal.size, root(seal.tree, seal.size))
    path = prove_inclusion(seal.tree, index, seal.size)
    return TlogProof(index, path, format_checkpoint(today), content)


def _extent(seal: Seal, checkpoint: Checkpoint) -> Extent:
    if checkpoint.origin != seal.origin:
        return Extent.ANOTHER_LOG
    if checkpoint.size > seal.size:
        return Extent.SHORTER
    return Extent.HOLDS if extends(seal, checkpoint) else Extent.DIFFERENT


def _is_gift(record: Record | None, records: Records) -> bool:
    if not isinstance(record, Entry) or record.action is not Action.RECEIVED:
        return False
    accounts = (one for one in records.get("account", ()) if isinstance(one, Account))
    source = next((one for one in accounts if one.id == record.from_), None)
    return source is None or source.purpose is Purpose.GIVERS


_OPENED = {
    Standing.SAME: Opened.SAME,
    Standing.GROWN: Opened.GROWN,
    Standing.CHANGED: Opened.CHANGED,
    Standing.STILL_HERE: Opened.CHANGED,
    Standing.GONE: Opened.GONE,
    Standing.WITHDRAWN: Opened.WITHDRAWN,
}


def _opened(seal: Seal, compared: Compared, index: int) -> Opened:
    if seal.tombstone(seal.lines[index]):
        return Opened.WITHDRAWN
    return _OPENED[compared.standing] if compared.index == index else Opened.LATER
