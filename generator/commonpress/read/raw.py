# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raw records: nothing is converted yet, every piece of text knows its place.

The pieces are msgspec's structs, which are made in a fifth of the time that a dataclass takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds.base import Kind

if TYPE_CHECKING:
    from commonpress.read.seal import RawSeal


class Text(msgspec.Struct, frozen=True, gc=False):
    """A piece of text as it was written, without its quotes."""

    value: str
    span: Span


class Items(msgspec.Struct, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Fields(msgspec.Struct, frozen=True, gc=False):
    """A mapping, in the order it was written. No key stands twice."""

    pairs: tuple[tuple[Text, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """What stands under a key."""
        return next((node for name, node in self.pairs if name.value == key), None)

    def __iter__(self) -> Iterator[tuple[Text, Node]]:
        return iter(self.pairs)


Node = Text | Items | Fields


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it was read: its kind, its id, its fields and what stands below them.

    `id` is the file's name for a kind with a file each, the text of the field `id` for
    a kind in a list, and "" where a list leaves it out.
    """

    kind: Kind
    id: str
    fields: Fields
    body: Text | None
    span: Span
    path: str


@dataclass(frozen=True, slots=True)
class MonthText:
    """A month that is written line by line, as text: `check.months` finds the fast way into it."""

    kind: Kind
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A Markdown record in the canonical grammar: `check.plain` finds the fast way into it.

    `text` is the whole file, for whoever asks for the place of a field.
    """

    kind: Kind
    id: str
    path: str
    text: str
    fields: Mapping[str, Any]
    body: str


@dataclass(frozen=True, slots=True)
class ReadBook:
    """All that could be read of a book, and all that could not.

    `sources` holds the text of each file by path, as the findings count its lines.
    `unread` names the files of which something is missing from `raws`, `paths` everything that
    lies in the rooms of the book, pictures and what was refused too. `seal` is what was read of
    the log in which the records are sealed, where there is one.
    `months` are those that are still to be read, and `plain` the records whose fields have no
    places yet; neither stand in `raws`.
    """

    raws: tuple[RawRecord, ...]
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    unread: tuple[str, ...] = ()
    seal: RawSeal | None = None
    months: tuple[MonthText, ...] = ()
    plain: tuple[PlainRecord, ...] = ()
    paths: tuple[str, ...] = ()
