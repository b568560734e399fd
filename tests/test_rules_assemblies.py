# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assemblies, decisions and tallies: what each step leaves to read, and who must have come."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from commonpress.check.rules.assemblies import (
    assemblies_keep_the_quorum_of_the_book,
    decisions_are_taken_with_a_quorum,
    facilitation_was_held_by_those_on_term,
    held_assemblies_are_whole,
    planned_assemblies_decided_nothing,
    planned_assemblies_lie_ahead,
)
from commonpress.check.rules.decisions import (
    NEEDED,
    adopted_decisions_have_chosen_one_option,
    decisions_are_taken_at_an_assembly_of_that_day,
    decisions_have_only_what_their_state_allows,
    decisions_have_what_their_state_needs,
    last_call_gave_people_time,
    progress_fits_the_milestones,
)
from commonpress.check.rules.tallies import (
    adopted_decisions_were_reached,
    objections_to_consent_were_met,
    results_are_told_in_one_way,
    tallies_count_those_who_were_present,
    those_who_disagreed_are_heard,
)
from commonpress.kinds.assembly import AssemblyKind, Held
from commonpress.kinds.base import Origin
from commonpress.kinds.decision import (
    Decision,
    Method,
    Milestone,
    Objection,
    Option,
    State,
    Tally,
)
from tests.registers import (
    SETTINGS,
    assembly,
    day,
    decision,
    draft,
    found,
    messages,
    role,
    term,
)

NEW = "dec-2026-001"
FIFTEEN = msgspec.structs.replace(SETTINGS, quorum=15)
PLANNED: dict[str, Any] = {
    "held": Held.PLANNED,
    "present": None,
    "agenda": (),
    "facilitation": (),
    "body": "",
}


# --- assemblies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "missing", [{"present": None}, {"agenda": ()}, {"facilitation": ()}, {"body": " \n"}]
)
def test_a_held_assembly_is_whole(missing: dict[str, Any]) -> None:
    rule = held_assemblies_are_whole
    assert found(rule, assembly("2026-03-01")) == []
    assert found(rule, assembly("2026-03-01", **missing)) == ["assembly-incomplete"]
    assert found(rule, assembly("2026-03-01", **PLANNED)) == []


def test_a_planned_assembly_has_decided_nothing() -> None:
    rule = planned_assemblies_decided_nothing
    assert found(rule, assembly("2026-03-01", **PLANNED)) == []
    assert found(rule, assembly("2026-03-01", NEW, **PLANNED)) == ["not-yet-held"]
    assert found(rule, assembly("2026-03-01", **PLANNED | {"present": 4})) == ["not-yet-held"]


def test_a_planned_assembly_lies_ahead_of_the_book() -> None:
    rule = planned_assemblies_lie_ahead
    planned = assembly("2026-04-12", **PLANNED)
    assert found(rule, planned, assembly("2026-03-01")) == []
    assert found(rule, planned, assembly("2026-04-12", id="asm-2026-04-2")) == []
    assert found(rule, planned, assembly("2026-05-03")) == ["planned-in-the-past"]


@pytest.mark.parametrize(("present", "expected"), [(14, ["quorum-missed"]), (15, [])])
def test_decisions_need_a_quorum(present: int, expected: list[str]) -> None:
    rule = decisions_are_taken_with_a_quorum
    taken = assembly("2026-03-01", NEW, present=present)
    assert found(rule, taken, settings=FIFTEEN) == expected
    assert found(rule, assembly("2026-03-01", present=present), settings=FIFTEEN) == []


def test_an_assembly_may_ask_for_more_than_the_quorum_of_the_book_and_not_for_less() -> None:
    more = assembly("2026-03-01", NEW, present=16, quorum=20)
    less = assembly("2026-03-01", NEW, present=14, quorum=10)
    assert found(decisions_are_taken_with_a_quorum, more, settings=FIFTEEN) == ["quorum-missed"]
    rule = assemblies_keep_the_quorum_of_the_book
    assert found(rule, more, settings=FIFTEEN) == []
    assert found(rule, less, settings=FIFTEEN) == ["quorum-lowered"]
    assert found(rule, assembly("2026-03-01", quorum=15), settings=FIFTEEN) == []


def test_whoever_facilitates_holds_the_role_or_was_drawn_for_the_day() -> None:
    rule = facilitation_was_held_by_those_on_term
    met = assembly("2026-03-01")
    assert found(rule, met, role("facilitator", term("wren 2026-02-02 2026-03-01"))) == []
    other = role("facilitator", term("osier 2026-02-02 2026-03-01"))
    assert found(rule, met, other) == ["facilitated-by-another"]
    nobody = role("facilitator", term("osier 2026-02-02 2026-02-28"))
    assert found(rule, met, nobody) == []
    assert found(rule, assembly("2026-03-01", held=Held.PLANNED), other) == []
    stayed = role("facilitator", term("wren 2026-01-02 2026-02-02", left_on=day("2026-03-01")))
    assert found(rule, met, stayed) == []


