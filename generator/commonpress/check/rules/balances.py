# SPDX-License-Identifier: AGPL-3.0-or-later
"""No stock holds less than nothing at the end of a day; nothing comes back that was not lent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from commonpress.check.postings import LEDGER
from commonpress.check.rules.wording import amount, amount_of, finding, name_of, see
from commonpress.ground.diagnostics import Code, Diagnostic, Related
from commonpress.ground.quantities import ZERO
from commonpress.kinds.ledger import Account, AccountType, Purpose

if TYPE_CHECKING:
    from commonpress.check.postings import Posting
    from commonpress.check.register import Register

STOCK_NEGATIVE = Code(
    "stock-negative",
    "A stock cannot hold less than nothing. Where it does at the end of a day, something that "
    "came in was not written down, or something that left was written twice, on the wrong "
    "day, or in the wrong unit.",
)
RETURNED_UNLENT = Code(
    "returned-unlent",
    "No more comes back from a loan than was lent.",
)
CODES = (STOCK_NEGATIVE, RETURNED_UNLENT)

# Each time a balance falls below zero: the account, the resource, the day, before and after.
_Dip = tuple[Account, str, date, Decimal, Decimal]


def stocks_never_hold_less_than_nothing(register: Register) -> Iterator[Diagnostic]:
    """At the end of every day, unless the account may go below."""
    for dip, (account, resource, day, before, after) in _dips(register, is_loans=False):
        entry = dip[-1].entry
        message = (
            f"at the end of {day} `{account.id}` holds {amount_of(after, resource, register)}: "
            f"it held {amount(before, resource, register)} before, and {name_of(entry)} took out "
            f"{amount(dip[-1].amount, resource, register)}"
        )
        hint = (
            f"write what came into `{account.id}` by {day} and is missing, or put this line right"
        )
        yield finding(STOCK_NEGATIVE, entry, "quantity", message, hint, related=_others(dip))


def nothing_comes_back_that_was_not_lent(register: Register) -> Iterator[Diagnostic]:
    """What is lent out never falls below nothing."""
    for dip, (account, resource, day, before, after) in _dips(register, is_loans=True):
        entry = dip[-1].entry
        too_much = amount_of(after.copy_abs(), resource, register)
        message = (
            f"by {day} {too_much} more came back than had been lent: "
            f"`{account.id}` held {amount(before, resource, register)} before"
        )
        hint = "write the loan that is missing, or `action: received` for a gift"
        yield finding(RETURNED_UNLENT, entry, "quantity", message, hint, related=_others(dip))


def _dips(register: Register, *, is_loans: bool) -> Iterator[tuple[list[Posting], _Dip]]:
    """Each fall below zero, with the postings of that day that took something out."""
    journal = register.journal
    found: list[_Dip] = []
    for name, resource in sorted(journal.running):
        account = journal.chart.accounts[name]
        if not _is_judged(account, is_loans=is_loans):
            continue
        steps = ((date.min, ZERO), *journal.end_of_days(name, resource))
        for (_, before), (day, after) in pairwise(steps):
            if after < ZERO <= before:
                found.append((account, resource, day, before, after))
    taken = _taken_out(register, {(a.id, resource, day) for a, resource, day, _, _ in found})
    for dip in found:
        yield taken[dip[0].id, dip[1], dip[2]], dip


def _is_judged(account: Account, *, is_loans: bool) -> bool:
    if is_loans:
        return account.purpose is Purpose.LOANS
    return account.type is AccountType.STOCK and not account.may_go_below


def _taken_out(
    register: Register, wanted: set[tuple[str, str, date]]
) -> dict[tuple[str, str, date], list[Posting]]:
    """The postings that took something out of an account on a day, in order."""
    found: dict[tuple[str, str, date], list[Posting]] = {key: [] for key in wanted}
    if wanted:
        for posting in register.journal.postings:
            key = (posting.source, posting.resource, posting.day)
            if key in found:
                found[key].append(posting)
    return found


def _others(postings: list[Posting]) -> tuple[Related, ...]:
    return tuple(see(p.entry, "", "this took out some too") for p in postings[-4:-1])


RULES = (stocks_never_hold_less_than_nothing, nothing_comes_back_that_was_not_lent)
NEEDS = {
    stocks_never_hold_less_than_nothing: LEDGER,
    nothing_comes_back_that_was_not_lent: LEDGER,
}
