# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the records of a book stand to its seal: new, the same, grown, changed, gone.

What was written stays, and more may be added: a blank field may be filled, a list may get
another line, a decision may come to its end. Anything else is a change, which has to be said
aloud in `ledger/seal/changes.yml`. Entries of the ledger do not even grow: a correction is an
entry of its own (domain rules, 2). What is not settled yet, a proposal, a planned assembly, a
draft of a zine, a free page, may change until it is; each version of it is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from commonpress.check.projection import Version, fills_a_blank, project, sealed_content
from commonpress.check.seal import Seal
from commonpress.ground.hashes import parse_hash
from commonpress.ground.marks import Difference, Marks, differences
from commonpress.ground.merkle import leaf_hash
from commonpress.kinds import KINDS
from commonpress.kinds.assembly import Assembly, Held
from commonpress.kinds.base import Months, Record
from commonpress.kinds.decision import Decision, State
from commonpress.kinds.publication import Page, Zine, ZineState
from commonpress.kinds.seal import WITHDRAWAL
from commonpress.kinds.translation import Translation
from commonpress.read.seal import SALT_BYTES, SaltLine

Records = Mapping[str, Sequence[Record]]

# What is written line by line is put right by another line, and a tombstone stays as it is.
NEVER_CHANGE = frozenset(
    {WITHDRAWAL.name, *(kind.name for kind in KINDS if isinstance(kind.shelf, Months))}
)
_UNDECIDED = {State.DRAFT, State.PROPOSED, State.LAST_CALL}
# Fields that tell where a settled record stands today, and to what they may move on.
_MOVES: dict[tuple[str, str], frozenset[Any] | None] = {
    ("decision", "state"): frozenset({State.SUPERSEDED, State.REPEALED, State.EXPIRED}),
    ("decision", "progress"): None,
}


class Standing(Enum):
    """What became of a record since it was sealed."""

    NEW = auto()  # it has not been sealed yet
    SAME = auto()
    GROWN = auto()  # it reads differently and may: the next sealing makes a new version
    CHANGED = auto()  # it reads differently and may not
    GONE = auto()  # it was sealed and is not in the book, and no tombstone says why
    WITHDRAWN = auto()
    STILL_HERE = auto()  # it was withdrawn and is in the book


@dataclass(frozen=True, slots=True)
class Compared:
    """A record beside its newest leaf. `against` is what speaks against a change."""

    kind: str
    id: str
    standing: Standing
    record: Record | None = None
    index: int | None = None
    against: tuple[Difference, ...] = ()


def compare(records: Records, seal: Seal) -> Iterator[Compared]:
    """Every record of the book, then every record that is in the log alone."""
    seen = set()
    for kind, key, record in _sealable(records, seal):
        seen.add((kind, key))
        yield _compared(kind, key, record, seal)
    for kind, key in seal.newest:
        if (kind, key) not in seen:
            yield _compared(kind, key, None, seal)


def compare_one(kind: str, key: str, records: Records, seal: Seal) -> Compared:
    """The same for one record alone, by its kind and id."""
    asked = {kind: records.get(kind, ())}
    named = (one for name, other, one in _sealable(asked, seal) if (name, other) == (kind, key))
    return _compared(kind, key, next(named, None), seal)


def opens(record: Record, index: int, seal: Seal) -> bool:
    """Whether a record is what the leaf at this index was made of."""
    return open_leaf(record, index, seal) is not None


def open_leaf(record: Record, index: int, seal: Seal) -> bytes | None:
    """What the leaf at this index is the hash of, where a record is what it was made of."""
    line = seal.lines[index]
    if not line.salt:
        return None
    change = seal.changed.get((line.kind, line.id, line.version))
    version = Version(line.kind, record, line.version, line.sealed_on, change)
    content = sealed_content(version, line.salt)
    return content if leaf_hash(content) == seal.leaves[index] else None


def is_open(record: Record) -> bool:
    """Whether a record is not settled yet, so that it may change from one sealing to the next."""
    match record:
        case Page() | Translation():
            return True
        case Decision():
            return record.state in _UNDECIDED
        case Assembly():
            return record.held is Held.PLANNED
        case Zine():
            return record.state is not ZineState.FINAL
        case _:
            return False


def has_another_salt(compared: Compared) -> bool:
    """Whether not even the id fits: then it is the salt that is not the one it was sealed with."""
    return any(difference.path == ("id",) for difference in compared.against)


def _sealable(records: Records, seal: Seal) -> Iterator[tuple[str, str, Record]]:
    for kind in KINDS:
        for record in records.get(kind.name, ()):
            yield kind.name, record.id, record
    for withdrawal in seal.withdrawals:
        yield WITHDRAWAL.name, withdrawal.key, withdrawal


def _compared(kind: str, key: str, record: Record | None, seal: Seal) -> Compared:
    index = seal.newest.get((kind, key))
    found = Compared(kind, key, Standing.NEW, record, index)
    if index is None:
        return found
    is_withdrawn = (kind, key, None) in seal.withdrawn
    if record is None:
        return _as(found, Standing.WITHDRAWN if is_withdrawn else Standing.GONE)
    if is_withdrawn:
        return _as(found, Standing.STILL_HERE)
    line = seal.lines[index]
    if opens(record, index, seal):
        return _as(found, Standing.STILL_HERE if seal.tombstone(line) else Standing.SAME)
    if seal.tombstone(line):
        return _as(found, Standing.GROWN)
    differing = tuple(_differences(record, line))
    against = tuple(_against(kind, record, line, differing, seal))
    allowed = bool(differing) and not against
    return _as(found, Standing.GROWN if allowed else Standing.CHANGED, against)


def _as(found: Compared, standing: Standing, against: tuple[Difference, ...] = ()) -> Compared:
    return Compared(found.kind, found.id, standing, found.record, found.index, against)


def _differences(record: Record, line: SaltLine) -> Iterator[Difference]:
    salt = parse_hash(line.salt, SALT_BYTES)
    return differences(_marks(line), project(record), salt)


def _marks(line: SaltLine) -> Marks:
    """The marks of a line; none where they are too deep to be any that were written here."""
    try:
        marks: Marks = json.loads(bytes(line.marks))
    except RecursionError:
        return {}
    return marks


def _against(
    kind: str, record: Record, line: SaltLine, differing: tuple[Difference, ...], seal: Seal
) -> Iterator[Difference]:
    """The differences that nothing allows."""
    is_said = (kind, line.id, line.version + 1) in seal.changed
    for difference in differing:
        is_id = difference.path == ("id",)
        if (
            kind in NEVER_CHANGE
            or is_id
            or not (
                line.open
                or is_said
                or fills_a_blank(type(record), difference)
                or _moves_on(kind, record, difference)
            )
        ):
            yield difference


def _moves_on(kind: str, record: Record, difference: Difference) -> bool:
    move = kind, difference.field
    if move not in _MOVES:
        return False
    to = _MOVES[move]
    return to is None or getattr(record, difference.field) in to