# --- decisions -----------------------------------------------------------------------------------


def test_every_state_says_what_it_needs() -> None:
    assert set(NEEDED) == set(State)


@pytest.mark.parametrize(
    "missing",
    [
        {"decided_on": None}, {"decided_at": ""}, {"method": None}, {"review_on": None},
        {"options": ()}, {"body": ""}, {"tally": None},
    ],
)  # fmt: skip
def test_an_adopted_decision_is_whole(missing: dict[str, Any]) -> None:
    rule = decisions_have_what_their_state_needs
    assert found(rule, decision()) == []
    assert found(rule, decision(**missing)) == ["decision-incomplete"]
    assert found(rule, decision(**missing, origin=Origin.IMPORT)) == ["import-incomplete"]


def test_what_imported_decisions_lack_is_told_in_one_note() -> None:
    rule = decisions_have_what_their_state_needs
    bare: dict[str, Any] = {"method": None, "origin": Origin.IMPORT}
    imported = (
        decision(**bare),
        msgspec.structs.replace(decision(**bare, body=""), id="dec-2026-002"),
        msgspec.structs.replace(decision(origin=Origin.IMPORT), id="dec-2026-003"),
    )
    (said,) = messages(rule, *imported)
    assert said == (
        "2 imported decisions not told in full: 2 without `method` and 1 without reasons; "
    )


@pytest.mark.parametrize(
    ("state", "more", "lacks"),
    [
        (State.SUPERSEDED, {"superseded_by": ("dec-2026-002",), "ended_on": day("2026-05-01")}, 0),
        (State.SUPERSEDED, {}, 2),
        (State.REPEALED, {"repealed_by": "dec-2026-002"}, 1),
        (State.EXPIRED, {"expires_on": day("2026-05-01")}, 0),
        (State.EXPIRED, {"ended_on": day("2026-05-01")}, 0),
        (State.EXPIRED, {}, 1),
        (State.REJECTED, {"review_on": None, "body": "", "tally": None, "reached": False}, 0),
        (State.REJECTED, {"tally": None}, 1),
        (State.WITHDRAWN, {}, 1),
        (State.LAST_CALL, {"last_call_on": None}, 1),
    ],
)
def test_each_state_leaves_something_to_read(
    state: State, more: dict[str, Any], lacks: int
) -> None:
    rule = decisions_have_what_their_state_needs
    assert found(rule, decision(state=state, **more)) == ["decision-incomplete"] * lacks


@pytest.mark.parametrize(
    "extra",
    [
        {"superseded_by": ("dec-2026-002",)},
        {"repealed_by": "dec-2026-002"},
        {"ended_on": day("2026-05-01")},
    ],
)
def test_what_has_ended_is_not_adopted(extra: dict[str, Any]) -> None:
    rule = decisions_have_only_what_their_state_allows
    assert found(rule, decision()) == []
    assert found(rule, decision(**extra)) == ["decision-contradicts-state"]


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN])
def test_a_proposal_that_came_to_nothing_names_the_one_that_took_its_place(state: State) -> None:
    rule = decisions_have_only_what_their_state_allows
    fields: dict[str, Any] = {"superseded_by": ("dec-2026-002",), "tally": None}
    assert found(rule, decision(state=state, **fields, decided_on=None)) == []


def test_what_is_not_decided_has_no_result() -> None:
    rule = decisions_have_only_what_their_state_allows
    assert found(rule, draft(NEW, reached=True)) == ["decision-contradicts-state"]
    assert found(rule, draft(NEW, tally=Tally(agree=3))) == ["decision-contradicts-state"]


def test_one_option_is_chosen_by_what_was_adopted_and_none_by_what_was_not() -> None:
    rule = adopted_decisions_have_chosen_one_option
    yes = Option(title="Yes", meaning="Do it.", chosen=True)
    no = Option(title="No", meaning="Leave it.")

    def chosen(state: State, *options: Option) -> list[str]:
        return found(rule, decision(state=state, options=options))

    assert chosen(State.ADOPTED, yes, no) == []
    assert chosen(State.ADOPTED, no, no) == ["one-option-chosen"]
    assert chosen(State.ADOPTED, yes, yes) == ["one-option-chosen"]
    assert chosen(State.REJECTED, no, no) == []
    assert chosen(State.PROPOSED, yes, no) == ["one-option-chosen"]


def test_a_decision_is_taken_where_and_when_people_met() -> None:
    rule = decisions_are_taken_at_an_assembly_of_that_day
    assert found(rule, decision(), assembly("2026-03-01", NEW)) == []
    moved = assembly("2026-03-08", NEW)
    assert found(rule, decision(), moved) == ["decided-elsewhere"]
    planned = assembly("2026-03-01", NEW, **PLANNED)
    assert found(rule, decision(), planned) == ["decided-elsewhere"]


