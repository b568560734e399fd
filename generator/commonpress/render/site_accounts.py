# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page for each account: what it holds, what it held when each month ended, its last lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonpress.derive.holdings import AccountView
from commonpress.ground.periods import months_between
from commonpress.kinds.ledger import Account, AccountType, Resource
from commonpress.render.addresses import LEDGER, record_address
from commonpress.render.entry_rows import EntryRows
from commonpress.render.ledger_pictures import month_ends_drawn, wording
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.words import places_for

PART = "ledger"
_LAST_LINES = 50
_MONTHS_A_TABLE = 6


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A resource and what an account held of it at the end of each day of a table."""

    resource: Resource
    places: int
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class MonthEnds:
    """The last days of up to six months, and what was held on each."""

    days: tuple[date, ...]
    lines: tuple[HeldLine, ...]


def account_sheets(desk: Desk, rows: EntryRows) -> Iterator[Sheet]:
    """A page for each account of the book."""
    for view in desk.publication.accounts:
        yield _account_sheet(desk, rows, view)


def _account_sheet(desk: Desk, rows: EntryRows, view: AccountView) -> Sheet:
    record = view.account
    days = month_ends(view, desk.publication.as_of)
    picture = _picture(desk, view, days)
    return desk.sheet(
        ("account",),
        record_address("account", record.id),
        PART,
        pictures=[picture] if picture else [],
        record=record,
        view=view,
        does=_does(record),
        ends=tuple(reversed(tuple(_tables(view, days)))),
        picture=picture,
        overview=LEDGER,
        rows=rows.of(tuple(reversed(view.entries[-_LAST_LINES:]))),
    )


def _does(account: Account) -> str:
    """What an account does with things: hold them, give them or take them."""
    return {AccountType.STOCK: "holds", AccountType.SOURCE: "gave", AccountType.SINK: "took"}[
        account.type
    ]


def month_ends(view: AccountView, as_of: date) -> tuple[date, ...]:
    """The last day of each month since the account was first used; the day of the book last."""
    first = min((r.days[0] for r in view.running), default=None)
    if first is None or first > as_of:
        return ()
    return tuple(min(month.end, as_of) for month in months_between(first, as_of))


def _tables(view: AccountView, days: Sequence[date]) -> Iterator[MonthEnds]:
    """The ends of half a year in each table, oldest first, with what was held in it at all."""
    for half in _halves(days):
        lines = []
        for running in view.running:
            amounts = tuple(running.on(day) for day in half)
            if any(amounts):
                places = places_for(running.resource.unit, amounts)
                lines.append(HeldLine(running.resource, places, amounts))
        yield MonthEnds(half, tuple(lines))


def _halves(days: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Days of the same half of a year, January to June and July to December."""
    for key in dict.fromkeys(_half_of(day) for day in days):
        yield tuple(day for day in days if _half_of(day) == key)


def _half_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // _MONTHS_A_TABLE


def _picture(desk: Desk, view: AccountView, days: Sequence[date]) -> Picture | None:
    """Of a stock that holds one thing only, such as a cash box: a bar for each month's end."""
    if view.account.type is not AccountType.STOCK or len(view.running) != 1:
        return None
    (running,) = view.running
    return month_ends_drawn(
        f"account-{view.account.id}",
        view.account.title,
        [(day, running.on(day)) for day in days],
        wording(desk.amount, running.resource.unit),
    )
