# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened once before the spring of 2026: bills, dinners, coal, the grant, tools.

The figures are those that minutes and decisions tell, and each payment names the decision that
allowed it. Used by `sample_story.py`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sample_lines import SMALL_THINGS, Line, on, paid

if TYPE_CHECKING:
    from collections.abc import Iterator

    Rest = dict[str, str | tuple[str, ...]]

_TWO = ("treasurer", "kitchen-keeper")
_TOOLS = ("treasurer", "tool-keeper")
_LIBRARY, _CART = "rope-works-library", "roll-cart"

# Bills are seen by an assembly and paid on the Tuesday after it (dec-2024-002). The assemblies of
# August 2024 and February 2025 had no quorum, and their bills waited a month.
_BILLS: tuple[tuple[str, str, str], ...] = (
    ("2024-07-09", "124.40", "Gas"),
    ("2024-07-09", "58.20", "Light"),
    ("2024-09-03", "112.10", "Gas, the bill that waited for a quorum"),
    ("2024-09-03", "118.75", "Gas"),
    ("2024-09-03", "61.35", "Light"),
    ("2024-10-08", "156.30", "Gas"),
    ("2024-10-08", "47.20", "Water"),
    ("2024-11-05", "238.60", "Gas"),
    ("2024-11-05", "72.45", "Light"),
    ("2024-12-03", "302.80", "Gas"),
    ("2025-01-07", "338.90", "Gas"),
    ("2025-01-07", "88.30", "Light"),
    ("2025-03-04", "329.25", "Gas, the bill that waited for a quorum"),
    ("2025-03-04", "298.40", "Gas"),
    ("2025-03-04", "84.10", "Light"),
    ("2025-04-08", "49.60", "Water"),
    ("2025-05-06", "298.30", "Gas, at the new price"),
    ("2025-05-06", "88.60", "Light"),
    ("2025-07-08", "286.20", "Gas"),
    ("2025-07-08", "76.10", "Light"),
    ("2025-08-05", "268.45", "Gas"),
    ("2025-09-09", "297.60", "Gas"),
    ("2025-09-09", "94.85", "Light"),
    ("2025-10-07", "339.25", "Gas"),
    ("2025-10-07", "63.90", "Water"),
    ("2025-11-04", "287.40", "Gas, out of what the dinner brought"),
    ("2025-11-04", "112.20", "Light"),
    ("2026-01-06", "138.40", "Light"),
    ("2026-02-03", "428.60", "Gas, with the cold week in it"),
)

GRANT_LEFT = "20.90"  # euros

# What the grant paid, from the account it came into: the cart, the kitchen and the winter.
_GRANT_PAID: tuple[tuple[str, str, str, str, str], ...] = (
    ("2025-04-08", "286.75", "gas-light-water", "dec-2024-002", "Gas"),
    ("2025-06-03", "176.85", "gas-light-water", "dec-2024-002", "Gas"),
    ("2025-06-12", "128.00", "equipment", "dec-2025-011", "Wash basin by the door"),
    ("2025-12-09", "411.50", "gas-light-water", "dec-2024-002", "Gas"),
    ("2026-03-05", "374.60", "gas-light-water", "dec-2026-004", "Gas, paid as it came"),
)
# The cart was built from a baker's delivery cart: 596.40 euros in all (dec-2025-005).
_CART_BUILT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("2025-04-14", "168.00", "Second-hand axle and two wheels", _TWO),
    ("2025-04-22", "142.50", "Burner and hose", _TWO),
    ("2025-04-25", "118.90", "Chest that keeps cold things cold", _TWO),
    ("2025-04-30", "96.40", "Wood, bolts and hinges", _TOOLS),
    ("2025-05-03", "70.60", "Primer, and a bell", _TWO),
)
# Coal by the sack, as the winter needed it (dec-2025-030: up to 420 euros in all).
_SACKS: tuple[tuple[str, str, str], ...] = (
    ("2025-11-15", "57.00", "Three sacks of coal"),
    ("2025-12-06", "57.00", "Three sacks of coal"),
    ("2025-12-20", "57.00", "Three sacks of coal"),
    ("2026-01-10", "78.00", "Four sacks of coal"),
    ("2026-01-24", "58.50", "Three sacks of coal"),
    ("2026-02-07", "39.00", "Two sacks of coal"),
    ("2026-02-21", "39.00", "Two sacks of coal"),
    ("2026-03-07", "19.50", "One sack of coal"),
)