@pytest.mark.parametrize(
    ("last_call", "expected"),
    [("2026-02-15", []), ("2026-02-16", ["last-call-too-short"]), ("", ["last-call-too-short"])],
)
def test_last_call_takes_two_weeks(last_call: str, expected: list[str]) -> None:
    rule = last_call_gave_people_time
    written = decision(last_call_on=day(last_call) if last_call else None)
    assert found(rule, written, assembly("2026-03-01", NEW)) == expected
    urgent = assembly("2026-03-01", NEW, kind=AssemblyKind.EMERGENCY)
    assert found(rule, written, urgent) == []
    rejected = msgspec.structs.replace(written, state=State.REJECTED)
    assert found(rule, rejected, assembly("2026-03-01", NEW)) == []


def test_last_call_of_imported_decisions_is_told_in_one_note_or_judged() -> None:
    rule = last_call_gave_people_time
    silent = decision(last_call_on=None, origin=Origin.IMPORT)
    other = msgspec.structs.replace(silent, id="dec-2026-002")
    assert found(rule, silent, other) == ["import-without-last-call"]
    short = decision(last_call_on=day("2026-02-28"), origin=Origin.IMPORT)
    assert found(rule, short) == ["last-call-too-short"]


def test_progress_fits_its_milestones() -> None:
    rule = progress_fits_the_milestones
    done = Milestone(title="The bakery is told", done_on=day("2026-03-09"))
    ahead = Milestone(title="The cart is mended")

    def progress(percent: int | None, *milestones: Milestone) -> list[str]:
        return found(rule, decision(progress=percent, milestones=milestones))

    assert progress(None, ahead) == progress(50) == progress(100) == []
    assert progress(50, done, ahead) == progress(100, done) == []
    assert progress(101) == progress(100, ahead) == progress(90, done) == ["progress-unlikely"]


# --- tallies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("present", "tally", "expected"),
    [
        (14, Tally(agree=12, abstain=2), []),
        (14, Tally(agree=12, abstain=2, stand_aside=1), ["tally-exceeds-present"]),
        (7, Tally(agree=7), []),
        (6, Tally(agree=5), ["tally-too-small"]),
        (6, Tally(agree=9), ["tally-too-small"]),
        (6, None, []),
    ],
)
def test_a_tally_fits_who_was_present(
    present: int, tally: Tally | None, expected: list[str]
) -> None:
    met = assembly("2026-03-01", NEW, present=present)
    assert found(tallies_count_those_who_were_present, decision(tally=tally), met) == expected


def test_a_tally_that_is_too_small_is_not_printed() -> None:
    met = assembly("2026-03-01", NEW, present=5)
    rule = tallies_count_those_who_were_present
    (finding,) = messages(rule, decision(tally=Tally(agree=4, objection=1)), met)
    assert not set("145") & set(finding)


def test_a_result_is_told_in_one_way() -> None:
    rule = results_are_told_in_one_way
    assert found(rule, decision(tally=None, reached=True)) == []
    assert found(rule, decision(reached=True)) == ["tally-and-reached"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (decision(tally=None, reached=True), 0),
        (decision(tally=None, reached=False), 1),
        (decision(tally=Tally(agree=0, abstain=5)), 1),
        (decision(method=Method.MAJORITY, tally=Tally(agree=6, objection=5)), 0),
        (decision(method=Method.MAJORITY, tally=Tally(agree=6, objection=6)), 1),
        (decision(state=State.REJECTED, tally=None, reached=True), 1),
        (decision(state=State.REJECTED, tally=None, reached=False), 0),
    ],
)
def test_what_was_adopted_was_reached(written: Decision, expected: int) -> None:
    assert found(adopted_decisions_were_reached, written) == ["not-reached"] * expected


def test_consent_stands_over_no_open_objection() -> None:
    rule = objections_to_consent_were_met
    open_one = Objection(text="The cart has no brakes.")
    met = Objection(text="The cart has no brakes.", met="It was given some.")
    tally = Tally(agree=11, objection=1)
    assert found(rule, decision(objections=(met,))) == []
    assert found(rule, decision(objections=(met, open_one))) == ["open-objection"]
    assert found(rule, decision(tally=tally)) == ["open-objection"]
    assert found(rule, decision(tally=tally, method=Method.CONSENSUS)) == ["open-objection"]
    assert found(rule, decision(tally=tally, method=Method.MAJORITY)) == []
    assert found(rule, decision(tally=tally, state=State.REJECTED)) == []


def test_those_who_disagreed_are_heard() -> None:
    rule = those_who_disagreed_are_heard
    tally = Tally(agree=10, stand_aside=2, objection=1)
    (said,) = messages(rule, decision(tally=tally))
    assert said.startswith("3 people disagreed")
    assert found(rule, decision(tally=tally, dissent=("It is my only free evening.",))) == []
