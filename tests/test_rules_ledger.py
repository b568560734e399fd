# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of single entries: routes, units, months, households, loans, groups, corrections."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import given

from commonpress.check.rules import RULES
from commonpress.check.rules.accounts import (
    accounts_have_a_purpose_that_fits_their_type,
    units_have_one_size_each,
)
from commonpress.check.rules.corrections import (
    corrections_are_like_what_they_correct,
    corrections_take_back_no_more_than_was_written,
)
from commonpress.check.rules.entry_dates import (
    accounts_are_used_while_they_are_open,
    lines_stand_in_the_file_of_their_month,
)
from commonpress.check.rules.groups import (
    groups_are_of_one_event,
    what_is_made_comes_from_what_is_used,
)
from commonpress.check.rules.households import lines_to_people_stand_for_enough_households
from commonpress.check.rules.loans import loans_have_a_day_on_which_they_are_due
from commonpress.check.rules.routes import ENDS, PURPOSES, entries_run_the_route_of_their_action
from commonpress.check.rules.units import (
    actions_are_of_what_they_measure,
    quantities_are_above_zero,
    units_are_those_of_the_resource,
)
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds.base import Origin
from commonpress.kinds.entry import ROUTES, Action, Entry
from commonpress.kinds.ledger import AccountType, OtherUnit, Purpose
from tests.registers import (
    ACCOUNTS,
    LEDGER,
    RICE,
    account,
    day,
    entry,
    found,
    ledger,
    messages,
    register,
)
from tests.test_rules_postings import entries

FIRST = "ent-2026-03-0001"
# One sound route for every action.
SOUND = {
    Action.RECEIVED: "grocers store",
    Action.DISTRIBUTED: "store neighbours",
    Action.MOVED: "store shed",
    Action.LENT: "shed lent-out",
    Action.RETURNED: "lent-out shed",
    Action.MADE: "stove store",
    Action.USED: "store pot",
    Action.SPOILED: "store compost",
    Action.PAID: "cash-box bills",
    Action.COUNTED: "counts store",
}


def routed(action: Action, route: str, **more: Any) -> Entry:
    return entry(f"0002 2026-03-02 {action} 1 kg rice {route}", **more)


def wrong(rule: Any, *lines: Entry, **more: Any) -> list[str]:
    return found(rule, *LEDGER, *lines, **more)


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_one_kind_of_route(action: Action) -> None:
    rule = entries_run_the_route_of_their_action
    assert wrong(rule, routed(action, SOUND[action])) == []
    for source in ACCOUNTS:
        for target in ACCOUNTS:
            fits = (source.type, target.type) == ROUTES[action] and source.id != target.id
            stands = all(
                a.type is AccountType.STOCK or a.purpose in ENDS[action] for a in (source, target)
            )
            slugs = wrong(rule, routed(action, f"{source.id} {target.id}"))
            assert slugs == (
                [] if fits and stands else ["wrong-purpose" if fits else "wrong-route"]
            )


@pytest.mark.parametrize("action", list(Action))
def test_only_a_correction_runs_backwards_and_never_a_count(action: Action) -> None:
    source, target = SOUND[action].split()
    backwards = routed(action, f"{target} {source}", corrects=FIRST)
    expected = ["wrong-route"] if action is Action.COUNTED else []
    assert wrong(entries_run_the_route_of_their_action, backwards) == expected


def test_a_route_that_is_only_backwards_is_told_how_to_be_a_correction() -> None:
    rule = entries_run_the_route_of_their_action
    (said,) = messages(rule, *LEDGER, routed(Action.RECEIVED, "store grocers"))
    assert said.endswith("name the entry it puts right in `corrects`")
    (said,) = messages(rule, *LEDGER, routed(Action.COUNTED, "store counts"))
    assert said.endswith("name a source in `from` and a stock in `to`")
    assert wrong(rule, routed(Action.RECEIVED, "store cellar")) == []


