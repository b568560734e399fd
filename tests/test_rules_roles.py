# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles go round, and handles are public for as long as their holders agree."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.check.rules.handles import (
    handles_are_one_word,
    handles_are_used_while_their_holders_agree,
)
from commonpress.check.rules.roles import (
    extensions_have_a_decision_and_a_day,
    holders_between,
    money_is_handed_over_on_a_day,
    terms_are_not_agreed_for_too_long,
    terms_are_written_earliest_first,
    terms_leave_no_more_holders_than_seats,
)
from commonpress.kinds.commons import Limits
from commonpress.kinds.role import Filled, RoleTerm
from tests.registers import SETTINGS, assembly, day, found, handle, messages, role, term

WREN = term("wren 2026-01-05 2026-04-05")


def test_terms_are_written_earliest_first() -> None:
    rule = terms_are_written_earliest_first
    later = term("osier 2026-04-06 2026-07-05")
    assert found(rule, role("treasurer", WREN, later)) == []
    assert found(rule, role("treasurer", later, WREN)) == ["terms-out-of-order"]
    assert found(rule, role("bench-keeper", WREN, term("heron 2026-01-05 2026-02-05"))) == []


@pytest.mark.parametrize(
    ("start", "seats", "more", "expected"),
    [
        ("2026-04-06", 1, {}, []),
        ("2026-04-05", 1, {}, ["no-free-seat"]),
        ("2026-04-05", 2, {}, []),
        ("2026-03-01", 1, {"left_on": day("2026-02-28")}, []),
        ("2026-03-01", 1, {"left_on": day("2026-03-01")}, ["no-free-seat"]),
        ("2026-04-06", 1, {"left_on": day("2026-05-10")}, []),
        ("2026-04-20", 1, {"extended_to": day("2026-05-03")}, ["no-free-seat"]),
        ("2026-04-20", 0, {}, ["no-free-seat"]),
    ],
)
def test_there_is_a_seat_for_each_term(
    start: str, seats: int, more: dict[str, Any], expected: list[str]
) -> None:
    first = msgspec.structs.replace(WREN, **more)
    written = role("treasurer", first, term(f"osier {start} 2026-07-05"), seats=seats)
    slugs = found(terms_leave_no_more_holders_than_seats, written)
    assert slugs[-1:] == expected


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=6), st.integers(1, 3))
def test_seats_are_full_exactly_when_a_day_has_too_many_holders(
    spans: list[tuple[int, int]], seats: int
) -> None:
    first = dt.date(2026, 1, 1)
    terms = [
        RoleTerm(
            holder=f"h{number}",
            start=first + dt.timedelta(days=start),
            end=first + dt.timedelta(days=start + length),
            filled=Filled.LOT,
        )
        for number, (start, length) in enumerate(sorted(spans))
    ]
    days = (first + dt.timedelta(days=number) for number in range(61))
    is_crowded = any(sum(t.start <= on <= t.end for t in terms) > seats for on in days)
    slugs = found(terms_leave_no_more_holders_than_seats, role("cook", *terms, seats=seats))
    assert bool(slugs) is is_crowded


@pytest.mark.parametrize(
    ("end", "more", "expected"),
    [
        ("2026-04-05", {"handles_money": True}, []),
        ("2026-04-06", {"handles_money": True}, ["term-too-long"]),
        ("2027-01-05", {}, []),
        ("2027-01-06", {}, ["term-too-long"]),
        ("2026-03-06", {"longest_months": 2}, ["term-too-long"]),
        ("2027-01-06", {"longest_months": 24}, ["term-too-long"]),
    ],
)
def test_terms_are_agreed_for_no_longer_than_the_longest(
    end: str, more: dict[str, Any], expected: list[str]
) -> None:
    written = role("treasurer", term(f"wren 2026-01-05 {end}"), **more)
    assert found(terms_are_not_agreed_for_too_long, written) == expected


