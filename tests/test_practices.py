# SPDX-License-Identifier: AGPL-3.0-or-later
"""Practices fade and are made anew; what is held back of the scrutiny log is what it was."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from commonpress.check.rules import practices, scrutiny
from commonpress.derive.halflife import Life, PracticeView, fit, practice_view, strength
from commonpress.derive.scrutiny import Answer, answer_of, is_proven
from commonpress.ground.commitments import commitment, is_salt
from commonpress.ground.periods import Calendar
from commonpress.kinds.assembly import Held
from commonpress.kinds.gathering import Gathering, GatheringKind
from commonpress.kinds.practice import Participation, Practice, PracticeForm, Renewal
from commonpress.kinds.scrutiny import HeldBack, Look, Scrutiny
from commonpress.kinds.symbol import Symbol, SymbolForm
from tests.books import book, run
from tests.registers import assembly, day, found

if TYPE_CHECKING:
    from pathlib import Path

SALT = "5d0c0f7b9a1e4c62b3f8a7d6e5c4b3a2"
LETTER = "He wants an answer\nby the new year."
POINTS = st.lists(st.tuples(st.integers(1, 90), st.integers(1, 400)), min_size=4, max_size=12)


def practice(**more: Any) -> Practice:
    """A practice that began in January 2025."""
    fields: dict[str, Any] = {"form": PracticeForm.RITUAL, "started": day("2025-01-01")}
    return Practice(**fields | {"id": "walk", "title": "The walk"} | more)


def viewed(as_of: str, **more: Any) -> PracticeView:
    return practice_view(practice(**more), Calendar.SOLAR, day(as_of))


def took_part(*people: int, since: int = 1) -> tuple[Participation, ...]:
    """So many in each month of 2025."""
    return tuple(
        Participation(period=f"2025-{month:02d}", people=n)
        for month, n in enumerate(people, start=since)
    )


# --- the fit -------------------------------------------------------------------------------------


@given(steps=POINTS)
def test_the_fit_is_that_of_scipy(steps: list[tuple[int, int]]) -> None:
    points = list(
        zip(accumulate(days for days, _ in steps), (people for _, people in steps), strict=True)
    )
    ours = fit(points)
    assert ours is not None
    logarithms = [float(Decimal(people).ln()) for _, people in points]
    if len(set(logarithms)) == 1:
        assert ours.half_life is None
        return
    theirs = linregress([days for days, _ in points], logarithms)
    assert float(ours.r_squared) == pytest.approx(theirs.rvalue**2, abs=1e-9)
    expected = -0.6931471805599453 / theirs.slope if theirs.slope < 0 else float("inf")
    if ours.half_life is None:
        assert expected > 36_000
    else:
        assert float(ours.half_life) == pytest.approx(expected, rel=1e-6)


def test_a_practice_that_halves_every_hundred_days_has_that_half_life() -> None:
    found_fit = fit([(0, 64), (100, 32), (200, 16), (300, 8)])
    assert found_fit is not None
    assert found_fit.half_life is not None
    assert round(found_fit.half_life, 10) == 100
    assert round(found_fit.r_squared, 10) == 1


@pytest.mark.parametrize("people", [(40, 20, 10), (), (40, 20, 10, 0)])
def test_fewer_than_four_periods_tell_nothing(people: tuple[int, ...]) -> None:
    view = viewed("2025-12-31", participation=took_part(*people))
    assert view.fit is None
    assert view.life is Life.UNTOLD


def test_what_does_not_fall_has_no_half_life() -> None:
    view = viewed("2025-12-31", participation=took_part(8, 9, 10, 12))
    assert view.fit is not None
    assert view.half_life is None
    assert view.life is Life.UNTOLD


def test_only_what_came_after_the_renewal_is_fitted() -> None:
    renewed = Renewal(date=day("2025-05-01"), what="Lamps.")
    before = viewed("2025-12-31", participation=took_part(40, 20, 10, 5))
    after = viewed("2025-12-31", participation=took_part(40, 20, 10, 5), renewals=(renewed,))
    assert before.fit is not None
    assert after.fit is None


# --- strength ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "life"),
    [
        ("2025-01-01", Life.STRONG),
        ("2025-07-02", Life.STRONG),
        ("2025-07-03", Life.DUE),
        ("2026-01-01", Life.DUE),
        ("2026-01-02", Life.DORMANT),
    ],
)
def test_below_a_half_it_is_due_and_below_a_quarter_it_sleeps(as_of: str, life: Life) -> None:
    assert viewed(as_of, half_life_months=6).life is life


def test_the_days_on_which_it_turns_are_the_days_that_are_told() -> None:
    view = viewed("2025-02-01", half_life_months=6)
    assert view.due_on == day("2025-07-03")
    assert view.dormant_on == day("2026-01-02")


def test_a_renewal_makes_it_whole_again() -> None:
    renewed = Renewal(date=day("2025-12-01"), what="Lamps.")
    assert viewed("2025-12-01", half_life_months=6, renewals=(renewed,)).strength == 1


def test_what_was_said_goes_before_what_can_be_told() -> None:
    told = viewed("2025-12-31", participation=took_part(64, 32, 16, 8))
    said = viewed("2025-12-31", participation=took_part(64, 32, 16, 8), half_life_months=24)
    assert told.is_fitted
    assert not said.is_fitted
    assert said.months == 24
    assert said.fit == told.fit


def test_what_was_let_go_is_neither_due_nor_asleep() -> None:
    assert viewed("2026-12-31", half_life_months=1, ended=day("2025-03-01")).life is Life.LET_GO
    assert viewed("2025-02-01", half_life_months=1, ended=day("2025-03-01")).life is Life.DUE


@given(days=st.integers(0, 5000), half=st.integers(1, 2000))
def test_strength_halves_with_every_half_life(days: int, half: int) -> None:
    now, later = strength(days, Decimal(half)), strength(days + half, Decimal(half))
    assert abs(now - 2 * later) < Decimal("1e-20")
    assert 0 < later < now <= 1


# --- the scrutiny log ----------------------------------------------------------------------------


def looked(**more: Any) -> Scrutiny:
    fields: dict[str, Any] = {"title": "A letter", "date": day("2026-01-10"), "code": Look.OFFER}
    return Scrutiny(**fields | {"id": "scr-2026-001", "office": "The city"} | more)


def held(**more: Any) -> HeldBack:
    fields: dict[str, Any] = {"until": day("2026-02-01"), "decision": "dec-2026-001"}
    return HeldBack(**fields | {"hash": commitment(SALT, LETTER)} | more)


def test_a_text_may_be_wrapped_anew_and_no_word_of_it_may_change() -> None:
    assert commitment(SALT, LETTER) == commitment(SALT, "He wants an answer by the new year.\n")
    assert commitment(SALT, LETTER) != commitment(SALT, "He wants an answer by the next year.")
    assert commitment(SALT, LETTER) != commitment(SALT.replace("5", "6"), LETTER)


def test_a_shown_text_proves_itself() -> None:
    assert is_proven(looked(held=held(salt=SALT, text=LETTER)))
    assert not is_proven(looked(held=held(salt=SALT, text="Nothing.")))
    assert not is_proven(looked(held=held()))


def test_a_text_is_shown_by_its_day() -> None:
    rule = scrutiny.what_is_held_back_is_shown_on_its_day
    assert found(rule, looked(held=held()), assembly("2026-02-01")) == []
    assert found(rule, looked(held=held()), assembly("2026-02-02")) == ["held-past-its-day"]
    shown = looked(held=held(salt=SALT, text=LETTER))
    assert found(rule, shown, assembly("2026-02-02")) == []


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, Answer.NONE_WANTED),
        ({"response_due": day("2026-03-01")}, Answer.WAITING),
        ({"response_due": day("2026-02-27")}, Answer.OVERDUE),
        ({"response_due": day("2026-02-01"), "responded_on": day("2026-02-01")}, Answer.ANSWERED),
        ({"response_due": day("2026-02-01"), "responded_on": day("2026-02-02")}, Answer.LATE),
        ({"responded_on": day("2026-02-02")}, Answer.ANSWERED),
    ],
)
def test_an_answer_is_in_time_late_or_overdue(more: dict[str, Any], answer: Answer) -> None:
    assert answer_of(looked(**more), day("2026-03-01")) is answer


def test_the_verb_prints_a_hash_that_its_salt_proves(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    said = run("hold", letter, "--book", book(tmp_path / "book", {}))
    assert said.code == 0
    printed = dict(re.findall(r"(\w+): (\S+)", said.out))
    assert is_salt(printed["salt"])
    assert commitment(printed["salt"], LETTER) == printed["hash"]
    again = run("hold", letter, "--book", tmp_path / "book")
    assert again.out != said.out


def test_a_letter_in_the_book_is_not_held_back(tmp_path: Path) -> None:
    tiny = book(tmp_path, {"content/letter.txt": "He wants an answer."})
    said = run("hold", tiny / "content" / "letter.txt", "--book", tiny)
    assert said.code == 2
    assert said.out == ""


# --- symbols and gatherings ----------------------------------------------------------------------


def test_a_symbol_that_is_not_shown_says_nothing() -> None:
    rule = practices.symbols_that_are_kept_back_say_nothing
    knock: dict[str, Any] = {"id": "knock", "title": "The knock", "form": SymbolForm.GESTURE}
    assert found(rule, Symbol(**knock, may_publish=False)) == []
    assert found(rule, Symbol(**knock, may_publish=True, body="Twice.")) == []
    assert found(rule, Symbol(**knock, may_publish=False, body="Twice.")) == ["symbol-kept-back"]


@pytest.mark.parametrize(
    ("held_or_not", "date", "slugs"),
    [
        (Held.HELD, "2026-03-01", []),
        (Held.HELD, "2026-03-02", ["not-yet-held"]),
        (Held.PLANNED, "2026-03-01", []),
        (Held.PLANNED, "2026-02-28", ["planned-in-the-past"]),
        (Held.CANCELLED, "2026-02-28", []),
    ],
)
def test_gatherings_lie_on_the_right_side_of_the_day(
    held_or_not: Held, date: str, slugs: list[str]
) -> None:
    feast = Gathering(
        id="gat-2026-03",
        title="A feast",
        kind=GatheringKind.FEAST,
        date=day(date),
        place="The yard",
        held=held_or_not,
    )
    rule = practices.gatherings_are_held_in_their_time
    assert found(rule, feast, assembly("2026-03-01")) == slugs
