# SPDX-License-Identifier: AGPL-3.0-or-later
"""A gathering: a celebration or a burst of work beside the slow work. Nothing is decided there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commonpress.kinds.assembly import Held
from commonpress.kinds.base import Day, FileEach, Kind, Part, Record, about


class GatheringKind(StrEnum):
    """What people come together for."""

    CELEBRATION = "celebration"
    FEAST = "feast"
    OPEN_DAY = "open_day"
    WORK = "work"


class Gathering(Record, frozen=True, kw_only=True):
    """One gathering. How it was, or what will be, stands below the fields."""

    title: Annotated[str, about("What it is, as a sentence.", form="line")]
    kind: Annotated[GatheringKind, about("`celebration`, `feast`, `open_day` or `work`.")]
    date: Annotated[Day, about("The day, or the first one.")]
    until: Annotated[Day | None, about("The last day, where it has several.")] = None
    time: Annotated[str, about("The hour it begins.", form="time", example="17:00")] = ""
    place: Annotated[str, about("The public place.", form="line", example="The yard")]
    held: Annotated[Held, about("`held`, `planned` or `cancelled`.")] = Held.HELD
    recurs: Annotated[
        str, about("How often it comes back, in words.", form="line", example="Every Sunday")
    ] = ""
    came: Annotated[int | None, about("How many came, about. A count, no names.")] = None
    reports: Annotated[
        str,
        about("The period of which it was told what went round.", form="period", example="2025"),
    ] = ""
    decision: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""
    practices: Annotated[
        tuple[Annotated[str, about("A practice.", ref=("practice",))], ...],
        about("Practices it belongs to."),
    ] = ()
    projects: Annotated[
        tuple[Annotated[str, about("A project.", ref=("project",))], ...],
        about("Projects that carry it."),
    ] = ()
    body: Annotated[str, about("How it was, or what will be.", form="prose")] = ""


GATHERING = Kind(
    name="gathering",
    plural="gatherings",
    title="Gatherings",
    record=Gathering,
    part=Part.ASSEMBLY,
    shelf=FileEach("content/gatherings", "md"),
    id_form=r"gat-\d{4}-\d{2}(-[2-9])?",
    id_example="gat-2026-01",
    summary="A celebration, a feast, an open day or a day of work together, open to all.",
)
