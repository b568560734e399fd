# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts on paper: what there was, what came, what went, what is left, line by line."""

from __future__ import annotations

from decimal import Decimal

from commonpress.derive.flow_views import CategoryTable, Conservation
from commonpress.ground.periods import Period
from commonpress.kinds.ledger import Measure
from commonpress.render import words
from commonpress.render.voice import say

# The lines of a conservation between its two ends, each with its sign and its word.
_SAID_CAME = {
    "received": "Received",
    "made": "Made here",
    "returned": "Brought back",
    "raised": "Found at the counts",
}
_SAID_WENT = {
    "used": "Used up",
    "distributed": "Handed out",
    "passed_on": "Passed on to another commons",
    "lent": "Lent",
    "paid": "Paid",
    "spoiled": "Spoiled",
    "lowered": "Missing at the counts",
}


def account_rows(table: CategoryTable, season: Period) -> tuple[tuple[str, str], ...]:
    """Write the account of a category: opening, changes with their signs, closing.

    Resources that share no unit are not added up; each then has its own closing line.
    """
    if table.total is not None:
        return _rows(table.total, table.unit, season, is_goods=_is_goods(table))
    return tuple(
        (line.resource.title, words.amount(line.conservation.closing, line.resource.unit))
        for line in table.lines
    )


def _is_goods(table: CategoryTable) -> bool:
    return table.category.measure is Measure.GOODS


def _rows(
    sums: Conservation, unit: str, season: Period, *, is_goods: bool
) -> tuple[tuple[str, str], ...]:
    changes = [(say(word), getattr(sums, name)) for name, word in _SAID_CAME.items()]
    changes += [(say(word), -getattr(sums, name)) for name, word in _SAID_WENT.items()]
    shown = [(word, value) for word, value in changes if value]
    values = [sums.opening, sums.closing, *(value for _, value in shown)]
    places = words.places_for(unit, values)
    first, last = (words.day_of_month(day) for day in (season.start, season.end))
    return (
        (_held(first, is_goods=is_goods), _number(sums.opening, places)),
        *((word, words.signed(_number(value, places))) for word, value in shown),
        (_held(last, is_goods=is_goods), _number(sums.closing, places)),
    )


def _held(day: str, *, is_goods: bool) -> str:
    return say("There on {day}", day=day) if is_goods else say("In hand on {day}", day=day)


def _number(value: Decimal, places: int) -> str:
    return words.number(value, places)


def unit_of(table: CategoryTable) -> str:
    """The unit of a category as a heading: kilograms, euros, meals; blank where it has several."""
    return unit_in_words(table.unit, table.lines[0].resource.each) if table.unit else ""


_SAID_UNITS = {
    "EUR": "euros",
    "GBP": "pounds",
    "USD": "dollars",
    "g": "grams",
    "h": "hours",
    "kg": "kilograms",
    "l": "litres",
}


def unit_in_words(unit: str, each: str = "") -> str:
    """A unit as it is read aloud: "kilograms" for kg; any other as it is written, or `each`."""
    known = _SAID_UNITS.get(unit)
    return say(known) if known else each or unit
