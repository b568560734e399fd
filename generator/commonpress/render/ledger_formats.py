# SPDX-License-Identifier: AGPL-3.0-or-later
"""The formats of other programs in which the whole ledger stands beside its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commonpress.derive.publication import Publication
from commonpress.render.journal_beancount import beancount_pieces
from commonpress.render.journal_hledger import hledger_pieces
from commonpress.render.valueflows import valueflows_pieces


@dataclass(frozen=True, slots=True)
class LedgerFormat:
    """The whole ledger in the words of other programs: its file, what reads it, its bytes."""

    path: str
    about: str
    pieces: Callable[[Publication], Iterator[bytes]]


_BASE_UNITS = (
    "Every resource is a commodity in its base unit, called by its id. Corrections stand beside "
    "what they correct."
)
LEDGER_FORMATS = (
    LedgerFormat(
        "ledger.journal",
        f"The ledger for hledger. {_BASE_UNITS} Counts are balance assertions, so "
        "`hledger check --strict -f ledger.journal` finds every count again.",
        hledger_pieces,
    ),
    LedgerFormat(
        "ledger.beancount",
        f"The ledger for Beancount and Fava. {_BASE_UNITS} Counts are balances of the next "
        "morning, so `bean-check ledger.beancount` finds every count again.",
        beancount_pieces,
    ),
    LedgerFormat(
        "valueflows.jsonld",
        "The ledger as economic events of Valueflows (https://www.valueflo.ws/) in JSON-LD, with "
        "its context inside. What is lent changes hands (`transferCustody`) and stays ours.",
        valueflows_pieces,
    ),
)
