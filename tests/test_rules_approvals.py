# SPDX-License-Identifier: AGPL-3.0-or-later
"""Payments: allowed by a decision, approved by as many people as their amount asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from commonpress.check.rules.approvals import (
    approving_roles_were_held,
    payments_are_allowed_and_approved,
    receipts_are_withheld_for_a_reason,
)
from commonpress.kinds.base import Origin
from commonpress.kinds.commons import Approval
from commonpress.kinds.entry import Entry
from commonpress.kinds.ledger import Resource
from tests.registers import LEDGER, SETTINGS, entry, found, messages, role, term

TREASURER = role("treasurer", term("osier 2026-01-05 2026-04-05"))
KEEPER = role("kitchen-keeper", term("wren 2026-01-05 2026-12-05"))
SAME = role("tool-keeper", term("osier 2026-01-05 2026-12-05"))
ROLES = (TREASURER, KEEPER, SAME)


def pay(amount: str, *approved_by: str, decision: str = "dec-2026-001", **more: Any) -> Entry:
    line = f"0001 2026-03-04 paid {amount} EUR euro cash-box bills"
    return entry(line, decision=decision, approved_by=approved_by, **more)


def wrong(*lines: Entry, **more: Any) -> list[str]:
    return found(payments_are_allowed_and_approved, *LEDGER, *ROLES, *lines, **more)


@pytest.mark.parametrize(
    ("amount", "approved_by", "expected"),
    [
        ("12", ("treasurer",), []),
        ("30", ("treasurer",), []),
        ("30.01", ("treasurer",), ["too-few-approvals"]),
        ("30.01", ("treasurer", "kitchen-keeper"), []),
        ("500", ("treasurer", "treasurer"), ["too-few-approvals"]),
        ("500", ("treasurer", "tool-keeper"), ["too-few-approvals"]),
        ("12", (), ["too-few-approvals"]),
    ],
)
def test_larger_payments_need_more_people(
    amount: str, approved_by: tuple[str, ...], expected: list[str]
) -> None:
    assert wrong(pay(amount, *approved_by)) == expected


def test_two_roles_of_one_person_are_one_person() -> None:
    payment = pay("500", "treasurer", "tool-keeper")
    (said,) = messages(payments_are_allowed_and_approved, *LEDGER, *ROLES, payment)
    assert "must be approved by 2 people" in said
    assert "were held by `osier` alone" in said


def test_every_payment_names_a_decision() -> None:
    assert wrong(pay("12", "treasurer", decision="")) == ["payment-without-decision"]


def test_a_commons_may_ask_for_more() -> None:
    lines = (Approval(above=Decimal(0), roles=2), Approval(above=Decimal(100), roles=3))
    strict = msgspec.structs.replace(SETTINGS, approvals=lines)
    assert wrong(pay("12", "treasurer"), settings=strict) == ["too-few-approvals"]
    assert wrong(pay("12", "treasurer", "kitchen-keeper"), settings=strict) == []
    three = pay("101", "treasurer", "kitchen-keeper", "tool-keeper")
    assert wrong(three, settings=strict) == ["too-few-approvals"]


def test_money_of_another_currency_needs_the_most() -> None:
    crown = Resource(id="crown", title="Crown", category="money", unit="SEK")
    payment = msgspec.structs.replace(pay("5", "treasurer"), resource="crown", unit="SEK")
    assert found(
        payments_are_allowed_and_approved, *LEDGER, *ROLES, crown, payment
    ) == ["too-few-approvals"]  # fmt: skip


def test_a_correction_that_takes_back_needs_no_approval_and_one_that_pays_more_does() -> None:
    first = pay("12", "treasurer")
    more = {"corrects": first.id, "reason": "a slip"}
    back = entry("0002 2026-03-05 paid 2 EUR euro bills cash-box", **more)
    again = entry("0002 2026-03-05 paid 2 EUR euro cash-box bills", **more)
    assert wrong(first, back) == []
    assert wrong(first, again) == ["payment-without-decision", "too-few-approvals"]


def test_imported_payments_are_told_in_one_note() -> None:
    imported = [
        entry(f"{n:04d} 2026-03-04 paid 9 EUR euro cash-box bills", origin=Origin.IMPORT)
        for n in (1, 2)
    ]
    rule = payments_are_allowed_and_approved
    assert messages(rule, *LEDGER, *imported) == [
        "2 imported payments without decision or approval; "
    ]


def test_an_imported_payment_that_names_something_is_judged_like_any_other() -> None:
    assert wrong(pay("65", "treasurer", origin=Origin.IMPORT)) == ["too-few-approvals"]
    assert wrong(pay("65", origin=Origin.IMPORT)) == ["too-few-approvals"]


def test_a_role_approves_only_while_somebody_holds_it() -> None:
    def held(date: str) -> list[str]:
        line = f"0001 {date} paid 5 EUR euro cash-box bills"
        payment = entry(line, approved_by=("treasurer",))
        return found(approving_roles_were_held, *LEDGER, *ROLES, payment)

    assert held("2026-04-05") == []
    assert held("2026-04-06") == ["vacant-approval"]


def test_a_receipt_is_withheld_for_a_reason() -> None:
    def withheld(**more: Any) -> list[str]:
        return found(receipts_are_withheld_for_a_reason, *LEDGER, pay("5", **more))

    assert withheld(receipt="2026-031") == []
    assert withheld(receipt="withheld") == ["receipt-withheld"]
    assert withheld(receipt="withheld", note="the seller asked for it") == []
