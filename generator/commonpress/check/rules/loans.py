# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is lent is expected back on a day, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, name_of
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import Action

if TYPE_CHECKING:
    from commonpress.check.register import Register

LOAN_WITHOUT_DUE = Code(
    "loan-without-due",
    "A loan says when it is expected back. Without a day it is a gift.",
)
DUE_WITHOUT_LOAN = Code(
    "due-without-loan",
    "Only a loan is due back: a meal is not lost rice.",
)
CODES = (LOAN_WITHOUT_DUE, DUE_WITHOUT_LOAN)


def loans_have_a_day_on_which_they_are_due(register: Register) -> Iterator[Diagnostic]:
    """`lent` has `due`, and no other action has. A correction keeps the day of its loan."""
    for entry in register.entries:
        is_loan = entry.action is Action.LENT
        if is_loan and not entry.due and not entry.corrects and entry.origin is not Origin.IMPORT:
            message = f"{name_of(entry)} lends something without a day on which it is due"
            hint = "write `due` with the day it comes back; what does not is `distributed`"
            yield finding(LOAN_WITHOUT_DUE, entry, "action", message, hint)
        elif entry.due and not is_loan:
            message = f"what is `{entry.action}` is not due back"
            hint = "take `due` out, or write `action: lent`"
            yield finding(DUE_WITHOUT_LOAN, entry, "due", message, hint)


RULES = (loans_have_a_day_on_which_they_are_due,)
