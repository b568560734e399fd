# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line a finding stands on, with a mark under the place, as a terminal shows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from commonpress.ground.diagnostics import Span

_TAB = "    "
_WIDEST = 96  # columns of a line that are shown
_BEFORE = 32  # columns that stay before the place where a line is cut


def excerpt(span: Span, sources: Mapping[str, str]) -> tuple[str, ...]:
    """Two lines, the text and the mark under it; none where a whole file is meant."""
    lines = _lines(sources.get(span.path, ""))
    if (
        span == Span(span.path)
        or not 1 <= span.line <= len(lines)
        or not lines[span.line - 1].strip()
    ):
        return ()
    line = lines[span.line - 1]
    before, marked, after = _cut(line, span)
    number = f"{span.line:>5} | "
    gutter = f"{'':>5} | "
    carets = "^" * max(width(marked), 1)
    return (f"{number}{before}{marked}{after}".rstrip(), f"{gutter}{' ' * width(before)}{carets}")


@lru_cache(maxsize=16)
def _lines(text: str) -> list[str]:
    return text.split("\n")


def width(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _cut(line: str, span: Span) -> tuple[str, str, str]:
    """What stands before the place, in it and after it, shortened to what fits."""
    start = min(span.column - 1, len(line))
    end = min(max(span.end_column - 1, start), len(line))
    before, marked, after = (
        part.replace("\t", _TAB) for part in (line[:start], line[start:end], line[end:])
    )
    if width(before) + width(marked) + width(after) <= _WIDEST:
        return before, marked, after
    if width(before) > _BEFORE:
        before = f"...{_last(before, _BEFORE)}"
    room = _WIDEST - width(before)
    if width(marked) > room:
        return before, f"{_first(marked, room - 3)}...", ""
    rest = _first(after, room - width(marked))
    return before, marked, after if rest == after else f"{rest}..."


def _first(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[: max(len(text) - max((width(text) - columns) // 2, 1), 0)]
    return text


def _last(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[max((width(text) - columns) // 2, 1) :]
    return text
