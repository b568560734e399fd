# SPDX-License-Identifier: AGPL-3.0-or-later
"""Statements: what came, went and stayed adds up, whatever was written in whatever order."""

from __future__ import annotations

import itertools
from dataclasses import fields
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.postings import book_postings
from commonpress.derive.disclose import disclose
from commonpress.derive.flow_views import Conservation, Statement
from commonpress.derive.statements import stock_on
from commonpress.kinds.entry import Entry
from tests.registers import day, entry, ledger

AS_OF = day("2026-06-30")

# A few words an entry is made of; quantities stay small so that shrunk examples read well.
ROUTES = [
    ("received", "rice", "kg", "grocers", "store"),
    ("received", "euro", "EUR", "grocers", "cash-box"),
    ("moved", "rice", "kg", "store", "shed"),
    ("used", "rice", "kg", "store", "pot"),
    ("made", "meals", "meal", "stove", "store"),
    ("distributed", "meals", "meal", "store", "neighbours"),
    ("spoiled", "rice", "kg", "store", "compost"),
    ("paid", "euro", "EUR", "cash-box", "bills"),
    ("counted", "rice", "kg", "counts", "store"),
]
LINES = st.lists(
    st.tuples(
        st.sampled_from(["2026-03-25", "2026-04-01", "2026-04-30", "2026-06-20", "2026-06-21"]),
        st.sampled_from(ROUTES),
        st.decimals("0.1", "50", places=1),
    ),
    max_size=12,
)


def written(lines: list[tuple[str, tuple[str, ...], Decimal]]) -> list[Entry]:
    return [
        entry(f"{n:04d} {date} {action} {quantity} {unit} {resource} {source} {target}")
        for n, (date, (action, resource, unit, source, target), quantity) in enumerate(lines, 1)
    ]


def lines_of(statement: Statement) -> dict[str, Conservation]:
    return {
        line.resource.id: line.conservation for table in statement.tables for line in table.lines
    }


@given(LINES)
def test_nothing_is_missing_from_any_statement(
    lines: list[tuple[str, tuple[str, ...], Decimal]],
) -> None:
    register = ledger(*written(lines))
    publication = disclose(register, AS_OF)
    journal = book_postings(register)
    for statement in (*publication.statements, *publication.seasons, *publication.years):
        held = stock_on(journal, statement.period.end)
        for resource, conservation in lines_of(statement).items():
            assert conservation.all_there_was == conservation.all_accounted_for
            assert conservation.closing == held.get(resource, Decimal(0))


@given(LINES)
def test_a_month_opens_with_what_the_month_before_left(
    lines: list[tuple[str, tuple[str, ...], Decimal]],
) -> None:
    months = disclose(ledger(*written(lines)), AS_OF).statements
    for before, after in itertools.pairwise(months):
        left, found = lines_of(before), lines_of(after)
        for resource in left.keys() | found.keys():
            opened = found[resource].opening if resource in found else Decimal(0)
            closed = left[resource].closing if resource in left else Decimal(0)
            assert opened == closed


@given(LINES)
def test_both_sides_of_a_flow_total_the_same(
    lines: list[tuple[str, tuple[str, ...], Decimal]],
) -> None:
    for statement in disclose(ledger(*written(lines)), AS_OF).statements:
        for flow in statement.flows:
            left = sum(node.amount for node in flow.sources)
            right = sum(node.amount for node in flow.uses)
            assert left == right == flow.total


@given(LINES, st.randoms())
def test_the_order_of_lines_changes_nothing(
    lines: list[tuple[str, tuple[str, ...], Decimal]],
    chance: object,
) -> None:
    entries = written(lines)
    shuffled = sorted(entries, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert disclose(ledger(*entries), AS_OF) == disclose(ledger(*shuffled), AS_OF)


def test_a_month_tells_what_happened_to_the_rice() -> None:
    register = ledger(
        entry("0001 2026-03-25 received 2 sack rice grocers store"),
        entry("0002 2026-04-02 used 10 kg rice store pot"),
        entry("0003 2026-04-03 spoiled 0.5 kg rice store compost"),
        entry("0004 2026-04-04 moved 5 kg rice store shed"),
        entry("0005 2026-04-30 counted 9 kg rice counts store", tolerance=Decimal(1), reason="x"),
    )
    april = disclose(register, AS_OF).statements[1]
    rice = lines_of(april)["rice"]
    told = {f.name: getattr(rice, f.name) for f in fields(rice) if getattr(rice, f.name)}
    assert told == {
        "opening": Decimal(25),
        "used": Decimal(10),
        "spoiled": Decimal("0.5"),
        "lowered": Decimal("0.5"),
        "closing": Decimal(14),
    }


def test_what_a_book_begins_with_is_an_opening_and_no_gift() -> None:
    register = ledger(entry("0001 2026-03-25 received 20 kg rice counts store"))
    rice = lines_of(disclose(register, AS_OF).statements[0])["rice"]
    assert (rice.opening, rice.received, rice.closing) == (Decimal(20), Decimal(0), Decimal(20))


def test_a_correction_counts_against_its_action() -> None:
    register = ledger(
        entry("0001 2026-03-25 received 42 kg rice grocers store"),
        entry(
            "0002 2026-03-26 received 18 kg rice store grocers",
            corrects="ent-2026-03-0001",
            reason="24 kg came, not 42",
        ),
    )
    publication = disclose(register, AS_OF)
    assert lines_of(publication.statements[0])["rice"].received == Decimal(24)
    assert publication.entries[0].corrected_by == ("ent-2026-03-0002",)
    assert publication.entries[1].backwards


def test_a_young_season_is_not_told_yet() -> None:
    register = ledger(entry("0001 2026-06-25 received 1 kg rice grocers store"))
    assert disclose(register, day("2026-06-30")).glance.period.name == "2026-spring"
    assert disclose(register, day("2026-07-30")).glance.period.name == "2026-summer"
    assert disclose(register, day("2026-07-30")).glance.period.end == day("2026-07-30")


def test_a_resource_is_told_whole_over_its_months() -> None:
    register = ledger(
        entry("0001 2026-03-25 received 30 kg rice grocers store"),
        entry("0002 2026-05-02 used 10 kg rice store pot"),
    )
    rice = next(v for v in disclose(register, AS_OF).resources if v.resource.id == "rice")
    assert rice.whole.opening == Decimal(0)
    assert rice.whole.received == Decimal(30)
    assert rice.whole.closing == Decimal(20)
    assert rice.whole.all_there_was == rice.whole.all_accounted_for
