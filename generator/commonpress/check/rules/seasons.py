# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes by seasons names one: an issue of the zine, a batch of cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, quoted, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.periods import parse_period, season_of
from commonpress.kinds.case import Case
from commonpress.kinds.publication import Query, SectionName, Zine

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

NOT_A_SEASON = Code(
    "not-a-season",
    "Zines and batches of cases come out by season: spring, summer, autumn and winter of a year.",
)
ISSUE_NUMBER = Code(
    "issue-number",
    "Each issue of the zine has a number of its own, so that a paper copy can be told from others.",
)
PICK_OF_ANOTHER_KIND = Code(
    "pick-of-another-kind",
    "A section of a zine prints records of its own kind: decisions, cases, norms or roles.",
)
QUERY_OF_ANOTHER_KIND = Code(
    "query-of-another-kind",
    "A query finds records of one kind: a section can only ask what its own kind can answer, and "
    "it names its records or asks for them, not both.",
)
ART_INCOMPLETE = Code(
    "art-incomplete",
    "A section `art` shows one picture, and no other section has one.",
)
PAGE_BUDGET = Code(
    "page-budget",
    "Sheets are folded once, so the pages of a booklet are counted by fours, from four up.",
)
CODES = (
    NOT_A_SEASON,
    ISSUE_NUMBER,
    PICK_OF_ANOTHER_KIND,
    QUERY_OF_ANOTHER_KIND,
    ART_INCOMPLETE,
    PAGE_BUDGET,
)

PICKS = {
    SectionName.DECISIONS: "decision",
    SectionName.CASE: "case",
    SectionName.NORMS: "norm",
    SectionName.ROLES: "role",
}


# What each section can be asked for.
QUERIES = {
    SectionName.DECISIONS: (
        Query.ADOPTED_THIS_SEASON,
        Query.ADOPTED_SINCE_LAST_ISSUE,
        Query.IN_FORCE,
        Query.REVIEW_DUE,
        Query.OPEN,
        Query.WITH_DISSENT,
    ),
    SectionName.CASE: (Query.BATCH_OF_THIS_SEASON,),
    SectionName.NORMS: (Query.IN_FORCE, Query.ADOPTED_THIS_SEASON),
    SectionName.ROLES: (Query.HELD_NOW, Query.CHANGED_THIS_SEASON),
}


def zines_and_batches_are_of_a_season(register: Register) -> Iterator[Diagnostic]:
    """Not of a month, and not of a year."""
    fields: list[tuple[Record, str, str]] = [
        *((zine, "season", zine.season) for zine in register.of(Zine)),
        *((case, "batch", case.batch) for case in register.of(Case)),
    ]
    for record, field, name in fields:
        period = parse_period(name)
        if period and not period.is_season:
            season = season_of(period.end, register.settings.seasons).name
            message = f"`{field}` is `{name}`, which is no season"
            hint = f"write a season, such as `{season}`"
            yield finding(NOT_A_SEASON, record, field, message, hint)


def issues_have_numbers_of_their_own(register: Register) -> Iterator[Diagnostic]:
    """No two issues share a number."""
    first: dict[int, Zine] = {}
    for zine in register.of(Zine):
        other = first.setdefault(zine.number, zine)
        if other is not zine:
            message = f"`{zine.id}` and `{other.id}` are both issue {zine.number}"
            hint = f"the next number is {max(z.number for z in register.of(Zine)) + 1}"
            related = [see(other, "number", "the other issue")]
            yield finding(ISSUE_NUMBER, zine, "number", message, hint, related=related)


def sections_pick_records_of_their_kind(register: Register) -> Iterator[Diagnostic]:
    """A section of decisions picks decisions, and a letter picks nothing."""
    for zine in register.of(Zine):
        for index, section in enumerate(zine.sections):
            wanted = PICKS.get(section.section, "")
            for number, name in enumerate(section.pick):
                kinds = [kind for kind in PICKS.values() if register.may_hold(kind, name)]
                if kinds and wanted not in kinds:
                    message = f"the section `{section.section}` cannot print {quoted([name])}"
                    hint = f"pick a {wanted}" if wanted else "take `pick` out"
                    field = f"sections.{index}.pick.{number}"
                    yield finding(PICK_OF_ANOTHER_KIND, zine, field, message, hint)


def sections_ask_what_their_kind_can_answer(register: Register) -> Iterator[Diagnostic]:
    """A query fits its section, and does not stand beside names."""
    for zine in register.of(Zine):
        for index, section in enumerate(zine.sections):
            if section.query is None:
                continue
            field, known = f"sections.{index}.query", QUERIES.get(section.section, ())
            said = f"the section `{section.section}`"
            if section.query not in known:
                message = f"{said} cannot be asked for `{section.query}`"
                hint = f"write {quoted(known, 'or')}" if known else "take `query` out"
                yield finding(QUERY_OF_ANOTHER_KIND, zine, field, message, hint)
            elif section.pick:
                message = f"{said} both names its records and asks for them"
                hint = "take `pick` or `query` out"
                yield finding(QUERY_OF_ANOTHER_KIND, zine, field, message, hint)


def art_stands_in_its_own_section(register: Register) -> Iterator[Diagnostic]:
    """A section `art` has a picture, and no other has."""
    for zine in register.of(Zine):
        for index, section in enumerate(zine.sections):
            is_art = section.section is SectionName.ART
            if is_art and section.art is None:
                message = "the section `art` has no picture"
                hint = "write `art` with `picture`, `says` and `by`"
                yield finding(ART_INCOMPLETE, zine, f"sections.{index}", message, hint)
            elif section.art and not is_art:
                message = f"the section `{section.section}` cannot show a picture"
                hint = "give the picture a section `art` of its own"
                yield finding(ART_INCOMPLETE, zine, f"sections.{index}.art", message, hint)


def page_budgets_are_whole_sheets(register: Register) -> Iterator[Diagnostic]:
    """A multiple of four, four at least."""
    for zine in register.of(Zine):
        if zine.pages is not None and (zine.pages < 4 or zine.pages % 4):
            up = max(4, -(-zine.pages // 4) * 4)
            message = f"a folded booklet cannot have {zine.pages} pages"
            yield finding(PAGE_BUDGET, zine, "pages", message, f"write {up}")


RULES = (
    zines_and_batches_are_of_a_season,
    issues_have_numbers_of_their_own,
    sections_pick_records_of_their_kind,
    sections_ask_what_their_kind_can_answer,
    art_stands_in_its_own_section,
    page_budgets_are_whole_sheets,
)
