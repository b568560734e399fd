# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was held back and is shown now: since when its hash is in the log.

A scrutiny entry is sealed on arrival with the hash of what is held back. When its text is shown,
the record has grown. The version of then is rebuilt by taking away what was added since, and
proves itself: its hash is the leaf, or nothing is said.
"""

from __future__ import annotations

from commonpress.check.projection import Version, project, sealed_content
from commonpress.check.seal import Seal
from commonpress.check.sealed import differences_of
from commonpress.ground.canonical import Canonical
from commonpress.ground.commitments import commitment
from commonpress.ground.marks import How, Path
from commonpress.ground.merkle import leaf_hash
from commonpress.kinds.scrutiny import SCRUTINY, Scrutiny


def held_since(record: Scrutiny, seal: Seal) -> int | None:
    """The first leaf with the hash of a text that is shown now; None where none proves it."""
    held = record.held
    if held is None or not held.text or commitment(held.salt, held.text) != held.hash:
        return None
    named = (SCRUTINY.name, record.id)
    for index, line in enumerate(seal.lines):
        if (line.kind, line.id) == named and line.salt and _rebuilds(record, index, seal):
            return index
    return None


def _rebuilds(record: Scrutiny, index: int, seal: Seal) -> bool:
    """Whether the version of a leaf is this record without what was added since, hash and all."""
    line = seal.lines[index]
    projected = project(record)
    for difference in reversed(tuple(differences_of(record, line))):
        if difference.how is not How.ADDED:
            return False
        _take_away(projected, difference.path)
    kept = projected.get("held")
    if not isinstance(kept, dict) or "hash" not in kept:
        return False
    change = seal.changed.get((line.kind, line.id, line.version))
    version = Version(line.kind, record, line.version, line.sealed_on, change)
    return leaf_hash(sealed_content(version, line.salt, projected)) == seal.leaves[index]


def _take_away(value: Canonical, path: Path) -> None:
    """Take one thing out of a projection; the last of a list first, as the caller goes back."""
    for step in path[:-1]:
        value = value[step]  # type: ignore[index, call-overload]
    del value[path[-1]]  # type: ignore[union-attr, arg-type]
