# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was held back and is shown now: since when its hash is in the log.

A scrutiny entry is sealed on arrival with the hash of what is held back. When its text is shown,
the record has grown. The version of then is rebuilt by taking away what may have been added
since, and proves itself: its hash is the leaf, or nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec

from commonpress.check.projection import Version, project, sealed_content
from commonpress.check.seal import Seal
from commonpress.ground.canonical import Canonical
from commonpress.ground.commitments import commitment
from commonpress.ground.merkle import leaf_hash
from commonpress.kinds.scrutiny import SCRUTINY, Scrutiny

_SHOWN = ("salt", "text", "shown_on")  # what is added when a text is shown
_GONE = object()


def held_since(record: Scrutiny, seal: Seal) -> int | None:
    """The first leaf with the hash of a text that is shown now; None where none proves it."""
    held = record.held
    if held is None or not held.text or commitment(held.salt, held.text) != held.hash:
        return None
    named = (SCRUTINY.name, record.id)
    leaves = (at for at, line in enumerate(seal.lines) if (line.kind, line.id) == named)
    return next((at for at in leaves if _is_rebuilt(record, at, seal)), None)


def _is_rebuilt(record: Scrutiny, index: int, seal: Seal) -> bool:
    """Whether the leaf is that of this record without something that was added since."""
    line = seal.lines[index]
    if not line.salt:
        return False
    change = seal.changed.get((line.kind, line.id, line.version))
    version = Version(line.kind, record, line.version, line.sealed_on, change)
    contents = (sealed_content(version, line.salt, one) for one in _earlier(record))
    return any(leaf_hash(content) == seal.leaves[index] for content in contents)


def _earlier(record: Scrutiny) -> Iterator[dict[str, Canonical]]:
    """All that the record may have said before: some hundreds, as few fields may be blank."""
    projected = project(record)
    held: Any = projected["held"]
    for shown in (held, {name: held[name] for name in held if name not in _SHOWN}):
        fields = {**projected, "held": shown}
        choices = [_choices(name, fields[name]) for name in fields]
        for chosen in product(*choices):
            yield {n: v for n, v in zip(fields, chosen, strict=True) if v is not _GONE}


def _choices(name: str, value: Any) -> list[Any]:
    """What a field may have held before: the same, nothing, or the beginning of its list."""
    if name in _NEEDED:
        return [value]
    earlier = [value[:size] for size in range(1, len(value))] if isinstance(value, list) else []
    return [value, *earlier, _GONE]


_NEEDED = {
    "held", *(field.encode_name for field in msgspec.structs.fields(Scrutiny) if field.required)
}  # fmt: skip
