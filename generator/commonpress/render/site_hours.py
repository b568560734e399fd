# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours on the site: counted squares by kind of work, tables by season and month, every line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from commonpress.derive.answers import HoursTable, HoursView
from commonpress.derive.hours import work_ids
from commonpress.render import words
from commonpress.render.addresses import (
    hours_address,
    hours_by_month,
    in_sheets,
    index_address,
)
from commonpress.render.charts.pens import SCREEN, Pattern
from commonpress.render.charts.squares import Squares, counted_squares
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_page import Link
from commonpress.render.voice import say

_MOST_SQUARES = 150
_SIZES = (1, 2, 3, 6, 10, 15, 20, 30, 60, 100, 150, 200, 300, 600)
_FILLS = (Pattern.SOLID, Pattern.LEVEL, Pattern.SLANT, Pattern.OPEN, Pattern.UPRIGHT)


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Kinds of work that are drawn with one fill, and the minutes of each."""

    pattern: Pattern
    works: tuple[tuple[str, str, int], ...]  # what it is called, its figure, its minutes

    @property
    def minutes(self) -> int:
        """All minutes of the group."""
        return sum(minutes for *_, minutes in self.works)


@dataclass(frozen=True, slots=True)
class HoursDrawn:
    """Hours of a period as counted squares: how many hours one square is, and which fill is what.

    `tenths` says how many hours in every ten went into the work that took most, `most`.
    """

    table: HoursTable
    picture: Picture
    square_is: int
    groups: tuple[WorkGroup, ...]
    most: str
    tenths: int


def hours_drawn(name: str, table: HoursTable) -> HoursDrawn:
    """Draw the hours of a period; there is at least one minute in it."""
    groups = _groups(table)
    size = _square_size(table.total)
    squares = [Squares(_squares(group.minutes, size), group.pattern) for group in groups]
    works = words.listed(
        f"{words.lower_first(work)} {words.hours(minutes)}"
        for group in groups
        for work, _, minutes in group.works
    )
    size_said = words.counted(size, "hour")
    says = say("One square for every {hours}: {works}", hours=size_said, works=works)
    narrow = Picture(f"{name}-narrow", counted_squares(squares, 1, SCREEN, says))
    most, minutes = max(table.minutes, key=lambda pair: pair[1])
    return HoursDrawn(
        table=table,
        picture=Picture(name, counted_squares(squares, 4, SCREEN, says), f"{says}.", narrow),
        square_is=size,
        groups=groups,
        most=most,
        tenths=_rounded(Decimal(minutes * 10) / table.total),
    )


def hours_sheets(desk: Desk) -> Iterator[Sheet]:
    """The overview of hours, and a page of lines for each month."""
    view = desk.publication.hours
    if view is None:
        return
    yield _overview(desk, view)
    months = tuple(hours_by_month(desk.publication))
    for place, (month, lines) in enumerate(months):
        neighbours = (_month_link(months, place - 1), _month_link(months, place + 1))
        sheets = in_sheets(lines)
        for number, shown in enumerate(sheets, start=1):
            yield desk.sheet(
                ("hours_month",),
                hours_address(month, number),
                "ledger",
                neighbours=neighbours,
                source=desk.publication.sources.get(("hours", lines[0].record.id), ""),
                kind="hours",
                month=month,
                table=next(t for t in view.months if t.period.name == month),
                all=len(lines),
                lines=shown,
                sheets=[
                    Link(hours_address(month, n), f"Sheet {n}") for n in range(1, len(sheets) + 1)
                ],
            )


def _overview(desk: Desk, view: HoursView) -> Sheet:
    drawn = hours_drawn("hours", view.whole)
    return desk.sheet(
        ("hours",),
        index_address("hours"),
        "ledger",
        pictures=[drawn.picture],
        kind="hours",
        view=view,
        drawn=drawn,
        month_pages={month: hours_address(month) for month, _ in hours_by_month(desk.publication)},
    )


def _month_link(months: Sequence[tuple[str, object]], place: int) -> Link | None:
    if not 0 <= place < len(months):
        return None
    month = months[place][0]
    return Link(hours_address(month), words.sentence(words.period(month)))


def _groups(table: HoursTable) -> tuple[WorkGroup, ...]:
    """A fill for each kind of work, most first; where fills run out, the rest share the last."""
    ids = work_ids([work for work, _ in table.minutes])
    done = [(work, f"hours-{ids[work]}", minutes) for work, minutes in table.minutes if minutes]
    done.sort(key=lambda item: -item[2])  # stable: equal ones stay in the order of the settings
    single, rest = done[: len(_FILLS) - 1], done[len(_FILLS) - 1 :]
    groups = [WorkGroup(fill, (item,)) for fill, item in zip(_FILLS, single, strict=False)]
    return (*groups, WorkGroup(_FILLS[-1], tuple(rest))) if rest else tuple(groups)


def _square_size(minutes: int) -> int:
    """How many hours one square is, so that no more than a page of them is drawn."""
    fitting = (size for size in _SIZES if minutes <= size * 60 * _MOST_SQUARES)
    return next(fitting, -(-minutes // (60 * _MOST_SQUARES)))


def _squares(minutes: int, size: int) -> int:
    """What was done has one square at least."""
    return max(_rounded(Decimal(minutes) / (60 * size)), 1)


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))
