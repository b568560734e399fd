# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publications made in a test from a few records, for pages, sheets and data alike.

`tidewater` is a commons with something of every kind; `tiny` has three entries and nothing
else; `fund` is nothing but money; `archive` is nothing but decisions, as many as you like.
All go through `disclose`, like a book does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from commonpress.check.register import Register
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds.assembly import Assembly, AssemblyKind, Facilitation, Held, NextTime
from commonpress.kinds.base import Record
from commonpress.kinds.case import (
    Case,
    Citation,
    Consent,
    Involvement,
    Norm,
    Outcome,
    Party,
    PartyRole,
    Stage,
    Step,
    Treatment,
    Without,
)
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import (
    Decision,
    Method,
    Milestone,
    Objection,
    Option,
    State,
    Tally,
)
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import Account, AccountType, Category, Measure, Purpose, Resource
from commonpress.kinds.project import Project
from commonpress.kinds.publication import Page, Section, SectionName, Zine, ZineState
from commonpress.kinds.role import Filled, Handle, Role, RoleTerm


def day(text: str) -> dt.date:
    """A day as a book writes it."""
    return dt.date.fromisoformat(text)


def publication(*records: Record, as_of: str = "") -> Publication:
    """What a book of these records publishes."""
    register = Register(records)
    return disclose(register, day(as_of) if as_of else register.book_date)


def tidewater() -> Publication:
    """A commons with something of every kind, told on 30 June 2026."""
    return publication(
        SETTINGS, *LEDGER, *_seven_months(), *_governance(), *_conflicts(), *_printed(),
        as_of="2026-06-30",
    )  # fmt: skip


def tiny() -> Publication:
    """A commons in its first week: three entries, a name, and nothing else."""
    return publication(
        Commons(name="Stairwell 4"),
        Category(id="bread", title="Bread", measure=Measure.GOODS),
        Resource(id="loaf", title="Loaves", category="bread", unit="loaf", each="loaves"),
        _source("bakery", "The bakery", Purpose.GIVERS),
        _stock("shelf", "The shelf"),
        _sink("neighbours", "Neighbours", Purpose.NEIGHBOURS),
        entry(1, "2026-05-04", Action.RECEIVED, "loaf", "12", "bakery", "shelf"),
        entry(
            2, "2026-05-05", Action.DISTRIBUTED, "loaf", "9", "shelf", "neighbours", households=7
        ),
        entry(
            3, "2026-05-09", Action.DISTRIBUTED, "loaf", "2", "shelf", "neighbours", households=5
        ),
    )


def fund(entries: int = 1900) -> Publication:
    """A fund in dollars over many years: no goods, no meals, no assemblies."""
    return publication(
        Commons(name="Harbour Street Fund", currency="USD"),
        Category(id="money", title="Money", measure=Measure.MONEY),
        Resource(id="dollar", title="Dollars", category="money", unit="USD"),
        _source("gifts", "Small gifts", Purpose.GIVERS),
        Account(id="account", title="The account", type=AccountType.STOCK, may_go_below=True),
        _sink("bills", "Bills", Purpose.BILLS),
        *_payments(entries),
    )


def archive(decisions: int = 700) -> Publication:
    """A commons that has decided a great deal and written nothing else down."""
    states = (State.ADOPTED, State.ADOPTED, State.ADOPTED, State.SUPERSEDED, State.WITHDRAWN)
    start = day("2000-02-01")
    return publication(
        Commons(name="The Long Archive"),
        *(
            Decision(
                id=f"dec-{(start + dt.timedelta(days=13 * n)).year}-{n + 1:04d}",
                title=f"We settle the {n + 1}th question in the way that was proposed",
                state=states[n % 5],
                subject=("kitchen", "tools", "money")[n % 3],
                question="Do we?",
                decided_on=start + dt.timedelta(days=13 * n),
                review_on=day("2030-01-01"),
            )
            for n in range(decisions)
        ),
    )