def test_a_commons_may_shorten_all_terms() -> None:
    settings = msgspec.structs.replace(SETTINGS, limits=Limits(longest_term_months=2))
    rule = terms_are_not_agreed_for_too_long
    assert found(rule, role("cook", WREN)) == []
    (said,) = messages(rule, role("cook", WREN), settings=settings)
    assert "write `end: 2026-03-05` or earlier" in said


def test_who_stayed_too_long_is_a_fact_and_no_fault_of_the_record() -> None:
    stayed = role(
        "treasurer",
        msgspec.structs.replace(WREN, left_on=day("2026-05-10"), handover_on=day("2026-05-10")),
        term("osier 2026-05-11 2026-08-09"),
        handles_money=True,
    )
    for rule in (
        terms_are_not_agreed_for_too_long,
        terms_leave_no_more_holders_than_seats,
        terms_are_written_earliest_first,
        money_is_handed_over_on_a_day,
    ):
        assert found(rule, stayed) == []
    assert holders_between(stayed, day("2026-05-01"), day("2026-05-10")) == ("wren",)


def test_an_extension_is_a_decision_and_a_day() -> None:
    def extended(**more: Any) -> list[str]:
        written = role("treasurer", msgspec.structs.replace(WREN, **more))
        return found(extensions_have_a_decision_and_a_day, written)

    assert extended() == []
    assert extended(extended_by="dec-2026-001") == ["half-extension"]
    assert extended(extended_to=day("2026-05-03")) == ["half-extension"]
    assert extended(extended_by="dec-2026-001", extended_to=day("2026-05-03")) == []


def test_money_is_handed_over_on_a_day() -> None:
    rule = money_is_handed_over_on_a_day
    following = term("osier 2026-04-06 2026-07-05")
    begun, ahead = assembly("2026-05-03"), assembly("2026-03-01")
    both = role("treasurer", WREN, following, handles_money=True)
    assert found(rule, both, begun) == ["no-handover"]
    assert found(rule, both, ahead) == []
    assert found(rule, both, assembly("2026-04-06")) == ["no-handover"]
    assert found(rule, role("cook", WREN, following), begun) == []
    again = role("treasurer", WREN, term("wren 2026-04-06 2026-07-05"), handles_money=True)
    assert found(rule, again, begun) == []


def test_holders_are_told_in_the_order_of_their_terms() -> None:
    cook = role(
        "cook", WREN, term("osier 2026-02-01 2026-03-01"), term("wren 2026-04-06 2026-05-01")
    )
    assert holders_between(cook, day("2026-01-01"), day("2026-12-31")) == ("wren", "osier")
    assert holders_between(cook, day("2026-04-06"), day("2026-04-06")) == ("wren",)
    assert holders_between(cook, day("2025-01-01"), day("2026-01-05")) == ("wren",)
    assert holders_between(cook, day("2026-05-02"), day("2026-12-31")) == ()


@pytest.mark.parametrize("slug", ["tall-oak", "wren0612345", "wren-2"])
def test_a_handle_is_one_word_and_no_number(slug: str) -> None:
    rule = handles_are_one_word
    assert found(rule, handle("wren"), handle("heron2")) == []
    assert found(rule, handle(slug)) == ["handle-like-a-name"]
    assert slug not in messages(rule, handle(slug))[0]


def test_a_handle_is_used_from_consent_until_it_is_laid_down() -> None:
    rule = handles_are_used_while_their_holders_agree

    def used(date: str) -> list[str]:
        wren = handle("wren", "2026-01-05", retired_on=day("2026-03-01"))
        return found(rule, wren, assembly(date))

    assert used("2026-01-04") == ["handle-before-consent"]
    assert used("2026-01-05") == used("2026-03-01") == []
    assert used("2026-03-02") == ["handle-retired"]
    late = handle("wren", "2026-01-06")
    assert found(rule, late, role("treasurer", WREN)) == ["handle-before-consent"]
