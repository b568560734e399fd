# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was withdrawn is gone, by a decision that was in force, and its tombstone says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.authority import NOT_IN_FORCE, was_in_force
from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds import KIND_OF
from commonpress.kinds.decision import Decision
from commonpress.kinds.tombstone import Tombstone

if TYPE_CHECKING:
    from commonpress.check.register import Register

WITHDRAWN_STILL_HERE = Code(
    "withdrawn-still-here",
    "A record that was withdrawn is taken out of its file, and its id is never used again.",
)
TOMBSTONE_OF_NOTHING = Code(
    "tombstone-of-nothing",
    "A tombstone names a kind of record and an id of that kind, so that it stands at the address "
    "where the record stood.",
)
CODES = (WITHDRAWN_STILL_HERE, TOMBSTONE_OF_NOTHING)


def what_was_withdrawn_is_gone(register: Register) -> Iterator[Diagnostic]:
    """No record of the book has a tombstone."""
    for stone in register.of(Tombstone):
        record = register.get(stone.kind, stone.id) if stone.kind in KIND_OF else None
        if record is not None:
            message = f"`{stone.id}` was withdrawn, and stands in the book"
            hint = "take it out of this file; what takes its place has an id of its own"
            related = (see(stone, "id", "withdrawn here"),)
            yield finding(WITHDRAWN_STILL_HERE, record, "id", message, hint, related=related)


def tombstones_name_a_record(register: Register) -> Iterator[Diagnostic]:
    """A tombstone has a kind that there is, and an id as that kind has them."""
    for stone in register.of(Tombstone):
        kind = KIND_OF.get(stone.kind)
        if kind is None:
            near = nearest(stone.kind, KIND_OF)
            hint = f"did you mean `{near}`?" if near else "`commonpress new` lists the kinds"
            message = f"there is no kind of record `{stone.kind}`"
            yield finding(TOMBSTONE_OF_NOTHING, stone, "kind", message, hint)
        elif not re.fullmatch(kind.id_form, stone.id):
            message = f"no {kind.word} has an id like this"
            yield finding(TOMBSTONE_OF_NOTHING, stone, "id", message, f"as in `{kind.id_example}`")


def what_withdraws_is_in_force(register: Register) -> Iterator[Diagnostic]:
    """The decision that took a record out held on that day."""
    for stone in register.of(Tombstone):
        decision = register.get("decision", stone.decision)
        if isinstance(decision, Decision) and not was_in_force(decision, stone.date):
            message = f"`{stone.decision}` was not in force on {stone.date}"
            hint = "name a decision that held on that day"
            yield finding(NOT_IN_FORCE, stone, "decision", message, hint)


RULES = (what_was_withdrawn_is_gone, tombstones_name_a_record, what_withdraws_is_in_force)
