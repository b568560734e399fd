# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids that count up: what the next free one is. A number is never used again."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(.*-)([0-9]+)", re.ASCII | re.DOTALL)


class Numbering:
    """The highest number of every row of ids, and the ones that are given out after it.

    A row is what stands before the last number: `ent-2026-03-`. Gaps are left alone: a number
    that is missing may have belonged to something withdrawn.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._highest: dict[str, int] = {}
        for one in taken:
            if found := _NUMBERED.fullmatch(one):
                highest = self._highest.get(found[1], 0)
                self._highest[found[1]] = max(highest, int(found[2]))

    def next(self, row: str, digits: int, *, after: int = 0) -> str:
        """Give out the next free id of a row, with at least so many digits."""
        number = max(self._highest.get(row, 0), after) + 1
        self._highest[row] = number
        return f"{row}{number:0{digits}d}"

    def next_like(self, one: str) -> str:
        """Give out a free id like the one given: `dec-2026-015` for 014, `wren-2` for wren."""
        if found := _NUMBERED.fullmatch(one):
            return self.next(found[1], len(found[2]))
        return self.next(f"{one}-", 1, after=1)