def test_an_account_that_is_neither_written_nor_usual_is_missing() -> None:
    rule = entries_run_the_route_of_their_action
    assert wrong(rule, entry("0001 2026-03-02 received 1 kg rice")) == []
    assert wrong(rule, entry("0001 2026-03-02 spoiled 1 kg rice - compost")) == ["missing-account"]
    (said,) = messages(rule, *LEDGER, entry("0001 2026-03-02 spoiled 1 kg rice store"))
    assert "has no `to`" in said
    assert "`- {action: spoiled, from: ..., to: ...}`" in said


def test_every_purpose_has_a_type_and_every_action_its_ends() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert set(ENDS) == set(Action)


@pytest.mark.parametrize(
    ("kind", "purpose", "expected"),
    [
        (AccountType.STOCK, None, 0),
        (AccountType.STOCK, Purpose.BILLS, 1),
        (AccountType.SINK, Purpose.BILLS, 0),
        (AccountType.SINK, Purpose.GIVERS, 1),
        (AccountType.SINK, None, 1),
        (AccountType.SOURCE, Purpose.MAKING, 0),
        (AccountType.SOURCE, Purpose.LOANS, 1),
    ],
)
def test_purposes_fit_types(kind: AccountType, purpose: Purpose | None, expected: int) -> None:
    records = account("somewhere", kind, purpose)
    assert len(found(accounts_have_a_purpose_that_fits_their_type, records)) == expected


def test_units_have_one_size() -> None:
    def sizes(**more: Any) -> list[str]:
        return found(units_have_one_size_each, msgspec.structs.replace(RICE, **more))

    sack = OtherUnit(unit="sack", is_=Decimal(10))
    assert sizes(units=(sack,)) == []
    assert sizes(units=(sack, sack)) == ["unit-size"]
    assert sizes(units=(OtherUnit(unit="kg", is_=Decimal(1)),)) == ["unit-size"]
    assert sizes(units=(OtherUnit(unit="sack", is_=Decimal(0)),)) == ["unit-size"]


def test_units_and_measures_of_what_is_not_declared_are_left_to_the_rule_on_links() -> None:
    unknown = entry("0001 2026-03-02 paid 1 crate wheat store bills")
    assert wrong(units_are_those_of_the_resource, unknown) == []
    assert wrong(actions_are_of_what_they_measure, unknown) == []


def test_units_are_known_and_near_ones_named() -> None:
    rule = units_are_those_of_the_resource
    assert wrong(rule, entry("0001 2026-03-02 received 1 sack rice")) == []
    (said,) = messages(rule, *LEDGER, entry("0001 2026-03-02 received 1 sacks rice"))
    assert said.endswith("did you mean `sack`?")
    (said,) = messages(rule, *LEDGER, entry("0001 2026-03-02 received 1 crate rice"))
    assert "measured in `kg` or `sack`" in said


def test_only_a_count_may_be_of_nothing() -> None:
    rule = quantities_are_above_zero
    assert wrong(rule, entry("0001 2026-03-02 counted 0 kg rice counts store")) == []
    assert wrong(rule, entry("0001 2026-03-02 moved 0.0 kg rice store shed")) == ["quantity-zero"]


def test_money_is_paid_and_goods_are_used() -> None:
    rule = actions_are_of_what_they_measure
    assert wrong(rule, entry("0001 2026-03-02 paid 1 EUR euro cash-box bills")) == []
    assert wrong(rule, entry("0001 2026-03-02 paid 1 kg rice store bills")) == ["wrong-measure"]
    assert wrong(rule, entry("0001 2026-03-02 used 1 EUR euro cash-box pot")) == ["wrong-measure"]
    assert wrong(rule, entry("0001 2026-03-02 distributed 1 EUR euro cash-box neighbours")) == []
    (goods,) = messages(rule, *LEDGER, entry("0001 2026-03-02 paid 1 kg rice store bills"))
    assert goods.endswith("goods that leave are `distributed`, `moved`, `used` or `spoiled`")
    (money,) = messages(rule, *LEDGER, entry("0001 2026-03-02 spoiled 1 EUR euro store compost"))
    assert money.endswith("money that leaves is `paid`, `distributed` or `moved`")


