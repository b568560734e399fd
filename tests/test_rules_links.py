# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links lead somewhere, are answered, run in no circles, and rest on decisions in force."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.rules.authority import (
    decisions_cited_as_authority_were_in_force,
    was_in_force,
    what_was_brought_about_was_adopted,
)
from commonpress.check.rules.circles import circles, links_do_not_run_in_circles
from commonpress.check.rules.dates import (
    assemblies_meet_again_later,
    dates_come_in_order,
    decisions_end_when_what_ends_them_begins,
)
from commonpress.check.rules.ids import (
    ids_name_the_month_of_their_record,
    ids_name_the_year_of_their_record,
)
from commonpress.check.rules.links import (
    assemblies_and_their_decisions_name_each_other,
    decisions_answer_each_other,
    norms_that_were_replaced_are_repealed,
    references_lead_to_a_record,
)
from commonpress.kinds.assembly import NextTime
from commonpress.kinds.base import Origin, Record
from commonpress.kinds.case import Norm
from commonpress.kinds.commons import NoIndex, PublicPlaces, Publish, Visibility
from commonpress.kinds.decision import Decision, State
from commonpress.kinds.ledger import AccountType
from tests.registers import (
    LEDGER,
    LONG_TABLE,
    SETTINGS,
    account,
    assembly,
    case,
    day,
    decision,
    draft,
    entry,
    found,
    handle,
    messages,
    role,
    term,
)

OLD, NEW = "dec-2025-004", "dec-2026-001"
ADOPTED = decision(NEW, "2026-03-01")


def ended(state: State = State.SUPERSEDED, **more: Any) -> Decision:
    fields: dict[str, Any] = {"ended_on": day("2026-03-01"), "superseded_by": (NEW,)}
    return decision(OLD, "2025-04-06", state=state, **fields | more)


# --- references ----------------------------------------------------------------------------------


def test_near_names_are_suggested_and_far_ones_told_where_to_write() -> None:
    rule = references_lead_to_a_record
    near = entry("0001 2026-03-02 received 1 kg rise")
    (said,) = messages(rule, *LEDGER, near)
    assert said == "`rise` is not the id of a resource; did you mean `rice`?"
    (said,) = messages(rule, *LEDGER, entry("0001 2026-03-02 received 1 kg rice", decision=NEW))
    assert said.endswith(f"write it in `content/decisions/{NEW}.md` first")


def test_an_undeclared_handle_is_never_printed() -> None:
    treasurer = role("treasurer", term("marigold 2026-01-05 2026-04-05"))
    rule = references_lead_to_a_record
    assert found(rule, *LEDGER, treasurer, handle("wren")) == ["undeclared-handle"]
    (said,) = messages(rule, *LEDGER, treasurer, handle("wren"))
    assert "marigold" not in said


def test_what_a_case_names_and_is_not_there_is_never_printed() -> None:
    named = case(reviewed_by=("bench-keeper", "marigold"))
    rule = references_lead_to_a_record
    (said,) = messages(rule, *LEDGER, role("bench-keeper"), named)
    assert "marigold" not in said
    assert "not the id of a role" in said


def test_every_line_that_points_nowhere_is_told_though_lines_are_alike() -> None:
    lines = [entry(f"{n:04d} 2026-03-02 moved 1 kg rice store cellar") for n in (1, 2)]
    assert found(references_lead_to_a_record, *LEDGER, *lines) == ["unknown-reference"] * 2


# --- two-way links -------------------------------------------------------------------------------


def test_supersession_is_answered_in_both_directions() -> None:
    rule = decisions_answer_each_other
    new = msgspec.structs.replace(ADOPTED, supersedes=(OLD,))
    assert found(rule, ended(), new) == []
    assert found(rule, ended(superseded_by=()), new) == ["one-sided-supersession"]
    assert found(rule, ended(), ADOPTED) == ["one-sided-supersession"]


def test_a_hint_gives_the_line_to_paste_with_what_stands_there_already() -> None:
    other = decision("dec-2026-000", "2026-03-01", amends=(OLD,))
    new = msgspec.structs.replace(ADOPTED, amends=(OLD,))
    old = decision(OLD, "2025-04-06", amended_by=("dec-2026-000",))
    (said,) = messages(decisions_answer_each_other, old, other, new)
    line = f"write `amended_by: [dec-2026-000, {NEW}]` in `content/decisions/{OLD}.md`"
    assert line in said


