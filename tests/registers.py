# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registers made in a test from a few records, without files: only what the test is about."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commonpress.check.register import Register
from commonpress.kinds.assembly import Assembly, AssemblyKind, Facilitation
from commonpress.kinds.case import (
    Case,
    Consent,
    Involvement,
    Outcome,
    Party,
    PartyRole,
    Stage,
    Step,
)
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import Decision, Method, Option, State, Tally
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.guardrail import Guardrail
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
from commonpress.kinds.role import Filled, Handle, Role, RoleTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commonpress.ground.diagnostics import Diagnostic
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


def assembly(date: str, *decisions: str, **more: Any) -> Assembly:
    """An assembly that was held, whole, with fourteen present."""
    fields: dict[str, Any] = {
        "id": f"asm-{date[:7]}",
        "place": "Rope works yard",
        "kind": AssemblyKind.OPEN,
        "present": 14,
        "agenda": ("Which evening the table is set",),
        "facilitation": (Facilitation(role="facilitator", handle="wren"),),
        "body": "It rained.",
    }
    return Assembly(**fields | {"date": day(date), "decisions": decisions} | more)


def decision(slug: str = "dec-2026-001", decided: str = "2026-03-01", **more: Any) -> Decision:
    """A decision that was adopted by consent at the assembly of that month, whole."""
    on = day(decided)
    fields: dict[str, Any] = {
        "title": "The table is set on Tuesdays",
        "state": State.ADOPTED,
        "subject": "kitchen",
        "question": "Which evening suits most people?",
        "options": (
            Option(title="Mondays", meaning="As before."),
            Option(title="Tuesdays", meaning="Fresh bread.", chosen=True),
        ),
        "proposed_on": on - dt.timedelta(days=40),
        "last_call_on": on - dt.timedelta(days=20),
        "decided_on": on,
        "decided_at": f"asm-{decided[:7]}",
        "method": Method.CONSENT,
        "tally": Tally(agree=12, abstain=2),
        "review_on": on + dt.timedelta(days=180),
        "body": "Nobody likes yesterday's bread.",
    }
    return Decision(**fields | {"id": slug} | more)


def draft(slug: str, drafted: str = "2026-02-01", **more: Any) -> Decision:
    """A decision that is only drafted."""
    return Decision(
        id=slug,
        title="A second fridge is bought",
        state=State.DRAFT,
        subject="kitchen",
        question="Do we need a second fridge?",
        drafted_on=day(drafted),
        **more,
    )


def handle(slug: str, consented: str = "2020-01-01", **more: Any) -> Handle:
    """A handle whose holder agreed long ago."""
    return Handle(id=slug, consented_on=day(consented), **more)


def term(line: str, **more: Any) -> RoleTerm:
    """A term from a line such as `wren 2026-01-05 2026-04-05`."""
    holder, start, end = line.split()
    return RoleTerm(holder=holder, start=day(start), end=day(end), filled=Filled.ROTATION, **more)


def role(slug: str, *terms: RoleTerm, **more: Any) -> Role:
    """A role with its terms."""
    return Role(id=slug, title=slug, about="Goes round.", terms=terms, **more)


def steps(line: str) -> tuple[Step, ...]:
    """The steps of a case from a line such as `reported:0 mediation:1 closed:2`."""
    pairs = (word.split(":") for word in line.split())
    return tuple(Step(stage=Stage(s), month=int(m), text="They talked.") for s, m in pairs)


def case(slug: str = "case-2025-003", **more: Any) -> Case:
    """A case of which only the year is said, whole."""
    fields: dict[str, Any] = {
        "title": "Someone shouted over the pots",
        "harm": "Harsh words",
        "period": "2025",
        "parties": (
            Party(person="Person A", role=PartyRole.MEMBER, part=Involvement.HARMED),
            Party(person="Person B", role=PartyRole.MEMBER, part=Involvement.RESPONSIBLE),
        ),
        "steps": steps("reported:0 mediation:1 closed:2"),
        "outcome": Outcome.AGREEMENT,
        "consent": Consent(harmed=True, responsible=True),
        "reviewed_by": ("bench-keeper", "minute-keeper"),
        "rested_months": 6,
        "batch": "2026-spring",
        "anonymised": ("The evening was left out.",),
    }
    return Case(**fields | {"id": slug} | more)


def guardrail(slug: str, condition: str, **more: Any) -> Guardrail:
    """A guardrail adopted by the decision of these registers, which has to name it."""
    fields: dict[str, Any] = {"title": slug, "adopted_by": "dec-2026-001"}
    return Guardrail(**fields | {"id": slug, "condition": condition} | more)


def found(
    rule: Callable[[Register], Iterator[Diagnostic]], *records: Record, **more: Any
) -> list[str]:
    """The slugs of what a rule finds in a register of these records, in its order."""
    return [diagnostic.code.slug for diagnostic in rule(register(*records, **more))]


def messages(
    rule: Callable[[Register], Iterator[Diagnostic]], *records: Record, **more: Any
) -> list[str]:
    """What a rule says of a register of these records: message and hint."""
    return [f"{d.message}; {d.hint}" for d in rule(register(*records, **more))]


def register(*records: Record, settings: Commons = SETTINGS) -> Register:
    """A register of these records and no others."""
    return Register([settings, *records])


def ledger(*entries: Entry, settings: Commons = SETTINGS) -> Register:
    """A register of these entries over the usual small ledger."""
    return register(*LEDGER, *entries, settings=settings)
