# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and norms: how a conflict was met, step by step, and what people agreed from it.

A case shows the steps, not the people (domain rules, section 4). What could identify
someone is a closed list or a whole number of months, computed outside the book.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, FileEach, Kind, Line, Part, Record, about


class Stage(StrEnum):
    """The steps of a case, in order; the last two end it early."""

    REPORTED = "reported"
    LISTENING = "listening"
    MEDIATION = "mediation"
    AGREEMENT = "agreement"
    RESTITUTION = "restitution"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    DECLINED = "declined"
    TRANSFERRED = "transferred"


class Outcome(StrEnum):
    """How a case ended."""

    AGREEMENT = "agreement"
    PARTIAL = "partial_agreement"
    NO_AGREEMENT = "no_agreement"
    DECLINED = "declined"
    TRANSFERRED = "transferred"


class Treatment(StrEnum):
    """What a later case does with an earlier one, in the words lawyers have for it."""

    FOLLOWED = "followed"
    APPLIED = "applied"
    DISTINGUISHED = "distinguished"
    LIMITED = "limited"
    QUESTIONED = "questioned"
    OVERRULED_IN_PART = "overruled_in_part"
    OVERRULED = "overruled"


class PartyRole(StrEnum):
    """What a person was in the story. A closed list, so that it names nobody."""

    MEMBER = "member"
    VOLUNTEER = "volunteer"
    COOK = "cook"
    BORROWER = "borrower"
    PARENT = "parent"
    NEIGHBOUR = "neighbour"
    BENCH_KEEPER = "bench_keeper"
    KEEPER = "keeper"


class Involvement(StrEnum):
    """Whether someone was harmed, responsible, or helped."""

    HARMED = "harmed"
    RESPONSIBLE = "responsible"
    BOTH = "both"
    HELPED = "helped"


class HouseholdKind(StrEnum):
    """How much of a household is said. `none` says nothing and is always safe."""

    NONE = "none"
    WITH_CHILDREN = "with_children"
    WITHOUT_CHILDREN = "without_children"


class Without(StrEnum):
    """What was not called for help."""

    POLICE = "police"
    COURTS = "courts"


class MadeGeneral(StrEnum):
    """What `commonpress protect case` writes into the log of a case.

    The sentences are the same for every case, so pages say them in their own language.
    """

    LETTERS = "The people are written as letters."
    MONTHS = "Days were counted in whole months since the report."
    HELD = "A role that one person alone held is written as member."
    PLACE = "Where it happened was left out."
    HOUSEHOLD = "What kind of household it was in was left out."
    ROLE = "A role that described it was left out."
    MONTH = "The month was left out."
    SEASON = "The season was left out."


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the case, as a letter and a role."""

    person: Annotated[
        str, about("`Person A`, `Person B` and so on, the same throughout.", form="line")
    ]
    role: Annotated[PartyRole, about("What the person was in the story.")]
    part: Annotated[Involvement, about("`harmed`, `responsible`, `both` or `helped`.")]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the case, with the whole months since the report."""

    stage: Annotated[Stage, about("The step.")]
    month: Annotated[int, about("Whole months since the report; the report is month 0.")]
    text: Annotated[
        str, about("What happened, in one to three sentences. No names, no dates.", form="prose")
    ]


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier case this one leans on, and what it does with it."""

    case: Annotated[str, about("The earlier case.", ref=("case",))]
    treatment: Annotated[Treatment, about("What this case does with it.")]
    why: Annotated[str, about("Why, in a sentence.", form="line")]


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Who agreed that this text is published."""

    harmed: Annotated[bool, about("`yes` when those who were harmed agreed to this text.")]
    responsible: Annotated[bool, about("`yes` when those responsible agreed to this text.")]


class Case(Record, frozen=True, kw_only=True):
    """One case. What was learned stands below the fields."""

    title: Annotated[str, about("What happened, as a sentence without names.", form="line")]
    summary: Annotated[str, about("How it was met, in two or three sentences.", form="line")] = ""
    harm: Annotated[str, about("The kind of harm, from the list in the settings.", form="line")]
    period: Annotated[
        str,
        about(
            "When: a year is always safe. A season or month only with five alike.",
            form="period",
            example="2025",
        ),
    ]
    place: Annotated[
        str, about("Where, from the list in the settings, or `none`.", form="line")
    ] = "none"
    household: Annotated[HouseholdKind, about("How much of the households is said.")] = (
        HouseholdKind.NONE
    )
    role: Annotated[
        PartyRole | None,
        about("A role that describes the case, when `member` is too little. Blank is always safe."),
    ] = None
    parties: Annotated[tuple[Party, ...], about("The people, as letters and roles.")]
    steps: Annotated[tuple[Step, ...], about("The steps, in order.")]
    outcome: Annotated[Outcome, about("How it ended.")]
    transferred_to: Annotated[
        str, about("What kind of trained people took it over.", form="line")
    ] = ""
    met_without: Annotated[tuple[Without, ...], about("`police`, `courts`, or both.")] = ()
    consent: Annotated[Consent, about("Who agreed that this is published.")]
    reviewed_by: Annotated[
        tuple[Annotated[str, about("A role.", ref=("role",))], ...],
        about("The two roles that read it before it was published."),
    ]
    rested_months: Annotated[
        int,
        about(
            "How many whole months it rested between its end and this publication, at the least: "
            "as many as the settings ask for, and no more is said."
        ),
    ]
    batch: Annotated[
        str,
        about("The season it was published in, with others.", form="period", example="2026-spring"),
    ]
    anonymised: Annotated[
        tuple[Line, ...], about("What was made more general, never what it was before.")
    ]
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


class Norm(Record, frozen=True, kw_only=True):
    """Something people agreed to live by, in one to three sentences."""

    title: Annotated[str, about("Its short name.", form="line", example="Call the pot")]
    text: Annotated[str, about("The norm itself, one to three sentences.", form="line")]
    adopted_by: Annotated[str, about("The decision that adopted it.", ref=("decision",))]
    replaces: Annotated[
        tuple[Annotated[str, about("A norm.", ref=("norm",))], ...],
        about("Norms it takes the place of."),
    ] = ()
    repealed_by: Annotated[str, about("The decision that ended it.", ref=("decision",))] = ""
    body: Annotated[str, about("Where it comes from, in a few sentences.", form="prose")] = ""


CASE = Kind(
    name="case",
    plural="cases",
    title="Cases",
    record=Case,
    part=Part.CASES,
    shelf=FileEach("cases", "md"),
    id_form=r"case-\d{4}-\d{3}",
    id_example="case-2025-003",
    summary="A conflict and how it was met, step by step, without the people in it.",
    guarded=True,
)
NORM = Kind(
    name="norm",
    plural="norms",
    title="Norms",
    record=Norm,
    part=Part.CASES,
    shelf=FileEach("content/norms", "md"),
    id_form=SLUG,
    id_example="call-the-pot",
    summary="Something people agreed to live by, with the decision that adopted it.",
)
