# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a case says about people points at none of them (domain rules, section 4).

A case with only a year always passes. Anything more specific is said only where enough
published cases are described alike, and no role is named that only one person held.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.generalising import Widened, description_of, descriptions, wider
from commonpress.check.rules.roles import holders_between
from commonpress.check.rules.wording import finding, quoted
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.periods import Period, parse_period
from commonpress.kinds.case import Case, PartyRole
from commonpress.kinds.role import Role

if TYPE_CHECKING:
    from commonpress.check.register import Register

CASE_WORD_NOT_LISTED = Code(
    "case-word-not-listed",
    "The kind of harm and the place of a case come from the lists in the settings, each so wide "
    "that it points at nobody.",
    private=True,
)
PERSON_LETTERS = Code(
    "person-letters",
    "The people of a case are written `Person A`, `Person B` and so on: from A without a gap, "
    "each declared once in `parties`, and no other in the text.",
    private=True,
)
CASE_TOO_SPECIFIC = Code(
    "case-too-specific",
    "A case that says more than its year may tell a neighbour whom it is about. It says more "
    "only where at least five published cases are described in the same way.",
    private=True,
)
ROLE_POINTS_AT_ONE = Code(
    "role-points-at-one",
    "Terms of roles are public. Where only one person held a role in the time of a case, the "
    "role is as good as that person's name.",
    private=True,
)
CODES = (CASE_WORD_NOT_LISTED, PERSON_LETTERS, CASE_TOO_SPECIFIC, ROLE_POINTS_AT_ONE)

_PERSON = re.compile(r"\bPersons?\s+([A-Z]\w*)")


def harms_and_places_come_from_the_lists(register: Register) -> Iterator[Diagnostic]:
    """Nothing is said about what or where that the settings do not list."""
    settings = register.settings
    for case in register.of(Case):
        for field, word, listed, where in (
            ("harm", case.harm, settings.harms, "harms"),
            ("place", case.place, ("none", *settings.places_of_cases), "places_of_cases"),
        ):
            if word not in listed:
                message = f"the {field} of this case is not in `{where}` of the settings"
                hint = (
                    f"write {quoted(listed, 'or')}" if listed else f"add `{where}` to the settings"
                )
                yield finding(CASE_WORD_NOT_LISTED, case, field, message, hint)


def people_are_lettered_from_a(register: Register) -> Iterator[Diagnostic]:
    """`parties` has Person A, Person B and so on, each once."""
    for case in register.of(Case):
        if not case.parties:
            message = "the case has no `parties`"
            hint = "write each person with a letter, a role and a part"
            yield finding(PERSON_LETTERS, case, "", message, hint)
        for index, party in enumerate(case.parties):
            wanted = f"Person {chr(ord('A') + index)}"
            if party.person != wanted:
                message = f"the {_nth(index)} of the parties is not called `{wanted}`"
                field = f"parties.{index}.person"
                yield finding(PERSON_LETTERS, case, field, message, f"write `person: {wanted}`")


def people_in_the_text_are_declared(register: Register) -> Iterator[Diagnostic]:
    """Whoever is written about stands in `parties`."""
    for case in register.of(Case):
        declared = {party.person.removeprefix("Person ") for party in case.parties}
        for field, text in texts_of(case):
            if not declared.issuperset(_PERSON.findall(text)):
                message = "this text speaks of a person who is not in `parties`"
                hint = "write the letter that the person has there, or add them"
                yield finding(PERSON_LETTERS, case, field, message, hint)


def cases_say_no_more_than_enough_of_them_share(register: Register) -> Iterator[Diagnostic]:
    """A description finer than the year is shared by enough cases."""
    least = register.settings.limits.case_k
    alike = Counter(descriptions(register.of(Case)))
    for case in register.of(Case):
        if alike[description_of(case)] < least and (coarser := _coarser(case, register)):
            field, hint = coarser
            message = f"fewer than {least} published cases are described like this one"
            yield finding(CASE_TOO_SPECIFIC, case, field, message, hint)


