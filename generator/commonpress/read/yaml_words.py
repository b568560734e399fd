# SPDX-License-Identifier: AGPL-3.0-or-later
"""What went wrong in a YAML file, in words for someone who does not write YAML for a living."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from commonpress.ground.diagnostics import Code, Diagnostic, Span

BAD_YAML = Code(
    "bad-yaml",
    "The file cannot be read as fields and lists. Most often a line is indented with a tab, a "
    "colon has no space after it, a quote is not closed, or text with a colon needs quotes.",
)

_NO_SPACE = re.compile(r"\s*(?:- +)?([A-Za-z_]+):(?=\S)")


class _Place(NamedTuple):
    line: int  # from 0, in the text given
    column: int


class _Fault(NamedTuple):
    place: _Place
    message: str
    hint: str


def explain_error(error: yaml.YAMLError, path: str, text: str, line: int) -> Diagnostic:
    """Turn an error of the YAML parser into a finding; `line` is where the text begins."""
    fault = _fault(error, text.split("\n"))
    span = Span(path, fault.place.line + line, fault.place.column + 1)
    return Diagnostic(BAD_YAML, span, fault.message, fault.hint)


def _fault(error: yaml.YAMLError, lines: list[str]) -> _Fault:
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    at = _place(getattr(error, "problem_mark", None), lines)
    start = _place(getattr(error, "context_mark", None), lines) if context else at
    for found in (
        _tab(at, lines),
        _open_quote(problem, context, start),
        _no_space(start, lines),
        _no_space(at, lines),
        _no_space(_Place(max(at.line - 1, 0), 0), lines),  # it runs on into the next line
        _colon_in_text(problem, at),
        _start_of_text(problem, at, lines),
        _uneven(problem, at),
    ):
        if found:
            return found
    return _Fault(
        at, "this cannot be read as YAML from here on", "compare it with a record that is read"
    )


def _place(mark: yaml.Mark | None, lines: list[str]) -> _Place:
    """Where the parser stopped; the end of the text counts as the end of its last line."""
    if mark is None:
        return _Place(0, 0)
    last = len(lines) - 1
    if mark.line > last:
        return _Place(last, len(lines[last]))
    return _Place(mark.line, mark.column)


def _tab(at: _Place, lines: list[str]) -> _Fault | None:
    line = lines[at.line]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    where = _Place(at.line, indent.index("\t"))
    return _Fault(where, "this line is indented with a tab", "indent it with spaces")


def _open_quote(problem: str, context: str, start: _Place) -> _Fault | None:
    if "quoted scalar" not in context or "unexpected" not in problem:
        return None
    return _Fault(start, "the quote that opens here is not closed", "write the second quote")


def _no_space(at: _Place, lines: list[str]) -> _Fault | None:
    found = _NO_SPACE.match(lines[at.line])
    if not found or "://" in lines[at.line][: found.end() + 2]:
        return None
    where = _Place(at.line, found.end() - 1)
    key = found[1]
    return _Fault(where, f"there is no space after the colon of `{key}`", "write a space after it")


def _colon_in_text(problem: str, at: _Place) -> _Fault | None:
    if "mapping values are not allowed" not in problem:
        return None
    return _Fault(
        at,
        "a colon followed by a space begins a new field here",
        "put the whole text in double quotes, or indent the line like its neighbours",
    )


def _start_of_text(problem: str, at: _Place, lines: list[str]) -> _Fault | None:
    if "cannot start any token" not in problem:
        return None
    sign = lines[at.line][at.column : at.column + 1]
    return _Fault(at, f"text may not begin with `{sign}`", "put it in double quotes")


def _uneven(problem: str, at: _Place) -> _Fault | None:
    if not problem.startswith(("did not find expected", "expected <block end>")):
        return None
    return _Fault(
        at,
        "this line does not fit the lines above it",
        "let the fields of one record begin in the same column, each list item with `- `",
    )
