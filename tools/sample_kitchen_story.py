# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened once in the kitchen before the spring of 2026: a feast, a gift, and mistakes.

A line that was written wrong stays, and another puts it right; one of those was wrong as well.
Used by `sample_story.py`.
"""

from __future__ import annotations

from decimal import Decimal

from sample_lines import Line, on

_FEAST = "moving-feast"
_FEAST_USED = (
    ("vegetables", "27.5"),
    ("bread", "4"),
    ("dry-goods", "11.5"),
    ("oil-tins-spices", "1.5"),
)

# What came in by the sack before winter and by the barrow in summer: the day, what, how much,
# from whom, how many gave.
_IN_BULK: tuple[tuple[str, str, str, str, int | None, str], ...] = (
    ("2024-08-19", "vegetables", "43.5", "allotments", None, "Courgettes, three barrows"),
    ("2024-10-10", "dry-goods", "100", "grocers", None, "Four sacks of lentils, last year’s"),
    ("2024-11-08", "dry-goods", "61.5", "households", 84, "Collection on the stairs before winter"),
    ("2024-12-12", "dry-goods", "50", "grocers", None, "Two sacks of rice"),
    ("2025-07-28", "vegetables", "52", "allotments", None, "Beans, and the first courgettes"),
    ("2025-08-11", "vegetables", "64.5", "allotments", None, "Courgettes, four barrows"),
    ("2025-09-25", "dry-goods", "75", "grocers", None, "Three sacks of chickpeas, last year’s"),
    ("2025-10-09", "dry-goods", "100", "grocers", None, "Four sacks of lentils"),
    ("2025-11-07", "dry-goods", "73", "households", 97, "Collection on the stairs before winter"),
    ("2025-12-11", "dry-goods", "50", "grocers", None, "Two sacks of rice"),
    ("2026-02-20", "dry-goods", "44.5", "households", 68, "Second collection on the stairs"),
    ("2026-03-12", "dry-goods", "75", "grocers", None, "Three sacks, before their stocktaking"),
    ("2026-03-12", "oil-tins-spices", "14", "grocers", None, "Tins, before their stocktaking"),
)

KITCHEN: tuple[Line, ...] = (
    *(
        Line(
            day=on(day),
            action="received",
            resource=resource,
            quantity=Decimal(kilograms),
            source=source,
            contributors=givers,
            note=note,
        )
        for day, resource, kilograms, source, givers, note in _IN_BULK
    ),
    # The dip of January: a neighbouring commons had potatoes.
    Line(
        day=on("2025-01-15"),
        action="received",
        resource="vegetables",
        quantity=Decimal(46),
        source="neighbouring-commons",
        note="Potatoes and cabbage, when our crates were half empty",
    ),
    # The glut of August: parcels and pots could not keep up with it.
    *(
        Line(
            day=on(day),
            action="spoiled",
            resource="vegetables",
            quantity=Decimal(kilograms),
            note=note,
        )
        for day, kilograms, note in (
            ("2024-08-26", "8.5", "Courgettes, too large to lift"),
            ("2025-08-20", "11", "Courgettes that nobody could face"),
        )
    ),
    # Four courses in four streets.
    *(
        Line(
            day=on("2025-09-20"),
            action="used",
            resource=resource,
            quantity=Decimal(kilograms),
            group=_FEAST,
        )
        for resource, kilograms in _FEAST_USED
    ),
    Line(
        day=on("2025-09-20"),
        action="made",
        resource="meals",
        quantity=Decimal(134),
        group=_FEAST,
        note="The moving feast, four courses in four streets",
    ),
    Line(
        day=on("2025-09-20"),
        action="distributed",
        resource="meals",
        quantity=Decimal(134),
        households=71,
        group=_FEAST,
    ),
    # A tray of bread was written twice.
    Line(
        day=on("2024-11-15"),
        action="received",
        resource="bread",
        quantity=Decimal(6),
        source="long-table-store",
        target="bakeries",
        corrects=("2024-11-14", "received", "bread", "bakeries"),
        reason="One tray was written twice.",
    ),
    # A ten-euro note was counted twice.
    Line(
        day=on("2025-08-03"),
        action="received",
        resource="euro",
        quantity=Decimal(10),
        source="cash-box",
        target="small-gifts",
        corrects=("2025-08-01", "received", "euro", "small-gifts"),
        reason="A ten-euro note was counted twice.",
    ),
    # A crate was forgotten; what was written for it was wrong again.
    Line(
        day=on("2025-08-15"),
        action="received",
        resource="vegetables",
        quantity=Decimal(12),
        source="grocers",
        corrects=("2025-08-13", "received", "vegetables", "grocers"),
        reason="One crate stood behind the door and was not on the slip.",
    ),
    Line(
        day=on("2025-08-18"),
        action="received",
        resource="vegetables",
        quantity=Decimal("1.5"),
        source="long-table-store",
        target="grocers",
        corrects=("2025-08-15", "received", "vegetables", "grocers"),
        reason="That crate was taken to hold 12 kg; the scale said 10.5.",
    ),
)
