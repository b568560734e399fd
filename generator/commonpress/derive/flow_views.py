# SPDX-License-Identifier: AGPL-3.0-or-later
"""Views of the ledger: statements, flows, resources, and the lines they are made of.

Frozen, like all of what is derived; quantities are exact, in the base unit of their resource.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

import msgspec

from commonpress.derive.season_views import Course
from commonpress.ground.periods import Period
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import Account, Category, Resource

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record pointed to, with what it is called and which field points."""

    kind: str
    id: str
    title: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Conservation:
    """Where all of something came from and went in a period; nothing may be missing.

    opening + received + made + returned + raised
      = used + distributed + passed_on + lent + spoiled + paid + lowered + closing
    """

    opening: Decimal = ZERO
    received: Decimal = ZERO
    made: Decimal = ZERO
    returned: Decimal = ZERO
    raised: Decimal = ZERO
    used: Decimal = ZERO
    distributed: Decimal = ZERO
    passed_on: Decimal = ZERO
    lent: Decimal = ZERO
    spoiled: Decimal = ZERO
    paid: Decimal = ZERO
    lowered: Decimal = ZERO
    closing: Decimal = ZERO

    @property
    def came_in(self) -> Decimal:
        """Received, made here, or brought back."""
        return self.received + self.made + self.returned

    @property
    def given_on(self) -> Decimal:
        """Cooked, handed out, passed to another commons, lent or paid."""
        return self.used + self.distributed + self.passed_on + self.lent + self.paid

    @property
    def all_there_was(self) -> Decimal:
        """What was there and what came, which must equal `all_accounted_for`."""
        return self.opening + self.came_in + self.raised

    @property
    def all_accounted_for(self) -> Decimal:
        """What went, what was lost and what is left."""
        return self.given_on + self.spoiled + self.lowered + self.closing

    @property
    def unaccounted(self) -> Decimal:
        """What the counts found above (or below, negative) the book."""
        return self.raised - self.lowered

    @property
    def is_empty(self) -> bool:
        """Whether nothing was there and nothing moved."""
        return not any(getattr(self, line.name) for line in fields(self))


class EntryLine(msgspec.Struct, frozen=True, gc=False):
    """An entry as readers see it: its titles looked up, its amount in the base unit.

    `amount` is what was posted; for a count it is what was counted, and `difference`
    (counted minus book) is what was raised or lowered.
    """

    entry: Entry
    resource: Resource
    amount: Decimal
    source: Account
    target: Account
    project: RecordLink | None
    backwards: bool = False
    difference: Decimal = ZERO
    corrected_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """One resource in a period."""

    resource: Resource
    conservation: Conservation


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """A top category in a period: a line for each resource, added up where they share a unit."""

    category: Category
    unit: str
    lines: tuple[ResourceLine, ...]
    total: Conservation | None


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One end of a flow: a giver or a use by its title, or one of the book's own ends.

    `role` is `named` for a giver or use with a `label`; `opening` and `closing` for what
    was carried over; `found` and `missing` for what counts put above or below the book;
    `taken-back` for what corrections took from an end of the other side, beyond all it had;
    `owed-before` and `owed-after` for an account that was below zero when it began or ended.
    """

    label: str
    amount: Decimal
    # "level" came in, "solid" reached neighbours, "slant" lost, "upright" carried, "open" put right
    pattern: str
    role: str = "named"


@dataclass(frozen=True, slots=True)
class Flow:
    """All of a category from givers through the store to its uses; both sides total the same."""

    category: Category
    unit: str
    period: Period
    sources: tuple[FlowNode, ...]
    uses: tuple[FlowNode, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """What moved in a month, a season or a year: tables first, then every line."""

    period: Period
    tables: tuple[CategoryTable, ...]
    flows: tuple[Flow, ...]
    entries: tuple[EntryLine, ...]
    earlier: str = ""
    later: str = ""
    courses: tuple[Course, ...] = ()  # of a season or a year


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource: its conservation month by month and in all, where it lies now, its last lines."""

    resource: Resource
    category: Category
    months: tuple[tuple[Period, Conservation], ...]
    whole: Conservation
    stocks: tuple[tuple[Account, Decimal], ...]
    on_loan: Decimal
    entries: tuple[EntryLine, ...]
