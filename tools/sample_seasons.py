# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chance and seasons of the sample commons.

Chance is a hash of the seed, the day and a word, so that a line added on one day throws no
other dice. Months differ: allotments give nothing in winter, households give less when the
heating is on, and more people come to the table. Used by `sample_habits.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

SEED = "tidewater-row"
HALF, ONE, CENTS = Decimal("0.5"), Decimal(1), Decimal("0.05")

# Kilograms a delivery, January to December.
CRATES = (48, 46, 60, 64, 65, 64, 62, 58, 66, 64, 54, 44)
ALLOTMENT = (0, 0, 0, 9, 20, 30, 36, 38, 32, 18, 6, 0)
DAIRY = (22, 22, 26, 28, 28, 28, 26, 26, 26, 26, 24, 20)
SACKS = (20, 20, 27, 29, 29, 29, 26, 24, 28, 30, 26, 18)
TRAYS = (25, 25, 29, 30, 30, 30, 27, 26, 29, 30, 28, 24)
DOORSTEP = (9, 9, 13, 15, 15, 14, 12, 11, 17, 19, 13, 11)
# People at one table, tools out in one week.
GUESTS = (75, 74, 67, 65, 63, 61, 56, 54, 60, 64, 69, 72)
LOANS = (4, 5, 8, 9, 9, 9, 8, 7, 8, 7, 5, 4)


def throw(day: date, word: str, low: Decimal, high: Decimal, step: Decimal = HALF) -> Decimal:
    """A value from `low` to `high` in steps: two dice, so that the middle is likelier."""
    digest = sha256(f"{SEED} {day} {word}".encode()).digest()
    steps = max(int((high - low) / step), 0)
    first, second = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8))
    return low + step * (first % (steps // 2 + 1) + second % (steps - steps // 2 + 1))


def about(day: date, word: str, by_month: tuple[int, ...], step: Decimal = HALF) -> Decimal:
    """A value a fifth above or below what is usual in this month."""
    usual = Decimal(by_month[day.month - 1])
    spread = (usual / 5).quantize(ONE)
    return throw(day, word, usual - spread, usual + spread, step)


def even(day: date) -> bool:
    """Whether this is the first of two weeks, for what happens every second one."""
    return (day - timedelta(days=1)).toordinal() // 7 % 2 == 0


def halves(quantity: Decimal) -> Decimal:
    """To the half kilogram, as the kitchen scale shows it."""
    return (quantity * 2).quantize(ONE) / 2