def roles_in_cases_were_held_by_several(register: Register) -> Iterator[Diagnostic]:
    """No role that one person alone held in the period is named, in a field or in the story."""
    for case in register.of(Case):
        message = "only one person held this role in the period of the case"
        for field in fields_that_point_at_one(case, register):
            yield finding(ROLE_POINTS_AT_ONE, case, field, message, "write `role: member`")
        for field in _texts_that_point_at_one(case, register):
            message = "this text names a role that one person alone held in the period of the case"
            hint = "write `Person A` and so on, or `one of us`"
            yield finding(ROLE_POINTS_AT_ONE, case, field, message, hint)


def fields_that_point_at_one(case: Case, register: Register) -> Iterator[str]:
    """The fields whose role the public registers resolve to one holder in the period."""
    period = parse_period(case.period, register.settings.seasons)
    roles = [(f"parties.{i}.role", party.role) for i, party in enumerate(case.parties)]
    for field, role in (("role", case.role), *roles):
        if role and period and len(_holders(role, period, register)) == 1:
            yield field


def _texts_that_point_at_one(case: Case, register: Register) -> Iterator[str]:
    """The texts that call a role by its title, where one person alone held it in the period."""
    period = parse_period(case.period, register.settings.seasons)
    titles = [
        re.escape(role.title).replace(r"\ ", r"[\s-]+")
        for role in register.of(Role)
        if period and len(holders_between(role, period.start, period.end)) == 1
    ]
    if not titles:
        return
    form = re.compile(rf"\b(?:{'|'.join(titles)})s?\b", re.IGNORECASE)
    for field, text in texts_of(case):
        if form.search(text):
            yield field


def texts_of(case: Case) -> Iterator[tuple[str, str]]:
    """Every free text of a case, with its field."""
    for field in ("title", "summary", "transferred_to"):
        yield field, getattr(case, field)
    for index, step in enumerate(case.steps):
        yield f"steps.{index}.text", step.text
    for index, citation in enumerate(case.cites):
        yield f"cites.{index}.why", citation.why
    for index, line in enumerate(case.anonymised):
        yield f"anonymised.{index}", line
    yield "body", case.body


def _coarser(case: Case, register: Register) -> tuple[str, str] | None:
    """The next field to make more general, and how; None where only the year is said."""
    step = wider(description_of(case), register.settings.seasons)
    if step is None:
        return None
    name, coarser = step
    if name is Widened.ROLE:
        return "role", "take `role` out"
    field = "period" if name in {Widened.MONTH, Widened.SEASON} else name.value
    return field, f"write `{field}: {getattr(coarser, field)}`"


def _holders(role: PartyRole, period: Period, register: Register) -> tuple[str, ...]:
    """Everyone who held, in a period, a role of the book that this word stands for.

    `bench_keeper` stands for the role `bench-keeper`, and `keeper` for every role that ends
    in that word.
    """
    slug = role.value.replace("_", "-")
    found = [
        holder
        for held in register.of(Role)
        if held.id == slug or held.id.endswith(f"-{slug}")
        for holder in holders_between(held, period.start, period.end)
    ]
    return tuple(dict.fromkeys(found))


def _nth(index: int) -> str:
    names = ("first", "second", "third", "fourth", "fifth", "sixth")
    return names[index] if index < len(names) else f"{index + 1}th"


RULES = (
    harms_and_places_come_from_the_lists,
    people_are_lettered_from_a,
    people_in_the_text_are_declared,
    cases_say_no_more_than_enough_of_them_share,
    roles_in_cases_were_held_by_several,
)
NEEDS = {
    harms_and_places_come_from_the_lists: ("commons",),
    cases_say_no_more_than_enough_of_them_share: ("case",),
    roles_in_cases_were_held_by_several: ("commons", "role"),
}
