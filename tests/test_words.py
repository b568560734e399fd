# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers, days and periods read as a neighbour would write them, and lose nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.periods import month, season, year
from commonpress.render import words

AMOUNTS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=3, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("value", "unit", "places", "text"),
    [
        ("2082", "kg", 1, "2,082.0 kg"),
        ("1428.6", "EUR", None, "1,428.60 €"),
        ("-223.9", "EUR", None, "−223.90 €"),
        ("-0.5", "GBP", None, "−£0.50"),
        ("1916", "USD", 2, "$1,916.00"),
        ("1500", "JPY", None, "1,500 JPY"),
        ("12.5", "CHF", None, "12.50 CHF"),
        ("1", "meal", None, "1 meal"),
        ("3120", "meal", None, "3,120 meals"),
        ("0", "meal", None, "0 meals"),
        ("7", "", None, "7"),
    ],
)
def test_an_amount_never_parts_from_its_unit(
    value: str, unit: str, places: int | None, text: str
) -> None:
    printed = words.amount(Decimal(value), unit, places, {"meal": "meals"})
    assert printed == text.replace(" ", words.NBSP)


@given(AMOUNTS)
def test_a_number_printed_with_the_places_it_needs_reads_back_the_same(value: Decimal) -> None:
    printed = words.number(value).replace(",", "").replace(words.MINUS, "-")
    assert Decimal(printed) == value


@given(st.lists(AMOUNTS, max_size=6), st.sampled_from(["EUR", "kg", "JPY"]))
def test_the_places_of_a_column_print_each_of_its_values_exactly(
    values: list[Decimal], unit: str
) -> None:
    places = words.places_for(unit, values)
    for value in values:
        printed = words.number(value, places).replace(",", "").replace(words.MINUS, "-")
        assert Decimal(printed) == value
    assert places >= (2 if unit == "EUR" else 0)


def test_a_value_that_rounds_to_nothing_has_no_minus() -> None:
    assert words.number(Decimal("-0.001"), 1) == "0.0"


def test_a_change_always_says_its_direction() -> None:
    assert words.signed(words.amount(Decimal("223.9"), "EUR")) == "+223.90\u00a0€"
    assert words.signed(words.amount(Decimal(-1), "EUR")) == "−1.00\u00a0€"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ((2026, 6, 1), (2026, 6, 30), "1 to 30 June 2026"),
        ((2026, 3, 20), (2026, 6, 20), "20 March to 20 June 2026"),
        ((2025, 12, 21), (2026, 3, 19), "21 December 2025 to 19 March 2026"),
        ((2026, 6, 30), (2026, 6, 30), "30 June 2026"),
    ],
)
def test_days_say_month_and_year_once(
    start: tuple[int, int, int], end: tuple[int, int, int], text: str
) -> None:
    printed = words.days(dt.date(*start), dt.date(*end))
    assert printed.replace(words.NBSP, " ") == text


def test_periods_are_called_by_name() -> None:
    assert words.period(month(2026, 6)) == "June 2026"
    assert words.period(season(2026, "spring")) == "spring 2026"
    assert words.period(season(1999, "winter")) == "winter 1999–00"
    assert words.period(year(2026)) == "2026"
    assert words.short_period("2026-06") == "June"
    assert words.short_period("2025-winter") == "winter"


def test_small_numbers_are_words_and_one_thing_is_not_things() -> None:
    assert words.counted(0, "objection") == "no objections"
    assert words.counted(1, "entry", "entries") == "one entry"
    assert words.counted(13, "role") == "13 roles"
    assert words.count(1, "entry", "entries") == "1\u00a0entry"


def test_words_in_a_row() -> None:
    assert words.listed([]) == ""
    assert words.listed(["bread"]) == "bread"
    assert words.listed(["bread", "rice", "oil"]) == "bread, rice and oil"
    assert words.sentence("spring 2026") == "Spring 2026"


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("The cash box", "the cash box"),
        ("The Long Table", "the Long Table"),
        ("Two bakeries", "two bakeries"),
        ("Households", "households"),
        ("Harbour Foundation", "Harbour Foundation"),
        ("Caritas", "Caritas"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence_keeps_its_capital_only_as_a_name(
    title: str, inside: str
) -> None:
    assert words.lower_first(title) == inside


def test_a_kind_of_thing_is_no_name_but_may_be_letters() -> None:
    assert words.lower_noun("Dry goods") == "dry goods"
    assert words.lower_noun("CDs and books") == "CDs and books"


def test_sizes_are_said_as_people_say_them() -> None:
    sizes = [words.file_size(n).replace(words.NBSP, " ") for n in (640, 12_300, 1_400_000)]
    assert sizes == ["640 bytes", "12 kB", "1.4 MB"]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (60_061, "1,001 h 1 min")],
)
def test_time_worked_is_said_to_the_minute(minutes: int, text: str) -> None:
    assert words.hours(minutes).replace(words.NBSP, " ") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0 %"), ("1", "100 %"), ("0.3", "30 %"), ("0.1254", "12.5 %"),
        ("0.30049", "30 %"), ("0.0004", "less than 0.1 %"), ("0.0006", "0.1 %"),
    ],
)  # fmt: skip
def test_a_share_is_said_to_a_tenth_of_a_hundredth(share: str, text: str) -> None:
    assert words.percent(Decimal(share)).replace(words.NBSP, " ") == text