# What one decision allowed once.
_ONCE: tuple[tuple[str, str, str, str, str, tuple[str, ...], str], ...] = (
    ("2024-10-19", "408.00", "coal", "dec-2024-008", "Half a tonne of coal", _TWO, ""),
    (
        "2024-10-25",
        "96.30",
        "supplies",
        "dec-2024-009",
        "Lamps, drinks and the hire of an oven",
        _TWO,
        "benefit-dinner-2024",
    ),
    ("2025-01-11", "38.50", "equipment", "dec-2024-020", "Fittings for a pipe", _TWO, ""),
    (
        "2025-01-18",
        "41.70",
        "supplies",
        "dec-2024-019",
        "Lamps, paper and soup greens",
        _TWO,
        "january-evening-2025",
    ),
    (
        "2025-06-21",
        "33.40",
        "supplies",
        "dec-2025-010",
        "Coffee, lemonade and paper labels",
        _TWO,
        "open-day",
    ),
    ("2025-08-16", "243.60", "equipment", "dec-2025-016", "Felt and tar for the roof", _TWO, ""),
    (
        "2025-09-19",
        "72.90",
        "supplies",
        "dec-2025-017",
        "Lamp oil and wheels",
        _TWO,
        "moving-feast",
    ),
    ("2025-10-11", "171.20", "equipment", "dec-2025-024", "Zinc gutter and solder", _TOOLS, ""),
    (
        "2025-10-17",
        "104.80",
        "supplies",
        "dec-2025-027",
        "Lamps, drinks, and a bench mended",
        _TWO,
        "benefit-dinner-2025",
    ),
    (
        "2026-01-17",
        "57.80",
        "supplies",
        "dec-2024-019",
        "Lamps, paper and soup greens",
        _TWO,
        "january-evening-2026",
    ),
)

# Small things that the treasurer paid alone, once the assembly had allowed it.
_SMALL: tuple[tuple[str, str, str, str], ...] = (
    ("2025-09-16", "14.80", _LIBRARY, "Sandpaper in three grades"),
    ("2025-09-24", "27.40", "", "Paper for the zine"),
    ("2025-10-01", "26.30", "", "Oven gloves and a tin opener"),
    ("2025-10-08", "21.60", _CART, "Forty cups that do not melt"),
    ("2025-10-15", "21.90", "", "Tea towels, since the old ones are rags"),
    ("2025-10-22", "12.60", "minding-circle", "Poster paint and paper"),
    ("2025-10-30", "18.90", _CART, "Batteries for the lamp, and a new rope"),
    ("2025-11-05", "24.30", _LIBRARY, "A padlock and two hinges"),
    ("2025-11-19", "8.20", "listening-bench", "Tea for the bench"),
    ("2025-11-22", "24.80", _CART, "A pan lid and a cover for the rain"),
    ("2025-11-26", "23.50", _LIBRARY, "Saw blades"),
    ("2025-12-03", "29.70", "", "Bin bags, matches and a ladle"),
    ("2025-12-10", "24.80", _LIBRARY, "Hooks, oil and a drawer of screws"),
    ("2025-12-16", "16.40", "minding-circle", "Wool, glue and a very large cardboard box"),
    ("2025-12-19", "28.10", "", "Paper for the zine"),
)

