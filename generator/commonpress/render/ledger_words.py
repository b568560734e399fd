# SPDX-License-Identifier: AGPL-3.0-or-later
"""How our ledger is called in accounting programs: accounts, and what else an entry says.

Accounts get one of the five roots those programs know: stocks and what is out on loan are
assets, sources are income, sinks are expenses, and what counts found is equity, as opening
balances are. Ids begin with a small letter and no two accounts share one, so a capital in its
place (Beancount asks for it) keeps names apart: `Assets:Long-table-store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from commonpress.derive.flow_views import EntryLine
from commonpress.derive.publication import Publication
from commonpress.ground.quantities import format_quantity
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import Account, AccountType, Purpose

_ROOTS = {
    AccountType.STOCK: "Assets",
    AccountType.SOURCE: "Income",
    AccountType.SINK: "Expenses",
}
_ROOTS_BY_PURPOSE = {Purpose.LOANS: "Assets", Purpose.COUNTS: "Equity"}
# What stands in the head of a transaction or in its legs.
_TOLD = {"id", "date", "action", "resource", "quantity", "unit", "from", "to", "note", "places"}
_DETAILS = tuple(
    (field.name, field.encode_name, field.default)
    for field in msgspec.structs.fields(Entry)
    if field.encode_name not in _TOLD
)


def account_name(account: Account) -> str:
    """The full name of an account, the same in every program."""
    return f"{account_root(account)}:{account.id[:1].upper()}{account.id[1:]}"


def account_names(publication: Publication) -> dict[str, str]:
    """The full names of all accounts, by their ids."""
    return {view.account.id: account_name(view.account) for view in publication.accounts}


def account_root(account: Account) -> str:
    """The word for what an account is, out of the five that accounting programs know."""
    if account.purpose in _ROOTS_BY_PURPOSE:
        return _ROOTS_BY_PURPOSE[account.purpose]
    return _ROOTS[account.type]


def headline(line: EntryLine) -> str:
    """What a transaction is called: `Vegetables: received`."""
    return f"{line.resource.title}: {line.entry.action.value}"


def details(line: EntryLine) -> Iterator[tuple[str, str]]:
    """Whatever else is written in an entry, but its note: the field's name and its text.

    `written` is the quantity as it was written, where that is in another unit.
    """
    entry = line.entry
    if entry.unit not in {line.resource.unit, line.resource.each}:
        yield "written", f"{format_quantity(entry.quantity)} {entry.unit}"
    for attribute, name, default in _DETAILS:
        value = getattr(entry, attribute)
        if value != default:
            yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Decimal):
        return format_quantity(value)
    return value.isoformat() if isinstance(value, date) else str(value)
