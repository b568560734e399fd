# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases show the steps and not the people: order, consent, rest, and what points at nobody."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from commonpress.check.rules.anonymity import (
    cases_say_no_more_than_enough_of_them_share,
    harms_and_places_come_from_the_lists,
    people_are_lettered_from_a,
    people_in_the_text_are_declared,
    roles_in_cases_were_held_by_several,
)
from commonpress.check.rules.cases import (
    cases_are_published_in_batches,
    cases_are_published_with_consent,
    cases_cite_earlier_ones,
    cases_go_from_report_to_end,
    cases_have_rested,
    cases_say_what_was_made_more_general,
    cases_were_read_by_two_roles,
    outcomes_are_those_of_the_last_step,
    rests_are_told_as_the_least,
)
from commonpress.check.rules.norms import norms_are_one_to_three_sentences, sentences_in
from commonpress.kinds.case import (
    Case,
    Citation,
    Consent,
    HouseholdKind,
    Involvement,
    Norm,
    Outcome,
    Party,
    PartyRole,
    Treatment,
)
from tests.registers import SETTINGS, case, found, messages, role, steps, term

LISTED = msgspec.structs.replace(
    SETTINGS, harms=("Harsh words",), places_of_cases=("the kitchen", "the yard")
)


def party(letter: str, played: PartyRole = PartyRole.MEMBER) -> Party:
    return Party(person=f"Person {letter}", role=played, part=Involvement.HARMED)


# --- steps and outcome ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("reported:0 closed:0", 0),
        ("reported:0 listening:0 listening:1 mediation:1 agreement:2 follow_up:5 closed:6", 0),
        ("reported:0 transferred:0", 0),
        ("reported:0 listening:1 declined:1", 0),
        ("listening:0 closed:1", 1),
        ("reported:1 closed:1", 1),
        ("reported:0 mediation:1 listening:1 closed:2", 1),
        ("reported:0 mediation:2 closed:1", 1),
        ("reported:0 mediation:2", 1),
        ("reported:0 closed:2 follow_up:3 closed:4", 1),
        ("reported:0 declined:2 transferred:3", 1),
        ("mediation:3 listening:1", 4),
        ("", 1),
    ],
)
def test_steps_run_from_report_to_end(line: str, expected: int) -> None:
    written = case(steps=steps(line))
    assert found(cases_go_from_report_to_end, written) == ["case-steps"] * expected


@pytest.mark.parametrize(
    ("line", "outcome", "transferred_to", "expected"),
    [
        ("reported:0 closed:1", Outcome.NO_AGREEMENT, "", 0),
        ("reported:0 closed:1", Outcome.DECLINED, "", 1),
        ("reported:0 declined:1", Outcome.DECLINED, "", 0),
        ("reported:0 declined:1", Outcome.PARTIAL, "", 1),
        ("reported:0 transferred:1", Outcome.TRANSFERRED, "people trained for it", 0),
        ("reported:0 transferred:1", Outcome.TRANSFERRED, "", 1),
        ("reported:0 transferred:1", Outcome.AGREEMENT, "people trained for it", 2),
    ],
)
def test_the_outcome_is_that_of_the_last_step(
    line: str, outcome: Outcome, transferred_to: str, expected: int
) -> None:
    written = case(steps=steps(line), outcome=outcome, transferred_to=transferred_to)
    assert found(outcomes_are_those_of_the_last_step, written) == ["case-outcome"] * expected


@pytest.mark.parametrize(
    ("harmed", "responsible", "expected"), [(True, True, 0), (True, False, 1), (False, False, 2)]
)
@pytest.mark.parametrize("outcome", [Outcome.AGREEMENT, Outcome.TRANSFERRED])
def test_both_sides_agree_whatever_the_outcome(
    *, harmed: bool, responsible: bool, expected: int, outcome: Outcome
) -> None:
    written = case(consent=Consent(harmed=harmed, responsible=responsible), outcome=outcome)
    assert found(cases_are_published_with_consent, written) == ["case-consent"] * expected


def test_two_different_roles_review() -> None:
    rule = cases_were_read_by_two_roles
    assert found(rule, case()) == []
    assert found(rule, case(reviewed_by=("bench-keeper",) * 2)) == ["case-review"]


