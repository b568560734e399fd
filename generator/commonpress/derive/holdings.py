# SPDX-License-Identifier: AGPL-3.0-or-later
"""What accounts hold: today, and at the end of any day.

Amounts are exact decimals in the base unit of their resource.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commonpress.ground.quantities import ZERO
from commonpress.kinds.ledger import Account, Resource

if TYPE_CHECKING:
    from commonpress.derive.flow_views import EntryLine


@dataclass(frozen=True, slots=True)
class Running:
    """What an account held of a resource at the end of each day on which that changed."""

    resource: Resource
    days: Sequence[date]
    held: Sequence[Decimal]  # as long as `days`; above zero for a source too: what it gave

    def on(self, day: date) -> Decimal:
        """What it held at the end of a day."""
        place = bisect_right(self.days, day)
        return self.held[place - 1] if place else ZERO


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account and what it holds (a stock) or what has passed through it, by resource.

    `balances` are those of the day of the book; `running` has every day. `entries` are the
    lines that name the account on either side.
    """

    account: Account
    balances: tuple[tuple[Resource, Decimal], ...]
    running: tuple[Running, ...]
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What one account held of one resource at the end of a day; of a source, what it gave."""

    account: Account
    resource: Resource
    amount: Decimal


def balances_on(accounts: Iterable[AccountView], day: date) -> Iterator[Balance]:
    """Every balance that is not zero at the end of a day, in the order of the book."""
    for view in accounts:
        for running in view.running:
            amount = running.on(day)
            if amount:
                yield Balance(view.account, running.resource, amount)
