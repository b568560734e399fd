# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries are written in a unit the resource has, of more than nothing, of the right measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.postings import unit_sizes
from commonpress.check.rules.wording import finding, name_of, quoted, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds.entry import Action, Entry
from commonpress.kinds.ledger import Measure, Resource

if TYPE_CHECKING:
    from commonpress.check.register import Register

UNKNOWN_UNIT = Code(
    "unknown-unit",
    "A quantity can only be added up in a unit that its resource has: the base unit, or "
    "another one declared with its size.",
)
QUANTITY_ZERO = Code(
    "quantity-zero",
    "An entry says that something happened, so its quantity is above zero. Only a count may "
    "find nothing.",
)
WRONG_MEASURE = Code(
    "wrong-measure",
    "Only money is paid; only goods are made, used up or spoiled. Receipts (tokens) are made as "
    "well.",
)
CODES = (UNKNOWN_UNIT, QUANTITY_ZERO, WRONG_MEASURE)

MEASURES = {
    Action.PAID: (Measure.MONEY,),
    Action.MADE: (Measure.GOODS, Measure.TOKENS),
    Action.USED: (Measure.GOODS,),
    Action.SPOILED: (Measure.GOODS, Measure.TOKENS),
}


def units_are_those_of_the_resource(register: Register) -> Iterator[Diagnostic]:
    """Every unit is declared for the resource it measures."""
    chart = register.journal.chart
    for entry in register.entries:
        if chart.size_of(entry.resource, entry.unit) is None:
            resource = chart.resources.get(entry.resource)
            if resource is not None:  # an unknown resource is reported by the rule on references
                yield _unknown_unit(entry, resource)


def quantities_are_above_zero(register: Register) -> Iterator[Diagnostic]:
    """Only a count may be of nothing."""
    for entry in register.entries:
        if not entry.quantity and entry.action is not Action.COUNTED:
            message = f"{name_of(entry)} says that 0 {entry.unit} of `{entry.resource}` moved"
            hint = "write how much it was, or take the line out"
            yield finding(QUANTITY_ZERO, entry, "quantity", message, hint)


def actions_are_of_what_they_measure(register: Register) -> Iterator[Diagnostic]:
    """Money is paid, goods are made, used and spoiled."""
    chart = register.journal.chart
    measures = {resource: chart.measure_of(resource) for resource in chart.resources}
    for entry in register.entries:
        wanted = MEASURES.get(entry.action)
        found = measures.get(entry.resource)
        if wanted and found and found not in wanted:
            message = (
                f"only {wanted[0]} can be `{entry.action}`, and `{entry.resource}` measures {found}"
            )
            hint = "goods that leave are `distributed`, `moved`, `used` or `spoiled`"
            if Measure.MONEY not in wanted:
                hint = f"{found} that leaves is `paid`, `distributed` or `moved`"
            yield finding(WRONG_MEASURE, entry, "action", message, hint)


def _unknown_unit(entry: Entry, resource: Resource) -> Diagnostic:
    units = unit_sizes(resource)
    near = nearest(entry.unit, units)
    message = f"`{resource.id}` is not measured in `{entry.unit}`"
    hint = f"did you mean `{near}`?" if near else f"it is measured in {quoted(units, 'or')}"
    if not near:
        hint += f"; another unit is declared there, as `- {{unit: {entry.unit}, is: ...}}`"
    related = [see(resource, "unit", "the units are declared here")]
    return finding(UNKNOWN_UNIT, entry, "unit", message, hint, related=related)


RULES = (
    units_are_those_of_the_resource,
    quantities_are_above_zero,
    actions_are_of_what_they_measure,
)
