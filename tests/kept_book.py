# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small commons with funds, hours, loans, corrections and receipts, one line or two of each."""

from __future__ import annotations

from typing import Any

from commonpress.derive.publication import Publication
from commonpress.kinds.commons import Commons
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.fund import Duty, Fund, FunderKind
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Account, AccountType, Category, Measure, Purpose, Resource
from tests.publications import day, entry, publication

SOURCES = ("gifts", "dinners", "city", "trust", "mill")
BOOK = (
    Commons(name="Tidewater Row Commons", kinds_of_work=("Cooking", "Mending")),
    Category(id="money", title="Money", measure=Measure.MONEY),
    Category(id="food", title="Food", measure=Measure.GOODS),
    Category(id="tools", title="Tools", measure=Measure.GOODS),
    Category(id="thanks", title="Thanks", measure=Measure.TOKENS),
    Resource(id="euro", title="Euros", category="money", unit="EUR"),
    Resource(id="dollar", title="Dollars", category="money", unit="USD"),
    Resource(id="rice", title="Rice", category="food", unit="kg"),
    Resource(id="drill", title="Drills", category="tools", unit="piece", each="pieces"),
    Resource(id="slip", title="Thanks", category="thanks", unit="slip", each="slips"),
    *(
        Account(id=name, title=name, type=AccountType.SOURCE, purpose=Purpose.GIVERS)
        for name in SOURCES
    ),
    Account(id="counts", title="Counts", type=AccountType.SOURCE, purpose=Purpose.COUNTS),
    Account(id="printed", title="Printed", type=AccountType.SOURCE, purpose=Purpose.MAKING),
    Account(id="box", title="The box", type=AccountType.STOCK),
    Account(id="people", title="People", type=AccountType.SINK, purpose=Purpose.NEIGHBOURS),
    Account(id="out", title="On loan", type=AccountType.SINK, purpose=Purpose.LOANS),
)


def fund(slug: str, kind: FunderKind, **more: Any) -> Fund:
    """A fund with a source account of its own."""
    outside = kind not in {FunderKind.INDIVIDUALS, FunderKind.SELF}
    named: dict[str, Any] = {"funder": slug.title()} if outside else {}
    return Fund(
        id=slug,
        title=slug,
        kind=kind,
        start=day("2020-01-01"),
        accounts=(slug,),
        **{**named, **more},
    )


FUNDS = (
    fund("gifts", FunderKind.INDIVIDUALS),
    fund("dinners", FunderKind.SELF),
    fund("city", FunderKind.STATE, unconditional=True),
    fund("trust", FunderKind.FOUNDATION, conditions=("For the kitchen",), exit="Any day"),
    fund("mill", FunderKind.COOPERATIVE, unconditional=True),
)


def money(number: int, date: str, amount: str, source: str, **more: Any) -> Entry:
    """Money received."""
    return entry(number, date, Action.RECEIVED, "euro", amount, source, "box", **more)


def hours(number: int, date: str, work: str, minutes: int, **more: Any) -> Hours:
    """A line of hours."""
    return Hours(
        id=f"hrs-{date[:7]}-{number:03}", date=day(date), work=work, minutes=minutes, **more
    )


def lent(number: int, date: str, amount: str, due: str, **more: Any) -> Entry:
    """Drills lent."""
    return entry(number, date, Action.LENT, "drill", amount, "box", "out", due=day(due), **more)


def back(number: int, date: str, amount: str, **more: Any) -> Entry:
    """Drills brought back."""
    return entry(number, date, Action.RETURNED, "drill", amount, "out", "box", **more)


def slips(number: int, date: str, amount: str) -> tuple[Entry, Entry]:
    """Receipts made and given out on one day."""
    return (
        entry(number, date, Action.MADE, "slip", amount, "printed", "box", unit="slip"),
        entry(
            number + 1, date, Action.DISTRIBUTED, "slip", amount, "box", "people",
            unit="slip", households=9,
        ),
    )  # fmt: skip


def kept() -> Publication:
    """Something of each."""
    wrong = money(1, "2026-01-03", "100", "city")
    asking = fund(
        "trust",
        FunderKind.FOUNDATION,
        conditions=("For the kitchen", "A sign by the door"),
        exit="Any day; what is left goes back.",
        reporting=(
            Duty(what="A letter", due=day("2026-03-01"), met_on=day("2026-03-04")),
            Duty(what="The accounts", due=day("2026-06-01")),
            Duty(what="A visit"),
        ),
    )
    return publication(
        *BOOK,
        *(asking if f.id == "trust" else f for f in FUNDS),
        wrong,
        money(2, "2026-01-04", "100", "trust"),
        money(10, "2026-01-04", "50", "gifts"),
        money(11, "2026-01-04", "40", "dinners"),
        entry(
            3, "2026-01-09", Action.RECEIVED, "euro", "90", "box", "city",
            corrects=wrong.id, reason="A nought too many",
        ),
        entry(4, "2026-02-01", Action.RECEIVED, "drill", "50", "counts", "box"),
        lent(5, "2026-05-01", "4", "2026-05-15"),
        lent(12, "2026-06-20", "1", "2026-07-04"),
        back(6, "2026-05-20", "3"),
        *slips(7, "2026-05-30", "13"),
        hours(1, "2026-05-03", "Cooking", 100),
        hours(2, "2026-05-03", "Mending", 5),
        hours(3, "2026-05-03", "Mending", 50, corrects="hrs-2026-05-002", reason="A nought"),
        as_of="2026-06-30",
    )  # fmt: skip
