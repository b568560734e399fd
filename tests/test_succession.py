# SPDX-License-Identifier: AGPL-3.0-or-later
"""What came before a decision and what holds in its place, in records made to go wrong."""

from __future__ import annotations

from typing import Any

from commonpress.derive.publication import DecisionView
from commonpress.derive.standing import standing
from commonpress.derive.succession import Succession, successions
from commonpress.ground.quantities import ZERO
from commonpress.kinds.decision import Decision, State
from tests.publications import day


def view(number: int, state: State, **fields: Any) -> DecisionView:
    links: dict[str, Any] = {
        name: tuple(f"dec-2026-{n:03}" for n in named) for name, named in fields.items()
    }
    record = Decision(
        id=f"dec-2026-{number:03}",
        title="We wash up",
        state=state,
        subject="kitchen",
        question="Who washes up?",
        drafted_on=day(f"2026-01-{number:02}"),
        **links,
    )
    return DecisionView(record, standing(record, day("2026-03-01"), 6), None, (), ZERO)


def lines(*views: DecisionView) -> dict[str, tuple[str, str, str]]:
    """The numbers before, after and in force today, of each decision that has a line."""
    return {
        name[-1]: (told(line.before), told(line.after), told(line.today))
        for name, line in successions(views).items()
    }


def told(views: tuple[DecisionView, ...]) -> str:
    return "".join(v.record.id[-1] for v in views)


def test_a_line_is_whole_when_either_side_says_so() -> None:
    first = view(1, State.SUPERSEDED, superseded_by=(2,))
    second = view(2, State.SUPERSEDED)
    third = view(3, State.ADOPTED, supersedes=(2,))
    assert lines(third, first, second) == {
        "1": ("", "23", "3"),
        "2": ("1", "3", "3"),
        "3": ("12", "", ""),
    }


def test_what_took_its_place_may_have_ended_too() -> None:
    first = view(1, State.SUPERSEDED, superseded_by=(2,))
    second = view(2, State.REPEALED, supersedes=(1,))
    assert lines(first, second)["1"] == ("", "2", "")


def test_a_proposal_takes_nobodys_place() -> None:
    for state in (State.DRAFT, State.PROPOSED, State.REJECTED, State.WITHDRAWN):
        assert lines(view(1, State.ADOPTED), view(2, state, supersedes=(1,))) == {}
    withdrawn = view(1, State.WITHDRAWN, superseded_by=(2,))
    assert lines(withdrawn, view(2, State.ADOPTED))["1"] == ("", "2", "2")


def test_lines_divide_and_meet() -> None:
    old = view(1, State.SUPERSEDED, superseded_by=(2, 3))
    both = (view(n, State.SUPERSEDED, superseded_by=(4,)) for n in (2, 3))
    assert lines(old, *both, view(4, State.ADOPTED))["4"] == ("123", "", "")


def test_a_circle_and_a_link_to_nothing_end() -> None:
    one = view(1, State.SUPERSEDED, superseded_by=(2, 9))
    two = view(2, State.SUPERSEDED, superseded_by=(1,))
    assert lines(one, two) == {"1": ("2", "2", ""), "2": ("1", "1", "")}
    assert successions([]) == {}
    assert Succession((), ()).today == ()
