# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours are whole minutes of a kind of work that the commons has named.

A line that was written wrong is not edited: another one stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, name_of, quoted, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds.entry import Action
from commonpress.kinds.hours import Hours

if TYPE_CHECKING:
    from commonpress.check.register import Register

WORK_NOT_LISTED = Code(
    "work-not-listed",
    "Hours are written under one of the kinds of work in the settings, so that they add up and "
    "no word tells who worked.",
)
MINUTES_ZERO = Code(
    "minutes-zero",
    "A line of hours says that somebody worked, so its minutes are above zero.",
)
HOURS_CORRECTED_TWICE = Code(
    "hours-corrected-twice",
    "One line of hours stands in the place of another. Where two did, the hours would count twice.",
)
NOTHING_MADE = Code(
    "nothing-made",
    "Hours that name a `group` are the work of one event, and lead from what was made in it to "
    "the time it took. The same word stands in the lines with `action: made`.",
)
CODES = (WORK_NOT_LISTED, MINUTES_ZERO, HOURS_CORRECTED_TWICE, NOTHING_MADE)


def hours_are_of_a_kind_of_work_that_is_listed(register: Register) -> Iterator[Diagnostic]:
    """`work` is one of `kinds_of_work` in the settings."""
    listed = register.settings.kinds_of_work
    for line in register.of(Hours):
        if line.work not in listed:
            near = nearest(line.work, listed)
            message = "this kind of work is not in `kinds_of_work` of the settings"
            hint = f"write {quoted(listed, 'or')}" if listed else "add `kinds_of_work` to them"
            yield finding(
                WORK_NOT_LISTED, line, "work", message, f"did you mean `{near}`?" if near else hint
            )


def hours_are_more_than_nothing(register: Register) -> Iterator[Diagnostic]:
    """Every line has at least one minute."""
    for line in register.of(Hours):
        if not line.minutes:
            message = f"{name_of(line)} says that nobody worked"
            hint = "write how many minutes it was, or take the line out"
            yield finding(MINUTES_ZERO, line, "minutes", message, hint)


def one_line_of_hours_stands_in_the_place_of_another(register: Register) -> Iterator[Diagnostic]:
    """No line is corrected by two."""
    first: dict[str, Hours] = {}
    for line in register.of(Hours):
        other = first.setdefault(line.corrects, line) if line.corrects else line
        if other is not line:
            message = f"{name_of(other)} already stands in the place of `{line.corrects}`"
            hint = f"write `corrects: {other.id}`, or take one of the two out"
            related = [see(other, "corrects", "the other one")]
            yield finding(HOURS_CORRECTED_TWICE, line, "corrects", message, hint, related=related)


def hours_of_a_group_made_something(register: Register) -> Iterator[Diagnostic]:
    """Where a line of hours names a group, a line of entries of that group made something."""
    tied = [line for line in register.of(Hours) if line.group]
    if not tied:
        return
    made = {e.group for e in register.entries if e.action is Action.MADE and e.group}
    for line in tied:
        if line.group not in made:
            near = nearest(line.group, sorted(made))
            message = f"no line of entries made something in the group `{line.group}`"
            hint = "write the word of the lines with `action: made`, or leave `group` blank"
            hint = f"did you mean `{near}`?" if near else hint
            yield finding(NOTHING_MADE, line, "group", message, hint)


RULES = (
    hours_are_of_a_kind_of_work_that_is_listed,
    hours_are_more_than_nothing,
    one_line_of_hours_stands_in_the_place_of_another,
    hours_of_a_group_made_something,
)
NEEDS = {
    hours_are_of_a_kind_of_work_that_is_listed: ("commons",),
    hours_of_a_group_made_something: ("entry",),
}
