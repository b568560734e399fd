# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filling in the ids that were left blank, and nothing else: every other byte stays.

An id is written where its field stands, or before the first field of the record where it
has none; in a table without the column, as a first column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commonpress.ground.diagnostics import Span
from commonpress.ground.numbering import Numbering
from commonpress.kinds.base import Kind, Months
from commonpress.read.content import read_content
from commonpress.read.raw import Fields, Items, Node, RawRecord, Text
from commonpress.read.shelves import place_of

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record that was left without an id, and the id it gets."""

    raw: RawRecord
    id: str


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text to write at a place, over so many characters that stand there."""

    line: int
    column: int
    over: int
    text: str


def number_blanks(raws: Iterable[RawRecord]) -> tuple[Numbered, ...]:
    """The next free id of its month for every record in a monthly file that has none."""
    raws = tuple(raws)
    numbering = Numbering(raw.id for raw in raws)
    return tuple(
        Numbered(raw, numbering.next(*_row(raw.kind, raw.path)))
        for raw in raws
        if isinstance(raw.kind.shelf, Months) and not raw.id
    )


def fill_ids(numbered: Iterable[Numbered], contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new bytes of every file in which ids are filled in."""
    by_path: dict[str, list[Numbered]] = defaultdict(list)
    for one in numbered:
        by_path[one.raw.path].append(one)
    return {path: _filled(contents[path], _edits(each)) for path, each in by_path.items()}


def _row(kind: Kind, path: str) -> tuple[str, int]:
    """What the ids of a month begin with, and how many digits follow."""
    first, *_, last = kind.id_example.split("-")
    month = path.rpartition("/")[2].rpartition(".")[0]
    return f"{first}-{month}-", len(last)


def _edits(numbered: list[Numbered]) -> Iterator[_Edit]:
    header: Span | None = None
    for one in numbered:
        written = one.raw.fields.get("id")
        key = one.raw.fields.pairs[0][0] if one.raw.fields.pairs else None
        if isinstance(written, Text):
            yield _in_place(written, one)
        elif key is None:
            yield _Edit(one.raw.span.line, one.raw.span.column + 1, 0, f"id: {one.id}")
        elif one.raw.path.endswith(".csv"):
            header = key.span
            yield _Edit(one.raw.span.line, one.raw.span.column, 0, f"{one.id},")
        else:
            yield _new_field(one, key)
    if header:
        yield _Edit(header.line, header.column, 0, "id,")


def _in_place(written: Text, one: Numbered) -> _Edit:
    span = written.span
    over = span.end_column - span.column if span.end_column else 0
    return _Edit(span.line, span.column, over, one.id)


def _new_field(one: Numbered, key: Text) -> _Edit:
    """A field before the first one: on a line of its own, or inside the same braces."""
    start = one.raw.span
    braces = (start.line, start.column) != (key.span.line, key.span.column)
    apart = ", " if braces else "\n" + " " * (key.span.column - 1)
    return _Edit(key.span.line, key.span.column, 0, f"id: {one.id}{apart}")


def _filled(content: bytes, edits: Iterable[_Edit]) -> bytes:
    """The bytes with every edit made; lines keep the ends they have."""
    lines = _LINES.findall(content.decode("utf-8"))
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        line = lines[edit.line - 1]
        mark = edit.line == 1 and line.startswith("\ufeff")
        at = edit.column - 1 + mark
        text = edit.text.replace("\n", _end_of(line) or _end_of(lines[0]) or "\n")
        if line[:at].endswith(":"):
            text = f" {text}"
        lines[edit.line - 1] = line[:at] + text + line[at + edit.over :]
    return "".join(lines).encode("utf-8")


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def is_filled(path: str, content: bytes, before: Iterable[RawRecord], ids: Iterable[str]) -> bool:
    """Whether the new bytes of a file say what it said before, and the ids besides."""
    place = place_of(path)
    if place is None:
        return False
    read = read_content(path, place, content)
    was, new = list(before), list(ids)
    given = [now.id for old, now in zip(was, read.raws, strict=False) if not old.id]
    same = [_said(raw) for raw in was] == [_said(raw) for raw in read.raws]
    return same and given == new and not read.lost


def _said(raw: RawRecord) -> object:
    return [(key.value, plain(node)) for key, node in raw.fields if key.value != "id"]


def plain(node: Node) -> object:
    """What a node says, without its places."""
    match node:
        case Text(value):
            return value
        case Items(items):
            return [plain(item) for item in items]
        case Fields(pairs):
            return [(key.value, plain(inside)) for key, inside in pairs]
