# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealing: what is new or reads differently gets a leaf, in the order of first publication.

Nothing here is left to chance or to the clock: salts and the day come in from the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from commonpress.check.projection import Version, encode, project, sealed_content
from commonpress.check.seal import Seal
from commonpress.check.sealed import Records, Standing, compare, is_open
from commonpress.ground.checkpoint import Checkpoint
from commonpress.ground.hashes import format_hash
from commonpress.ground.marks import marks_of
from commonpress.ground.merkle import leaf_hash, root
from commonpress.kinds.base import Record
from commonpress.kinds.publication import Zine, ZineState
from commonpress.kinds.seal import Change
from commonpress.read.seal import NO_MARKS, PRINTED, Kept, SaltLine


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A record as it has not been sealed yet: the first time, or a version after the last one."""

    kind: str
    id: str
    record: Record
    version: int
    change: Change | None


def unsealed(records: Records, seal: Seal) -> tuple[Unsealed, ...]:
    """What the next sealing would add to the log, in order."""
    return tuple(_unsealed(records, seal))


def _unsealed(records: Records, seal: Seal) -> Iterator[Unsealed]:
    for one in compare(records, seal):
        if one.record and one.standing in {Standing.NEW, Standing.GROWN}:
            version = 1 if one.index is None else seal.lines[one.index].version + 1
            change = seal.changed.get((one.kind, one.id, version))
            yield Unsealed(one.kind, one.id, one.record, version, change)


def add_leaves(seal: Seal, added: Sequence[Unsealed], salts: Sequence[bytes], on: date) -> Seal:
    """The log with a leaf for each of these records, and a new checkpoint.

    `salts` are sixteen random bytes for each. What was withdrawn loses its salt, and a version
    that has a later one loses its marks; no leaf that was there changes.
    """
    sealed = [_sealed(one, salt, on) for one, salt in zip(added, salts, strict=True)]
    lines = (*seal.lines, *(line for line, _ in sealed))
    leaves = (*seal.leaves, *(leaf for _, leaf in sealed))
    grown = replace(seal, leaves=leaves, lines=lines)
    return replace(
        grown, lines=tuple(_tidied(grown)), checkpoint=Checkpoint(grown.origin, *_head(grown))
    )


def without_salts(seal: Seal) -> Seal:
    """The same log, in which whatever has a tombstone has no salt any more. No leaf changes."""
    return replace(seal, lines=tuple(_tidied(seal)))


def unkept(records: Records, seal: Seal) -> tuple[str, ...]:
    """The final zines whose checkpoint has not been kept yet: it is what they print.

    What was finished before the log began has none on paper.
    """
    kept = {one.name for one in seal.printed}
    zines = (record for record in records.get("zine", ()) if isinstance(record, Zine))
    final = (one for one in zines if one.state is ZineState.FINAL and one.date >= seal.log.begun)
    return tuple(zine.id for zine in final if zine.id not in kept)


def keep_checkpoint(seal: Seal, names: Iterable[str]) -> Seal:
    """The log with its checkpoint of today kept under these names, for what is printed now."""
    if seal.checkpoint is None:
        raise ValueError("nothing has been sealed yet")
    kept = {one.name: one for one in seal.printed}
    for name in names:
        kept[name] = Kept(name, seal.checkpoint, f"{PRINTED}/{name}.txt")
    return replace(seal, printed=tuple(kept[name] for name in sorted(kept)))


def _sealed(one: Unsealed, salt: bytes, on: date) -> tuple[SaltLine, bytes]:
    text = format_hash(salt)
    content = sealed_content(Version(one.kind, one.record, one.version, on, one.change), text)
    line = SaltLine(
        kind=one.kind,
        id=one.id,
        version=one.version,
        sealed_on=on,
        salt=text,
        open=is_open(one.record),
        marks=msgspec.Raw(encode(marks_of(project(one.record), salt))),
    )
    return line, leaf_hash(content)


def _tidied(seal: Seal) -> Iterator[SaltLine]:
    for index, line in enumerate(seal.lines):
        if seal.tombstone(line):
            yield msgspec.structs.replace(line, salt="", marks=NO_MARKS)
        elif seal.newest[line.kind, line.id] != index:
            yield msgspec.structs.replace(line, marks=NO_MARKS)
        else:
            yield line


def _head(seal: Seal) -> tuple[int, bytes]:
    return seal.size, root(seal.tree, seal.size)
