# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quantities: exact decimals, written with ASCII digits and one point.

Python's own `Decimal` also reads "NaN", "1e3", "1_000" and digits of every script.
A ledger that takes those will one day add one of them up, so none is taken here.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

_QUANTITY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
# 28 digits (Python's default) are enough for any commons, 60 for any sum of them.
EXACT = Context(prec=60)
ZERO = Decimal(0)


def parse_quantity(text: str) -> Decimal | None:
    """The exact value of `digits[.digits]`, or None where the text is anything else."""
    return Decimal(text) if _QUANTITY.fullmatch(text) else None


def format_quantity(value: Decimal) -> str:
    """The plain form a file holds: no exponent, no trailing zeros. Inverse of `parse_quantity`."""
    text = format(value.normalize(EXACT), "f")
    return "0" if text in {"-0", ""} else text
