# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the book says is on the shelf: never less than nothing, counted, and explained."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given

from commonpress.check.rules.balances import (
    nothing_comes_back_that_was_not_lent,
    stocks_never_hold_less_than_nothing,
)
from commonpress.check.rules.counts import (
    counts_agree_with_the_book,
    counts_of_one_day_are_the_same,
    only_counts_have_a_tolerance,
    stocks_in_use_are_counted,
)
from commonpress.kinds.commons import Limits
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import AccountType
from tests.registers import LEDGER, SETTINGS, account, entry, found, ledger, messages
from tests.test_rules_postings import entries


def wrong(rule: Any, *lines: Entry, **more: Any) -> list[str]:
    return found(rule, *LEDGER, *lines, **more)


def said(rule: Any, *lines: Entry, **more: Any) -> list[str]:
    return messages(rule, *LEDGER, *lines, **more)


GIFT = entry("0001 2026-03-02 received 10 kg rice")


def test_a_stock_that_falls_below_nothing_names_the_day_the_balance_and_the_entry() -> None:
    (finding,) = said(
        stocks_never_hold_less_than_nothing,
        GIFT,
        entry("0002 2026-03-04 distributed 4 kg rice"),
        entry("0003 2026-03-04 moved 7.5 kg rice store shed"),
    )
    assert "at the end of 2026-03-04 `store` holds -1.5 kg of `rice`" in finding
    assert "it held 10 kg before, and `ent-2026-03-0003` took out 7.5 kg" in finding


def test_within_a_day_the_order_of_lines_says_nothing() -> None:
    lines = (
        entry("0001 2026-03-02 distributed 4 kg rice"),
        entry("0002 2026-03-02 received 4 kg rice"),
    )
    assert wrong(stocks_never_hold_less_than_nothing, *lines) == []


def test_each_fall_below_nothing_is_told_once() -> None:
    lines = (
        entry("0001 2026-03-02 distributed 1 kg rice"),
        entry("0002 2026-03-03 distributed 1 kg rice"),
        entry("0003 2026-03-04 received 5 kg rice"),
        entry("0004 2026-03-05 distributed 9 kg rice"),
    )
    findings = list(stocks_never_hold_less_than_nothing(ledger(*lines)))
    assert ["0001" in findings[0].message, "0004" in findings[1].message] == [True, True]
    assert len(findings) == 2


def test_only_a_bank_account_may_go_below() -> None:
    bank = account("bank", AccountType.STOCK, may_go_below=True)
    fee = entry("0001 2026-03-02 paid 5 EUR euro bank bills")
    assert found(stocks_never_hold_less_than_nothing, *LEDGER, bank, fee) == []
    strict = msgspec.structs.replace(bank, may_go_below=False)
    assert found(stocks_never_hold_less_than_nothing, *LEDGER, strict, fee) == ["stock-negative"]


def test_no_more_comes_back_than_was_lent() -> None:
    rule = nothing_comes_back_that_was_not_lent
    lent = entry("0001 2026-03-02 lent 2 kg rice shed lent-out")
    assert wrong(rule, lent, entry("0002 2026-03-09 returned 2 kg rice lent-out shed")) == []
    more = entry("0002 2026-03-09 returned 2.5 kg rice lent-out shed")
    (finding,) = said(rule, lent, more)
    assert "0.5 kg of `rice` more came back than had been lent" in finding


@pytest.mark.parametrize(
    ("counted", "tolerance", "expected"),
    [
        ("10", None, []),
        ("9.5", "0.5", []),
        ("10.5", "0.5", []),
        ("9.4", "0.5", ["count-differs"]),
        ("10.1", None, ["count-differs"]),
        ("0", "10", []),
    ],
)
def test_a_count_is_held_against_its_tolerance(
    counted: str, tolerance: str | None, expected: list[str]
) -> None:
    count = entry(
        f"0002 2026-03-31 counted {counted} kg rice counts store",
        tolerance=None if tolerance is None else Decimal(tolerance),
        reason="mice",
    )
    assert wrong(counts_agree_with_the_book, GIFT, count) == expected


def test_a_tolerance_is_in_the_unit_of_the_count() -> None:
    more = entry("0002 2026-03-03 received 2.5 kg rice")
    count = entry(
        "0003 2026-03-31 counted 0 sack rice counts store", tolerance=Decimal(1), reason="mice"
    )
    assert wrong(counts_agree_with_the_book, GIFT, more, count) == []
    less = msgspec.structs.replace(count, tolerance=Decimal("0.99"))
    (finding,) = said(counts_agree_with_the_book, GIFT, more, less)
    assert "write `tolerance: 1` and a `reason`" in finding


def test_a_difference_needs_a_reason_and_agreement_needs_none() -> None:
    line = "0002 2026-03-31 counted 9 kg rice counts store"
    rule = counts_agree_with_the_book
    assert wrong(rule, GIFT, entry(line, tolerance=Decimal(1))) == ["count-unexplained"]
    assert wrong(rule, GIFT, entry(line, tolerance=Decimal(1), reason="mice")) == []
    assert wrong(rule, GIFT, entry("0002 2026-03-31 counted 10 kg rice counts store")) == []


