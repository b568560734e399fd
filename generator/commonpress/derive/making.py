# SPDX-License-Identifier: AGPL-3.0-or-later
"""A thing that is made, and what went into it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from commonpress.kinds.ledger import Resource


@dataclass(frozen=True, slots=True)
class Making:
    """A thing, how much of it was made in events that say so, and what went into them.

    `minutes` are by kind of work. Of the `events`, `worked` have hours written for them, in which
    `made_with_hours` was made. `beside` was made in the same events, from the same.
    """

    resource: Resource
    made: Decimal
    used: tuple[tuple[Resource, Decimal], ...]
    minutes: tuple[tuple[str, int], ...]
    events: int
    worked: int
    made_with_hours: Decimal
    beside: tuple[Resource, ...]

    @property
    def all_minutes(self) -> int:
        """The hours of all kinds of work together, in minutes."""
        return sum(minutes for _, minutes in self.minutes)
