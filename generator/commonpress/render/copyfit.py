# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copyfitting: where a head breaks, and how large it may be, decided before it is set.

WeasyPrint cannot balance the lines of a head, so the lines are chosen here. Widths are in ems.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from commonpress.render.faces import Face


def balanced(text: str, face: Face, limit: float, tracking: float = 0.0) -> tuple[str, ...]:
    """Break a head into as few lines as fit `limit`, as equal in width as they can be."""
    words = text.split(" ")
    widths = [face.width(word, tracking) for word in words]
    return in_lines(text, face, _lines_needed(widths, face.width(" ", tracking), limit), tracking)


def in_lines(text: str, face: Face, count: int, tracking: float = 0.0) -> tuple[str, ...]:
    """Break a text into `count` lines (or as many as it has words), as equal as they can be."""
    words = text.split(" ")

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[str, ...]]:
        rest = " ".join(words[start:])
        if lines == 1:
            return face.width(rest, tracking), (rest,)
        options = []
        for end in range(start + 1, len(words) - lines + 2):
            first = " ".join(words[start:end])
            below, others = best(end, lines - 1)
            options.append((max(face.width(first, tracking), below), (first, *others)))
        return min(options)

    return best(0, max(1, min(count, len(words))))[1]


def widest(lines: Sequence[str], face: Face, tracking: float = 0.0) -> float:
    """Measure the widest of some lines."""
    return max((face.width(line, tracking) for line in lines), default=0.0)


def _lines_needed(widths: Sequence[float], space: float, limit: float) -> int:
    lines, used = 1, 0.0
    for width in widths:
        if used and used + space + width > limit:
            lines, used = lines + 1, width
        else:
            used += width + (space if used else 0.0)
    return lines
