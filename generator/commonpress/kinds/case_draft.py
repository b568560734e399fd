# SPDX-License-Identifier: AGPL-3.0-or-later
"""A private draft of a case: who it was, and on which days. It never lies in a book.

A book's folder is public with all its history. `commonpress protect case` reads a draft
outside it and writes the case that may be committed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from commonpress.kinds.base import FileEach, Kind, Line, Part, Record, about
from commonpress.kinds.case import (
    Citation,
    Consent,
    HouseholdKind,
    Involvement,
    Outcome,
    PartyRole,
    Stage,
    Without,
)


class DraftParty(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the case, by every name that the draft calls them."""

    names: Annotated[
        tuple[Line, ...],
        about("Every name this person has in the draft. Private: each becomes a letter."),
    ] = ()
    role: Annotated[PartyRole, about("What the person was in the story.")]
    part: Annotated[Involvement, about("`harmed`, `responsible`, `both` or `helped`.")]


class DraftStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the case, on its day."""

    stage: Annotated[Stage, about("The step.")]
    date: Annotated[date, about("The day. Private: it becomes whole months since the report.")]
    text: Annotated[str, about("What happened, in one to three sentences.", form="prose")]


class CaseDraft(Record, frozen=True, kw_only=True):
    """One case as its keepers know it."""

    title: Annotated[str, about("What happened, as a sentence.", form="line")]
    summary: Annotated[str, about("How it was met, in two or three sentences.", form="line")] = ""
    harm: Annotated[str, about("The kind of harm, from the list in the settings.", form="line")]
    place: Annotated[
        str, about("Where, from the list in the settings, or `none`.", form="line")
    ] = "none"
    household: Annotated[HouseholdKind, about("What kind of households.")] = HouseholdKind.NONE
    role: Annotated[PartyRole | None, about("A role that describes the case.")] = None
    parties: Annotated[tuple[DraftParty, ...], about("The people.")]
    steps: Annotated[tuple[DraftStep, ...], about("The steps, in order; the first is the report.")]
    outcome: Annotated[Outcome, about("How it ended.")]
    transferred_to: Annotated[
        str, about("What kind of trained people took it over.", form="line")
    ] = ""
    met_without: Annotated[tuple[Without, ...], about("`police`, `courts`, or both.")] = ()
    consent: Annotated[Consent, about("Who agreed that this is published.")]
    reviewed_by: Annotated[
        tuple[Annotated[str, about("A role.", ref=("role",))], ...],
        about("The two roles that read it."),
    ]
    anonymised: Annotated[
        tuple[Line, ...], about("What you made more general yourself, never what it was before.")
    ] = ()
    applies: Annotated[
        tuple[Annotated[str, about("A norm.", ref=("norm",))], ...],
        about("Norms that were applied."),
    ] = ()
    cites: Annotated[tuple[Citation, ...], about("Earlier cases it leans on.")] = ()
    led_to: Annotated[
        tuple[Annotated[str, about("A norm.", ref=("norm",))], ...],
        about("Norms that came out of it."),
    ] = ()
    body: Annotated[str, about("What was learned.", form="prose")] = ""


CASE_DRAFT = Kind(
    name="case_draft",
    plural="case drafts",
    title="Draft of a case",
    record=CaseDraft,
    part=Part.CASES,
    shelf=FileEach("drafts", "md"),
    id_form=r".*",
    id_example="",
    summary="A private text that protection turns into a case that may be committed.",
    guarded=True,
)
