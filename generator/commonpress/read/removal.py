# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking one record out of a file, and nothing else: every other byte stays."""

from __future__ import annotations

from commonpress.kinds.base import FileEach, OneFile
from commonpress.read.blank_ids import plain
from commonpress.read.content import read_content
from commonpress.read.raw import RawRecord
from commonpress.read.shelves import place_of


def without_record(raw: RawRecord, content: bytes) -> bytes | None:
    """The bytes of a file without one of its records; None where the file held only this one.

    Raises ValueError where the file is written in so unusual a way that more would change.
    """
    if isinstance(raw.kind.shelf, FileEach | OneFile):
        return None
    lines = content.decode("utf-8").splitlines(keepends=True)
    first = _first_line(raw, lines)
    after = first + 1
    while after < len(lines) and not raw.path.endswith(".csv") and _goes_on(lines, first, after):
        after += 1
    while after - 1 > first and not lines[after - 1].strip():
        after -= 1
    left = "".join((*lines[:first], *lines[after:])).encode("utf-8")
    if not _is_left(raw, content, left):
        raise ValueError(raw.path)
    return left


def _first_line(raw: RawRecord, lines: list[str]) -> int:
    """Where the record begins: its row, or the line with its dash."""
    line = raw.span.line - 1
    while not raw.path.endswith(".csv") and line > 0 and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _goes_on(lines: list[str], first: int, at: int) -> bool:
    """Whether a line is blank, or stands further in than the dash."""
    return not lines[at].strip() or _indent(lines[at]) > _indent(lines[first])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_left(raw: RawRecord, before: bytes, after: bytes) -> bool:
    """Whether the file says what it said, but for this record."""
    place = place_of(raw.path)
    if place is None:
        return False
    was, now = (read_content(raw.path, place, content) for content in (before, after))
    others = [_said(one) for one in was.raws if (one.kind, one.id) != (raw.kind, raw.id)]
    return not now.lost and others == [_said(one) for one in now.raws]


def _said(raw: RawRecord) -> object:
    return raw.kind.name, raw.id, [(key.value, plain(node)) for key, node in raw.fields]
