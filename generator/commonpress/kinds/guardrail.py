# SPDX-License-Identifier: AGPL-3.0-or-later
"""A guardrail: something a commons will not trade away, with a condition a program can judge.

The vocabulary of conditions is small and closed (domain rules, section 5): a promise that no
figure of the book can break is a norm, not a guardrail.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about


class Condition(StrEnum):
    """What can be judged. The two shares need a `percent`; the others have no parameter."""

    TERM_LIMITS = "term_limits"  # nobody holds a role past its longest term
    NO_PERMANENT_ROLE = "no_permanent_role"  # nobody is followed by themselves for ever
    FUNDER_SHARE = "funder_share"  # no institution gives more than `percent` of the money
    CONDITIONED_SHARE = "conditioned_share"  # state and conditioned money stay below `percent`
    CONDITIONS_PUBLISHED = "conditions_published"  # each fund says who gives and what it asks
    DECIDED_IN_ASSEMBLY = "decided_in_assembly"  # decisions are made by an assembly with a quorum
    REVIEW_HELD = "review_held"  # each recurring question is taken up in its rhythm


SHARES = (Condition.FUNDER_SHARE, Condition.CONDITIONED_SHARE)


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A time for which an assembly allowed what the guardrail forbids."""

    decision: Annotated[str, about("The decision that allowed it.", ref=("decision",))]
    start: Annotated[Day, about("The first day.")]
    end: Annotated[Day, about("The last day. A waiver without one would be a repeal.")]
    only: Annotated[
        str,
        about(
            "The role or the fund it is for. Blank: for whatever breaks it.", ref=("role", "fund")
        ),
    ] = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an assembly answered when the question was put to it."""

    assembly: Annotated[str, about("The assembly that took it up.", ref=("assembly",))]
    answer: Annotated[str, about("Its answer, in its own words.", form="line")]
    agreed: Annotated[
        int | None,
        about("How many could agree to the answer. Blank where few were present."),
    ] = None


class Guardrail(Record, frozen=True, kw_only=True):
    """One guardrail. What it guards against stands below the fields."""

    title: Annotated[
        str,
        about("The rule as a sentence.", form="line", example="Decisions are made in assemblies"),
    ]
    condition: Annotated[
        str,
        about(
            "What is judged: `term_limits`, `no_permanent_role`, `funder_share`, "
            "`conditioned_share`, `conditions_published`, `decided_in_assembly` or `review_held`.",
            form="line",
            example="term_limits",
        ),
    ]
    percent: Annotated[
        int | None,
        about("For a share: the limit in hundredths of the money of twelve months."),
    ] = None
    adopted_by: Annotated[
        str,
        about("The decision that adopted it, which names it in `guardrails`.", ref=("decision",)),
    ]
    repealed_by: Annotated[str, about("The decision that ended it.", ref=("decision",))] = ""
    waivers: Annotated[
        tuple[Waiver, ...], about("What was allowed for a time, earliest first.")
    ] = ()
    question: Annotated[
        str, about("The question an assembly is asked again and again.", form="line")
    ] = ""
    every_months: Annotated[
        int | None, about("How many months may lie between two answers, counted by month.")
    ] = None
    answers: Annotated[
        tuple[Answer, ...], about("Each assembly that took the question up, earliest first.")
    ] = ()
    body: Annotated[str, about("What it guards against, in a few sentences.", form="prose")] = ""

    @property
    def judged_by(self) -> Condition | None:
        """Its condition; None for a word that is not in the vocabulary."""
        return Condition(self.condition) if self.condition in set(Condition) else None


GUARDRAIL = Kind(
    name="guardrail",
    plural="guardrails",
    title="Guardrails",
    record=Guardrail,
    part=Part.GUARDRAILS,
    shelf=FileEach("content/guardrails", "md"),
    id_form=SLUG,
    id_example="nobody-stays-past-the-term",
    summary="Something that is not traded away, with a condition that every build judges.",
)
