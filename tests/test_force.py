# SPDX-License-Identifier: AGPL-3.0-or-later
"""The force of cases and norms: what later cases made of earlier ones, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.derive.force import Force, force_of_cases, force_of_norm
from commonpress.derive.precedents import case_views, norm_views
from commonpress.kinds.case import Case, Citation, Norm, Treatment
from tests.registers import case, register

LEANS = {Treatment.FOLLOWED, Treatment.APPLIED}


def cases(story: str) -> list[Case]:
    """Cases from a line such as `1 2:followed:1`: a number, and what it does with which."""
    made = []
    for words in story.split():
        number, *cited = words.split(",")
        cites = tuple(
            Citation(case=name(earlier), treatment=Treatment(treatment), why=f"{number} says so.")
            for treatment, earlier in (one.split(":") for one in cited)
        )
        made.append(case(name(number), cites=cites))
    return made


def name(number: str) -> str:
    return f"case-2025-{int(number):03}"


def forces(story: str) -> str:
    found = force_of_cases(cases(story))
    return " ".join(f"{int(key[-3:])}={found[key].force.name.lower()}" for key in sorted(found))


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("1 2,followed:1", "1=in_force 2=in_force"),
        ("1 2,distinguished:1 3,questioned:1", "1=in_force 2=in_force 3=in_force"),
        ("1 2,limited:1 3,followed:1", "1=limited 2=in_force 3=in_force"),
        ("1 2,overruled_in_part:1", "1=limited 2=in_force"),
        ("1 2,followed:1 3,overruled:1", "1=overruled 2=relies 3=in_force"),
        ("1 2,applied:1 3,followed:2 4,overruled:1", "1=overruled 2=relies 3=relies 4=in_force"),
        ("1 2,distinguished:1 3,overruled:1", "1=overruled 2=in_force 3=in_force"),
        # What an overruled case said of others no longer counts.
        ("1 2,overruled:1 3,overruled:2", "1=in_force 2=overruled 3=in_force"),
        ("1 2,limited:1 3,overruled:2", "1=in_force 2=overruled 3=in_force"),
        # One that relies on an overruled case still speaks.
        ("1 2 3,followed:2,limited:1 4,overruled:2", "1=limited 2=overruled 3=relies 4=in_force"),
        # Limited and relying: to rely is the graver of the two.
        ("1 2,followed:1 3,limited:2 4,overruled:1", "1=overruled 2=relies 3=in_force 4=in_force"),
        # Written the wrong way round (a finding of its own): it counts for nothing, and ends.
        ("1,overruled:2 2,overruled:1", "1=overruled 2=in_force"),
        ("1,followed:9", "1=in_force"),
    ],
)
def test_force_follows_from_the_treatments(story: str, expected: str) -> None:
    assert forces(story) == expected


def test_a_path_leads_to_the_case_that_overruled() -> None:
    found = force_of_cases(cases("1 2,applied:1 3,followed:2 4,overruled:1"))
    path = found[name("3")].path
    told = [(step.case[-1], step.treatment.value, step.of[-1]) for step in path]
    assert told == [("3", "followed", "2"), ("2", "applied", "1"), ("4", "overruled", "1")]
    assert path[2].why == "4 says so."


def test_the_shortest_path_explains() -> None:
    found = force_of_cases(cases("1 2,applied:1 3,followed:2,followed:1 4,overruled:1"))
    assert [step.of for step in found[name("3")].path] == [name("1"), name("1")]


def test_a_norm_relies_on_the_case_it_came_out_of() -> None:
    written = cases("1 2,followed:1 3,overruled:1")
    found = force_of_cases(written)
    relying = force_of_norm(written[1:2], found)
    assert (relying.force, relying.through) == (Force.RELIES, name("2"))
    assert force_of_norm(written[2:], found).force is Force.IN_FORCE
    assert force_of_norm([], found).force is Force.IN_FORCE


def test_views_carry_the_force() -> None:
    old = case("case-2025-001", led_to=("call-the-pot",))
    new = case(
        "case-2025-002",
        cites=(Citation(case=old.id, treatment=Treatment.OVERRULED, why="It was unjust."),),
    )
    norm = Norm(id="call-the-pot", title="Call", text="Call the pot.", adopted_by="dec-2026-001")
    book = register(old, new, norm)
    by_id = {view.record.id: view for view in case_views(book)}
    assert by_id[old.id].reliance.force is Force.OVERRULED
    assert by_id[new.id].reliance.force is Force.IN_FORCE
    assert norm_views(book)[0].reliance.through == old.id


STORIES = st.lists(
    st.lists(st.tuples(st.sampled_from(list(Treatment)), st.integers(0, 6)), max_size=3),
    min_size=1,
    max_size=7,
)


@given(STORIES)
def test_it_is_the_fixpoint_that_an_iteration_finds(
    story: list[list[tuple[Treatment, int]]],
) -> None:
    """A peer that knows no order of time: it repeats the rules until nothing changes."""
    written = [
        case(
            name(str(number)),
            cites=tuple(Citation(case=name(str(n)), treatment=t, why="So.") for t, n in cited),
        )
        for number, cited in enumerate(story)
    ]
    edges = [
        (number, treatment, earlier)
        for number, cited in enumerate(story)
        for treatment, earlier in cited
        if earlier < number
    ]
    overruled: set[int] = set()
    while True:
        again = {e for n, t, e in edges if t is Treatment.OVERRULED and n not in overruled}
        if again == overruled:
            break
        overruled = again
    relying: set[int] = set()
    while (
        more := {
            n for n, t, e in edges if t in LEANS and e in overruled | relying and n not in overruled
        }
        - relying
    ):
        relying |= more
    found = force_of_cases(written)
    by = {force: {int(k[-3:]) for k in found if found[k].force is force} for force in Force}
    assert by[Force.OVERRULED] == overruled
    assert by[Force.RELIES] == relying


@given(STORIES)
def test_the_order_of_writing_does_not_matter(story: list[list[tuple[Treatment, int]]]) -> None:
    written = [
        case(
            name(str(number)),
            cites=tuple(Citation(case=name(str(n)), treatment=t, why="So.") for t, n in cited),
        )
        for number, cited in enumerate(story)
    ]
    assert force_of_cases(written) == force_of_cases(written[::-1])