def test_lines_stand_in_the_file_of_their_month() -> None:
    def place(path: str) -> list[str]:
        places = MappingProxyType({"": Span(path)})
        line = msgspec.structs.replace(entry("0001 2026-03-02 received 1 kg rice"), places=places)
        return messages(lines_stand_in_the_file_of_their_month, *LEDGER, line)

    assert place("ledger/2026/2026-03.yml") == []
    assert place("ledger/2026/2026-03.csv") == []
    (said,) = place("ledger/2025/2025-03.csv")
    assert "move it to `ledger/2026/2026-03.csv`" in said


def test_accounts_are_used_on_their_first_and_last_day_and_not_beyond() -> None:
    cellar = account(
        "cellar", AccountType.STOCK, opened=day("2026-03-02"), closed=day("2026-03-04")
    )
    slugs = [
        found(
            accounts_are_used_while_they_are_open,
            *LEDGER,
            cellar,
            entry(f"0001 2026-03-0{number} moved 1 kg rice {route}"),
        )
        for number in range(1, 6)
        for route in ("cellar store", "store cellar")
    ]
    one = ["account-not-open"]
    assert slugs == [one, one, [], [], [], [], [], [], one, one]


def test_households_stand_behind_each_line_to_people() -> None:
    rule = lines_to_people_stand_for_enough_households
    line = "0002 2026-03-04 distributed 5 kg rice"
    assert wrong(rule, entry(line, households=5)) == []
    assert wrong(rule, entry(line, households=4)) == ["too-few-households"]
    assert wrong(rule, entry(line)) == ["households-missing"]
    assert wrong(rule, entry(line, corrects=FIRST)) == []
    assert wrong(rule, entry(line, corrects=FIRST, households=1)) == ["too-few-households"]
    assert wrong(rule, entry("2026-03-04 moved 5 kg rice store shed")) == []
    assert wrong(rule, entry("2026-03-04 distributed 5 kg rice store cellar")) == []


def test_too_few_households_are_told_what_to_write_and_never_how_many_there_were() -> None:
    line = entry("0002 2026-03-04 distributed 5 kg rice", households=2)
    (said,) = messages(lines_to_people_stand_for_enough_households, *LEDGER, line)
    assert "one line for the whole week, dated 2026-03-08" in said
    order = ["the month", "the quarter", "the year", "`staples`", "`food`", "other support"]
    assert sorted(order, key=said.index) == order
    assert "2 " not in said.replace("2026", "")


def test_imported_lines_to_people_are_told_in_one_note() -> None:
    lines = [
        entry(f"{n:04d} 2026-03-04 distributed 5 kg rice", origin=Origin.IMPORT) for n in (1, 2, 3)
    ]
    rule = lines_to_people_stand_for_enough_households
    assert messages(rule, *LEDGER, *lines) == [
        "3 imported lines to neighbours without households; "
    ]
    assert not any(d.is_error for d in rule(ledger(*lines)))


def test_loans_are_due_and_nothing_else_is() -> None:
    rule = loans_have_a_day_on_which_they_are_due
    due = day("2026-03-20")
    lent = "0001 2026-03-02 lent 1 kg rice shed lent-out"
    assert wrong(rule, entry(lent, due=due)) == []
    assert wrong(rule, entry(lent)) == ["loan-without-due"]
    assert wrong(rule, entry(lent, corrects=FIRST)) == []
    assert wrong(rule, entry(lent, origin=Origin.IMPORT)) == []
    assert wrong(rule, entry("0001 2026-03-02 received 1 kg rice", due=due)) == ["due-without-loan"]


