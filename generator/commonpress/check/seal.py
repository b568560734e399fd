# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seal, checked in itself: every leaf with what it is of, every version after the one before.

How the book stands to it is the question of `check.sealed`, and what is wrong with that of
`check.seal_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from commonpress.check.shape import shape
from commonpress.ground.checkpoint import Checkpoint
from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.ground.hashes import parse_hash
from commonpress.ground.merkle import Tree
from commonpress.kinds.base import Record
from commonpress.kinds.seal import Change, SealLog, Withdrawal
from commonpress.read.seal import (
    LEAVES,
    SALT_BYTES,
    SEAL_UNREADABLE,
    Kept,
    RawSeal,
    SaltLine,
    place_of_line,
)

R = TypeVar("R", bound=Record)
Key = tuple[str, str]  # a kind and an id

SEAL_INCOMPLETE = Code(
    "seal-incomplete",
    "For every leaf the seal keeps what it is of, and the salt that opens it, unless the record "
    "was withdrawn. Without that nobody can tell whether a record is the one that was sealed.",
)
CODES = (SEAL_INCOMPLETE,)


@dataclass(frozen=True)
class Seal:
    """The log of a book: its leaves in order, and what each of them is of."""

    log: SealLog
    leaves: tuple[bytes, ...] = ()
    lines: tuple[SaltLine, ...] = ()
    checkpoint: Checkpoint | None = None  # as it is written; None before the first sealing
    printed: tuple[Kept, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def origin(self) -> str:
        """What this log is called."""
        return self.log.log

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self.leaves)

    @property
    def said(self) -> tuple[Withdrawal | Change, ...]:
        """Everything that people wrote about what became of sealed records."""
        return (*self.withdrawals, *self.changes)

    @cached_property
    def tree(self) -> Tree:
        """The tree over its leaves."""
        return Tree(self.leaves)

    @cached_property
    def newest(self) -> Mapping[Key, int]:
        """The leaf of the newest version of each record that was ever sealed."""
        return {(line.kind, line.id): index for index, line in enumerate(self.lines)}

    @cached_property
    def withdrawn(self) -> Mapping[tuple[str, str, int | None], Withdrawal]:
        """Tombstones by kind, id and version; None stands for the whole record."""
        return {(one.kind, one.id, one.version): one for one in self.withdrawals}

    @cached_property
    def changed(self) -> Mapping[tuple[str, str, int], Change]:
        """What was said about a change, by kind, id and the version it made."""
        return {(one.kind, one.id, one.version): one for one in self.changes}

    def tombstone(self, line: SaltLine) -> Withdrawal | None:
        """What took out the version that a leaf is of, if something did."""
        whole = self.withdrawn.get((line.kind, line.id, None))
        return whole or self.withdrawn.get((line.kind, line.id, line.version))


def shape_seal(raw: RawSeal) -> tuple[Seal | None, tuple[Diagnostic, ...]]:
    """The seal that was read, or None with what is wrong with it."""
    shaped = [shape(one) for one in raw.raws]
    records = [record for record, _ in shaped if record is not None]
    findings = [finding for _, wrong in shaped for finding in wrong]
    logs = _of(SealLog, records)
    if raw.lost or findings or not logs:
        return None, tuple(findings)
    seal = Seal(
        log=logs[0],
        leaves=raw.leaves,
        lines=raw.lines,
        checkpoint=raw.checkpoint,
        printed=raw.printed,
        withdrawals=_of(Withdrawal, records),
        changes=_of(Change, records),
    )
    findings.extend(_incomplete(seal))
    return (None if findings else seal), tuple(findings)


def _of(struct: type[R], records: list[Record]) -> tuple[R, ...]:
    return tuple(record for record in records if isinstance(record, struct))


def _incomplete(seal: Seal) -> Iterator[Diagnostic]:
    if len(seal.leaves) != len(seal.lines):
        message = (
            f"the log has {len(seal.leaves)} leaves, "
            f"and the files of salts say what {len(seal.lines)} of them are of"
        )
        yield Diagnostic(SEAL_INCOMPLETE, Span(LEAVES), message, _WHOLE)
        return
    versions: dict[Key, int] = {}
    for index, line in enumerate(seal.lines):
        key = line.kind, line.id
        versions[key] = versions.get(key, 0) + 1
        if line.version != versions[key]:
            message = f"here `{line.id}` has the version {line.version}, not {versions[key]}"
            yield Diagnostic(SEAL_INCOMPLETE, place_of_line(index), message, _WHOLE)
        elif line.salt:
            yield from _bad_salt(index, line)
        elif not seal.tombstone(line):
            message = f"the salt of `{line.id}` is missing, and no withdrawal says why"
            yield Diagnostic(SEAL_INCOMPLETE, place_of_line(index), message, _WHOLE)


def _bad_salt(index: int, line: SaltLine) -> Iterator[Diagnostic]:
    try:
        parse_hash(line.salt, SALT_BYTES)
    except ValueError as error:
        message = f"the salt of `{line.id}` cannot be read: {error}"
        yield Diagnostic(SEAL_UNREADABLE, place_of_line(index), message, _WHOLE)


_WHOLE = "take the files of the seal from the last commit in which they were whole"
