# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where households turn: what the censuses held with one slip tell, year beside year.

The reliance index is the share of households that mostly turned to the commons, for each domain
and year. It is made of printed counts only, so it has a range: what rounding leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonpress.check.census_tables import Answers, read_count
from commonpress.check.register import Register
from commonpress.kinds.census import (
    BLANK,
    FEW,
    HIDDEN,
    Band,
    Census,
    CensusTable,
    Choice,
    Count,
    Question,
    Questionnaire,
    Share,
    Topic,
    Where,
)

_QUARTERS = {
    Share.FIRST: (0, 25),
    Share.SECOND: (25, 50),
    Share.THIRD: (50, 75),
    Share.FOURTH: (75, 100),
}


@dataclass(frozen=True, slots=True)
class Reliance:
    """How many households turned somewhere in a year, as far as it is told.

    `low` to `high` is what their share may have been, in whole hundredths; `about` is the one of
    rounded counts, None where there is none. `households` are what their number may have been,
    None where no number is told. Nothing at all is told where `low` is None.
    """

    year: str
    about: int | None = None
    low: int | None = None
    high: int | None = None
    households: tuple[int, int] | None = None
    says: str = ""
    band: Share | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything is told."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain and who turned here for it, year by year."""

    question: Question
    here: Choice
    years: tuple[Reliance, ...]  # oldest first
    elsewhere: tuple[Reliance, ...]  # the same years


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table: the answers in it, its counts column by column, its total if crossed."""

    answers: tuple[str, ...]  # titles; none for the row of totals
    is_blank: bool
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountTable:
    """A protected table with its questions and the words of its answers."""

    id: str
    rows_of: Question
    columns_of: Question | None
    columns: tuple[tuple[str, ...], ...]  # titles; the last is the total, which has none
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class CensusView:
    """One census and its tables."""

    record: Census
    slip: Questionnaire
    tables: tuple[CountTable, ...]


@dataclass(frozen=True, slots=True)
class CensusSeries:
    """All censuses that were held with one slip."""

    slip: Questionnaire
    censuses: tuple[CensusView, ...]  # newest first
    domains: tuple[DomainView, ...]  # as the slip asks

    def about(self, topic: Topic) -> tuple[DomainView, ...]:
        """The domains of a topic."""
        return tuple(domain for domain in self.domains if domain.question.topic is topic)

    @property
    def crises(self) -> tuple[DomainView, ...]:
        """Where people turn in a crisis."""
        return self.about(Topic.CRISIS)

    @property
    def conflicts(self) -> tuple[DomainView, ...]:
        """Where people take a quarrel."""
        return self.about(Topic.CONFLICT)


def census_series(register: Register) -> tuple[CensusSeries, ...]:
    """Every slip with its censuses; one that was never answered too."""
    made = []
    for slip in register.of(Questionnaire):
        held = [c for c in register.of(Census) if c.questionnaire == slip.id]
        domains = [_domain(q, slip, held) for q in slip.questions if q.is_domain]
        made.append(
            CensusSeries(
                slip=slip,
                censuses=tuple(_census(c, slip) for c in reversed(held)),
                domains=tuple(d for d in domains if d is not None),
            )
        )
    return tuple(made)


def _domain(question: Question, slip: Questionnaire, held: Sequence[Census]) -> DomainView | None:
    here = next((c for c in question.choices if c.where is Where.HERE), None)
    if here is None:
        return None
    others = {c.id for c in question.choices if c.where is Where.ELSEWHERE}
    return DomainView(
        question=question,
        here=here,
        years=tuple(_reliance(census, slip, question.id, {here.id}) for census in held),
        elsewhere=tuple(_reliance(census, slip, question.id, others) for census in held),
    )


def _reliance(census: Census, slip: Questionnaire, question: str, answers: set[str]) -> Reliance:
    """How many gave any of these answers: the sum of the rows that hold nothing else."""
    band = next((b for b in census.bands if b.question == question), None)
    if band is not None:
        return _banded(census, band) if len(answers) == 1 else Reliance(census.year)
    counts = [
        count.count
        for count in _counts_of(census, slip, question)
        if count.row and set(count.row) <= answers
    ]
    if not counts or HIDDEN in counts:
        return Reliance(census.year)
    base = read_count(census.base)
    ends = [read_count(count) for count in counts]
    low, high = sum(e.low for e in ends), sum(e.high for e in ends)
    rounded = [int(count) for count in counts if count != FEW]
    about = _hundredths(sum(rounded), int(census.base)) if len(rounded) == len(counts) else None
    return Reliance(
        year=census.year,
        about=about,
        low=low * 100 // base.high,
        high=min(-(-high * 100 // base.low), 100),
        households=(low, high),
        says=counts[0] if len(counts) == 1 else "",
    )


def _banded(census: Census, band: Band) -> Reliance:
    low, high = _QUARTERS[band.share]
    return Reliance(census.year, low=low, high=high, band=band.share)


def _hundredths(part: int, whole: int) -> int:
    return (part * 200 + whole) // (whole * 2)


def _counts_of(census: Census, slip: Questionnaire, question: str) -> Iterator[Count]:
    """The counts of a question alone: of its own table, or the totals of a crossed one."""
    for allowed in slip.tables:
        table = census.table(allowed.id)
        if table is None or question not in allowed.questions:
            continue
        if question == allowed.rows:
            yield from (c for c in table.counts if not c.column)
            return


def _census(census: Census, slip: Questionnaire) -> CensusView:
    tables = [_table(table, slip) for table in census.tables]
    return CensusView(census, slip, tuple(table for table in tables if table is not None))


def _table(table: CensusTable, slip: Questionnaire) -> CountTable | None:
    allowed = next((t for t in slip.tables if t.id == table.id), None)
    rows_of = slip.question(allowed.rows) if allowed else None
    columns_of = slip.question(allowed.columns) if allowed and allowed.columns else None
    if rows_of is None:
        return None
    said = {(count.row, count.column): count.count for count in table.counts}
    rows = tuple(dict.fromkeys(row for row, _ in said))
    columns = tuple(dict.fromkeys(column for _, column in said))
    return CountTable(
        id=table.id,
        rows_of=rows_of,
        columns_of=columns_of,
        columns=tuple(_titles(columns_of, column) for column in columns) if columns_of else (),
        rows=tuple(
            RowView(
                answers=_titles(rows_of, row),
                is_blank=row == (BLANK,),
                counts=tuple(said.get((row, column), "") for column in columns),
            )
            for row in rows
        ),
    )


def _titles(question: Question, answers: Answers) -> tuple[str, ...]:
    """What answers are called: by the wider answer where they are all that is under it."""
    by_id = {choice.id: choice for choice in question.choices}
    wide = {by_id[a].under for a in answers if a in by_id}
    (name, *others) = sorted(wide) or [""]
    whole = {c.id for c in question.choices if c.under == name}
    if name and not others and len(answers) > 1 and whole == set(answers):
        return (name,)
    return tuple(by_id[a].title for a in answers if a in by_id)
