# SPDX-License-Identifier: AGPL-3.0-or-later
"""A slip asks soundly, a census tells what its slip allows, and nothing told tells on anyone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING

from commonpress.check.audit import Danger, Leak, leaks_between, leaks_in
from commonpress.check.census_tables import answers_of
from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.census import (
    BLANK,
    Census,
    CensusTable,
    Question,
    Questionnaire,
    TableAllowed,
    Told,
    Where,
)

if TYPE_CHECKING:
    from commonpress.check.register import Register

CENSUS_SLIP = Code(
    "census-slip",
    "A question of a slip has a name of its own and answers with names of their own. Where it asks "
    "where people turn, exactly one answer is `here`, so that a share of households can be told; "
    "where it asks who they are, none is.",
)
CENSUS_RING = Code(
    "census-ring",
    "The tables of a slip that cross two questions form no ring. Three questions crossed each with "
    "each tell together what none of the three tables tells, and nobody can see it from them.",
)
CENSUS_TOLD = Code(
    "census-told",
    "From 60 households on a census has tables, from 20 on bands and no count at all, and below "
    "that nothing is told but that it was held.",
)
CENSUS_TABLE = Code(
    "census-table",
    "A census holds tables that its slip allows, and each table has every answer in exactly one "
    "row, the blank slips among them. Otherwise a total is told that nobody can see.",
)
CENSUS_NOTE = Code(
    "census-note",
    "The note of a census holds no figures. An exact number in a sentence undoes the rounding of "
    "all tables.",
    private=True,
)
COUNT_TOLD = Code(
    "count-told",
    "A count that is held back can be worked out from the other counts, within fewer than five "
    "whole numbers or without the lowest ones. Whoever does so knows how few households it was.",
    private=True,
)
CENSUS_DISAGREES = Code(
    "census-disagrees",
    "No numbers of households are rounded to all the counts of this census together. One of them "
    "was changed by hand.",
)
CUTS_TOLD = Code(
    "cuts-told",
    "Two tables of a census cut the same answers differently, and the counts differ by fewer than "
    "ten: the difference is a group that is too small to be told.",
    private=True,
)
YEARS_TOLD = Code(
    "years-told",
    "Two censuses that nearly as many households answered have the same table, with counts that "
    "differ by fewer than ten. The difference tells what those who came new, or left, answered.",
    private=True,
)
GROUP_TOLD = Code(
    "group-told",
    "Nearly all households of a group gave the same answer to a sensitive question, so that the "
    "table tells what every one of them answered.",
    private=True,
)
CODES = (
    CENSUS_SLIP,
    CENSUS_RING,
    CENSUS_TOLD,
    CENSUS_TABLE,
    CENSUS_NOTE,
    COUNT_TOLD,
    CENSUS_DISAGREES,
    CUTS_TOLD,
    YEARS_TOLD,
    GROUP_TOLD,
)

_AGAIN = "run `commonpress protect census` again, outside the book"
_OF_DANGER = {
    Danger.NARROW: (COUNT_TOLD, "this count can be worked out from the others", _AGAIN),
    Danger.CONTRADICTION: (
        CENSUS_DISAGREES,
        "the counts of this census contradict one another",
        _AGAIN,
    ),
    Danger.CUTS: (CUTS_TOLD, "this count and a wider one tell a small group", "use one cut"),
    Danger.YEARS: (
        YEARS_TOLD,
        "this count differs by a few from that of another year",
        "hold this count back: write `hidden`, and check again",
    ),
    Danger.GROUP: (
        GROUP_TOLD,
        "nearly all households of this group gave this answer",
        "leave this table out",
    ),
}


def slips_ask_soundly(register: Register) -> Iterator[Diagnostic]:
    """Names are used once, and a domain has one answer that is here."""
    for slip in register.of(Questionnaire):
        for place, question in enumerate(slip.questions):
            field = f"questions.{place}"
            if message := _unsound(question):
                yield finding(CENSUS_SLIP, slip, field, message)
        yield from _doubled(slip, "questions", [q.id for q in slip.questions])
        yield from _doubled(slip, "tables", [t.id for t in slip.tables])
        for place, table in enumerate(slip.tables):
            unknown = [q for q in table.questions if slip.question(q) is None]
            for name in unknown:
                message = f"the table `{table.id}` is made of `{name}`, which the slip does not ask"
                yield finding(CENSUS_SLIP, slip, f"tables.{place}", message)


def tables_form_no_ring(register: Register) -> Iterator[Diagnostic]:
    """Crossed tables hang together like the branches of a tree."""
    for slip in register.of(Questionnaire):
        groups = {question.id: question.id for question in slip.questions}
        for place, table in enumerate(slip.tables):
            if not table.columns or not {table.rows, table.columns} <= set(groups):
                continue
            first, second = groups[table.rows], groups[table.columns]
            if first == second and not _crossed_before(slip, place):
                message = f"`{table.id}` closes a ring of crossed questions"
                hint = "take one of the crossed tables out"
                yield finding(CENSUS_RING, slip, f"tables.{place}", message, hint)
            groups = {q: first if group == second else group for q, group in groups.items()}


def censuses_tell_what_their_size_allows(register: Register) -> Iterator[Diagnostic]:
    """Tables, bands or nothing."""
    least = register.settings.limits.census_tables_from
    for census in register.of(Census):
        for field, message in _too_much_told(census, least):
            yield finding(CENSUS_TOLD, census, field, message)


def tables_are_whole(register: Register) -> Iterator[Diagnostic]:
    """Each table is allowed, and has each answer once."""
    for census, slip in _with_slip(register):
        allowed = {table.id: table for table in slip.tables}
        yield from _doubled(census, "tables", [t.id for t in census.tables], CENSUS_TABLE)
        for place, table in enumerate(census.tables):
            known = allowed.get(table.id)
            message = _not_whole(table, known, slip) if known else _not_allowed(table, slip)
            if message:
                yield finding(CENSUS_TABLE, census, f"tables.{place}", message, _AGAIN)
        for place, band in enumerate(census.bands):
            asked = slip.question(band.question)
            if asked is None or not asked.is_domain:
                message = f"the slip has no domain `{band.question}`"
                yield finding(CENSUS_TABLE, census, f"bands.{place}", message)


def notes_hold_no_figures(register: Register) -> Iterator[Diagnostic]:
    """No digits but those of a year."""
    for census in register.of(Census):
        if re.search(r"\d", re.sub(r"\b(19|20)\d\d\b", "", census.note)):
            message = "this note holds a figure"
            yield finding(CENSUS_NOTE, census, "note", message, "say it in words: `many`, `few`")


def no_census_tells_on_anyone(register: Register) -> Iterator[Diagnostic]:
    """The attack on each census, and on each two of one slip."""
    least = register.settings.limits.census_tables_from
    sound = [(c, slip) for c, slip in _with_slip(register) if _is_whole(c, slip, least)]
    for census, slip in sound:
        for leak in leaks_in(census, slip, least):
            yield _told(leak, census, census)
    for (earlier, slip), (later, other) in combinations(sound, 2):
        if slip.id == other.id:
            for leak in leaks_between(earlier, later, slip):
                yield _told(leak, later, earlier)


RULES = (
    slips_ask_soundly,
    tables_form_no_ring,
    censuses_tell_what_their_size_allows,
    tables_are_whole,
    notes_hold_no_figures,
    no_census_tells_on_anyone,
)


def _told(leak: Leak, census: Census, against: Census) -> Diagnostic:
    code, message, hint = _OF_DANGER[leak.danger]
    related = [see(against, leak.against.field, "the other count")] if leak.against else []
    return finding(code, census, leak.printed.field, message, hint, related=related)


def _with_slip(register: Register) -> Iterator[tuple[Census, Questionnaire]]:
    for census in register.of(Census):
        slip = register.get("questionnaire", census.questionnaire)
        if isinstance(slip, Questionnaire):
            yield census, slip


def _unsound(question: Question) -> str:
    names = [choice.id for choice in question.choices]
    here = sum(choice.where is Where.HERE for choice in question.choices)
    if BLANK in names:
        return f"`{BLANK}` stands for a question left blank, so no answer is called that"
    if len(set(names)) < len(names):
        return f"two answers of `{question.id}` have one name"
    if len(names) < 2:
        return f"`{question.id}` has fewer than two answers"
    if question.is_domain and here != 1:
        return f"`{question.id}` must have exactly one answer that is `here`, not {here}"
    if not question.is_domain and here:
        return f"`{question.id}` asks who people are, so no answer is `here`"
    return ""


def _doubled(
    record: Questionnaire | Census, field: str, names: Iterable[str], code: Code = CENSUS_SLIP
) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield finding(code, record, f"{field}.{place}", f"`{name}` stands here twice")
        seen.add(name)


def _crossed_before(slip: Questionnaire, place: int) -> bool:
    """Whether the same two questions are crossed by an earlier table: the same table again."""
    pair = set(slip.tables[place].questions)
    return any(set(table.questions) == pair for table in slip.tables[:place])


def _too_much_told(census: Census, least: int) -> Iterator[tuple[str, str]]:
    if census.told is Told.TABLES:
        if not census.base.isdigit():
            yield "base", "a census with tables says how many answered, rounded"
        elif int(census.base) < least:
            yield "base", f"fewer than {least} households answered, so it has no tables"
    elif census.base:
        yield "base", "a census without tables does not say how many answered"
    if census.tables and census.told is not Told.TABLES:
        yield "tables", f"a census that tells `{census.told.value}` has no tables"
    if census.bands and census.told is not Told.BANDS:
        yield "bands", f"a census that tells `{census.told.value}` has no bands"


def _not_allowed(table: CensusTable, slip: Questionnaire) -> str:
    return f"the slip `{slip.id}` allows no table `{table.id}`"


def _not_whole(table: CensusTable, allowed: TableAllowed, slip: Questionnaire) -> str:
    """What is wrong with the rows and columns of a table."""
    asked = [slip.question(name) for name in allowed.questions]
    sides = [dict.fromkeys(count.row for count in table.counts if count.row)]
    sides.append(dict.fromkeys(count.column for count in table.counts if count.column))
    if not allowed.columns and sides[1]:
        return f"`{table.id}` is not crossed, so its counts have no column"
    for question, side in zip(asked, sides, strict=False):
        if question is None:
            return ""  # told of the slip
        if Counter(a for own in side for a in own) != Counter(answers_of(question)):
            return f"`{table.id}` must have each answer to `{question.id}` once, and no other"
    places = Counter((count.row, count.column) for count in table.counts)
    inner = product(sides[0], sides[1]) if allowed.columns else ((row, ()) for row in sides[0])
    if places.most_common(1)[0][1] > 1 or not places.keys() >= set(inner):
        return f"`{table.id}` must have a count in each place, and only one"
    return f"`{table.id}` repeats the total, which is `base`" if ((), ()) in places else ""


def _is_whole(census: Census, slip: Questionnaire, least: int) -> bool:
    """Whether a census can be attacked: what is not whole has a finding of its own."""
    allowed = {table.id: table for table in slip.tables}
    return not any(_too_much_told(census, least)) and all(
        table.id in allowed and not _not_whole(table, allowed[table.id], slip)
        for table in census.tables
    )
