# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids that count up: what the next free one is. A number is never used again."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(.*-)([0-9]+)", re.ASCII | re.DOTALL)


def next_id(stem: str, digits: int, taken: Iterable[str]) -> str:
    """The id after the highest taken one that is `stem` and a number of `digits` or more.

    Gaps are left alone: a number that is missing may have belonged to something withdrawn.
    """
    numbers = [0]
    for one in taken:
        found = _NUMBERED.fullmatch(one)
        if found and found[1] == stem:
            numbers.append(int(found[2]))
    return f"{stem}{max(numbers) + 1:0{digits}d}"


def next_like(one: str, taken: Iterable[str]) -> str:
    """The next free id of the same row as `one`: `dec-2026-015` after 014, `wren-2` after wren."""
    found = _NUMBERED.fullmatch(one)
    if found:
        return next_id(found[1], len(found[2]), taken)
    return next_id(f"{one}-", 1, [f"{one}-1", *taken])
