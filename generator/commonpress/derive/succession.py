# SPDX-License-Identifier: AGPL-3.0-or-later
"""How what holds today came to be: the decisions before one, and those in its place.

A decision takes the place of another where it was adopted and either of the two says so; where
only one says so, `check` tells, and the history is whole all the same. A proposal that was
never adopted took nobody's place, though one that came to nothing may have been followed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonpress.derive.publication import DecisionView, Standing
from commonpress.kinds.decision import ONCE_ADOPTED

_HOLDS = frozenset({Standing.IN_FORCE, Standing.REVIEW_DUE})


@dataclass(frozen=True, slots=True)
class Succession:
    """All that came before a decision and after it, oldest first, and what holds in its place."""

    before: tuple[DecisionView, ...]
    after: tuple[DecisionView, ...]

    @property
    def today(self) -> tuple[DecisionView, ...]:
        """Of those after it, the ones that are in force."""
        return tuple(view for view in self.after if view.standing in _HOLDS)


def successions(views: Sequence[DecisionView]) -> Mapping[str, Succession]:
    """The succession of every decision that has one, by its id."""
    known = {view.record.id: view for view in views}
    later: dict[str, set[str]] = defaultdict(set)
    earlier: dict[str, set[str]] = defaultdict(set)
    for view in views:
        record = view.record
        links = [(record.id, old) for old in record.supersedes]
        links += [(new, record.id) for new in record.superseded_by]
        for new, old in links:
            if new in known and old in known and known[new].record.state in ONCE_ADOPTED:
                later[old].add(new)
                earlier[new].add(old)
    return {
        view.record.id: Succession(
            before=_in_order(known[i] for i in _reached(view.record.id, earlier)),
            after=_in_order(known[i] for i in _reached(view.record.id, later)),
        )
        for view in views
        if view.record.id in later or view.record.id in earlier
    }


def _reached(start: str, links: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that links lead to, near and far. A circle, which is an error, is gone once."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(links.get(ahead.pop(), ())) - found - {start}
        found |= new
        ahead += new
    return found


def _in_order(views: Iterable[DecisionView]) -> tuple[DecisionView, ...]:
    return tuple(sorted(views, key=_age))


def _age(view: DecisionView) -> tuple[date, str]:
    record = view.record
    day = record.decided_on or record.proposed_on or record.drafted_on or date.min
    return day, record.id
