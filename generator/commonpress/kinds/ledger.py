# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ledger is written in: categories, resources and accounts.

Nothing undeclared may be used in an entry. Accounts follow three types: a source gives,
a stock holds, a sink receives (domain rules, section 2).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, Kind, ListIn, Part, Record, about


class Measure(StrEnum):
    """What a category counts."""

    GOODS = "goods"
    MONEY = "money"
    HOURS = "hours"
    TOKENS = "tokens"


class Category(Record, frozen=True, kw_only=True):
    """A group of resources that are added up together, with the wider group above it."""

    title: Annotated[str, about("What people call it.", form="line", example="Bread")]
    measure: Annotated[Measure, about("`goods`, `money`, `hours` or `tokens`.")]
    parent: Annotated[str, about("The wider category this belongs to.", ref=("category",))] = ""


class OtherUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit people use beside the base unit: one crate is twelve kilograms."""

    unit: Annotated[str, about("The name of the unit.", form="line", example="crate")]
    is_: Annotated[Decimal, about("How many base units it is.")] = msgspec.field(name="is")


class KitPart(msgspec.Struct, frozen=True, kw_only=True):
    """So much of something inside one kit."""

    resource: Annotated[str, about("What is inside.", ref=("resource",))]
    quantity: Annotated[Decimal, about("How much of it, in its base unit.", example="2")]


class Resource(Record, frozen=True, kw_only=True):
    """Something that moves through the commons: rice, a drill, euros, hours of care."""

    title: Annotated[str, about("What people call it.", form="line", example="Vegetables")]
    category: Annotated[str, about("The category it is added up in.", ref=("category",))]
    unit: Annotated[
        str, about("The base unit that every quantity is turned into.", form="line", example="kg")
    ]
    units: Annotated[
        tuple[OtherUnit, ...], about("Other units people write, each with its size in base units.")
    ] = ()
    each: Annotated[
        str,
        about(
            "The word for more than one, when the unit is a thing.", form="line", example="meals"
        ),
    ] = ""
    about: Annotated[str, about("A sentence about it.", form="line")] = ""
    holds: Annotated[
        tuple[KitPart, ...],
        about("For a kit: what one of it holds, so that totals say what went out inside."),
    ] = ()


class AccountType(StrEnum):
    """Whether an account gives, holds or receives."""

    SOURCE = "source"
    STOCK = "stock"
    SINK = "sink"


class Purpose(StrEnum):
    """What a source or sink stands for, so that each flow can be told in a sentence."""

    GIVERS = "givers"  # sources: outside givers, by category, never a person
    NEIGHBOURS = "neighbours"  # sinks: people reached; lines to it need households
    COMMONS = "commons"  # sinks: passed on to another commons
    MAKING = "making"  # what is used up in making, and what making brings forth
    SPOILED = "spoiled"  # sinks: lost
    BILLS = "bills"  # sinks: paid to the outside
    LOANS = "loans"  # sinks: lent, expected back
    COUNTS = "counts"  # sources: what a count found above or below the book


class Account(Record, frozen=True, kw_only=True):
    """A place that resources come from, stay in or go to. Never a person."""

    title: Annotated[
        str, about("What people call it.", form="line", example="Grocers' cooperative")
    ]
    type: Annotated[AccountType, about("`source`, `stock` or `sink`.")]
    purpose: Annotated[
        Purpose | None, about("What a source or sink stands for. A stock has none.")
    ] = None
    project: Annotated[str, about("The project that keeps it.", ref=("project",))] = ""
    parent: Annotated[
        str,
        about(
            "The wider account that lines too small to be shown are written to.", ref=("account",)
        ),
    ] = ""
    opened: Annotated[Day | None, about("The first day it may be used.")] = None
    closed: Annotated[Day | None, about("The last day it may be used.")] = None
    may_go_below: Annotated[
        bool,
        about("`yes` for a bank account that may be overdrawn. Nothing else may."),
    ] = False


CATEGORY = Kind(
    name="category",
    plural="categories",
    title="Categories",
    record=Category,
    part=Part.LEDGER,
    shelf=ListIn("ledger/resources.yml", "categories"),
    id_form=SLUG,
    id_example="bread",
    summary="A group of resources that are added up together.",
)
RESOURCE = Kind(
    name="resource",
    plural="resources",
    title="Resources",
    record=Resource,
    part=Part.LEDGER,
    shelf=ListIn("ledger/resources.yml", "resources"),
    id_form=SLUG,
    id_example="vegetables",
    summary="Something that moves through the commons, with its unit.",
)
ACCOUNT = Kind(
    name="account",
    plural="accounts",
    title="Accounts",
    record=Account,
    part=Part.LEDGER,
    shelf=ListIn("ledger/accounts.yml", "accounts"),
    id_form=SLUG,
    id_example="long-table-store",
    summary="Where resources come from, stay or go: a giver, a store, the neighbours.",
)
