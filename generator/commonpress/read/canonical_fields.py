# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fast way into a Markdown record: fields that are written plainly are taken line by line.

Fields in the canonical grammar stand in block style: one `name: value` a line, lists with `- `,
texts plain or in quotes on one line, lists of words also as `[one, two]`. Such lines mean to YAML
what they say, so no parser of YAML is asked. Anything else (a comment, an anchor, a text over
several lines, a name that stands twice) is left to `read_front_matter`, which is the definition.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

# What stands under a name: a text, a list, or fields of its own.
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

_FENCE = "---\n"
_END = "\n---\n"
_MOST_LINES = 2_000  # far below the limit of pieces, which the careful way counts
_DEEPEST = 12  # columns; far below the limit of depth

# Signs that any parser of YAML takes as they are.
_SIGNS = re.compile("[\n -~\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\U00010000-\U0001ffff]*")
_NAME = re.compile(r"[a-z_]+")
_WORDS = re.compile(r"\[[a-z0-9-]+(?:, [a-z0-9-]+)*\]")
# What a plain text may not begin with, because it would mean something.
_QUOTES = ("'", '"')
_MEANING = frozenset("-?:,[]{}#&*!|>'\"%@` ")


class _OtherGrammarError(Exception):
    """The text is not written in the canonical grammar."""


_Line = tuple[int, bool, "str | None", "str | None"]  # indent, dash, name, value


def read_canonical_fields(text: str) -> tuple[dict[str, Plain], str] | None:
    """The fields and the prose of a Markdown record; None where its grammar is another."""
    end = text.find(_END, len(_FENCE) - 1)
    if not text.startswith(_FENCE) or end < len(_FENCE):
        return None
    body = text[end + len(_END) :].strip("\n")
    if body[:1].isspace():
        return None
    written = text[len(_FENCE) : end]
    if not _SIGNS.fullmatch(written) or written.count("\n") >= _MOST_LINES:
        return None
    try:
        lines = [_line(line) for line in written.split("\n")]
        fields, count = _fields(lines, 0, 0)
    except _OtherGrammarError:
        return None
    return (fields, body) if count == len(lines) else None


def _line(line: str) -> _Line:
    """The parts of one line."""
    told = line.lstrip(" ")
    indent = len(line) - len(told)
    dash = told.startswith("- ")
    if dash:
        told = told[2:]
    if told[:1] in _QUOTES:
        return indent, dash, None, told
    name, colon, value = told.partition(": ")
    if colon:
        return indent, dash, _name(name), value
    if told.endswith(":"):
        return indent, dash, _name(told[:-1]), None
    return indent, dash, None, told


@cache
def _name(written: str) -> str:
    if not _NAME.fullmatch(written):
        raise _OtherGrammarError
    return written


def _fields(lines: list[_Line], at: int, column: int) -> tuple[dict[str, Plain], int]:
    """The fields that begin on a line, in a column, and the line that follows them."""
    fields: dict[str, Plain] = {}
    first = at
    while at < len(lines):
        indent, dash, name, value = lines[at]
        if (indent != column or dash) and not (at == first and dash and indent == column - 2):
            break
        if name is None or name in fields:
            raise _OtherGrammarError
        at += 1
        if value is None:
            fields[name], at = _below(lines, at, column)
        else:
            fields[name] = _value(value)
    if at == first or column > _DEEPEST:
        raise _OtherGrammarError
    return fields, at


def _below(lines: list[_Line], at: int, column: int) -> tuple[Plain, int]:
    """What stands on the lines below a name: a list or fields."""
    if at == len(lines):
        raise _OtherGrammarError
    indent, dash, _, _ = lines[at]
    if dash and indent >= column:
        return _items(lines, at, indent)
    if indent > column:
        return _fields(lines, at, indent)
    raise _OtherGrammarError


def _items(lines: list[_Line], at: int, column: int) -> tuple[list[Plain], int]:
    items: list[Plain] = []
    while at < len(lines) and lines[at][0] == column and lines[at][1]:
        _, _, name, value = lines[at]
        if name is not None:
            fields, at = _fields(lines, at, column + 2)
            items.append(fields)
        elif value is not None:
            items.append(_value(value))
            at += 1
        else:
            raise _OtherGrammarError
    return items, at


def _value(written: str) -> Plain:
    first = written[:1]
    if first and first in _QUOTES:
        inner = written[1:-1]
        if written[-1] != first or len(written) == 1 or first in inner or "\\" in inner:
            raise _OtherGrammarError
        return inner
    if first == "[" and _WORDS.fullmatch(written):
        return list(written[1:-1].split(", "))
    if not first or first in _MEANING or written[-1] in ": " or ": " in written or " #" in written:
        raise _OtherGrammarError
    return written
