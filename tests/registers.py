# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registers made in a test from a few records, without files: only what the test is about."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commonpress.check.register import Register
from commonpress.kinds.commons import Commons
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import (
    Account,
    AccountType,
    Category,
    Measure,
    OtherUnit,
    Purpose,
    Resource,
)
from commonpress.kinds.project import Project, UsualFlow

if TYPE_CHECKING:
    from commonpress.kinds.base import Record

SETTINGS = Commons(name="Tidewater Row Commons", default_project="long-table")


def day(text: str) -> dt.date:
    """A day as a book writes it."""
    return dt.date.fromisoformat(text)


def account(slug: str, kind: AccountType, purpose: Purpose | None = None, **more: Any) -> Account:
    """An account, titled by its slug."""
    return Account(id=slug, title=slug, type=kind, purpose=purpose, **more)


GROCERS = account("grocers", AccountType.SOURCE, Purpose.GIVERS)
STORE = account("store", AccountType.STOCK)
SHED = account("shed", AccountType.STOCK)
CASH_BOX = account("cash-box", AccountType.STOCK)
NEIGHBOURS = account("neighbours", AccountType.SINK, Purpose.NEIGHBOURS)
POT = account("pot", AccountType.SINK, Purpose.MAKING)
STOVE = account("stove", AccountType.SOURCE, Purpose.MAKING)
COMPOST = account("compost", AccountType.SINK, Purpose.SPOILED)
BILLS = account("bills", AccountType.SINK, Purpose.BILLS)
LENT_OUT = account("lent-out", AccountType.SINK, Purpose.LOANS)
COUNTS = account("counts", AccountType.SOURCE, Purpose.COUNTS)
ACCOUNTS = (
    GROCERS, STORE, SHED, CASH_BOX, NEIGHBOURS, POT, STOVE, COMPOST, BILLS, LENT_OUT, COUNTS,
)  # fmt: skip

FOOD = Category(id="food", title="Food", measure=Measure.GOODS)
STAPLES = Category(id="staples", title="Staples", measure=Measure.GOODS, parent="food")
MONEY = Category(id="money", title="Money", measure=Measure.MONEY)
RICE = Resource(
    id="rice",
    title="Rice",
    category="staples",
    unit="kg",
    units=(OtherUnit(unit="sack", is_=Decimal("12.5")),),
)
MEALS = Resource(id="meals", title="Meals", category="food", unit="meal", each="meals")
EURO = Resource(id="euro", title="Euro", category="money", unit="EUR")
LONG_TABLE = Project(
    id="long-table",
    title="The Long Table",
    function="Cooks for the street.",
    otherwise="Eating alone.",
    started=day("2024-07-01"),
    usual=(
        UsualFlow(action=Action.RECEIVED, category="food", from_="grocers", to="store"),
        UsualFlow(action=Action.RECEIVED, from_="grocers", to="cash-box"),
        UsualFlow(action=Action.DISTRIBUTED, from_="store", to="neighbours"),
    ),
)
LEDGER: tuple[Record, ...] = (*ACCOUNTS, FOOD, STAPLES, MONEY, RICE, MEALS, EURO, LONG_TABLE)


def entry(line: str, **more: Any) -> Entry:
    """An entry from a line such as `0001 2026-03-02 received 2 sack rice grocers store`.

    The number may be left out, and so may the accounts; `-` stands for a blank one.
    """
    words = line.split()
    number = words.pop(0) if words[0].isdigit() else ""
    date, action, quantity, unit, resource, *route = words
    from_, to = [*(word.strip("-") for word in route), "", ""][:2]
    return Entry(
        id=f"ent-{date[:7]}-{number}" if number else "",
        date=day(date),
        action=Action(action),
        resource=resource,
        quantity=Decimal(quantity),
        unit=unit,
        from_=from_,
        to=to,
        **more,
    )


def register(*records: Record, settings: Commons = SETTINGS) -> Register:
    """A register of these records and no others."""
    return Register([settings, *records])


def ledger(*entries: Entry, settings: Commons = SETTINGS) -> Register:
    """A register of these entries over the usual small ledger."""
    return register(*LEDGER, *entries, settings=settings)