@pytest.mark.parametrize(
    ("counted", "asked"),
    [("10", "`ent-2026-03-0003` is of exactly that much: did it happen twice?"),
     ("18", "`ent-2026-03-0003` is of exactly that much: is it written twice?"),
     ("22", "`ent-2026-03-0002` is of exactly that much: did it happen twice?"),
     ("6", "`ent-2026-03-0002` is of exactly that much: is it written twice?"),
     ("13", "write what left and is missing"),
     ("15", "write what came in and is missing")],
)  # fmt: skip
def test_a_count_that_differs_names_the_line_that_would_explain_it(
    counted: str, asked: str
) -> None:
    (finding,) = said(
        counts_agree_with_the_book,
        GIFT,
        entry("0002 2026-03-03 received 8 kg rice"),
        entry("0003 2026-03-04 distributed 4 kg rice"),
        entry(f"0004 2026-03-31 counted {counted} kg rice counts store"),
    )
    assert asked in finding
    assert "3 lines since the beginning of the book" in finding


def test_a_count_names_the_lines_since_the_count_before() -> None:
    (finding,) = counts_agree_with_the_book(
        ledger(
            GIFT,
            entry("0002 2026-03-10 counted 10 kg rice counts store"),
            entry("0003 2026-03-11 distributed 4 kg rice"),
            entry("0004 2026-03-31 moved 1 kg rice shed store"),
            entry("0005 2026-03-13 received 9 EUR euro"),
            entry("0006 2026-03-31 counted 6 kg rice counts store"),
        )
    )
    assert finding.hint.startswith("2 lines since the count of 2026-03-10: ")
    assert [r.message for r in finding.related] == ["moved 1 kg", "distributed 4 kg"]


def test_counts_of_one_day_are_the_same_unless_one_corrects_the_other() -> None:
    rule = counts_of_one_day_are_the_same
    first = entry("0003 2026-03-31 counted 10 kg rice counts store")
    again = entry("0004 2026-03-31 counted 0.8 sack rice counts store")
    other = entry("0004 2026-03-31 counted 9 kg rice counts store")
    assert wrong(rule, first, again) == []
    assert wrong(rule, first, other) == ["counts-disagree"]
    assert wrong(rule, first, msgspec.structs.replace(other, corrects=first.id)) == []
    assert wrong(counts_agree_with_the_book, GIFT, first, other) == []


def test_what_a_stock_holds_is_counted_in_time() -> None:
    rule = stocks_in_use_are_counted

    def until(day: str, *more: Entry) -> list[str]:
        return wrong(rule, GIFT, *more, entry(f"0009 {day} received 1 kg rice"))

    count = entry("0002 2026-03-10 counted 10 kg rice counts store")
    assert until("2026-04-06") == []
    assert until("2026-04-07") == ["count-stale"]
    assert until("2026-04-14", count) == []
    assert until("2026-04-15", count) == ["count-stale"]
    (finding,) = said(rule, GIFT, count, entry("0009 2026-05-01 received 1 sack rice"))
    assert "was last counted on 2026-03-10" in finding
    assert "resource: rice, quantity: ..., unit: sack, to: store}" in finding


def test_a_stock_that_holds_nothing_has_nothing_to_count() -> None:
    eaten = entry("0009 2026-06-01 distributed 10 kg rice")
    assert wrong(stocks_in_use_are_counted, GIFT, eaten) == []


def test_a_commons_may_count_more_often() -> None:
    weekly = msgspec.structs.replace(SETTINGS, limits=Limits(count_within_days=7))
    later = entry("0002 2026-03-10 received 1 kg rice")
    assert wrong(stocks_in_use_are_counted, GIFT, later) == []
    assert wrong(stocks_in_use_are_counted, GIFT, later, settings=weekly) == ["count-stale"]


def test_only_a_count_has_a_tolerance() -> None:
    rule = only_counts_have_a_tolerance
    moved = entry("0001 2026-03-02 moved 1 kg rice store shed", tolerance=Decimal(1))
    assert wrong(rule, moved) == ["tolerance-without-count"]


@given(entries())
def test_falls_below_nothing_are_those_a_peer_finds_by_adding_up(lines: list[Entry]) -> None:
    """The peer knows no journal: it adds up the lines of each day, without counts."""
    plain = [line for line in lines if line.action != "counted"]
    sizes = {"sack": Decimal("12.5")}
    expected = []
    for stock in ("cash-box", "shed", "store"):
        for resource in ("euro", "meals", "rice"):
            held = Decimal(0)
            for day in sorted({line.date for line in plain}):
                before = held
                for line in plain:
                    if line.date == day and line.resource == resource:
                        amount = line.quantity * sizes.get(line.unit, Decimal(1))
                        held += amount * ((line.to == stock) - (line.from_ == stock))
                if held < 0 <= before:
                    expected.append(f"at the end of {day} `{stock}` holds ")
    findings = list(stocks_never_hold_less_than_nothing(ledger(*plain)))
    assert len(findings) == len(expected)
    for finding, start in zip(findings, expected, strict=True):
        assert finding.message.startswith(start)
