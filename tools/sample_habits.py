# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens week after week in the sample commons: each habit is a function of a day.

A habit sees the day and what is on the shelves, and returns the lines it would write.
Used by `sample_ledger.py`. What happens only once is in `sample_story.py`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import sample_story as story
from sample_library import tools_back, tools_out
from sample_lines import NEXT_RECEIPT, SMALL_THINGS, Line
from sample_seasons import (
    ALLOTMENT,
    CENTS,
    CRATES,
    DAIRY,
    DOORSTEP,
    GUESTS,
    HALF,
    ONE,
    SACKS,
    TRAYS,
    about,
    even,
    halves,
    throw,
)
from sample_thanks import thanks
from sample_winter import friday_soup, loft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sample_lines import Shelves

    Habit = Callable[[date, Shelves], Iterator[Line]]

_TABLES = ("", "One table", "Two tables", "Three tables")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

# Kilograms in a plate, what stays on the shelf after a cooking day, and from where on there is
# plenty, so that the pots get fuller.
_PLATE = {
    "vegetables": (Decimal("0.29"), Decimal(34), Decimal(50)),
    "bread": (Decimal("0.085"), Decimal(10), Decimal(15)),
    "dry-goods": (Decimal("0.080"), Decimal(35), Decimal(125)),
    "dairy-and-eggs": (Decimal("0.064"), Decimal(3), Decimal(16)),
    "oil-tins-spices": (Decimal("0.036"), Decimal(3), Decimal(18)),
}


def deliveries(day: date, _: Shelves) -> Iterator[Line]:
    """The grocers come on Wednesday: crates each week; dairy and sacks take turns."""
    for usual in story.comes_on(day):
        if usual.weekday() == WEDNESDAY:
            yield from _crates(day, usual)


def _crates(day: date, usual: date) -> Iterator[Line]:
    other = ("dairy-and-eggs", DAIRY) if not even(usual) else ("dry-goods", SACKS)
    for resource, by_month in (("vegetables", CRATES), other):
        yield Line(
            day=day,
            action="received",
            resource=resource,
            quantity=story.told(usual, resource, about(usual, resource, by_month)),
            source="grocers",
            receipt=f"slip {(usual - story.FIRST_SLIP).days // 7:04d}",
        )


def bread(day: date, _: Shelves) -> Iterator[Line]:
    """The bakeries' trays of the week, weighed on Thursday."""
    for usual in story.comes_on(day):
        if usual.weekday() == THURSDAY:
            quantity = story.told(usual, "bread", about(usual, "bread", TRAYS))
            yield Line(
                day=day, action="received", resource="bread", quantity=quantity, source="bakeries"
            )


def allotments(day: date, _: Shelves) -> Iterator[Line]:
    """The allotment society's barrow, on Monday, when there is anything in the ground."""
    if day.weekday() == MONDAY and ALLOTMENT[day.month - 1]:
        quantity = about(day, "allotments", ALLOTMENT)
        yield Line(
            day=day,
            action="received",
            resource="vegetables",
            quantity=quantity,
            source="allotments",
            recorded=story.WRITTEN_LATER.get((day, "allotments")),
            note=story.NOTES.get((day, "allotments"), ""),
        )


def doorstep(day: date, _: Shelves) -> Iterator[Line]:
    """What households leave on the shelf by the door, sorted every second Tuesday."""
    if day.weekday() != TUESDAY or even(day):
        return
    tins = day.day <= 14
    yield Line(
        day=day,
        action="received",
        resource="oil-tins-spices" if tins else "dry-goods",
        quantity=about(day, "doorstep", DOORSTEP),
        contributors=int(throw(day, "doors", Decimal(9), Decimal(21), ONE)),
    )


def kitchen_sheet(day: date, shelves: Shelves) -> Iterator[Line]:
    """Thursday's sheet: what three tables used, and the plates that came of it."""
    tables = _tables(day)
    if not tables:
        return
    plates = sum((about(day, f"table {n}", GUESTS, ONE) for n in range(tables)), Decimal(0))
    plates = story.told(day, "plates", plates)
    group = f"table-{day}"
    for resource in _PLATE:
        used = _into_the_pot(day, resource, plates, shelves)
        if used:
            yield Line(day=day, action="used", resource=resource, quantity=used, group=group)
    yield Line(
        day=day,
        action="made",
        resource="meals",
        quantity=plates,
        group=group,
        receipt=f"meal sheet {day.isocalendar().week}",
        note=story.NOTES.get((day, "table"), _TABLES[tables]),
    )
    yield Line(
        day=day,
        action="distributed",
        resource="meals",
        quantity=plates,
        households=int(throw(day, "households", Decimal(54), Decimal(74), ONE)),
        group=group,
    )