def test_a_proposal_is_answered_only_once_it_was_adopted() -> None:
    old = decision(OLD, "2025-04-06")
    rule = decisions_answer_each_other
    assert found(rule, old, draft(NEW, supersedes=(OLD,))) == []
    adopted = msgspec.structs.replace(ADOPTED, supersedes=(OLD,))
    assert found(rule, old, adopted) == ["one-sided-supersession"]


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.REJECTED, State.WITHDRAWN])
def test_what_was_imported_is_taken_at_its_word(state: State) -> None:
    old = decision(OLD, "2025-04-06", origin=Origin.IMPORT)
    proposal = draft(NEW, supersedes=(OLD,), origin=Origin.IMPORT)
    new = msgspec.structs.replace(proposal, state=state)
    rule = decisions_answer_each_other
    assert found(rule, old, new) == ["one-sided-supersession"]
    answered = msgspec.structs.replace(old, superseded_by=(NEW,))
    assert found(rule, answered, new) == []


def test_assemblies_and_decisions_name_each_other() -> None:
    rule = assemblies_and_their_decisions_name_each_other
    assert found(rule, assembly("2026-03-01", NEW), ADOPTED) == []
    assert found(rule, assembly("2026-03-01"), ADOPTED) == ["one-sided-decision"]
    elsewhere = msgspec.structs.replace(ADOPTED, decided_at="")
    assert found(rule, assembly("2026-03-01", NEW), elsewhere) == ["one-sided-decision"]


def test_a_norm_in_whose_place_another_stands_is_repealed() -> None:
    first = Norm(id="first", title="First", text="Say it.", adopted_by=OLD)
    second = Norm(id="second", title="Second", text="Ask.", adopted_by=NEW, replaces=("first",))
    rule = norms_that_were_replaced_are_repealed
    assert found(rule, first, second) == ["one-sided-replacement"]
    repealed = msgspec.structs.replace(first, repealed_by=NEW)
    assert found(rule, repealed, second) == []


# --- circles -------------------------------------------------------------------------------------


def test_a_circle_is_told_once_with_the_way_around() -> None:
    (said,) = messages(
        links_do_not_run_in_circles,
        draft("dec-2026-003", amends=("dec-2026-001",)),
        draft("dec-2026-001", supersedes=("dec-2026-002",)),
        draft("dec-2026-002", implements=("dec-2026-003",), amends=("dec-2025-009",)),
        draft("dec-2025-009"),
    )
    assert said.startswith(
        "`dec-2026-001` supersedes `dec-2026-002`, which implements `dec-2026-003`, "
        "which amends `dec-2026-001`"
    )


def test_nothing_leads_to_itself() -> None:
    (said,) = messages(links_do_not_run_in_circles, draft(NEW, amends=(NEW,)))
    assert said.startswith(f"`{NEW}` amends itself")


NODES = st.integers(0, 7).map(lambda number: f"n{number}")
GRAPHS = st.dictionaries(NODES, st.lists(NODES, max_size=3), max_size=8)


@given(GRAPHS)
def test_circles_are_found_exactly_where_a_node_reaches_itself(edges: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [to for to in edges[start] if to in edges]
        while ahead:
            node = ahead.pop()
            if node not in seen:
                seen.add(node)
                ahead.extend(to for to in edges[node] if to in edges)
        return seen

    ways = circles(edges)
    assert bool(ways) is any(node in reached(node) for node in edges)
    for way in ways:
        assert way[0] == min(way)
        assert len(set(way)) == len(way)
        assert all(b in edges[a] for a, b in zip(way, (*way[1:], way[0]), strict=True))
    assert ways == circles(dict(reversed(edges.items())))


# --- authority -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-04-05", False), ("2025-04-06", True), ("2026-03-01", True), ("2026-03-02", False)],
)
def test_a_decision_holds_from_its_day_to_its_last(on: str, expected: bool) -> None:  # noqa: FBT001
    assert was_in_force(ended(), day(on)) is expected
    expiring = decision(OLD, "2025-04-06", expires_on=day("2026-03-01"))
    assert was_in_force(expiring, day(on)) is expected


