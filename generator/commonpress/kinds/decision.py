# SPDX-License-Identifier: AGPL-3.0-or-later
"""A decision: the question, what could have been chosen, how it was decided, and who disagreed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import Day, FileEach, Kind, Part, Prose, Record, about


class State(StrEnum):
    """Where a decision stands in its life. `stagnant` and `expired by date` are computed."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    LAST_CALL = "last_call"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    EXPIRED = "expired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# States in which the decision was adopted at some time, so that it was in force for a while.
ONCE_ADOPTED = (State.ADOPTED, State.SUPERSEDED, State.REPEALED, State.EXPIRED)
# States in which a proposal came to nothing. It may still name the one that took its place.
CAME_TO_NOTHING = (State.REJECTED, State.WITHDRAWN)


class Method(StrEnum):
    """How the assembly decided."""

    CONSENT = "consent"
    CONSENSUS = "consensus"
    MAJORITY = "majority"


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that could have been chosen, and what it would have meant."""

    title: Annotated[str, about("The option in a few words.", form="line")]
    meaning: Annotated[str, about("What it would have meant.", form="prose")]
    chosen: Annotated[bool, about("`yes` for the option that was adopted.")] = False


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many took which stand. `objection` counts objections that were still open."""

    agree: Annotated[int, about("People who agreed.")]
    abstain: Annotated[int, about("People who abstained.")] = 0
    stand_aside: Annotated[int, about("People who stood aside.")] = 0
    objection: Annotated[int, about("People whose objection was still open.")] = 0

    @property
    def total(self) -> int:
        """Everyone counted."""
        return self.agree + self.abstain + self.stand_aside + self.objection


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """An objection that was raised, and how it was met."""

    text: Annotated[str, about("What was said against it.", form="prose")]
    met: Annotated[str, about("How it was met. Blank while it is open.", form="prose")] = ""


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A step on the way of carrying a decision out."""

    title: Annotated[str, about("What has to be done.", form="line")]
    due: Annotated[Day | None, about("By when.")] = None
    done_on: Annotated[Day | None, about("The day it was done.")] = None


DecisionRef = Annotated[str, about("A decision.", ref=("decision",))]


class Decision(Record, frozen=True, kw_only=True):
    """One decision. The reasons stand below the fields."""

    title: Annotated[str, about("The decision as a sentence that states it.", form="line")]
    state: Annotated[State, about("Where it stands.")]
    subject: Annotated[str, about("What it is about, in one word.", form="slug", example="kitchen")]
    summary: Annotated[str, about("What it means, in two or three sentences.", form="line")] = ""
    question: Annotated[str, about("The question that was asked.", form="line")]
    options: Annotated[tuple[Option, ...], about("What could have been chosen.")] = ()
    drafted_on: Annotated[Day | None, about("The day it was first written down.")] = None
    proposed_on: Annotated[Day | None, about("The day it was proposed.")] = None
    last_call_on: Annotated[Day | None, about("The day last call began.")] = None
    decided_on: Annotated[Day | None, about("The day it was adopted or rejected.")] = None
    decided_at: Annotated[str, about("The assembly that decided.", ref=("assembly",))] = ""
    method: Annotated[Method | None, about("`consent`, `consensus` or `majority`.")] = None
    tally: Annotated[Tally | None, about("How many took which stand.")] = None
    reached: Annotated[
        bool | None,
        about("For secret ballots and small assemblies, instead of the tally: `yes` or `no`."),
    ] = None
    objections: Annotated[
        tuple[Objection, ...], about("Objections raised, and how they were met.")
    ] = ()
    dissent: Annotated[
        tuple[Prose, ...], about("What those who disagreed say, in their own words.")
    ] = ()
    review_on: Annotated[Day | None, about("The day it is looked at again.")] = None
    expires_on: Annotated[Day | None, about("The last day it holds, where it has one.")] = None
    ended_on: Annotated[
        Day | None, about("The day it was superseded, repealed or withdrawn, or expired.")
    ] = None
    supersedes: Annotated[
        tuple[DecisionRef, ...], about("Decisions this one takes the place of.")
    ] = ()
    superseded_by: Annotated[tuple[DecisionRef, ...], about("Decisions that took its place.")] = ()
    amends: Annotated[tuple[DecisionRef, ...], about("Decisions this one changes in part.")] = ()
    amended_by: Annotated[tuple[DecisionRef, ...], about("Decisions that changed it in part.")] = ()
    repealed_by: Annotated[str, about("The decision that ended it.", ref=("decision",))] = ""
    implements: Annotated[tuple[DecisionRef, ...], about("Decisions this one carries out.")] = ()
    progress: Annotated[int | None, about("How far it is carried out, in whole percent.")] = None
    milestones: Annotated[tuple[Milestone, ...], about("Steps of carrying it out.")] = ()
    projects: Annotated[
        tuple[Annotated[str, about("A project.", ref=("project",))], ...],
        about("Projects it is about."),
    ] = ()
    # No `ref`: a guardrail that was taken away is a finding of its own.
    guardrails: Annotated[
        tuple[Annotated[str, about("A guardrail.", form="slug")], ...],
        about("Guardrails it adopted, each with a record that names this decision."),
    ] = ()
    body: Annotated[str, about("The reasons.", form="prose")] = ""


DECISION = Kind(
    name="decision",
    plural="decisions",
    title="Decisions",
    record=Decision,
    part=Part.ASSEMBLY,
    shelf=FileEach("content/decisions", "md"),
    id_form=r"dec-\d{4}-\d{3,4}",
    id_example="dec-2026-014",
    summary="What was decided, by how many, for which reasons, and what those who disagreed say.",
)
