# SPDX-License-Identifier: AGPL-3.0-or-later
"""An assembly: when and where it met, how many came, what it took up, and its minutes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Day, FileEach, Kind, Line, Part, Record, about


class AssemblyKind(StrEnum):
    """What sort of meeting it was. Only an emergency assembly may decide without last call."""

    OPEN = "open"
    WORKING = "working"
    EMERGENCY = "emergency"


class Held(StrEnum):
    """Whether the assembly took place. A planned one never moves the book's date."""

    HELD = "held"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class Facilitation(msgspec.Struct, frozen=True, kw_only=True):
    """Who carried a role at this assembly, by handle."""

    role: Annotated[str, about("The role.", ref=("role",))]
    handle: Annotated[str, about("Who held it, by the name they chose.", ref=("handle",))]


class NextTime(msgspec.Struct, frozen=True, kw_only=True):
    """When people meet again."""

    date: Annotated[Day, about("The day.")]
    time: Annotated[str, about("The hour, as 15:00.", form="time", example="15:00")] = ""
    place: Annotated[str, about("The public place.", form="line")] = ""
    about: Annotated[str, about("What will be on the table.", form="line")] = ""


class Assembly(Record, frozen=True, kw_only=True):
    """One assembly. The minutes stand below the fields."""

    date: Annotated[Day, about("The day it met.")]
    time: Annotated[str, about("The hour it began.", form="time", example="15:00")] = ""
    place: Annotated[str, about("The public place it met in.", form="line", example="The yard")]
    kind: Annotated[AssemblyKind, about("`open`, `working` or `emergency`.")]
    held: Annotated[Held, about("`held`, `planned` or `cancelled`.")] = Held.HELD
    title: Annotated[str, about("A sentence that says what came of it.", form="line")] = ""
    present: Annotated[int | None, about("How many came. A count, no names.")] = None
    quorum: Annotated[int | None, about("How many had to come. Blank: the book's own.")] = None
    facilitation: Annotated[
        tuple[Facilitation, ...], about("Who facilitated, took minutes and so on.")
    ] = ()
    agenda: Annotated[tuple[Line, ...], about("What was to be talked about, in order.")] = ()
    decisions: Annotated[
        tuple[Annotated[str, about("A decision.", ref=("decision",))], ...],
        about("The decisions taken here."),
    ] = ()
    next: Annotated[NextTime | None, about("When people meet again.")] = None
    body: Annotated[str, about("The minutes.", form="prose")] = ""

    @property
    def was_held(self) -> bool:
        """Whether it took place."""
        return self.held is Held.HELD


ASSEMBLY = Kind(
    name="assembly",
    plural="assemblies",
    title="Assemblies",
    record=Assembly,
    part=Part.ASSEMBLY,
    shelf=FileEach("content/assemblies", "md"),
    id_form=r"asm-\d{4}-\d{2}(-[2-9])?",
    id_example="asm-2026-03",
    summary="A meeting open to all: who facilitated, how many came, what was said and decided.",
)
