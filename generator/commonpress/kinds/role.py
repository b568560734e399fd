# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handles and roles: the names people choose for public work, and the terms they hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, ListIn, Part, Record, about


class Handle(Record, frozen=True, kw_only=True):
    """A name someone chose for their public work here. Never a legal name."""

    consented_on: Annotated[Day, about("The day its holder agreed that it may be public.")]
    retired_on: Annotated[Day | None, about("The day its holder laid it down.")] = None


class Filled(StrEnum):
    """How a term was filled."""

    ROTATION = "rotation"
    LOT = "lot"
    ELECTION = "election"


class RoleTerm(msgspec.Struct, frozen=True, kw_only=True):
    """One term: who, from when to when, and whether the work was handed over."""

    holder: Annotated[str, about("Who holds it, by handle.", ref=("handle",))]
    start: Annotated[Day, about("The first day.")]
    end: Annotated[Day, about("The last day, agreed at the start.")]
    filled: Annotated[Filled, about("`rotation`, `lot` or `election`.")]
    handover_on: Annotated[Day | None, about("The day the work was handed over.")] = None
    left_on: Annotated[
        Day | None, about("The last day in fact, when it was not the agreed one.")
    ] = None
    extended_by: Annotated[
        str, about("The decision that allowed a longer term.", ref=("decision",))
    ] = ""
    extended_to: Annotated[Day | None, about("The last day after the extension.")] = None


class Role(Record, frozen=True, kw_only=True):
    """A task that goes round: what it is, and everyone who has held it."""

    title: Annotated[str, about("Its name.", form="line", example="Treasurer")]
    about: Annotated[str, about("What its holder does, in a sentence or two.", form="prose")]
    handles_money: Annotated[
        bool, about("`yes` where the holder handles money; its terms are shorter.")
    ] = False
    longest_months: Annotated[
        int | None, about("The longest term, when shorter than the book's.")
    ] = None
    seats: Annotated[int, about("How many hold it at the same time.")] = 1
    adopted_by: Annotated[str, about("The decision that made the role.", ref=("decision",))] = ""
    terms: Annotated[tuple[RoleTerm, ...], about("The terms, earliest first.")] = ()


HANDLE = Kind(
    name="handle",
    plural="handles",
    title="Handles",
    record=Handle,
    part=Part.ROLES,
    shelf=ListIn("content/handles.yml", "handles"),
    id_form=SLUG,
    id_example="wren",
    summary="A name someone chose for their public work, with the day they agreed to it.",
)
ROLE = Kind(
    name="role",
    plural="roles",
    title="Roles",
    record=Role,
    part=Part.ROLES,
    shelf=FileEach("content/roles", "yml"),
    id_form=SLUG,
    id_example="treasurer",
    summary="A task that goes round, with the terms of those who have held it.",
)