# Money that came in once: the day, how much, how many gave, the event, what it was.
_GIVEN: tuple[tuple[str, str, int | None, str, str], ...] = (
    ("2024-09-14", "118.60", 44, "", "Cakes and a tombola in the yard"),
    ("2024-10-26", "612.80", 104, "benefit-dinner-2024", "Benefit dinner in the yard"),
    ("2024-11-10", "64.50", 37, "", "A jar on the stove"),
    ("2024-12-08", "81.20", 46, "", "A jar on the stove"),
    ("2025-01-18", "94.35", 58, "january-evening-2025", "A hat at the January evening"),
    ("2025-04-26", "158.70", 49, "", "A hat for the cart, on the last Saturday of April"),
    ("2025-05-24", "402.15", 183, "", "Swap day in the yard, with a hat at the gate"),
    ("2025-06-21", "109.40", 71, "open-day", "A jar at the open day"),
    ("2025-07-05", "238.55", 92, "", "A hat at the long table in the lane"),
    ("2025-08-30", "286.90", None, "", "We cooked for the canal fair, and a hat went round"),
    ("2025-09-20", "187.45", 88, "moving-feast", "A hat that went along with the feast"),
    ("2025-10-18", "641.30", 112, "benefit-dinner-2025", "Benefit dinner in the yard"),
    ("2025-12-07", "132.40", 61, "", "A hat at the singing in the yard"),
    ("2026-01-17", "106.80", 63, "january-evening-2026", "A hat at the January evening"),
)

# Party boxes: the day one went out, the day it was due, the day it came back.
_BOXES_OUT: tuple[tuple[str, str, str, str], ...] = (
    ("2024-10-24", "2024-10-31", "2024-10-29", ""),
    ("2024-12-21", "2024-12-28", "2024-12-28", ""),
    ("2025-01-16", "2025-01-23", "2025-01-21", ""),
    ("2025-04-19", "2025-04-26", "2025-04-26", ""),
    ("2025-06-07", "2025-06-14", "2025-06-18", "Four days late, and washed twice"),
    ("2025-07-03", "2025-07-10", "2025-07-08", ""),
    ("2025-09-18", "2025-09-25", "2025-09-23", ""),
    ("2025-10-16", "2025-10-23", "2025-10-21", ""),
    ("2025-11-22", "2025-11-29", "2025-12-03", "Four days late, in the rain"),
)


def _bills() -> Iterator[Line]:
    usual: Rest = {"decision": "dec-2024-002", "approved_by": _TWO}
    for day, euros, note in _BILLS:
        yield paid(day, euros, "gas-light-water", note, **usual)
    # The bill that came in December and waited for the assembly of January.
    waited: Rest = {**usual, "group": "gas-that-waited"}
    yield paid("2026-01-05", "371.00", "gas-light-water", "Gas", **waited)
    yield paid("2026-01-05", "15.00", "gas-light-water", "Reminder for the gas bill", **waited)


def _grant() -> Iterator[Line]:
    for day, note in (("2025-03-17", "Grant, first part"), ("2025-10-13", "Grant, second part")):
        yield Line(
            day=on(day),
            action="received",
            resource="euro",
            quantity=Decimal(1200),
            source="foundation",
            target="credit-union",
            note=note,
        )
    from_it: Rest = {"source": "credit-union"}
    for day, euros, target, decision, note in _GRANT_PAID:
        yield paid(day, euros, target, note, decision=decision, approved_by=_TWO, **from_it)
    for day, euros, note, roles in _CART_BUILT:
        built: Rest = {"project": _CART, "decision": "dec-2025-005", "approved_by": roles}
        yield paid(day, euros, "equipment", note, **built, **from_it)
    for day, euros, note in _SACKS:
        roles = _TWO if Decimal(euros) > 30 else ("treasurer",)
        yield paid(day, euros, "coal", note, decision="dec-2025-030", approved_by=roles, **from_it)


def _once() -> Iterator[Line]:
    for day, euros, target, decision, note, roles, group in _ONCE:
        allowed: Rest = {"decision": decision, "approved_by": roles, "group": group}
        yield paid(day, euros, target, note, **allowed)
    bench = {"decision": "dec-2024-007", "project": "listening-bench"}
    yield paid("2024-09-07", "15.90", "supplies", "A kettle for the bench", **bench)
    yield paid("2024-09-10", "6.40", "supplies", "Tea for the bench", **bench)
    for day, euros, project, note in _SMALL:
        of_project = {"project": project} if project else {}
        yield paid(day, euros, "supplies", note, decision=SMALL_THINGS, **of_project)
    yield Line(
        day=on("2025-12-13"),
        action="distributed",
        resource="euro",
        quantity=Decimal(250),
        source="cash-box",
        target="over-the-bridge",
        decision="dec-2025-032",
        approved_by=_TWO,
        group="burst-pipe",
        note="For the burst pipe",
    )


