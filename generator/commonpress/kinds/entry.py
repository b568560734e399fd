# SPDX-License-Identifier: AGPL-3.0-or-later
"""An entry: one line of the ledger, in the words of Valueflows (domain rules, section 2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Day, Kind, Months, Part, Record, about
from commonpress.kinds.ledger import AccountType


class Action(StrEnum):
    """What happened. Each action fixes the types of account it runs between (`ROUTES`)."""

    RECEIVED = "received"
    DISTRIBUTED = "distributed"
    MOVED = "moved"
    LENT = "lent"
    RETURNED = "returned"
    MADE = "made"
    USED = "used"
    SPOILED = "spoiled"
    PAID = "paid"
    COUNTED = "counted"


# The type of account an action takes from and gives to. `counted` takes from or gives to
# a source whose purpose is `counts`, whichever way the count differs from the book.
ROUTES: dict[Action, tuple[AccountType, AccountType]] = {
    Action.RECEIVED: (AccountType.SOURCE, AccountType.STOCK),
    Action.DISTRIBUTED: (AccountType.STOCK, AccountType.SINK),
    Action.MOVED: (AccountType.STOCK, AccountType.STOCK),
    Action.LENT: (AccountType.STOCK, AccountType.SINK),
    Action.RETURNED: (AccountType.SINK, AccountType.STOCK),
    Action.MADE: (AccountType.SOURCE, AccountType.STOCK),
    Action.USED: (AccountType.STOCK, AccountType.SINK),
    Action.SPOILED: (AccountType.STOCK, AccountType.SINK),
    Action.PAID: (AccountType.STOCK, AccountType.SINK),
    Action.COUNTED: (AccountType.SOURCE, AccountType.STOCK),
}


class Entry(
    Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """One line of the ledger: so much of a resource went from one account to another.

    The options of the struct serve `read.canonical_months`, which reads very many of them.
    """

    id: Annotated[
        str, about("Left blank by whoever writes it; `commonpress number` fills it in.")
    ] = ""
    date: Annotated[Day, about("The day it happened.")]
    action: Annotated[Action, about("What happened.")]
    resource: Annotated[str, about("What moved.", ref=("resource",))]
    quantity: Annotated[
        Decimal, about("How much, as digits with at most one point: `12.5`.", example="12.5")
    ]
    unit: Annotated[
        str,
        about("The unit of the quantity, one that the resource has.", form="line", example="kg"),
    ]
    from_: Annotated[
        str, about("The account it came from. Blank: as the project says.", ref=("account",))
    ] = msgspec.field(name="from", default="")
    to: Annotated[
        str, about("The account it went to. Blank: as the project says.", ref=("account",))
    ] = ""
    recorded: Annotated[Day | None, about("The day it was written down, when that was later.")] = (
        None
    )
    project: Annotated[
        str, about("The project it belongs to. Blank: the book's own.", ref=("project",))
    ] = ""
    households: Annotated[
        int | None, about("How many households stand behind a line that went to people.")
    ] = None
    contributors: Annotated[int | None, about("How many gave, when it was more than one.")] = None
    group: Annotated[
        str, about("A word that ties the lines of one event, such as a meal.", form="slug")
    ] = ""
    receipt: Annotated[
        str,
        about("The number of the receipt, or `withheld` with the reason in the note.", form="line"),
    ] = ""
    decision: Annotated[str, about("The decision that allowed it.", ref=("decision",))] = ""
    approved_by: Annotated[
        tuple[Annotated[str, about("A role.", ref=("role",))], ...],
        about("The roles that approved it."),
    ] = ()
    due: Annotated[Day | None, about("The day a loan comes back.")] = None
    corrects: Annotated[
        str, about("The entry that was written wrong, which this one puts right.", ref=("entry",))
    ] = ""
    reason: Annotated[
        str, about("Why a count differs, or why an entry was corrected.", form="line")
    ] = ""
    tolerance: Annotated[
        Decimal | None, about("How far a count may differ from the book, in the unit of the count.")
    ] = None
    note: Annotated[str, about("A few words for readers. No names.", form="line")] = ""

    @property
    def recorded_on(self) -> dt.date:
        """The day the entry was written down: its date unless it says otherwise."""
        return self.recorded or self.date


ENTRY = Kind(
    name="entry",
    plural="entries",
    title="Entries",
    record=Entry,
    part=Part.LEDGER,
    shelf=Months("ledger/{year}", "entries"),
    id_form=r"ent-\d{4}-\d{2}-\d{4,5}",
    id_example="ent-2026-03-0141",
    summary="One line of the ledger: what came in, moved, was given on, spoiled or counted.",
)