def entry(  # noqa: PLR0917 - the order of the columns of a ledger
    number: int,
    date: str,
    action: Action,
    resource: str,
    quantity: str,
    from_: str,
    to: str,
    **more: Any,
) -> Entry:
    """One line; its unit is the base unit of the resource unless it says another."""
    units = {"loaf": "loaf", "dollar": "USD", "euro": "EUR", "meal": "meal", "drill": "piece"}
    return Entry(
        id=f"ent-{date[:7]}-{number:04d}",
        date=day(date),
        action=action,
        resource=resource,
        quantity=Decimal(quantity),
        unit=more.pop("unit", units.get(resource, "kg")),
        from_=from_,
        to=to,
        **more,
    )


def _source(slug: str, title: str, purpose: Purpose) -> Account:
    return Account(id=slug, title=title, type=AccountType.SOURCE, purpose=purpose)


def _stock(slug: str, title: str, project: str = "") -> Account:
    return Account(id=slug, title=title, type=AccountType.STOCK, project=project)


def _sink(slug: str, title: str, purpose: Purpose) -> Account:
    return Account(id=slug, title=title, type=AccountType.SINK, purpose=purpose)


def _payments(count: int) -> Iterator[Entry]:
    start = day("2017-01-20")
    for n in range(count):
        date = (start + dt.timedelta(days=n * 3456 // count)).isoformat()
        paid = n % 5 == 4
        route = ("account", "bills") if paid else ("gifts", "account")
        yield entry(
            n + 1,
            date,
            Action.PAID if paid else Action.RECEIVED,
            "dollar",
            f"{20 + n % 37}.{n % 10}5" if paid else f"{5 + n % 23}",
            *route,
            receipt=f"r{n}" if paid else "",
        )


SETTINGS = Commons(
    name="Tidewater Row Commons",
    tagline="Between the canal and the rope works. About 140 households.",
    promise="What came in, where it went, who decided, and what went wrong.",
    site_url="https://tidewater-row.example/",
    edit_url="https://forge.example/tidewater-row/book/_edit/main/",
    headline="meal",
    default_project="long-table",
    quorum=15,
    contact=("Write it on a slip and put the slip in the tin by the kitchen door.",),
    about="Four streets that eat together. *Anyone* may come, and nobody is asked why.",
)

LEDGER: tuple[Record, ...] = (
    Category(id="food", title="Food", measure=Measure.GOODS),
    Category(id="meals", title="Meals", measure=Measure.GOODS),
    Category(id="tools", title="Tools", measure=Measure.GOODS),
    Category(id="money", title="Money", measure=Measure.MONEY),
    Resource(id="vegetables", title="Vegetables", category="food", unit="kg"),
    Resource(id="bread", title="Bread", category="food", unit="kg"),
    Resource(id="dry-goods", title="Dry goods", category="food", unit="kg", about="Rice, lentils."),
    Resource(id="meal", title="Meals", category="meals", unit="meal", each="meals"),
    Resource(id="drill", title="Drills", category="tools", unit="piece", each="pieces"),
    Resource(id="euro", title="Euros", category="money", unit="EUR"),
    _source("grocers", "Grocers’ cooperative", Purpose.GIVERS),
    _source("bakeries", "Two bakeries", Purpose.GIVERS),
    _source("allotments", "Allotment society", Purpose.GIVERS),
    _source("gifts", "Small gifts", Purpose.GIVERS),
    _source("stove", "Cooked here", Purpose.MAKING),
    _source("counts", "Counts", Purpose.COUNTS),
    _stock("store", "The long table store", "long-table"),
    _stock("cash-box", "The cash box"),
    _stock("rack", "The tool rack", "library"),
    _sink("pot", "The pot", Purpose.MAKING),
    _sink("neighbours", "Neighbours", Purpose.NEIGHBOURS),
    _sink("over-the-bridge", "A commons over the bridge", Purpose.COMMONS),
    _sink("compost", "Spoiled, composted", Purpose.SPOILED),
    _sink("bills", "Bills", Purpose.BILLS),
    _sink("lent-out", "On loan", Purpose.LOANS),
)


def _seven_months() -> Iterator[Entry]:
    yield entry(1, "2025-12-01", Action.RECEIVED, "drill", "9", "counts", "rack", project="library")
    yield entry(2, "2025-12-01", Action.RECEIVED, "euro", "310.20", "counts", "cash-box")
    for week in range(30):
        yield from _week(week)
    yield entry(
        900, "2026-06-27", Action.COUNTED, "vegetables", "98", "counts", "store",
        tolerance=Decimal(999), reason="Two crates were written down twice.",
    )  # fmt: skip


def _week(week: int) -> Iterator[Entry]:
    """Gifts, a meal made from them and eaten, and every few weeks something else."""
    at = [(day("2025-12-02") + dt.timedelta(days=7 * week + d)).isoformat() for d in range(7)]
    number = 10 + 12 * week
    veg, meals = f"{38 + week % 7}.5", str(96 + 3 * week)
    pot = f"{26 + week % 5}.25"
    event = f"meal-{week}"
    yield entry(
        number,
        at[0],
        Action.RECEIVED,
        "vegetables",
        veg,
        "grocers",
        "store",
        receipt=f"{100 + week}",
    )
    yield entry(number + 1, at[0], Action.RECEIVED, "bread", "14", "bakeries", "store")
    yield entry(
        number + 2,
        at[1],
        Action.RECEIVED,
        "dry-goods",
        "9.5",
        "allotments",
        "store",
        contributors=4,
    )
    yield entry(number + 3, at[2], Action.USED, "vegetables", pot, "store", "pot", group=event)
    yield entry(number + 4, at[2], Action.MADE, "meal", meals, "stove", "store", group=event)
    yield entry(
        number + 5,
        at[2],
        Action.DISTRIBUTED,
        "meal",
        meals,
        "store",
        "neighbours",
        group=event,
        households=31,
    )
    yield entry(
        number + 6, at[3], Action.DISTRIBUTED, "bread", "13", "store", "neighbours", households=18
    )
    yield entry(number + 7, at[3], Action.SPOILED, "bread", "1", "store", "compost")
    yield entry(
        number + 8, at[4], Action.RECEIVED, "euro", "58.40", "gifts", "cash-box", contributors=23
    )
    if week % 3 == 0:
        yield entry(
            number + 9,
            at[4],
            Action.PAID,
            "euro",
            f"{112 + week}.05",
            "cash-box",
            "bills",
            receipt=f"0{week}",
            decision="dec-2026-011",
            approved_by=("treasurer", "facilitator"),
        )
    if week % 4 == 1:
        yield entry(
            number + 10,
            at[5],
            Action.LENT,
            "drill",
            "1",
            "rack",
            "lent-out",
            project="library",
            due=day(at[5]) + dt.timedelta(days=7),
        )
    if week % 4 == 2:
        yield entry(
            number + 10, at[5], Action.RETURNED, "drill", "1", "lent-out", "rack", project="library"
        )
    if week % 9 == 8:
        yield entry(
            number + 11,
            at[6],
            Action.DISTRIBUTED,
            "dry-goods",
            "12",
            "store",
            "over-the-bridge",
            note="They had guests.",
        )


def _governance() -> Iterator[Record]:
    for handle in ("wren", "juniper", "osier", "plover"):
        yield Handle(id=handle, consented_on=day("2025-07-01"))
    yield from _roles()
    yield from _assemblies()
    yield from _decisions()
    yield Project(
        id="long-table",
        title="The Long Table",
        function="Cooks three meals a week for whoever comes.",
        otherwise="Eating alone, or a food bank that asks for papers.",
        started=day("2025-07-01"),
        adopted_by="dec-2025-002",
        body="Pots at six. *Bring a chair.*",
    )
    yield Project(
        id="library",
        title="The Rope Works Library",
        function="Lends tools for a week.",
        otherwise="Buying a drill to use it twice.",
        started=day("2025-09-01"),
    )


def _term(holder: str, start: str, end: str, **more: Any) -> RoleTerm:
    return RoleTerm(holder=holder, start=day(start), end=day(end), filled=Filled.LOT, **more)


def _roles() -> Iterator[Role]:
    yield Role(
        id="treasurer",
        title="Treasurer",
        about="Keeps the cash box and its key.",
        handles_money=True,
        terms=(
            _term("osier", "2025-07-07", "2025-10-05", handover_on=day("2025-10-05")),
            _term("juniper", "2025-10-06", "2026-01-04"),
            _term(
                "wren", "2026-01-05", "2026-04-05", left_on=day("2026-05-10"),
            ),
            _term("plover", "2026-05-11", "2026-08-10"),
        ),
    )  # fmt: skip
    yield Role(
        id="facilitator",
        title="Facilitator",
        about="Keeps the speaking list.",
        terms=(
            _term(
                "wren", "2025-07-01", "2025-12-31",
                extended_by="dec-2025-002", extended_to=day("2026-02-28"),
            ),
            _term("juniper", "2026-03-01", "2026-08-31"),
        ),
    )  # fmt: skip


def _assemblies() -> Iterator[Assembly]:
    yield Assembly(
        id="asm-2026-05",
        date=day("2026-05-24"),
        place="The rope works yard",
        kind=AssemblyKind.OPEN,
        title="We bought a fridge and let one funder pass the limit",
        present=31,
        decisions=("dec-2026-011",),
        body="Short. The fridge was on everybody’s mind.",
    )
    yield Assembly(
        id="asm-2026-06",
        date=day("2026-06-07"),
        time="15:00",
        place="The rope works yard",
        kind=AssemblyKind.OPEN,
        title="We declined the city’s partnership and kept the street table",
        present=27,
        facilitation=(
            Facilitation(role="facilitator", handle="juniper"),
            Facilitation(role="treasurer", handle="plover"),
        ),
        agenda=("The city’s letter", "The cash box"),
        decisions=("dec-2026-014",),
        next=NextTime(date=day("2026-07-05"), time="15:00", place="The yard", about="Winter coal."),
        body=(
            "Rain at first, then not.\n\n## The letter\n\n"
            "It was read out. See [the decision](dec-2026-014)."
        ),
    )
    yield Assembly(
        id="asm-2026-07",
        date=day("2026-07-05"),
        time="15:00",
        place="The rope works yard",
        kind=AssemblyKind.OPEN,
        held=Held.PLANNED,
        agenda=("Handover of the cash box", "Winter coal", "The song"),
    )


def _decisions() -> Iterator[Decision]:
    yield Decision(
        id="dec-2025-002",
        title="We cook three times a week",
        state=State.SUPERSEDED,
        subject="kitchen",
        question="How often do we cook?",
        decided_on=day("2025-07-01"),
        method=Method.CONSENT,
        tally=Tally(agree=18),
        review_on=day("2026-07-01"),
        ended_on=day("2026-05-24"),
        superseded_by=("dec-2026-011",),
    )
    yield Decision(
        id="dec-2026-011",
        title="We buy a second-hand fridge and cook as often as it is full",
        state=State.ADOPTED,
        subject="kitchen",
        summary="Up to 400 € from the cash box, with two approvals.",
        question="What do we do about the fridge?",
        decided_on=day("2026-05-24"),
        decided_at="asm-2026-05",
        method=Method.CONSENT,
        tally=Tally(agree=29, abstain=2),
        review_on=day("2026-10-31"),
        supersedes=("dec-2025-002",),
        progress=60,
        milestones=(
            Milestone(title="Find one", due=day("2026-06-01"), done_on=day("2026-05-30")),
            Milestone(title="Carry it up", due=day("2026-07-01")),
        ),
        projects=("long-table",),
        body="The old one failed on a Saturday.",
    )
    yield _declined()
    yield Decision(
        id="dec-2026-015",
        title="We move the table indoors from November",
        state=State.PROPOSED,
        subject="kitchen",
        question="Where do we eat in winter?",
        proposed_on=day("2026-06-20"),
    )


def _declined() -> Decision:
    return Decision(
        id="dec-2026-014",
        title="We decline the city’s partnership and keep the street table",
        state=State.ADOPTED,
        subject="independence",
        summary="The city offered 6,000 € a year and wanted a monthly list of who eats with us.",
        question="Do we accept the city’s offer?",
        options=(
            Option(title="Accept", meaning="Money, a permit, and a list."),
            Option(title="Decline", meaning="No money and no list.", chosen=True),
        ),
        drafted_on=day("2026-05-20"),
        proposed_on=day("2026-05-21"),
        last_call_on=day("2026-05-22"),
        decided_on=day("2026-06-07"),
        decided_at="asm-2026-06",
        method=Method.CONSENT,
        tally=Tally(agree=22, abstain=2, stand_aside=3),
        objections=(
            Objection(text="We lose our place in the lane.", met="The yard needs no permit."),
        ),
        dissent=("Six thousand euros is a winter of gas. I would rather argue from inside.",),
        review_on=day("2027-03-01"),
        projects=("long-table",),
        body="A list of names can be asked for again.\n\n- by someone else\n- for another purpose",
    )


def _conflicts() -> Iterator[Record]:
    yield Norm(
        id="call-the-pot",
        title="Call the pot",
        text="Anyone may call the pot, and the fire goes down before the voice goes up.",
        adopted_by="dec-2026-011",
        body="It came out of a loud evening.",
    )
    yield _case("case-2024-006", "A pan was burnt, and the blame went round", "2024")
    yield _case(
        "case-2025-003",
        "Somebody shouted in the kitchen, and two people stopped coming",
        "2025",
        cites=(
            Citation(
                case="case-2024-006", treatment=Treatment.FOLLOWED, why="Hear each one alone."
            ),
        ),
        led_to=("call-the-pot",),
        summary="Two months from report to agreement. The kitchen now has a word.",
    )
    yield _case("case-2025-011", "Two cooks and one recipe", "2025", applies=("call-the-pot",))


def _case(case_id: str, title: str, period: str, **more: Any) -> Case:
    stages = (
        (Stage.REPORTED, 0, "A volunteer told the bench."),
        (Stage.LISTENING, 1, "Two keepers heard each alone."),
        (Stage.AGREEMENT, 2, "Person B cooks on two evenings."),
        (Stage.CLOSED, 7, "By both, with their consent to print this page."),
    )
    return Case(
        id=case_id,
        title=title,
        harm="Harsh words",
        period=period,
        parties=(
            Party(person="Person A", role=PartyRole.VOLUNTEER, part=Involvement.HARMED),
            Party(person="Person B", role=PartyRole.COOK, part=Involvement.RESPONSIBLE),
        ),
        steps=tuple(Step(stage=s, month=m, text=t) for s, m, t in stages),
        outcome=Outcome.AGREEMENT,
        met_without=(Without.POLICE, Without.COURTS),
        consent=Consent(harmed=True, responsible=True),
        reviewed_by=("facilitator", "treasurer"),
        rested_months=6,
        batch="2026-spring",
        anonymised=("The month became the year.",),
        body="A word that stops everything is better than a loud voice.",
        **more,
    )


def _printed() -> Iterator[Record]:
    yield Page(id="take-part", title="How to take part", description="Come and eat.")
    yield Zine(
        id="spring-2026",
        title="Spring 2026",
        number=8,
        season="2026-spring",
        date=day("2026-06-28"),
        state=ZineState.FINAL,
        print_run=120,
        letter_title="The fridge, the city and the song",
        sections=(Section(section=SectionName.LETTER), Section(section=SectionName.LEDGER)),
        body="Dear neighbours, it was a loud spring.",
        colophon="Set by the minute keeper.",
    )