def test_what_is_made_leads_back_to_what_was_used() -> None:
    rule = what_is_made_comes_from_what_is_used
    made = "0002 2026-03-02 made 40 meals meals stove store"
    used = entry("0001 2026-03-02 used 5 kg rice store pot", group="soup")
    assert wrong(rule, used, entry(made, group="soup")) == []
    assert wrong(rule, used, entry(made, group="stew")) == ["made-from-nothing"]
    assert wrong(rule, used, entry(made)) == ["made-from-nothing"]
    assert wrong(rule, entry(made, corrects=FIRST)) == []


def test_a_group_is_of_one_event() -> None:
    rule = groups_are_of_one_event
    first = entry("0001 2026-03-02 used 5 kg rice store pot", group="soup")
    assert wrong(rule, first, entry("0002 2026-03-09 used 5 kg rice", group="soup")) == []
    later = entry("0002 2026-03-10 used 5 kg rice", group="soup")
    assert wrong(rule, first, later) == ["scattered-group"]
    correction = msgspec.structs.replace(later, corrects=FIRST)
    assert wrong(rule, first, correction) == []


def test_a_correction_is_like_what_it_corrects() -> None:
    rule = corrections_are_like_what_they_correct
    first = entry("0001 2026-03-02 received 5 kg rice")

    def correct(line: str) -> list[str]:
        return wrong(rule, first, entry(line, corrects=FIRST, reason="a slip"))

    assert correct("0002 2026-03-02 received 1 kg rice") == []
    assert correct("0002 2026-04-02 received 1 kg rice store grocers") == []
    assert correct("0002 2026-03-01 received 1 kg rice") == ["correction-too-early"]
    assert correct("0002 2026-03-03 moved 1 kg rice store shed") == ["correction-of-another"]
    assert correct("0002 2026-03-03 received 1 meal meals") == ["correction-of-another"]
    assert correct("0002 2026-03-03 counted 1 kg rice counts shed") == ["correction-of-another"]
    assert wrong(rule, entry("0002 2026-03-03 received 1 kg rice", corrects=FIRST)) == []


def test_a_count_is_corrected_by_a_count_of_that_stock_and_day() -> None:
    rule = corrections_are_like_what_they_correct
    first = entry("0001 2026-03-02 counted 5 kg rice counts store")

    def correct(line: str) -> list[str]:
        return wrong(rule, first, entry(line, corrects=FIRST, reason="a slip"))

    assert correct("0002 2026-03-02 counted 4 kg rice counts store") == []
    assert correct("0002 2026-03-02 counted 4 kg rice counts shed") == ["correction-of-another"]
    assert correct("0002 2026-03-03 counted 4 kg rice counts store") == ["correction-of-another"]


def test_no_more_is_taken_back_than_was_written() -> None:
    rule = corrections_take_back_no_more_than_was_written
    first = entry("0001 2026-03-02 received 1 sack rice")

    def correct(*lines: str) -> list[str]:
        changes = [entry(line, corrects=FIRST, reason="a slip") for line in lines]
        return wrong(rule, first, *changes)

    assert correct("0002 2026-03-03 received 12.5 kg rice store grocers") == []
    assert correct("0002 2026-03-03 received 12.6 kg rice store grocers") == [
        "correction-too-large"
    ]
    assert (
        correct(
            "0002 2026-03-03 received 12.5 kg rice store grocers",
            "0003 2026-03-04 received 1 kg rice grocers store",
            "0004 2026-03-05 received 1 kg rice store grocers",
        )
        == []
    )
    assert correct(
        "0002 2026-03-03 received 12.5 kg rice store grocers",
        "0003 2026-03-04 received 1 kg rice store grocers",
    ) == ["correction-too-large"]


@given(entries())
def test_no_rule_is_surprised_by_any_ledger(lines: list[Entry]) -> None:
    made = ledger(*lines)
    findings = [finding for rule in RULES for finding in rule(made)]
    assert all(isinstance(finding, Diagnostic) for finding in findings)
    assert all(finding.message for finding in findings)


def test_a_book_of_settings_alone_breaks_no_rule() -> None:
    alone = register(settings=msgspec.structs.replace(register().settings, default_project=""))
    assert [finding for rule in RULES for finding in rule(alone)] == []
