# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periods: seasons meet without a gap, and turn on the days that astronomers give."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.periods import (
    SEASONS,
    Calendar,
    add_months,
    month_of,
    months_between,
    parse_period,
    season,
    season_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "days"),
    # Universal-time days as printed in the Astronomical Almanac and by national observatories.
    [
        (2024, ["03-20", "06-20", "09-22", "12-21"]),
        (2025, ["03-20", "06-21", "09-22", "12-21"]),
        (2026, ["03-20", "06-21", "09-23", "12-21"]),
        (2027, ["03-20", "06-21", "09-23", "12-22"]),
    ],
)
def test_seasons_turn_with_the_sun(year: int, days: list[str]) -> None:
    starts = [season(year, name).start for name in SEASONS]
    assert [day.strftime("%m-%d") for day in starts] == days


@given(DAYS, st.sampled_from(Calendar))
def test_every_day_lies_in_one_season_and_seasons_meet(day: date, rule: Calendar) -> None:
    found = season_of(day, rule)
    assert day in found
    assert season_of(found.end + timedelta(days=1), rule).start == found.end + timedelta(days=1)
    assert parse_period(found.name, rule) == found


@given(DAYS, DAYS)
def test_months_between_two_days_meet(first: date, last: date) -> None:
    months = list(months_between(first, last))
    if first <= last:
        assert first in months[0]
        assert last in months[-1]
    for before, after in itertools.pairwise(months):
        assert after.start == before.end + timedelta(days=1)
        assert parse_period(after.name) == after


def test_a_month_later_is_the_same_day_or_the_last_one() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-0", "2026-Spring", "2026-3", "٢٠٢٦"])
def test_other_texts_name_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_a_month_knows_that_it_is_one() -> None:
    assert month_of(date(2026, 3, 9)).is_month
    assert not season(2026, "spring").is_month
    assert season(2026, "spring").is_season