def _tables(day: date) -> int:
    """Tables since the last sheet: Sunday, Tuesday, Thursday, or what the book's end leaves."""
    if day.weekday() == THURSDAY:
        return 3
    if day == story.LAST_DAY:
        return {SUNDAY: 1, MONDAY: 1, TUESDAY: 2, WEDNESDAY: 2}.get(day.weekday(), 0)
    return 0


def _into_the_pot(day: date, resource: str, plates: Decimal, shelves: Shelves) -> Decimal:
    on_a_plate, stays, plenty = _PLATE[resource]
    there = shelves.of(resource)
    fixed = story.COOKED.get((day, resource))
    if fixed is not None:
        return fixed
    if (day, resource) in story.LEFT_ON_THE_SHELF:
        return there - story.LEFT_ON_THE_SHELF[day, resource]
    if resource == "oil-tins-spices" and even(day) and day.weekday() == THURSDAY:
        return Decimal(0)  # weighed every second week
    wanted = plates * on_a_plate * throw(day, resource, Decimal(90), Decimal(110), ONE) / 100
    wanted += max(there - wanted - plenty, Decimal(0)) * 2 / 3
    return max(halves(min(wanted, there - stays)), Decimal(0))


def parcels(day: date, shelves: Shelves) -> Iterator[Line]:
    """Bags for households, packed every second Friday from what the kitchen will not cook."""
    if day.weekday() != FRIDAY or even(day):
        return
    households = int(throw(day, "parcels", Decimal(13), Decimal(21), ONE))
    for resource, bag, stays in (
        ("vegetables", Decimal("1.3"), Decimal(31)),
        ("bread", Decimal("0.35"), Decimal(7)),
        ("dry-goods", Decimal("0.7"), Decimal(40)),
    ):
        packed = halves(min(bag * households, shelves.of(resource) - stays))
        if packed >= bag * households / 2:  # less than half a bag is not worth packing
            yield Line(
                day=day,
                action="distributed",
                resource=resource,
                quantity=packed,
                households=households,
                group=f"parcels-{day}",
            )


def cart(day: date, shelves: Shelves) -> Iterator[Line]:
    """The Roll Cart on Saturday: a chest of vegetables lasts two outings; bread is fetched."""
    if day.weekday() != SATURDAY or day < story.CART_FIRST or day in story.CART_STAYED_IN:
        return
    plates = story.told(day, "cart", throw(day, "cart", Decimal(43), Decimal(59), ONE))
    soup, loaves = halves(plates * Decimal("0.29")), halves(plates * Decimal("0.09"))
    chest = shelves.of("vegetables", "roll-cart")
    line = partial(Line, day=day, project="roll-cart")
    if chest < soup:
        filled = min(halves(2 * soup + 1 - chest), shelves.of("vegetables"))
        yield line(action="moved", resource="vegetables", quantity=filled)
        chest += filled
        soup = min(soup, chest)
    soup = chest - story.LEFT_IN_THE_CHEST.get(day, chest - soup)
    line = partial(line, group=f"cart-{day}")
    yield line(action="used", resource="vegetables", quantity=soup)
    yield line(action="used", resource="bread", quantity=loaves, source="long-table-store")
    note = story.NOTES.get((day, "cart"), "")
    yield line(action="made", resource="meals", quantity=plates, note=note)
    households = int(throw(day, "cart households", Decimal(19), Decimal(31), ONE))
    yield line(action="distributed", resource="meals", quantity=plates, households=households)


def sorting(day: date, shelves: Shelves) -> Iterator[Line]:
    """Every third Monday the shelves are sorted and what is past eating goes to the compost."""
    if day.weekday() != MONDAY or day.toordinal() // 7 % 3 != story.SORTING_WEEK:
        return
    for resource, most, note in (("vegetables", 5, "Wilted"), ("bread", 3, "Gone hard")):
        drawn = throw(day, f"sorted {resource}", HALF, Decimal(most))
        lost = min(drawn, shelves.of(resource))
        if lost > 0:
            yield Line(day=day, action="spoiled", resource=resource, quantity=lost, note=note)


