# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened once in the sample commons, and what its decisions and minutes say of the ledger.

The figures here are those that the texts in `content/` and `cases/` tell. To widen the book to
another season, add rows; the habits of the week stay as they are.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sample_lines import FOODS, NEXT_RECEIPT, Line

FIRST_DAY, LAST_DAY = date(2026, 3, 20), date(2026, 6, 30)
FIRST_RECEIPT = 17  # of the year in which the book begins
FIRST_SLIP = date(2017, 8, 30)  # the grocers number one a week
SORTING_WEEK = 1  # of every three
SMALL_THINGS = "dec-2025-023"  # the treasurer alone, up to 30 euros


def _on(text: str) -> date:
    return date.fromisoformat(text)


# What was on the shelves, in the tool room and in the box on the evening before the first day.
OPENING: tuple[tuple[str, str, str], ...] = (
    ("long-table-store", "vegetables", "44.5"),
    ("long-table-store", "bread", "9"),
    ("long-table-store", "dry-goods", "118"),
    ("long-table-store", "dairy-and-eggs", "12.5"),
    ("long-table-store", "oil-tins-spices", "16.5"),
    ("roll-cart", "vegetables", "4"),
    ("cash-box", "euro", "1068.40"),
    ("tool-room", "tools", "217"),
    ("tool-room", "jigsaws", "3"),
)

# Quantities that a text tells; all others are thrown.
_TOLD = {
    (_on("2026-04-16"), "gas"): "412",  # dec-2026-004: an estimate, and too high
    (_on("2026-04-30"), "bread"): "41",  # a long weekend; dec-2026-009 has what was over on 5 May
    (_on("2026-05-06"), "dairy-and-eggs"): "32.5",  # what the fridge then lost
    (_on("2026-06-10"), "vegetables"): "84",  # written wrong, put right the day after
}
# Kilograms that went into the pot in the week without a fridge (10 to 14 May).
COOKED = {
    (_on("2026-05-14"), "dairy-and-eggs"): Decimal(0),
    (_on("2026-05-14"), "dry-goods"): Decimal("29.5"),
}
# What the cooks left on the shelf: all of it was lost three days later.
LEFT_ON_THE_SHELF = {(_on("2026-05-07"), "dairy-and-eggs"): Decimal(21)}
CART_STAYED_IN = {_on("2026-05-09")}  # heavy rain
WRITTEN_LATER = {(_on("2026-04-20"), "allotments"): _on("2026-04-23")}
NOTES = {
    (_on("2026-04-16"), "gas"): "Gas, an estimate without a reading",
    (_on("2026-04-18"), "cart"): "First time by the lock",
    (_on("2026-04-20"), "allotments"): "The slip was found in a coat",
    (_on("2026-05-14"), "table"): "Three tables without a fridge",
}

# Who is counted when, and how far a count may be from the book.
_STORE_DAYS = ("2026-03-29", "2026-04-26", "2026-05-31", "2026-06-21", "2026-06-28")
_BOX_DAYS = ("2026-04-06", "2026-05-03", "2026-05-31", "2026-06-28")
_TOOL_DAYS = ("2026-04-11", "2026-05-16", "2026-06-20")
PROJECT_OF = {
    "long-table-store": "long-table",
    "roll-cart": "roll-cart",
    "tool-room": "rope-works-library",
    "cash-box": "long-table",
}
TOLERANCES = {
    "vegetables": Decimal(2),
    "bread": Decimal(1),
    "dry-goods": Decimal(4),
    "dairy-and-eggs": Decimal(1),
    "oil-tins-spices": Decimal(1),
    "euro": Decimal(5),
}
DIFFERENCES = {
    (_on("2026-04-26"), "long-table-store", "dry-goods"): (
        Decimal("3.5"),
        "A bag of rice went out with the cart and nobody wrote it down.",
    ),
    (_on("2026-05-31"), "cash-box", "euro"): (Decimal(2), "A two-euro coin was a washer."),
}


def told(day: date, word: str, drawn: Decimal) -> Decimal:
    """What a text says of this quantity, or else what was drawn."""
    return Decimal(_TOLD[day, word]) if (day, word) in _TOLD else drawn


def weeks_out(lent_on: date) -> int:
    """How long a tool may stay out: two weeks under dec-2026-003, one before and after it."""
    return 2 if date(2026, 3, 1) <= lent_on <= date(2026, 6, 7) else 1


def standing_decision(day: date) -> str:
    """The decision under which bills for gas, light and water are paid as they come."""
    return "dec-2026-004" if day >= date(2026, 3, 1) else ""


def counted_on(day: date) -> tuple[tuple[str, str], ...]:
    """The stocks and resources counted on a day."""
    store = tuple(("long-table-store", food) for food in FOODS)
    cart = (("roll-cart", "vegetables"),)
    tools = (("tool-room", "tools"), ("tool-room", "jigsaws"))
    return (
        *((*store, *cart) if day.isoformat() in _STORE_DAYS else ()),
        *(tools if day.isoformat() in _TOOL_DAYS else ()),
        *((("cash-box", "euro"),) if day.isoformat() in _BOX_DAYS else ()),
    )


def opening(day: date) -> tuple[Line, ...]:
    """The first lines of the book: what was in hand when it opened."""
    return tuple(
        Line(
            day=day,
            action="received",
            resource=resource,
            quantity=Decimal(quantity),
            source="before-the-book",
            target=stock,
            project=PROJECT_OF[stock],
            note="In hand when the book opened",
        )
        for stock, resource, quantity in OPENING
    )


