# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mapping: how the rows of another system's table become entries of a ledger.

It is written by whoever imports, lies outside the book and is no record of it, but it is
read with the same care and the same findings.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Kind, OneFile, Part, Record, about
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import AccountType, Purpose


class Sign(StrEnum):
    """The sign an amount has in the source; any other is a finding, never a guess."""

    PLUS = "plus"
    MINUS = "minus"


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A column and what it must hold."""

    column: Annotated[str, about("A column of the source.", form="line")]
    is_: Annotated[str, about("What it holds.", form="line")] = msgspec.field(name="is", default="")


class LineMapping(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that is made of each row for which all conditions hold.

    An amount of nothing makes no entry.
    """

    when: Annotated[tuple[Condition, ...], about("What a row must hold. Blank: every row.")] = ()
    quantity: Annotated[str, about("The column with the amount.", form="line")]
    sign: Annotated[Sign, about("`plus` or `minus`: the sign of the amount there.")] = Sign.PLUS
    action: Annotated[Action, about("What happened.")]
    resource: Annotated[str, about("What moved.", form="slug")]
    unit: Annotated[str, about("The unit of the amount.", form="line")]
    from_: Annotated[str, about("The account it came from.", form="slug")] = msgspec.field(
        name="from"
    )
    to: Annotated[str, about("The account it went to.", form="slug")]
    project: Annotated[str, about("The project it belongs to.", form="slug")] = ""


class BalanceMapping(msgspec.Struct, frozen=True, kw_only=True):
    """The source's own running balance, held against the book at the end of each day.

    Where it differs, the difference is booked by a count with this reason. The last day
    is always counted, whether it differs or not.
    """

    column: Annotated[str, about("The column with the running balance.", form="line")]
    change: Annotated[
        str,
        about(
            "The column with what a row changes the balance by. Blank: what its lines come to.",
            form="line",
        ),
    ] = ""
    account: Annotated[str, about("The stock it is the balance of.", form="slug")]
    resource: Annotated[str, about("What is counted.", form="slug")]
    unit: Annotated[str, about("The unit of the balance.", form="line")]
    counts: Annotated[str, about("The source account for what counts find.", form="slug")]
    reason: Annotated[str, about("Why the book and the source differ.", form="line")]


class AccountMapping(msgspec.Struct, frozen=True, kw_only=True):
    """What an account of the source is called here, and what it stands for."""

    is_: Annotated[str, about("The account as the source calls it.", form="line")] = msgspec.field(
        name="is"
    )
    account: Annotated[str, about("The account it is in the book.", form="slug")]
    type: Annotated[AccountType, about("`source`, `stock` or `sink`.")]
    purpose: Annotated[
        Purpose | None, about("What a source or sink stands for. A stock has none.")
    ] = None


class ResourceMapping(msgspec.Struct, frozen=True, kw_only=True):
    """What a commodity of the source is called here."""

    is_: Annotated[str, about("The commodity as the source calls it.", form="line")] = (
        msgspec.field(name="is")
    )
    resource: Annotated[str, about("The resource it is in the book.", form="slug")]
    unit: Annotated[str, about("The unit of its amounts.", form="line")]


class PostingsMapping(msgspec.Struct, frozen=True, kw_only=True):
    """How the postings of a double-entry program become entries: one row, one posting."""

    transaction: Annotated[
        str, about("The column that ties the postings of one transaction together.", form="line")
    ]
    account: Annotated[str, about("The column with the account.", form="line")]
    quantity: Annotated[str, about("The column with the amount.", form="line")]
    commodity: Annotated[str, about("The column with the commodity.", form="line")]
    reason: Annotated[
        str,
        about("Why a count differs from the book, where an account is for counts.", form="line"),
    ] = "a count of the source"
    accounts: Annotated[tuple[AccountMapping, ...], about("Every account of the source.")]
    resources: Annotated[tuple[ResourceMapping, ...], about("Every commodity of the source.")]


class Mapping(Record, frozen=True, kw_only=True):
    """How a table becomes entries: by `lines`, or by `postings` where each row is a posting."""

    id: Annotated[str, about("Not written.")] = "mapping"
    date: Annotated[
        str,
        about(
            "The column with the day, written YYYY-MM-DD. An hour after it is not read.",
            form="line",
        ),
    ]
    receipt: Annotated[str, about("The column with the source's own id.", form="line")] = ""
    group: Annotated[
        str, about("The column that ties the rows of one payment together.", form="line")
    ] = ""
    time: Annotated[
        str,
        about(
            "The column with the second of a row, where there is one: rows of one second have no "
            "order among them.",
            form="line",
        ),
    ] = ""
    lines: Annotated[tuple[LineMapping, ...], about("The entries that rows become.")] = ()
    postings: Annotated[
        PostingsMapping | None, about("How postings become entries, instead of `lines`.")
    ] = None
    balance: Annotated[BalanceMapping | None, about("The source's running balance.")] = None


MAPPING = Kind(
    name="mapping",
    plural="mappings",
    title="Mapping",
    record=Mapping,
    part=Part.LEDGER,
    shelf=OneFile("mapping.yml"),
    id_form="mapping",
    id_example="mapping",
    summary="How the rows of another system's table become entries.",
)
