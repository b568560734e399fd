# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger's own pages: what there is now, who gave, where it went, and each resource."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonpress.derive.flow_views import Conservation, EntryLine, ResourceView, Statement
from commonpress.derive.holdings import AccountView
from commonpress.derive.kits import PartTold
from commonpress.ground.periods import Period
from commonpress.kinds.ledger import Account, AccountType, Category, Purpose, Resource
from commonpress.render import voice
from commonpress.render.addresses import LEDGER, index_address, record_address
from commonpress.render.entry_rows import EntryRow, EntryRows
from commonpress.render.ledger_pictures import month_ends_drawn, wording
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_facts import Told, amounts, columns_of, leading, told
from commonpress.render.site_statements import until
from commonpress.render.words import places_for

PART = "ledger"
_MOST_IN_ONE_PLACE = 12
_LAST_LINES = 50


@dataclass(frozen=True, slots=True)
class Holding:
    """An account and what it holds, the first few kinds of it, and how many more there are."""

    account: Account
    balances: tuple[tuple[Resource, Decimal], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Headed:
    """A statement, the days of it that have passed, and the category whose story heads it."""

    statement: Statement
    shown: Period
    told: Told | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category and its resources, each with how much of it there is now."""

    category: Category
    lines: tuple[tuple[ResourceView, Decimal], ...]


def ledger_sheets(desk: Desk, rows: EntryRows) -> Iterator[Sheet]:
    """The overview of the ledger, the list of resources, and a page for each."""
    if not desk.publication.entries and not desk.publication.resources:
        return
    yield _overview(desk)
    yield desk.sheet(
        ("resources",), index_address("resource"), PART, kind="resources", shelves=_shelves(desk)
    )
    for view in desk.publication.resources:
        yield _resource_sheet(desk, rows, view)


def _overview(desk: Desk) -> Sheet:
    book = desk.publication
    seasons = [_headed(desk, s) for s in reversed(book.seasons)]
    holdings = [_holding(view) for view in book.accounts]
    return desk.sheet(
        ("ledger",),
        LEDGER,
        PART,
        kind="ledger",
        seasons=seasons,
        years=[(s, _months_of(desk, s)) for s in reversed(book.years)],
        stocks=[h for h in holdings if h.account.type is AccountType.STOCK],
        givers=[h for h in holdings if _is_source(h.account) and _gives(h.account)],
        made=[h for h in holdings if _is_source(h.account) and not _gives(h.account)],
        sinks=[h for h in holdings if h.account.type is AccountType.SINK],
    )


def _months_of(desk: Desk, year: Statement) -> tuple[Headed, ...]:
    months = reversed(desk.publication.statements)
    return tuple(_headed(desk, m) for m in months if m.period.start in year.period)


def _headed(desk: Desk, statement: Statement) -> Headed:
    shown = until(statement.period, desk.publication.as_of)
    return Headed(statement, shown, leading([told(table) for table in statement.tables]))


def _is_source(account: Account) -> bool:
    return account.type is AccountType.SOURCE


def _gives(account: Account) -> bool:
    return account.purpose is Purpose.GIVERS


def _holding(view: AccountView) -> Holding:
    shown = view.balances[:_MOST_IN_ONE_PLACE]
    return Holding(view.account, shown, len(view.balances) - len(shown))


def _shelves(desk: Desk) -> tuple[Shelf, ...]:
    book = desk.publication
    return tuple(
        Shelf(
            category,
            tuple((v, stock_of(v)) for v in book.resources if v.category.id == category.id),
        )
        for category in book.categories
    )


def stock_of(view: ResourceView) -> Decimal:
    """How much of a resource all stocks hold together."""
    return sum((amount for _, amount in view.stocks), Decimal(0))


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a resource."""

    period: Period
    conservation: Conservation


def _resource_sheet(desk: Desk, rows: EntryRows, view: ResourceView) -> Sheet:
    record = view.resource
    lines = [MonthLine(period, conservation) for period, conservation in view.months]
    every = [line.conservation for line in lines]
    last: Sequence[EntryLine] = view.entries[-_LAST_LINES:]
    shown: tuple[EntryRow, ...] = rows.of(tuple(reversed(last)))
    as_of = desk.publication.as_of
    held = [(min(m.end, as_of), c.closing) for m, c in view.months if m.start <= as_of]
    say = wording(desk.amount, record.unit)
    name = voice.say("{title} in stock", title=record.title)
    picture = month_ends_drawn(f"resource-{record.id}", name, held, say)
    return desk.sheet(
        ("resource",),
        record_address("resource", record.id),
        PART,
        pictures=[picture] if picture else [],
        picture=picture,
        record=record,
        view=view,
        stock=stock_of(view),
        columns=columns_of(every),
        places=places_for(record.unit, amounts([*every, view.whole])),
        months=lines,
        rows=shown,
        kit=next((told for told in desk.publication.kits if told.kit.id == record.id), None),
        inside=_inside(desk, record.id),
        making=next((m for m in desk.publication.makings if m.resource.id == record.id), None),
    )


def _inside(desk: Desk, resource: str) -> list[tuple[Resource, PartTold]]:
    """The kits that hold a resource, with how much of it went out inside each."""
    return [
        (told.kit, part)
        for told in desk.publication.kits
        for part in told.parts
        if part.part.id == resource
    ]