def _paid(day: str, euros: str, target: str, note: str, **rest: str | tuple[str, ...]) -> Line:
    usual = {"receipt": NEXT_RECEIPT, "decision": SMALL_THINGS, "approved_by": ("treasurer",)}
    fields = {**usual, **rest}
    return Line(
        day=_on(day),
        action="paid",
        resource="euro",
        quantity=Decimal(euros),
        target=target,
        note=note,
        **fields,  # type: ignore[arg-type]
    )


_TWO = ("treasurer", "kitchen-keeper")

EVENTS: tuple[Line, ...] = (
    # The cart moves to the lock, with tyres for the cobbles (dec-2026-005).
    _paid(
        "2026-04-17",
        "36.40",
        "equipment",
        "Two tyres for the cart",
        project="roll-cart",
        group="cart-by-the-lock",
        decision="dec-2026-005",
        approved_by=_TWO,
    ),
    _paid(
        "2026-04-17",
        "22.00",
        "equipment",
        "Gas bottle for the cart",
        project="roll-cart",
        group="cart-by-the-lock",
        decision="dec-2026-005",
        approved_by=_TWO,
    ),
    # A jigsaw is lent and lost; another comes in its place.
    Line(
        day=_on("2026-04-23"),
        action="lent",
        resource="jigsaws",
        quantity=Decimal(1),
        project="rope-works-library",
        due=_on("2026-05-07"),
        note="Lent across the table",
    ),
    Line(
        day=_on("2026-06-03"),
        action="returned",
        resource="jigsaws",
        quantity=Decimal(1),
        project="rope-works-library",
        note="Not the same one; the first was lost and this one is better",
    ),
    # What the kitchen cannot cook goes over the bridge (dec-2026-009), and something comes back.
    *(
        Line(
            day=_on("2026-05-05"),
            action="distributed",
            resource=resource,
            quantity=Decimal(kilograms),
            target="over-the-bridge",
            group="over-the-bridge",
            decision="dec-2026-009",
            note=note,
        )
        for resource, kilograms, note in (
            ("vegetables", "16", "Greens that would not last the week"),
            ("bread", "8", "Left over from the long weekend"),
        )
    ),
    Line(
        day=_on("2026-06-09"),
        action="distributed",
        resource="vegetables",
        quantity=Decimal(9),
        target="over-the-bridge",
        decision="dec-2026-009",
        note="Chard",
    ),
    # The fridge fails in the night of Friday 8 May; the cooks find out on Sunday.
    Line(
        day=_on("2026-05-10"),
        action="spoiled",
        resource="dairy-and-eggs",
        quantity=Decimal(21),
        group="fridge",
        note="The fridge failed over the weekend",
    ),
    Line(
        day=_on("2026-05-10"),
        action="spoiled",
        resource="vegetables",
        quantity=Decimal("17.5"),
        group="fridge",
        note="Fridge failed over the weekend",
    ),
    Line(
        day=_on("2026-05-12"),
        action="received",
        resource="euro",
        quantity=Decimal("143.50"),
        group="fridge",
        note="A cake tin went round at the emergency assembly",
    ),
    Line(
        day=_on("2026-05-13"),
        action="received",
        resource="dry-goods",
        quantity=Decimal(60),
        source="neighbouring-commons",
        note="Rice, lentils and chickpeas, carried over the bridge",
    ),
    _paid(
        "2026-05-15",
        "260.00",
        "equipment",
        "Second-hand fridge",
        group="fridge",
        decision="dec-2026-011",
        approved_by=_TWO,
    ),
    _paid(
        "2026-05-16",
        "18.90",
        "equipment",
        "A thermometer that rings",
        group="fridge",
        decision="dec-2026-011",
    ),
    # The benefit dinner in the yard, after the fridge and the gas bill.
    Line(
        day=_on("2026-05-30"),
        action="received",
        resource="euro",
        quantity=Decimal("536.20"),
        source="benefit-dinners",
        contributors=118,
        group="benefit-dinner",
        note="Benefit dinner in the yard; the stairwells brought the pots",
    ),
    _paid(
        "2026-05-30",
        "19.50",
        "supplies",
        "Taxi for the accordion; the receipt shows a private address",
        group="benefit-dinner",
        receipt="withheld",
    ),
    # Crates written down as 84 kg; the slip said 48.
    Line(
        day=_on("2026-06-11"),
        action="received",
        resource="vegetables",
        quantity=Decimal(36),
        source="long-table-store",
        target="grocers",
        corrects=("2026-06-10", "received", "vegetables", "grocers"),
        reason="Two digits changed places; the slip says 48 kg.",
    ),
    # Small payments of the other projects.
    _paid(
        "2026-04-01",
        "11.60",
        "supplies",
        "Poster paint and paper",
        project="minding-circle",
    ),
    _paid(
        "2026-05-20",
        "22.40",
        "equipment",
        "New switch for a sander",
        project="rope-works-library",
        decision="dec-2026-007",
        approved_by=("tool-keeper",),
    ),
    _paid("2026-06-04", "6.80", "supplies", "Tea for the bench", project="listening-bench"),
    _paid("2026-06-26", "28.60", "supplies", "Paper for the zine"),
    Line(
        day=_on("2026-05-23"),
        action="received",
        resource="tools",
        quantity=Decimal(2),
        project="rope-works-library",
        note="A pair of sash clamps left at the gate",
    ),
)


def events(day: date) -> tuple[Line, ...]:
    """What happened once on this day."""
    return tuple(line for line in EVENTS if line.day == day)
