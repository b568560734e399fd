# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan of an issue: which page is which, so that nothing is blank and the centre is right.

A drawing may cross the fold only on the centre spread, the pages n/2 and n/2 + 1 of n. So there
are as many pages before it as after it, and an odd number of each. Where pages are wanting,
useful ones stand in: in front of the spread, and before the back cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How many sections stand before the spread, and how many pages are filled in on each side.

    `pages` counts everything, covers included; it is a multiple of four.
    """

    before: int
    fill_before: int
    fill_after: int
    pages: int


def plan_around_spread(lengths: Sequence[int], wished: int, after_spread: int = 0) -> Plan:
    """Plan an issue with a centre spread.

    `lengths` are the pages of the other sections in order, without the covers; `wished` is how
    many of them the editor put before the spread; `after_spread` are pages that must follow it.
    The plan with the fewest pages wins, then the one nearest to the wish.
    """
    plans = []
    for before in range(len(lengths) + 1):
        front = 1 + sum(lengths[:before])
        back = 1 + after_spread + sum(lengths[before:])
        half = max(front, back) | 1
        plan = Plan(before, half - front, half - back, 2 * half + 2)
        plans.append((plan.pages, abs(before - wished), before, plan))
    return min(plans)[3]


def plan_without_spread(lengths: Sequence[int]) -> Plan:
    """Plan an issue that has no drawing across the fold: fill up to four before the back cover."""
    pages = 2 + sum(lengths)
    return Plan(len(lengths), 0, -pages % 4, pages + -pages % 4)
