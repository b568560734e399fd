# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fund: where money comes from, what it asks for, and how it can be left again.

What people give in small sums is one pooled fund, and nobody in it is named (domain rules,
section 2).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, Kind, Line, ListIn, Part, Record, about


class FunderKind(StrEnum):
    """Who stands behind a fund."""

    STATE = "state"
    FOUNDATION = "foundation"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    INDIVIDUALS = "individuals"  # one pooled fund, never named, never a funder among funders
    SELF = "self"  # what the commons earns itself: a dinner, a sale


# Those who can ask for something in return and stop giving: what they give is a dependence.
OUTSIDE = frozenset(
    {FunderKind.STATE, FunderKind.FOUNDATION, FunderKind.COMPANY, FunderKind.COOPERATIVE}
)


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that has to be reported to a funder, and whether it was."""

    what: Annotated[str, about("What is to be told or handed in.", form="line")]
    due: Annotated[Day | None, about("The day by which. Blank: whenever it is asked for.")] = None
    met_on: Annotated[Day | None, about("The day it was done.")] = None


class Fund(Record, frozen=True, kw_only=True):
    """Money from one side, under one set of conditions."""

    title: Annotated[str, about("What people call it.", form="line", example="Benefit dinners")]
    kind: Annotated[
        FunderKind,
        about(
            "Who gives: `state`, `foundation`, `company`, `cooperative`, `individuals` or `self`."
        ),
    ]
    funder: Annotated[
        str,
        about(
            "The institution that gives, by its name. Blank for `individuals`, who are never "
            "named, and for `self`.",
            form="line",
        ),
    ] = ""
    conditions: Annotated[
        tuple[Line, ...], about("What the money may be used for and what it asks of the commons.")
    ] = ()
    unconditional: Annotated[
        bool, about("`yes` where it asks for nothing at all, which has to be said.")
    ] = False
    reporting: Annotated[tuple[Duty, ...], about("What has to be reported to the funder.")] = ()
    exit: Annotated[
        str,
        about(
            "How it can be left: who may end it, by when, and what is paid back then.", form="line"
        ),
    ] = ""
    start: Annotated[Day, about("The first day on which its money may come.")]
    end: Annotated[Day | None, about("The last day. Blank: it goes on.")] = None
    accounts: Annotated[
        tuple[Annotated[str, about("A source account.", ref=("account",))], ...],
        about("The source accounts through which its money comes, and no other money does."),
    ]
    adopted_by: Annotated[str, about("The decision that took the money.", ref=("decision",))] = ""
    note: Annotated[str, about("A sentence for readers. No names of people.", form="line")] = ""

    @property
    def is_conditioned(self) -> bool:
        """Whether the money asks for something."""
        return bool(self.conditions)

    @property
    def is_outside(self) -> bool:
        """Whether an institution gives it, which may stop giving."""
        return self.kind in OUTSIDE


FUND = Kind(
    name="fund",
    plural="funds",
    title="Funds",
    record=Fund,
    part=Part.LEDGER,
    shelf=ListIn("ledger/funds.yml", "funds"),
    id_form=SLUG,
    id_example="small-gifts",
    summary="Where money comes from, what it asks for, what is reported, and how it can be left.",
)
