# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks: a few letters for each field of a sealed record, to say later which one was changed.

A leaf says that something in a record is not what was sealed, and not what. So a short keyed
digest of every field is kept beside the salt. Marks prove nothing: they name the field, and
chance names the wrong one once in sixteen million times. They are made with the record's
salt and are taken out with it, so that they say nothing about a record that was withdrawn.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import zip_longest

from commonpress.ground.canonical import Canonical

Marks = str | Sequence["Marks"] | Mapping[str, "Marks"]
Path = tuple[str | int, ...]
_BYTES = 3  # four letters of base64


class How(StrEnum):
    """What became of a field."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not as it was sealed. `path` goes from the record down to it."""

    path: Path
    how: How

    @property
    def field(self) -> str:
        """The path as findings write it: `terms.2.holder`."""
        return ".".join(map(str, self.path))


def marks_of(value: Canonical, salt: bytes, path: Path = ()) -> Marks:
    """The shape of a value with a mark in the place of everything written in it."""
    if isinstance(value, dict):
        return {name: marks_of(value[name], salt, (*path, name)) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [marks_of(item, salt, (*path, at)) for at, item in enumerate(value)]
    written = f"{'.'.join(map(str, path))}\0{value}".encode()
    return base64.b64encode(blake2b(written, key=salt, digest_size=_BYTES).digest()).decode()


def differences(
    marks: Marks, value: Canonical, salt: bytes, path: Path = ()
) -> Iterator[Difference]:
    """What of a value is not as it was marked, in the order of its fields."""
    if isinstance(marks, dict) and isinstance(value, dict):
        for name in sorted({*marks, *value}):
            yield from _between(marks.get(name), value.get(name), salt, (*path, name))
    elif isinstance(marks, list | tuple) and isinstance(value, list | tuple):
        for at, (mark, item) in enumerate(zip_longest(marks, value)):
            yield from _between(mark, item, salt, (*path, at))
    elif marks_of(value, salt, path) != marks:
        yield Difference(path, How.CHANGED)


def _between(
    marks: Marks | None, value: Canonical | None, salt: bytes, path: Path
) -> Iterator[Difference]:
    if marks is None:
        yield Difference(path, How.ADDED)
    elif value is None:
        yield Difference(path, How.REMOVED)
    else:
        yield from differences(marks, value, salt, path)