def _money_in() -> Iterator[Line]:
    for day, euros, givers, group, note in _GIVEN:
        yield Line(
            day=on(day),
            action="received",
            resource="euro",
            quantity=Decimal(euros),
            source="benefit-dinners" if group.startswith("benefit-dinner") else "",
            contributors=givers,
            group=group,
            note=note,
        )
    yield Line(
        day=on("2026-03-13"),
        action="moved",
        resource="euro",
        quantity=Decimal(GRANT_LEFT),
        source="credit-union",
        target="cash-box",
        note="What was left of the grant; the account is closed",
    )
    yield Line(
        day=on("2024-09-01"),
        action="moved",
        resource="euro",
        quantity=Decimal("41.80"),
        source="biscuit-tin",
        target="cash-box",
        note="The biscuit tin is emptied into the box and is a biscuit tin again",
    )


def _tools() -> Iterator[Line]:
    """Tools that were given, bought or broke, and the party boxes."""
    for day, number, note in (
        ("2024-11-16", 3, "Three planes from a workshop that closed"),
        ("2025-03-22", 2, "A wheelbarrow and a spade"),
        ("2025-10-04", 4, "Screwdrivers"),
    ):
        yield _tools_line(day, "received", number, note=note, source="households")
    ladder: Rest = {"decision": "dec-2025-015", "approved_by": _TOOLS, "project": _LIBRARY}
    bought = {"group": "ladder"}
    yield paid("2025-07-12", "149.00", "equipment", "A long ladder", **ladder, **bought)
    note = "Second-hand, with both its feet"
    yield _tools_line("2025-07-12", "received", 1, note=note, source="small-ads", **bought)
    for day, note in (
        ("2025-02-15", "A spirit level that dried out"),
        ("2025-11-08", "A plane, cracked by frost"),
    ):
        yield _tools_line(day, "spoiled", 1, note=note, target="broken")


def _party_boxes() -> Iterator[Line]:
    """A party box is sixty plates; the library lends it as one thing."""
    plates, boxes = {"resource": "plates"}, {"resource": "party-boxes"}
    came = {"source": "households", "note": "Plates of a canteen that closed"}
    yield _tools_line("2024-08-31", "received", 150, **came, **plates)
    packed = {"group": "party-boxes-packed"}
    yield _tools_line("2024-09-07", "used", 120, target="into-boxes", **packed, **plates)
    made = {"source": "out-of-boxes", "note": "Sixty plates in each"}
    yield _tools_line("2024-09-07", "made", 2, **made, **packed, **boxes)
    for out, due, back, note in _BOXES_OUT:
        yield replace(_tools_line(out, "lent", 1, target="loans", **boxes), due=on(due))
        yield _tools_line(back, "returned", 1, source="loans", note=note, **boxes)
    note = "Broken; the box was filled up from the spare ones"
    yield _tools_line("2025-09-23", "spoiled", 5, target="broken", note=note, **plates)
    # The pipe that burst over the bridge took a kitchen's plates with it.
    given = {"target": "over-the-bridge", "group": "burst-pipe"}
    note = "Both boxes, for a kitchen that was flooded"
    yield _tools_line("2025-12-13", "distributed", 2, note=note, **given, **boxes)
    yield _tools_line("2025-12-13", "distributed", 25, note="The spare ones", **given, **plates)


def _tools_line(day: str, action: str, number: int, **rest: str) -> Line:
    """A line of the library: into or out of the tool room unless the rest says otherwise."""
    usual = {"resource": "tools", "project": _LIBRARY}
    usual |= {"source": "tool-room"} if "target" in rest else {"target": "tool-room"}
    return Line(day=on(day), action=action, quantity=Decimal(number), **usual | rest)  # type: ignore[arg-type]


FIRST_YEARS: tuple[Line, ...] = (
    *_bills(),
    *_grant(),
    *_once(),
    *_money_in(),
    *_tools(),
    *_party_boxes(),
)
