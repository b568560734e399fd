# SPDX-License-Identifier: AGPL-3.0-or-later
"""A receipt (token) says thank you and is no claim: it is made and given out, and that is all.

Whoever holds one is owed nothing, and nobody's receipts are counted (domain rules, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Measure

if TYPE_CHECKING:
    from commonpress.check.register import Register

RECEIPT_AS_CLAIM = Code(
    "receipt-as-claim",
    "A receipt (a resource that measures tokens) acknowledges something and buys nothing. It is "
    "made, kept in a stock, given out and counted; it is not lent, paid or handed in.",
)
CODES = (RECEIPT_AS_CLAIM,)

OF_RECEIPTS = frozenset(
    {Action.MADE, Action.MOVED, Action.DISTRIBUTED, Action.SPOILED, Action.COUNTED}
)


def receipts_are_no_claim(register: Register) -> Iterator[Diagnostic]:
    """Tokens are never received, lent, brought back, used or paid."""
    chart = register.journal.chart
    tokens = {r for r in chart.resources if chart.measure_of(r) is Measure.TOKENS}
    for entry in register.entries if tokens else ():
        if entry.resource in tokens and entry.action not in OF_RECEIPTS:
            message = f"a receipt cannot be `{entry.action}`: it is no claim on anything"
            hint = "receipts are `made`, then `distributed`; write down the thing itself instead"
            yield finding(RECEIPT_AS_CLAIM, entry, "action", message, hint)


RULES = (receipts_are_no_claim,)
