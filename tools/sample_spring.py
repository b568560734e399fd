# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened once in the spring of 2026: the cart by the lock, the jigsaw, the fridge.

The figures are those that the texts of that spring tell. Used by `sample_story.py`.
"""

from __future__ import annotations

from decimal import Decimal

from sample_lines import Line, on, paid

_TWO = ("treasurer", "kitchen-keeper")

SPRING: tuple[Line, ...] = (
    # The cart moves to the lock, with tyres for the cobbles (dec-2026-005).
    paid(
        "2026-04-17",
        "36.40",
        "equipment",
        "Two tyres for the cart",
        project="roll-cart",
        group="cart-by-the-lock",
        decision="dec-2026-005",
        approved_by=_TWO,
    ),
    paid(
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
        day=on("2026-04-23"),
        action="lent",
        resource="jigsaws",
        quantity=Decimal(1),
        project="rope-works-library",
        due=on("2026-05-07"),
        note="Lent across the table",
    ),
    Line(
        day=on("2026-06-03"),
        action="returned",
        resource="jigsaws",
        quantity=Decimal(1),
        project="rope-works-library",
        note="Not the same one; the first was lost and this one is better",
    ),
    # What the kitchen cannot cook goes over the bridge (dec-2026-009), and something comes back.
    *(
        Line(
            day=on("2026-05-05"),
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
        day=on("2026-06-09"),
        action="distributed",
        resource="vegetables",
        quantity=Decimal(9),
        target="over-the-bridge",
        decision="dec-2026-009",
        note="Chard",
    ),
    # The fridge fails in the night of Friday 8 May; the cooks find out on Sunday.
    Line(
        day=on("2026-05-10"),
        action="spoiled",
        resource="dairy-and-eggs",
        quantity=Decimal(21),
        group="fridge",
        note="The fridge failed over the weekend",
    ),
    Line(
        day=on("2026-05-10"),
        action="spoiled",
        resource="vegetables",
        quantity=Decimal("17.5"),
        group="fridge",
        note="Fridge failed over the weekend",
    ),
    Line(
        day=on("2026-05-12"),
        action="received",
        resource="euro",
        quantity=Decimal("143.50"),
        group="fridge",
        note="A cake tin went round at the emergency assembly",
    ),
    Line(
        day=on("2026-05-13"),
        action="received",
        resource="dry-goods",
        quantity=Decimal(60),
        source="neighbouring-commons",
        note="Rice, lentils and chickpeas, carried over the bridge",
    ),
    paid(
        "2026-05-15",
        "260.00",
        "equipment",
        "Second-hand fridge",
        group="fridge",
        decision="dec-2026-011",
        approved_by=_TWO,
    ),
    paid(
        "2026-05-16",
        "18.90",
        "equipment",
        "A thermometer that rings",
        group="fridge",
        decision="dec-2026-011",
    ),
    # The benefit dinner in the yard, after the fridge and the gas bill.
    Line(
        day=on("2026-05-30"),
        action="received",
        resource="euro",
        quantity=Decimal("536.20"),
        source="benefit-dinners",
        contributors=118,
        group="benefit-dinner",
        note="Benefit dinner in the yard; the stairwells brought the pots",
    ),
    paid(
        "2026-05-30",
        "19.50",
        "supplies",
        "Taxi for the accordion; the receipt shows a private address",
        group="benefit-dinner",
        receipt="withheld",
    ),
    # Crates written down as 84 kg; the slip said 48.
    Line(
        day=on("2026-06-11"),
        action="received",
        resource="vegetables",
        quantity=Decimal(36),
        source="long-table-store",
        target="grocers",
        corrects=("2026-06-10", "received", "vegetables", "grocers"),
        reason="Two digits changed places; the slip says 48 kg.",
    ),
    # Small payments of the other projects.
    paid(
        "2026-04-01",
        "11.60",
        "supplies",
        "Poster paint and paper",
        project="minding-circle",
    ),
    paid(
        "2026-05-20",
        "22.40",
        "equipment",
        "New switch for a sander",
        project="rope-works-library",
        decision="dec-2026-007",
        approved_by=("tool-keeper",),
    ),
    paid("2026-06-04", "6.80", "supplies", "Tea for the bench", project="listening-bench"),
    paid("2026-06-26", "28.60", "supplies", "Paper for the zine"),
    Line(
        day=on("2026-05-23"),
        action="received",
        resource="tools",
        quantity=Decimal(2),
        project="rope-works-library",
        note="A pair of sash clamps left at the gate",
    ),
)