@pytest.mark.parametrize(
    ("rested", "months", "batch", "expected"),
    [
        (6, 0, "2026-spring", []),
        (5, 0, "2026-spring", ["case-not-rested"]),
        (12, 6, "2026-spring", ["case-not-rested"]),
        (10, 6, "2026-spring", []),
        (11, 6, "2026-spring", []),
        (6, 0, "a batch", []),
        (6, 0, "2024-spring", ["case-not-rested"]),
    ],
)
def test_a_case_rests_before_it_is_published(
    rested: int, months: int, batch: str, expected: list[str]
) -> None:
    written = case(rested_months=rested, batch=batch, steps=steps(f"reported:0 closed:{months}"))
    assert found(cases_have_rested, written) == expected


def test_the_log_says_something() -> None:
    rule = cases_say_what_was_made_more_general
    assert found(rule, case()) == []
    assert found(rule, case(anonymised=())) == ["case-log-empty"]


def test_a_case_leans_on_earlier_ones() -> None:
    def cites(slug: str) -> list[str]:
        citation = Citation(case=slug, treatment=Treatment.FOLLOWED, why="The same was asked.")
        others = (case("case-2024-009"), case("case-2025-004"))
        return found(cases_cite_earlier_ones, case(cites=(citation,)), *others)

    assert cites("case-2024-009") == []
    assert cites("case-2025-004") == ["cites-later-case"]


# --- people --------------------------------------------------------------------------------------


def test_harm_and_place_are_listed_and_never_printed() -> None:
    rule = harms_and_places_come_from_the_lists
    assert found(rule, case(), settings=LISTED) == []
    assert found(rule, case(place="the kitchen"), settings=LISTED) == []
    wrong = case(harm="Marigold", place="the red house")
    assert found(rule, wrong, settings=LISTED) == ["case-word-not-listed"] * 2
    said = " ".join(messages(rule, wrong, settings=LISTED))
    assert "Marigold" not in said
    assert "red house" not in said
    assert "`none`, `the kitchen` or `the yard`" in said


@pytest.mark.parametrize(
    ("letters", "expected"), [("AB", 0), ("ABC", 0), ("BA", 2), ("AC", 1), ("AAB", 2), ("", 1)]
)
def test_people_are_lettered_without_a_gap(letters: str, expected: int) -> None:
    written = case(parties=tuple(party(letter) for letter in letters))
    assert found(people_are_lettered_from_a, written) == ["person-letters"] * expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Person A spoke to Person B.", 0),
        ("Person A's pot, and Person B’s lid.", 0),
        ("A person came in.", 0),
        ("Person C came in.", 1),
        ("Person Marigold came in, and Person Q.", 1),
    ],
)
def test_people_in_the_text_are_declared(text: str, expected: int) -> None:
    rule = people_in_the_text_are_declared
    assert found(rule, case(body=text)) == ["person-letters"] * expected
    assert found(rule, case(title=text)) == ["person-letters"] * expected
    assert "Marigold" not in " ".join(messages(rule, case(body=text)))


def alike(number: int, **more: Any) -> list[Case]:
    return [case(f"case-2025-{n:03d}", **more) for n in range(1, number + 1)]


def test_a_case_of_which_only_the_year_is_said_always_passes() -> None:
    rule = cases_say_no_more_than_enough_of_them_share
    assert found(rule, case()) == []
    assert found(rule, case(role=PartyRole.MEMBER)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"place": "the kitchen"},
        {"household": HouseholdKind.WITH_CHILDREN},
        {"role": PartyRole.COOK},
        {"period": "2025-03"},
        {"period": "2025-spring"},
    ],
)
def test_more_than_the_year_needs_five_alike(more: dict[str, Any]) -> None:
    rule = cases_say_no_more_than_enough_of_them_share
    assert found(rule, *alike(5, **more)) == []
    assert found(rule, *alike(4, **more)) == ["case-too-specific"] * 4


