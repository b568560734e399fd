# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of one event: what was made came from something, and an event is not a season."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, name_of, see
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Measure

if TYPE_CHECKING:
    from datetime import date

    from commonpress.check.register import Register
    from commonpress.kinds.entry import Entry
    from commonpress.kinds.hours import Hours

MADE_FROM_NOTHING = Code(
    "made-from-nothing",
    "What is made comes from something that was used. Lines of one event share a word in "
    "`group`, and so a meal leads back to its vegetables.",
    severity=Severity.WARNING,
)
SCATTERED_GROUP = Code(
    "scattered-group",
    "The lines of one group belong to one event. Where they lie more than a week apart, the "
    "same word was probably used for two.",
    severity=Severity.WARNING,
)
CODES = (MADE_FROM_NOTHING, SCATTERED_GROUP)
DAYS_OF_AN_EVENT = 7


def what_is_made_comes_from_what_is_used(register: Register) -> Iterator[Diagnostic]:
    """Each line that makes something shares its group with one that uses something."""
    used = {entry.group for entry in register.entries if entry.action is Action.USED}
    measure_of = register.journal.chart.measure_of
    for entry in register.entries:
        if entry.action is not Action.MADE or entry.corrects:
            continue
        if measure_of(entry.resource) is Measure.TOKENS:
            continue  # a receipt is a word of thanks: nothing is used up for it
        if not entry.group or entry.group not in used:
            message = f"{name_of(entry)} says what was made, and no line says what was used for it"
            hint = "write one word in `group` of this line and of the lines with `action: used`"
            field = "group" if entry.group else "action"
            yield finding(MADE_FROM_NOTHING, entry, field, message, hint)


def groups_are_of_one_event(register: Register) -> Iterator[Diagnostic]:
    """The lines of a group, hours too, lie within a week; corrections may come later."""
    groups: dict[str, list[Entry | Hours]] = defaultdict(list)
    for line in register.lines:
        if line.group and not line.corrects:
            groups[line.group].append(line)
    for group, lines in sorted(groups.items()):
        first, last = min(lines, key=_day), max(lines, key=_day)
        if (last.date - first.date).days > DAYS_OF_AN_EVENT:
            message = f"the group `{group}` reaches from {first.date} to {last.date}"
            hint = f"use a word of its own for each event, such as `{group}-{last.date:%m-%d}`"
            related = [see(first, "group", "first used here")]
            yield finding(SCATTERED_GROUP, last, "group", message, hint, related=related)


def _day(line: Entry | Hours) -> date:
    return line.date


RULES = (what_is_made_comes_from_what_is_used, groups_are_of_one_event)
NEEDS = {what_is_made_comes_from_what_is_used: ("category", "resource", "entry")}
