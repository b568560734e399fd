# SPDX-License-Identifier: AGPL-3.0-or-later
"""Thank-you slips of the sample commons: a sheet of twelve at a time, given out as it is printed.

A habit like those of `sample_habits.py`, which runs it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from sample_lines import Line, on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sample_lines import Shelves

# The last day of a season: how many slips, and how many households found one at their door.
_GIVEN = {
    on("2025-12-31"): (36, 31),
    on("2026-03-31"): (24, 22),
    on("2026-06-30"): (48, 41),
}


def thanks(day: date, _: Shelves) -> Iterator[Line]:
    """Slips off the copier, and on the same evening to whoever carried something in."""
    if day not in _GIVEN:
        return
    slips, households = _GIVEN[day]
    line = partial(Line, day=day, resource="thank-you-slips", quantity=Decimal(slips), project="")
    sheets = f"{slips // 12} sheets of twelve"
    yield line(action="made", source="off-the-copier", target="slip-box", note=sheets)
    yield line(
        action="distributed", source="slip-box", target="whoever-gave", households=households
    )