def test_an_entry_cites_a_decision_that_held_on_its_day() -> None:
    def cited(date: str) -> list[str]:
        line = entry(f"0001 {date} received 1 kg rice", decision=NEW)
        return found(decisions_cited_as_authority_were_in_force, *LEDGER, ADOPTED, line)

    assert cited("2026-03-01") == []
    assert cited("2026-02-28") == ["decision-not-in-force"]


def test_why_a_decision_did_not_hold_is_said() -> None:
    def why(date: str, cited: Decision) -> str:
        line = entry(f"0001 {date} received 1 kg rice", decision=cited.id)
        (said,) = messages(decisions_cited_as_authority_were_in_force, *LEDGER, cited, line)
        return said.partition(": ")[2].partition(";")[0]

    assert why("2026-02-28", ADOPTED) == "it was adopted on 2026-03-01"
    assert why("2026-03-02", ended()) == "it ended on 2026-03-01"
    assert why("2026-03-02", draft(NEW)) == "it is `draft`"
    undated = decision(NEW, decided_on=None)
    assert why("2026-03-02", undated) == "it is `adopted` without a `decided_on`"


def test_an_extension_is_decided_by_the_day_on_which_it_begins() -> None:
    def extended(end: str) -> list[str]:
        more: dict[str, Any] = {"extended_by": NEW, "extended_to": day("2026-04-30")}
        treasurer = role("treasurer", term(f"wren 2025-11-01 {end}", **more))
        return found(decisions_cited_as_authority_were_in_force, treasurer, ADOPTED)

    assert extended("2026-02-28") == []
    assert extended("2026-02-27") == ["decision-not-in-force"]


def test_what_rests_on_a_decision_says_when_it_ends() -> None:
    norm = Norm(id="pot", title="Pot", text="Say it.", adopted_by=OLD)
    rule = decisions_cited_as_authority_were_in_force
    later = assembly("2026-03-29")
    assert found(rule, norm, decision(OLD, "2025-04-06"), later) == []
    assert found(rule, norm, ended(), later) == ["decision-not-in-force"]
    repealed = msgspec.structs.replace(norm, repealed_by=NEW)
    assert found(rule, repealed, ended(), later) == []


def test_projects_extensions_carried_out_decisions_and_settings_rest_on_decisions_too() -> None:
    rule = decisions_cited_as_authority_were_in_force
    project = msgspec.structs.replace(LONG_TABLE, adopted_by=NEW)
    extended = role(
        "treasurer",
        term("wren 2025-11-01 2026-01-31", extended_by=NEW, extended_to=day("2026-02-28")),
    )
    carried = decision("dec-2026-000", "2026-02-01", implements=(NEW,))
    publish = (Publish(kind="case", seen=Visibility.SITE, decision=NEW),)
    settings = msgspec.structs.replace(SETTINGS, publish=publish)
    records: tuple[Record, ...] = (project, extended, carried)
    assert found(rule, *records, ADOPTED) == ["decision-not-in-force"] * 3
    early = decision(NEW, "2024-06-01")
    assert found(rule, *records, early, settings=settings) == []
    assert found(rule, draft(NEW), settings=settings) == ["decision-not-in-force"]
    said = msgspec.structs.replace(
        SETTINGS,
        public_places=PublicPlaces(named=("The yard",), decision=NEW),
        noindex=NoIndex(decision=NEW),
    )
    assert found(rule, *records, early, settings=said) == []
    assert found(rule, draft(NEW), settings=said) == ["decision-not-in-force"] * 2


@pytest.mark.parametrize("other", [draft(NEW), decision(NEW, state=State.REJECTED)])
def test_only_what_was_adopted_brings_something_about(other: Decision) -> None:
    rule = what_was_brought_about_was_adopted
    treasurer = role("treasurer", adopted_by=NEW)
    norm = Norm(id="pot", title="Pot", text="Say it.", adopted_by=NEW)
    records: tuple[Record, ...] = (treasurer, norm, ended())
    assert found(rule, *records, other) == ["never-adopted"] * 3
    assert found(rule, *records, ADOPTED) == []


