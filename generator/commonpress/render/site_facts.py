# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a statement says first: which story a category tells in a period, and in which columns.

The words are the templates'; here it is decided which of them are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from commonpress.derive.flow_views import CategoryTable, Conservation
from commonpress.kinds.ledger import Category, Measure
from commonpress.render.words import places_for

_LINES = tuple(line.name for line in fields(Conservation))
# Units that measure a stuff: "12 kg of food". Any other is itself what is counted: "12 loaves".
_STUFF = frozenset({"kg", "g", "t", "l", "ml", "lb", "oz", "m", "m²", "m³"})
_ALWAYS = frozenset({"opening", "closing"})


class Story(StrEnum):
    """What happened to a category, as the kind of sentence that tells it."""

    MADE = "made"
    MADE_AND_SPOILED = "made-and-spoiled"
    IN_AND_SPOILED = "in-and-spoiled"
    IN_AND_OUT = "in-and-out"
    IN = "in"
    OUT = "out"
    LENT = "lent"
    SPOILED = "spoiled"
    STILL = "still"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a category's table: its conservation and the decimals it is printed with."""

    id: str
    title: str
    unit: str
    places: int
    conservation: Conservation


@dataclass(frozen=True, slots=True)
class Told:
    """A category in a period: its story, its columns that hold anything, its lines, its total."""

    category: Category
    story: Story
    unit: str
    places: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Conservation | None

    @property
    def is_money(self) -> bool:
        """Whether it is money that moved."""
        return self.category.measure is Measure.MONEY

    @property
    def is_stuff(self) -> bool:
        """Whether its unit measures a stuff, so that an amount needs to say of what."""
        return self.unit in _STUFF

    @property
    def change(self) -> Decimal:
        """How much more there is at the end than at the start."""
        return self.total.closing - self.total.opening if self.total else Decimal(0)


def told(table: CategoryTable) -> Told:
    """A category's table with its story."""
    rows = [line.conservation for line in table.lines]
    everything = [*rows, table.total] if table.total else rows
    places = places_for(table.unit, amounts(everything))
    return Told(
        category=table.category,
        story=story_of(table.total),
        unit=table.unit,
        places=places,
        columns=columns_of(rows),
        lines=tuple(
            Line(
                id=line.resource.id,
                title=line.resource.title,
                unit=line.resource.unit,
                places=places
                if table.unit
                else places_for(line.resource.unit, amounts([line.conservation])),
                conservation=line.conservation,
            )
            for line in table.lines
        ),
        total=table.total,
    )


def story_of(total: Conservation | None) -> Story:
    """Which sentence is true of these lines; the first that fits tells most."""
    if total is None:
        return Story.MIXED
    cases = (
        (_is_mostly_lending(total), Story.LENT),
        (bool(total.made) and not total.received and bool(total.spoiled), Story.MADE_AND_SPOILED),
        (bool(total.made) and not total.received, Story.MADE),
        (bool(total.came_in and total.spoiled), Story.IN_AND_SPOILED),
        (bool(total.came_in and total.given_on), Story.IN_AND_OUT),
        (bool(total.came_in), Story.IN),
        (bool(total.given_on), Story.OUT),
        (bool(total.spoiled), Story.SPOILED),
    )
    return next((story for is_true, story in cases if is_true), Story.STILL)


def _is_mostly_lending(total: Conservation) -> bool:
    """Whether more went out on loan and came back than moved in any other way."""
    lending = total.lent + total.returned
    return lending > 0 and lending * 2 >= total.came_in + total.given_on


def leading(tables: Sequence[Told]) -> Told | None:
    """The category whose story heads the page: the first in which something moved."""
    moving = [t for t in tables if t.story is not Story.STILL]
    plain = [t for t in moving if t.story not in {Story.MIXED, Story.LENT}]
    return next(iter([*plain, *moving, *tables]), None)


def columns_of(rows: Sequence[Conservation]) -> tuple[str, ...]:
    """The lines of conservation that hold anything; where it began and ended always."""
    return tuple(
        name for name in _LINES if name in _ALWAYS or any(getattr(row, name) for row in rows)
    )


def amounts(rows: Iterable[Conservation]) -> Iterator[Decimal]:
    """Every amount in these rows."""
    return (getattr(row, name) for row in rows for name in _LINES)