def gifts(day: date, _: Shelves) -> Iterator[Line]:
    """The meal box, every second Sunday; standing gifts on the first; a jar in the library."""
    gift = partial(Line, day=day, action="received", resource="euro")
    box, standing = story.gifts_of(day)
    if day.weekday() == SUNDAY and even(day):
        quantity = throw(day, "box", *box, CENTS)
        yield Line(
            day=day, action="received", resource="euro", quantity=quantity, note="The meal box"
        )
    if day.day == 1:
        quantity = throw(day, "standing", *standing, ONE)
        yield gift(quantity=quantity, contributors=int(quantity) // 5, note="Standing gifts")
    if day.weekday() == SATURDAY and day.day > 24:
        quantity = throw(day, "jar", Decimal(9), Decimal(24), CENTS)
        note = "The jar by the tool board"
        yield gift(quantity=quantity, project="rope-works-library", note=note)


def bills(day: date, _: Shelves) -> Iterator[Line]:
    """As they come, under dec-2026-004; what waited for an assembly before is in the story."""
    if day < story.LAST_SPRING:
        return
    due = (
        (day.day == 16 and day.month % 3 == 1, "gas", 240, 330, "Gas"),
        (day.day == 26 and day.month % 2 == 1, "light", 52, 74, "Light"),
        (day.day == 28 and day.month in (4, 10), "water", 40, 56, "Water"),
    )
    for is_due, word, low, high, note in due:
        if is_due:
            drawn = throw(day, word, Decimal(low), Decimal(high), CENTS)
            yield Line(
                day=day,
                action="paid",
                resource="euro",
                quantity=story.told(day, word, drawn),
                target="gas-light-water",
                receipt=NEXT_RECEIPT,
                decision=story.standing_decision(day),
                approved_by=("treasurer", "kitchen-keeper"),
                note=story.NOTES.get((day, word), note),
            )


def shopping(day: date, _: Shelves) -> Iterator[Line]:
    """Small things the treasurer may pay alone: oil from the wholesaler, soap, the launderette."""
    if day.weekday() != TUESDAY or day.day > 14:
        return
    week = (day.day - 1) // 7
    if day < story.SMALL_THINGS_FROM:
        if week == 0:
            yield _oil_of_households(day)
        return
    low, high, note = (
        (24, 30, "Oil and spices from the wholesaler"),
        (18, 27, "Washing-up liquid, and the tablecloths at the launderette"),
    )[week]
    group = f"wholesaler-{day}" if week == 0 else ""
    yield Line(
        day=day,
        action="paid",
        resource="euro",
        quantity=throw(day, "shopping", Decimal(low), Decimal(high), CENTS),
        group=group,
        receipt=NEXT_RECEIPT,
        decision=SMALL_THINGS,
        approved_by=("treasurer",),
        note=note,
    )
    if week == 0:
        yield Line(
            day=day,
            action="received",
            resource="oil-tins-spices",
            quantity=throw(day, "wholesaler", Decimal(5), Decimal(8)),
            source="wholesaler",
            group=group,
        )


def _oil_of_households(day: date) -> Line:
    return Line(
        day=day,
        action="received",
        resource="oil-tins-spices",
        quantity=throw(day, "wholesaler", Decimal(5), Decimal(8)),
        contributors=int(throw(day, "oil", Decimal(5), Decimal(9), ONE)),
        note="Oil and spices, bought by whoever saw that there were none",
    )


def counts(day: date, shelves: Shelves) -> Iterator[Line]:
    """Stocktakes: what is there, or what the story says was missing, and how far off is allowed."""
    for stock, resource in story.counted_on(day):
        missing, reason = story.DIFFERENCES.get((day, stock, resource), (Decimal(0), ""))
        yield Line(
            day=day,
            action="counted",
            resource=resource,
            quantity=shelves.of(resource, stock) - missing,
            source="counts",
            target=stock,
            project=story.PROJECT_OF[stock],
            reason=reason,
            tolerance=story.TOLERANCES.get(resource),
        )


# The order of a day: what comes in, what is cooked and handed out, tools, money; counts last.
BEFORE_THE_STORY: tuple[Habit, ...] = (
    deliveries,
    bread,
    allotments,
    doorstep,
)
AFTER_THE_STORY: tuple[Habit, ...] = (
    loft,
    friday_soup,
    kitchen_sheet,
    parcels,
    cart,
    sorting,
    tools_back,
    tools_out,
    gifts,
    bills,
    shopping,
    counts,
    thanks,
)
