# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the sample commons does only in the cold months: the loft and the Friday soup.

Habits like those of `sample_habits.py`, which runs them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import sample_story as story
from sample_lines import NEXT_RECEIPT, Line
from sample_seasons import CENTS, ONE, halves, throw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_lines import Shelves

_MONDAY, _FRIDAY = 0, 4
_FULL, _LOW = Decimal(95), Decimal(105)  # kilograms of dry goods in the store


def loft(day: date, shelves: Shelves) -> Iterator[Line]:
    """On the second Monday sacks go up to the loft in autumn, and come down in winter."""
    if day.weekday() != _MONDAY or not 8 <= day.day <= 14 or not story.loft_is_open(day):
        return
    there, above = shelves.of("dry-goods"), shelves.of("dry-goods", "loft")
    line = partial(Line, day=day, action="moved", resource="dry-goods")
    if day.month >= 10:
        carried = min(halves((there - _FULL) * 2 / 3), Decimal(40))
        if carried > 0:
            note = "Up the ladder, where it is dry"
            yield line(quantity=carried, source="long-table-store", target="loft", note=note)
    elif above:
        carried = above if day.month == 3 else min(max(_LOW - there, Decimal(10)), above)
        note = "The loft is swept until autumn" if carried == above else "Down the ladder"
        yield line(quantity=carried, source="loft", target="long-table-store", note=note)


def friday_soup(day: date, _: Shelves) -> Iterator[Line]:
    """One more table on Fridays, from what was bought for it (dec-2024-016); a bowl for coins."""
    if day.weekday() != _FRIDAY or not story.SOUP_FIRST <= day <= story.SOUP_LAST:
        return
    plates = throw(day, "soup", Decimal(26), Decimal(46), ONE)
    barley, onions = halves(plates * Decimal("0.06")), halves(plates * Decimal("0.13"))
    line = partial(Line, day=day, group=f"friday-soup-{day}")
    yield line(
        action="paid",
        resource="euro",
        quantity=throw(day, "soup shopping", Decimal(9), Decimal(16), CENTS),
        receipt=NEXT_RECEIPT,
        decision="dec-2024-016",
        approved_by=("treasurer",),
        note="Barley, onions and oil",
    )
    for resource, quantity in (("dry-goods", barley), ("vegetables", onions)):
        yield line(action="received", resource=resource, quantity=quantity, source="wholesaler")
        yield line(action="used", resource=resource, quantity=quantity)
    yield line(action="made", resource="meals", quantity=plates, note="Friday soup")
    households = int(throw(day, "soup households", Decimal(13), Decimal(24), ONE))
    yield line(action="distributed", resource="meals", quantity=plates, households=households)
    coins = throw(day, "soup bowl", Decimal(11), Decimal(20), CENTS)
    yield line(action="received", resource="euro", quantity=coins, note="A bowl beside the pot")
