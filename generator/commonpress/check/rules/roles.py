# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles go round: terms in order, no more holders than seats, none agreed for too long.

What is judged here is what was agreed: `start` to `end`, or `extended_to`. Somebody who
stayed beyond that (`left_on` after the agreed end) is a fact that is published beside the
guardrail it breaks, not a fault of the record (domain rules, sections 3 and 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.ground.periods import add_months
from commonpress.kinds.role import Role, RoleTerm

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.commons import Limits

TERMS_OUT_OF_ORDER = Code(
    "terms-out-of-order",
    "The terms of a role are written earliest first, as its timeline shows them.",
)
NO_FREE_SEAT = Code(
    "no-free-seat",
    "A role has no more holders at a time than it has seats.",
)
TERM_TOO_LONG = Code(
    "term-too-long",
    "No term is agreed for longer than the longest term: a year for most roles, three months "
    "for those that handle money. More needs a decision that extends it.",
)
HALF_EXTENSION = Code(
    "half-extension",
    "An extension names both the decision that allowed it and its new last day.",
)
NO_HANDOVER = Code(
    "no-handover",
    "Where money changes hands between two holders, the book says on which day it was handed over.",
    severity=Severity.WARNING,
)
CODES = (TERMS_OUT_OF_ORDER, NO_FREE_SEAT, TERM_TOO_LONG, HALF_EXTENSION, NO_HANDOVER)


def agreed_end(term: RoleTerm) -> date:
    """The last day of a term as agreed, with its extension."""
    return max(term.end, term.extended_to) if term.extended_to else term.end


def last_day(term: RoleTerm) -> date:
    """The last day somebody in fact held a role."""
    return term.left_on or agreed_end(term)


def holders_between(role: Role, first: date, last: date) -> tuple[str, ...]:
    """The handles of all who held a role on a day from `first` to `last`, in order, each once."""
    held = [
        term.holder
        for term in role.terms
        if term.start <= last and first <= (term.left_on or agreed_end(term))
    ]
    return tuple(dict.fromkeys(held))


def longest_months(role: Role, limits: Limits) -> int:
    """The longest term of a role in months: the book's limit, or the role's own where shorter."""
    limit = limits.longest_money_term_months if role.handles_money else limits.longest_term_months
    return limit if role.longest_months is None else min(limit, role.longest_months)


def terms_are_written_earliest_first(register: Register) -> Iterator[Diagnostic]:
    """No term starts before the one written above it."""
    for role in register.of(Role):
        for index, (before, after) in enumerate(zip(role.terms, role.terms[1:], strict=False)):
            if after.start < before.start:
                message = f"this term starts on {after.start}, and the one above on {before.start}"
                field = f"terms.{index + 1}.start"
                yield finding(TERMS_OUT_OF_ORDER, role, field, message, "move it up")


def terms_leave_no_more_holders_than_seats(register: Register) -> Iterator[Diagnostic]:
    """On the first day of each term there is a free seat, as agreed or when someone left early."""
    for role in register.of(Role):
        if role.terms and not role.seats:
            message = f"`{role.id}` has no seat, and somebody holds it"
            yield finding(NO_FREE_SEAT, role, "seats", message, "write `seats: 1` or more")
            continue
        for index, term in enumerate(role.terms):
            ends = [_seat_free_after(other) for other in _holding_at_start(role, index)]
            if len(ends) >= role.seats:
                message = f"on {term.start} `{role.id}` has {some(len(ends) + 1, 'holder')}"
                message += f", and it has {some(role.seats, 'seat')}"
                hint = f"start it after {min(ends)}, or write in `left_on` when somebody left"
                yield finding(NO_FREE_SEAT, role, f"terms.{index}.start", message, hint)


def terms_are_not_agreed_for_too_long(register: Register) -> Iterator[Diagnostic]:
    """From its first day to its agreed end a term is within the longest one."""
    for role in register.of(Role):
        months = longest_months(role, register.settings.limits)
        for index, term in enumerate(role.terms):
            latest = add_months(term.start, months)
            if term.end > latest:
                message = (
                    f"a term of `{role.id}` is at most {some(months, 'month')}, and this one "
                    f"was agreed from {term.start} to {term.end}"
                )
                hint = (
                    f"write `end: {latest}` or earlier; "
                    "a longer stay needs `extended_by` and `extended_to`"
                )
                yield finding(TERM_TOO_LONG, role, f"terms.{index}.end", message, hint)


def extensions_have_a_decision_and_a_day(register: Register) -> Iterator[Diagnostic]:
    """A decision and a new last day come together."""
    for role in register.of(Role):
        for index, term in enumerate(role.terms):
            if bool(term.extended_by) is not bool(term.extended_to):
                said, missing = ("extended_by", "extended_to")
                if term.extended_to:
                    said, missing = missing, said
                message = f"this term has `{said}` and no `{missing}`"
                yield finding(
                    HALF_EXTENSION, role, f"terms.{index}.{said}", message, f"add `{missing}`"
                )


def money_is_handed_over_on_a_day(register: Register) -> Iterator[Diagnostic]:
    """Each term of a role that handles money ends in a handover, once someone else has begun."""
    for role in register.of(Role):
        if not role.handles_money:
            continue
        for index, (term, following) in enumerate(zip(role.terms, role.terms[1:], strict=False)):
            begun = following.start <= register.book_date
            if begun and term.holder != following.holder and not term.handover_on:
                message = (
                    f"`{following.holder}` took over `{role.id}`, and no day of handover is said"
                )
                hint = "write `handover_on` with the day the money was counted and handed over"
                yield finding(NO_HANDOVER, role, f"terms.{index}", message, hint)


def _holding_at_start(role: Role, index: int) -> Iterator[RoleTerm]:
    """The other terms that had begun when a term starts, and had not ended."""
    start = role.terms[index].start
    for number, other in enumerate(role.terms):
        if (other.start, number) < (start, index) and start <= _seat_free_after(other):
            yield other


def _seat_free_after(term: RoleTerm) -> date:
    """The last day a term takes up a seat: as agreed, or earlier where somebody left early."""
    return min(agreed_end(term), term.left_on or date.max)


RULES = (
    terms_are_written_earliest_first,
    terms_leave_no_more_holders_than_seats,
    terms_are_not_agreed_for_too_long,
    extensions_have_a_decision_and_a_day,
    money_is_handed_over_on_a_day,
)
