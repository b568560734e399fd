# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a decision is on a day, and whether roles go round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Standing
from commonpress.derive.rotation import role_views
from commonpress.derive.standing import standing
from commonpress.kinds.assembly import Assembly, AssemblyKind
from commonpress.kinds.decision import Decision, State, Tally
from commonpress.kinds.role import Filled, Role, RoleTerm
from tests.registers import LEDGER, day, entry, register

TODAY = day("2026-06-30")


def decision(**more: Any) -> Decision:
    base: dict[str, Any] = {
        "id": "dec-2026-001",
        "title": "We buy a fridge",
        "state": State.ADOPTED,
        "subject": "kitchen",
        "question": "Do we buy a fridge?",
        "decided_on": day("2026-05-10"),
        "decided_at": "asm-2026-05",
        "review_on": day("2027-01-01"),
    }
    return Decision(**base | more)


def assembly(present: int) -> Assembly:
    return Assembly(
        id="asm-2026-05",
        date=day("2026-05-10"),
        place="Yard",
        kind=AssemblyKind.OPEN,
        present=present,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Standing.IN_FORCE),
        ({"review_on": day("2026-06-30")}, Standing.REVIEW_DUE),
        ({"expires_on": day("2026-06-29")}, Standing.EXPIRED),
        ({"expires_on": day("2026-06-30")}, Standing.IN_FORCE),
        ({"state": State.SUPERSEDED}, Standing.SUPERSEDED),
        ({"state": State.PROPOSED, "proposed_on": day("2026-01-01")}, Standing.OPEN),
        ({"state": State.PROPOSED, "proposed_on": day("2025-12-30")}, Standing.STAGNANT),
    ],
)
def test_a_decision_is_what_its_dates_make_it(fields: dict[str, Any], expected: Standing) -> None:
    assert standing(decision(**fields), TODAY, stagnant_months=6) is expected


def test_a_small_assembly_publishes_no_tally() -> None:
    taken = decision(tally=Tally(agree=5, stand_aside=1))
    small = disclose(register(assembly(6), taken), TODAY).decisions[0].record
    large = disclose(register(assembly(7), taken), TODAY).decisions[0].record
    assert (small.tally, small.reached) == (None, True)
    assert large.tally == Tally(agree=5, stand_aside=1)


def test_a_decision_knows_what_was_spent_on_it() -> None:
    lines = (
        entry("0001 2026-05-01 received 100 EUR euro grocers cash-box"),
        entry("0002 2026-05-12 paid 60 EUR euro cash-box bills", decision="dec-2026-001"),
        entry(
            "0003 2026-05-13 paid 10 EUR euro bills cash-box",
            decision="dec-2026-001",
            corrects="ent-2026-05-0002",
            reason="it cost 50",
        ),
    )
    view = disclose(register(*LEDGER, assembly(9), decision(), *lines), TODAY).decisions[0]
    assert view.spent == Decimal(50)
    assert [line.entry.id for line in view.spending] == ["ent-2026-05-0002", "ent-2026-05-0003"]


def term(holder: str, start: str, end: str, **more: Any) -> RoleTerm:
    return RoleTerm(holder=holder, start=day(start), end=day(end), filled=Filled.LOT, **more)


def test_a_role_that_goes_round_says_so() -> None:
    role = Role(
        id="treasurer",
        title="Treasurer",
        about="Keeps the box.",
        handles_money=True,
        terms=(
            term("wren", "2026-01-01", "2026-03-31"),
            term("osier", "2026-04-01", "2026-04-30", left_on=day("2026-05-20")),
            term("wren", "2026-05-21", "2026-07-31"),
            term("plover", "2026-08-01", "2026-08-31"),
        ),
    )
    view = role_views(register(role), TODAY)[0]
    assert view.longest_months == 3
    assert [t.days_over for t in view.terms] == [0, 20, 0, 0]
    assert [t.term.holder for t in view.current] == ["wren"]
    assert (view.holders, view.rotation) == (2, Decimal(2) / Decimal(3))
    assert view.longest_days == 90


def test_terms_in_a_row_are_one_stretch() -> None:
    role = Role(
        id="keeper",
        title="Keeper",
        about="Keeps.",
        terms=(term("wren", "2026-01-01", "2026-01-31"), term("wren", "2026-02-01", "2026-02-28")),
    )
    assert role_views(register(role), TODAY)[0].longest_days == 59