def test_an_imported_decision_may_have_been_adopted_on_a_day_that_nobody_wrote_down() -> None:
    rule = what_was_brought_about_was_adopted
    without = msgspec.structs.replace(ADOPTED, decided_on=None)
    assert found(rule, ended(), without) == ["never-adopted"]
    imported = msgspec.structs.replace(without, origin=Origin.IMPORT)
    assert found(rule, ended(), imported) == []
    # It is no authority for a day, as long as its own day is not known.
    norm = Norm(id="pot", title="Pot", text="Say it.", adopted_by=NEW)
    assert found(decisions_cited_as_authority_were_in_force, norm, imported) == [
        "decision-not-in-force"
    ]


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN])
def test_a_proposal_may_take_the_place_of_one_that_came_to_nothing(state: State) -> None:
    rule = what_was_brought_about_was_adopted
    assert found(rule, ended(state), draft(NEW)) == []


# --- dates and ids -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (entry("0001 2026-03-02 received 1 kg rice", recorded=day("2026-03-02")), 0),
        (entry("0001 2026-03-02 received 1 kg rice", recorded=day("2026-03-01")), 1),
        (entry("0001 2026-03-02 lent 1 kg rice", due=day("2026-03-01")), 1),
        (account("a", AccountType.STOCK, opened=day("2026-01-02"), closed=day("2026-01-01")), 1),
        (msgspec.structs.replace(LONG_TABLE, ended=day("2024-06-30")), 1),
        (handle("wren", "2026-01-02", retired_on=day("2026-01-01")), 1),
        (role("r", term("wren 2026-01-02 2026-01-02")), 0),
        (role("r", term("wren 2026-01-02 2026-01-01")), 1),
        (role("r", term("wren 2026-01-02 2026-02-01", left_on=day("2026-01-01"))), 1),
        (role("r", term("wren 2026-01-02 2026-02-01", left_on=day("2026-03-01"))), 0),
        (role("r", term("wren 2026-01-02 2026-02-01", extended_to=day("2026-02-01"))), 1),
        (decision(), 0),
        (decision(review_on=day("2026-03-01")), 1),
        (decision(expires_on=day("2026-03-01")), 0),
        (decision(proposed_on=None, drafted_on=day("2026-02-20")), 1),
    ],
)
def test_dates_come_in_order(record: Record, expected: int) -> None:
    assert found(dates_come_in_order, record) == ["dates-out-of-order"] * expected


def test_people_meet_again_later() -> None:
    rule = assemblies_meet_again_later
    assert found(rule, assembly("2026-03-01", next=NextTime(date=day("2026-04-12")))) == []
    same = assembly("2026-03-01", next=NextTime(date=day("2026-03-01")))
    assert found(rule, same) == ["dates-out-of-order"]


def test_a_decision_does_not_end_before_what_ends_it() -> None:
    rule = decisions_end_when_what_ends_them_begins
    assert found(rule, ended(), ADOPTED) == []
    assert found(rule, ended(ended_on=day("2026-02-28")), ADOPTED) == ["dates-out-of-order"]
    repealed = ended(State.REPEALED, superseded_by=(), repealed_by=NEW, ended_on=day("2026-02-01"))
    assert found(rule, repealed, ADOPTED) == ["dates-out-of-order"]


def test_ids_name_the_month() -> None:
    rule = ids_name_the_month_of_their_record
    assert found(rule, entry("0001 2026-03-02 received 1 kg rice")) == []
    wrong = msgspec.structs.replace(entry("2026-04-02 received 1 kg rice"), id="ent-2026-03-0001")
    assert found(rule, wrong) == ["id-of-another-time"]
    assert found(rule, assembly("2026-03-29", id="asm-2026-03-2")) == []
    assert found(rule, assembly("2026-03-29", id="asm-2026-04")) == ["id-of-another-time"]


def test_ids_name_the_year_of_a_decision_and_of_a_case() -> None:
    rule = ids_name_the_year_of_their_record
    over_the_year: dict[str, Any] = {"drafted_on": day("2025-12-20"), "proposed_on": None}
    for number, slugs in (("2024", 1), ("2025", 0), ("2026", 0), ("2027", 1)):
        written = decision(f"dec-{number}-001", **over_the_year)
        assert found(rule, written) == ["id-of-another-time"] * slugs
    assert found(rule, draft("dec-2026-001", drafted="2026-02-01")) == []
    for number, slugs in (("2024", 1), ("2025", 0), ("2026", 0), ("2027", 1)):
        assert found(rule, case(f"case-{number}-001")) == ["id-of-another-time"] * slugs
