# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where in its file a part of a text stands, from its first column to its last."""

from __future__ import annotations

from commonpress.ground.diagnostics import Span
from commonpress.kinds.base import Record

# The fields that hold a text line by line as the file does: what stands below the others, and
# a file that is read as it is written.
_BY_LINE = frozenset({"body", ""})


def place_in(record: Record, field: str, text: str, where: tuple[int, int]) -> Span:
    """The place of a part of a field's text, from one position to another.

    What goes on in the next line is marked to the end of its first.
    """
    start = record.span(field)
    return _in_lines(start, text, where) if field in _BY_LINE else _in_field(start, text, where)


def _in_lines(start: Span, text: str, where: tuple[int, int]) -> Span:
    begin, end = where
    line = text.count("\n", 0, begin)
    above = text.rfind("\n", 0, begin) + 1
    broken = text.find("\n", begin, end)
    end = end if broken < 0 else broken
    column = begin - above + (1 if line else start.column)
    return Span(start.path, start.line + line, column, column + end - begin)


def _in_field(field: Span, text: str, where: tuple[int, int]) -> Span:
    """In a field of one line that is written as it reads, with quotes around it or without.

    Where it is written in another way, with escapes or over several lines, it is all of it.
    """
    quotes = field.end_column - field.column - len(text)
    if "\n" in text or quotes not in {0, 2}:
        return field
    begin, end = (field.column + quotes // 2 + at for at in where)
    return Span(field.path, field.line, begin, end)
