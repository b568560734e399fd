# SPDX-License-Identifier: AGPL-3.0-or-later
"""A census and its questionnaire: once a year, where households turned. Only protected tables.

Answers never enter a book. `commonpress protect census` makes a census from them, outside it,
by the rules of domain.md, section 6; `check` then attacks what was made (`check.audit`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from commonpress.kinds.base import SLUG, Day, FileEach, Kind, Part, Record, about

# The row of those who left a question blank. It stands in every table, so that each adds up to
# everyone who answered anything.
BLANK = "blank"
LEAST_COUNT, ROUNDED_TO = 10, 5  # the 10-5 rule
FEW, HIDDEN = "<10", "hidden"
Slug = Annotated[str, about("A short name.", form="slug")]


class Topic(StrEnum):
    """What a question is about."""

    NEED = "need"
    CONFLICT = "conflict"
    CRISIS = "crisis"
    GROUP = "group"


class Where(StrEnum):
    """Where an answer says that a household turned."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that may be ticked."""

    id: Annotated[Slug, about("Its short name, as answers and tables write it.", form="slug")]
    title: Annotated[str, about("The words beside the box.", form="line")]
    where: Annotated[
        Where | None,
        about("`here` (the commons), `elsewhere` or `nowhere` (no need, or nobody was asked)."),
    ] = None
    under: Annotated[
        str,
        about(
            "The wider answer it is counted under where its own count would tell too much.",
            form="line",
            example="Family and friends",
        ),
    ] = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question, with one answer to tick."""

    id: Annotated[Slug, about("Its short name.", form="slug", example="food")]
    topic: Annotated[
        Topic,
        about(
            "`need`, `conflict` or `crisis` for where people turn; `group` for who they are, such "
            "as households with children."
        ),
    ]
    title: Annotated[str, about("The domain in a word or two.", form="line", example="Food")]
    ask: Annotated[str, about("The question as the slip asks it.", form="line")]
    sensitive: Annotated[
        bool, about("Whether nobody may be able to say what nearly all of a group answered.")
    ] = False
    choices: Annotated[tuple[Choice, ...], about("The answers, in the order of the slip.")]

    @property
    def is_domain(self) -> bool:
        """Whether it asks where people turn."""
        return self.topic is not Topic.GROUP


class TableAllowed(msgspec.Struct, frozen=True, kw_only=True):
    """A table that may be published: one question, or two crossed."""

    id: Annotated[Slug, about("Its short name.", form="slug", example="crisis-by-household")]
    rows: Annotated[Slug, about("The question whose answers are its rows.", form="slug")]
    columns: Annotated[
        str, about("The question whose answers are its columns, if it is crossed.", form="slug")
    ] = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it is made of."""
        return (self.rows, self.columns) if self.columns else (self.rows,)


class Questionnaire(Record, frozen=True, kw_only=True):
    """The slip that goes under every door. The same one for all years that are compared."""

    title: Annotated[str, about("What stands at the head of the slip.", form="line")]
    intro: Annotated[
        str, about("What it is for and what happens to it, in a sentence or two.", form="line")
    ]
    hand_in: Annotated[str, about("Where the slip goes, and until when.", form="line")]
    decision: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""
    questions: Annotated[tuple[Question, ...], about("The questions, in order.")]
    tables: Annotated[
        tuple[TableAllowed, ...], about("Every table that may be made of the answers.")
    ]

    def question(self, question_id: str) -> Question | None:
        """The question of this name."""
        return next((q for q in self.questions if q.id == question_id), None)


class Told(StrEnum):
    """How much may be told of a census, by how many households answered."""

    TABLES = "tables"
    BANDS = "bands"
    HELD = "held"


class Share(StrEnum):
    """A share of households as one of four bands."""

    FIRST = "under_a_quarter"
    SECOND = "a_quarter_to_a_half"
    THIRD = "a_half_to_three_quarters"
    FOURTH = "three_quarters_or_more"


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """One count of a table: those who gave any of the answers in `row` and any in `column`."""

    row: Annotated[tuple[Slug, ...], about("The answers of its row. None: the total of all rows.")]
    column: Annotated[
        tuple[Slug, ...], about("The answers of its column. None: the total of all columns.")
    ] = ()
    count: Annotated[
        str,
        about(
            "Households: `<10`, or rounded to the nearest five, or `hidden` where it would give "
            "another count away.",
            form="count",
            example="45",
        ),
    ]


class CensusTable(msgspec.Struct, frozen=True, kw_only=True):
    """One protected table."""

    id: Annotated[Slug, about("The table of the questionnaire.", form="slug")]
    counts: Annotated[tuple[Count, ...], about("Its counts, row by row.")]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """How many households mostly turn here in one domain, where few answered."""

    question: Annotated[Slug, about("The question.", form="slug")]
    share: Annotated[
        Share,
        about(
            "`under_a_quarter`, `a_quarter_to_a_half`, `a_half_to_three_quarters` or "
            "`three_quarters_or_more`."
        ),
    ]


class Census(Record, frozen=True, kw_only=True):
    """What may be told of one census. `commonpress protect census` writes it."""

    questionnaire: Annotated[str, about("The slip it was held with.", ref=("questionnaire",))]
    date: Annotated[Day, about("The day the slips were counted.")]
    decision: Annotated[str, about("The decision behind it.", ref=("decision",))] = ""
    told: Annotated[
        Told,
        about(
            "`tables` from 60 households on, `bands` from 20, and below that `held`: that it was "
            "held, and nothing else."
        ),
    ]
    base: Annotated[
        str,
        about("Households that answered, to the nearest five.", form="count", example="85"),
    ] = ""
    tables: Annotated[tuple[CensusTable, ...], about("Its protected tables.")] = ()
    bands: Annotated[tuple[Band, ...], about("Its bands, one a domain.")] = ()
    note: Annotated[
        str, about("How it went, in words and without figures.", form="line", example="It snowed.")
    ] = ""

    @property
    def year(self) -> str:
        """The year it was held in."""
        return self.id.removeprefix("census-")

    def table(self, table_id: str) -> CensusTable | None:
        """The table of this name."""
        return next((t for t in self.tables if t.id == table_id), None)


QUESTIONNAIRE = Kind(
    name="questionnaire",
    plural="questionnaires",
    title="Questionnaires",
    record=Questionnaire,
    part=Part.PROJECTS,
    shelf=FileEach("content/questionnaires", "yml"),
    id_form=SLUG,
    id_example="where-we-turn",
    summary="A slip of questions for every household, and the tables that may be made of it.",
)
CENSUS = Kind(
    name="census",
    plural="censuses",
    title="Census",
    record=Census,
    part=Part.PROJECTS,
    shelf=FileEach("content/census", "yml", prefix="census-"),
    id_form=r"census-\d{4}",
    id_example="census-2026",
    summary="What may be told of a census: protected tables, never an answer.",
)
