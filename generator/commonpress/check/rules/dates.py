# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates come in the order in which things happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Record
from commonpress.kinds.decision import Decision
from commonpress.kinds.fund import Fund
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.guardrail import Guardrail
from commonpress.kinds.hours import Hours
from commonpress.kinds.ledger import Account
from commonpress.kinds.practice import Practice
from commonpress.kinds.project import Project
from commonpress.kinds.role import Handle, Role
from commonpress.kinds.scrutiny import Scrutiny

if TYPE_CHECKING:
    import msgspec

    from commonpress.check.register import Register

DATES_OUT_OF_ORDER = Code(
    "dates-out-of-order",
    "What came first has the earlier date: a proposal before its decision, the first day of a "
    "term before the last, an event before the day it was written down.",
)
CODES = (DATES_OUT_OF_ORDER,)


@dataclass(frozen=True, slots=True)
class Order:
    """Fields whose days follow one another; `strictly` where two may not be the same day."""

    fields: tuple[str, ...]
    strictly: bool = False


ENTRY_ORDERS = (Order(("date", "recorded")), Order(("date", "due")))
TERM_ORDERS = (
    Order(("start", "end")),
    Order(("start", "left_on")),
    Order(("start", "handover_on")),
    Order(("end", "extended_to"), strictly=True),
)
WAIVER_ORDERS = (Order(("start", "end")),)
ORDERS: tuple[tuple[type[Record], tuple[Order, ...]], ...] = (
    (Account, (Order(("opened", "closed")),)),
    (Project, (Order(("started", "ended")),)),
    (Practice, (Order(("started", "ended")),)),
    (Gathering, (Order(("date", "until")),)),
    (Scrutiny, (Order(("date", "response_due")), Order(("date", "responded_on")))),
    (Fund, (Order(("start", "end")),)),
    (Hours, (Order(("date", "recorded")),)),
    (Handle, (Order(("consented_on", "retired_on")),)),
    (
        Decision,
        (
            Order(("drafted_on", "proposed_on", "last_call_on", "decided_on", "ended_on")),
            Order(("decided_on", "review_on"), strictly=True),
            Order(("decided_on", "expires_on")),
        ),
    ),
)


def dates_come_in_order(register: Register) -> Iterator[Diagnostic]:
    """In every record, whatever follows is not dated before what it follows."""
    for kind, orders in ORDERS:
        for record in register.of(kind):
            yield from _judge(record, record, "", orders)
    for role in register.of(Role):
        for index, term in enumerate(role.terms):
            yield from _judge(role, term, f"terms.{index}.", TERM_ORDERS)
    for guardrail in register.of(Guardrail):
        for index, waiver in enumerate(guardrail.waivers):
            yield from _judge(guardrail, waiver, f"waivers.{index}.", WAIVER_ORDERS)
    for entry in register.entries:
        if entry.recorded or entry.due:
            yield from _judge(entry, entry, "", ENTRY_ORDERS)


def assemblies_meet_again_later(register: Register) -> Iterator[Diagnostic]:
    """The next assembly comes after this one."""
    for assembly in register.of(Assembly):
        if assembly.next and assembly.next.date <= assembly.date:
            message = (
                f"the next assembly is on {assembly.next.date}, and this one is on {assembly.date}"
            )
            hint = "write the day on which people meet again"
            yield finding(DATES_OUT_OF_ORDER, assembly, "next.date", message, hint)


def decisions_end_when_what_ends_them_begins(register: Register) -> Iterator[Diagnostic]:
    """A decision does not end before the decision that supersedes or repeals it was taken."""
    for decision in register.of(Decision):
        for name in (*decision.superseded_by, decision.repealed_by):
            later = register.get("decision", name)
            if not isinstance(later, Decision) or not later.decided_on or not decision.ended_on:
                continue
            if decision.ended_on < later.decided_on:
                message = (
                    f"`{decision.id}` ended on {decision.ended_on}, and `{later.id}`, "
                    f"which ended it, was decided on {later.decided_on}"
                )
                hint = f"write `ended_on: {later.decided_on}`, or a later day"
                related = [see(later, "decided_on", "decided here")]
                yield finding(
                    DATES_OUT_OF_ORDER, decision, "ended_on", message, hint, related=related
                )


def _judge(
    record: Record, struct: msgspec.Struct, above: str, orders: tuple[Order, ...]
) -> Iterator[Diagnostic]:
    for order in orders:
        days = [(field, day) for field in order.fields if (day := getattr(struct, field))]
        for (earlier, first), (later, second) in pairwise(days):
            if second < first or (order.strictly and second == first):
                yield _finding(record, above, (earlier, first), (later, second))


def _finding(
    record: Record, above: str, earlier: tuple[str, date], later: tuple[str, date]
) -> Diagnostic:
    if earlier[1] == later[1]:
        message = f"`{later[0]}` and `{earlier[0]}` are both {later[1]}"
        hint = f"put one of the two days right: `{later[0]}` comes after `{earlier[0]}`"
    else:
        message = f"`{later[0]}` is {later[1]}, before `{earlier[0]}` ({earlier[1]})"
        hint = f"put one of the two days right: `{earlier[0]}` comes first"
    return finding(DATES_OUT_OF_ORDER, record, above + later[0], message, hint)


RULES = (
    dates_come_in_order,
    assemblies_meet_again_later,
    decisions_end_when_what_ends_them_begins,
)
