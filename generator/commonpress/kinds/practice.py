# SPDX-License-Identifier: AGPL-3.0-or-later
"""A practice: a tactic, a form or a ritual that fades unless it is renewed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about


class PracticeForm(StrEnum):
    """What sort of thing it is."""

    TACTIC = "tactic"
    FORM = "form"
    RITUAL = "ritual"


class Participation(msgspec.Struct, frozen=True, kw_only=True):
    """How many took part in a period: a count, no names."""

    period: Annotated[
        str, about("A month, a season or a year.", form="period", example="2025-autumn")
    ]
    people: Annotated[int, about("How many took part on one occasion of it, about.")]


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which it was made anew, and what was reinvented."""

    date: Annotated[Day, about("The day.")]
    what: Annotated[str, about("What was reinvented.", form="line")]
    decision: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""


class Practice(Record, frozen=True, kw_only=True):
    """One practice. How it goes stands below the fields."""

    title: Annotated[str, about("What people call it.", form="line", example="The evening walk")]
    form: Annotated[PracticeForm, about("`tactic`, `form` or `ritual`.")]
    started: Annotated[Day, about("The day it was first done.")]
    ended: Annotated[Day | None, about("The day it was let go.")] = None
    ended_by: Annotated[str, about("The decision that let it go.", ref=("decision",))] = ""
    became: Annotated[
        str, about("The practice it turned into.", ref=("practice",), example="moving-feast")
    ] = ""
    adopted_by: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""
    half_life_months: Annotated[
        int | None,
        about(
            "In how many months half of its strength is gone. Blank: it is told from who took part."
        ),
    ] = None
    participation: Annotated[
        tuple[Participation, ...], about("How many took part, earliest period first.")
    ] = ()
    renewals: Annotated[tuple[Renewal, ...], about("When it was made anew, earliest first.")] = ()
    projects: Annotated[
        tuple[Annotated[str, about("A project.", ref=("project",))], ...],
        about("Projects it belongs to."),
    ] = ()
    body: Annotated[str, about("How it goes, and what became of it.", form="prose")] = ""

    @property
    def renewed_on(self) -> Day:
        """The last day on which it was new: a renewal, or its first day."""
        return max([self.started, *(renewal.date for renewal in self.renewals)])


PRACTICE = Kind(
    name="practice",
    plural="practices",
    title="Practices",
    record=Practice,
    part=Part.PROJECTS,
    shelf=FileEach("content/practices", "md"),
    id_form=SLUG,
    id_example="evening-walk",
    summary="A tactic, a form or a ritual, who takes part, and when it was last made anew.",
)