def test_the_next_coarser_field_to_write_is_named_in_a_fixed_order() -> None:
    rule = cases_say_no_more_than_enough_of_them_share
    more: dict[str, Any] = {
        "place": "the kitchen",
        "household": HouseholdKind.WITH_CHILDREN,
        "role": PartyRole.COOK,
        "period": "2025-12",
    }
    hints = []
    while rest := messages(rule, case(**more)):
        hints.append(rest[0].partition("; ")[2])
        name, _, value = hints[-1].removeprefix("write ").strip("`").partition(": ")
        if name == "household":
            more["household"] = HouseholdKind.NONE
        elif name in {"place", "period"}:
            more[name] = value
        else:
            more["role"] = None
    assert hints == [
        "write `place: none`",
        "write `household: none`",
        "take `role` out",
        "write `period: 2025-autumn`",
        "write `period: 2025`",
    ]


def test_a_role_that_one_person_held_is_not_named() -> None:
    rule = roles_in_cases_were_held_by_several
    one = role("bench-keeper", term("heron 2025-01-06 2026-01-04"))
    two = role("tool-keeper", term("wren 2025-11-01 2026-01-04"))

    def named(played: PartyRole, **more: Any) -> list[str]:
        return found(rule, one, two, case(parties=(party("A", played),), **more))

    assert named(PartyRole.MEMBER) == []
    assert named(PartyRole.COOK) == []
    assert named(PartyRole.BENCH_KEEPER) == ["role-points-at-one"]
    assert named(PartyRole.KEEPER) == []
    assert named(PartyRole.KEEPER, period="2025-03") == ["role-points-at-one"]
    assert named(PartyRole.BENCH_KEEPER, period="2023") == []
    assert found(rule, one, case(role=PartyRole.BENCH_KEEPER)) == ["role-points-at-one"]


# --- norms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Whoever lifts a hot pot says so first.", 1),
        ("Say it. Wait", 2),
        ("Is it hot? Say so! Then lift it…", 3),
        ("It costs 2.50 a bowl.", 1),
        ("He said: “Wait.” Then he lifted it.", 2),
        ("¿Quema? Dilo.", 2),
        ("", 0),
    ],
)
def test_sentences_are_counted(text: str, number: int) -> None:
    assert sentences_in(text) == number


def test_a_norm_is_one_to_three_sentences() -> None:
    def norm(text: str) -> list[str]:
        written = Norm(id="pot", title="Pot", text=text, adopted_by="dec-2026-001")
        return found(norms_are_one_to_three_sentences, written)

    assert norm("One. Two. Three.") == []
    assert norm("One. Two. Three. Four.") == ["norm-too-long"]


# --- what leads to the day, or to one person, in a roundabout way --------------------------------


def test_a_case_says_no_more_of_its_rest_than_it_has_to() -> None:
    assert found(rests_are_told_as_the_least, case(rested_months=6)) == []
    assert found(rests_are_told_as_the_least, case(rested_months=9)) == ["rest-too-exact"]
    said = messages(rests_are_told_as_the_least, case(rested_months=9))
    assert "9" not in said[0]


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ("2026-spring", []),
        ("2026-spring 2026-spring", []),
        ("2025-winter 2026-spring 2026-spring", ["batch-of-one"]),
    ],
)
def test_cases_are_published_together(batches: str, expected: list[str]) -> None:
    written = [case(f"case-2025-{n:03}", batch=b) for n, b in enumerate(batches.split(), 1)]
    assert found(cases_are_published_in_batches, *written) == expected


@pytest.mark.parametrize(
    ("period", "text", "expected"),
    [
        ("2025-03", "The tool keeper had the key.", ["role-points-at-one"]),
        ("2025-03", "The Tool-Keepers had the key.", ["role-points-at-one"]),
        ("2025", "The tool keeper had the key.", []),
        ("2025-03", "The keepers had the key, and a tool.", []),
        ("2024", "The tool keeper had the key.", []),
    ],
)
def test_a_story_names_no_role_that_one_person_held(
    period: str, text: str, expected: list[str]
) -> None:
    held = role(
        "tool-keeper", term("wren 2025-01-01 2025-06-30"), term("heron 2025-07-01 2025-12-31")
    )
    held = msgspec.structs.replace(held, title="Tool keeper")
    written = case(period=period, summary=text)
    assert found(roles_in_cases_were_held_by_several, held, written) == expected
