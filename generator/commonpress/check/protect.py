# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a private day-book to lines that may be committed: nobody stands alone behind a line.

A line to people has at least five households behind it, or it is joined with others: days
to a week, weeks to a month, a quarter, a year, and then the account to its wider one (domain
rules, section 6). Each private line ends up in exactly one public line, so no two public
lines differ by a private one. A count within a stretch that is told as one line would part
it again, so such a count is not written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Span(StrEnum):
    """How long a stretch a line tells of, from the shortest on."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class DayLine:
    """A line of the private day-book: so much went to one household, named by a code.

    `households` is used instead of the code where many came at once and nobody wrote down who.
    """

    day: date
    action: str
    resource: str
    quantity: Decimal
    unit: str
    source: str
    target: str
    project: str = ""
    household: str = ""
    households: int = 0


@dataclass(frozen=True, slots=True, order=True)
class DayCount:
    """A count in the day-book."""

    day: date
    resource: str
    quantity: Decimal
    unit: str
    stock: str


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A line that may be committed. It stands under the last of its days."""

    first: date
    last: date
    span: Span
    lines: tuple[DayLine, ...]
    target: str

    @property
    def quantity(self) -> Decimal:
        """What went to all of them together."""
        return sum((line.quantity for line in self.lines), Decimal(0))

    @property
    def households(self) -> int:
        """How many households stand behind it; those written as a number count once, at most."""
        return _behind(self.lines)


@dataclass(frozen=True, slots=True)
class Protected:
    """What may be committed, what has to wait, and which counts would give too much away."""

    lines: tuple[PublicLine, ...]
    waiting: tuple[DayLine, ...]
    counts: tuple[DayCount, ...]
    telling_counts: tuple[DayCount, ...]


def protect_lines(
    lines: Iterable[DayLine],
    counts: Iterable[DayCount],
    *,
    least: int,
    wider: Mapping[str, str],
) -> Protected:
    """Join lines until at least `least` households stand behind each.

    `wider` names the wider account of an account. What cannot be joined enough waits, and
    is to be given to the next run with the days to come.
    """
    made: list[PublicLine] = []
    pending = sorted(lines)
    for span in Span:
        pending, public = _joined(pending, span, least, _stream)
        made += public
    while pending and any(line.target in wider for line in pending):
        pending = [replace(p, target=wider.get(p.target, p.target)) for p in pending]
        pending, public = _joined(pending, Span.YEAR, least, _stream)
        made += public
    kept, telling = _sorted_counts(counts, made, pending)
    made.sort(key=lambda p: (p.last, p.first, p.target, p.lines))
    return Protected(tuple(made), tuple(pending), kept, telling)


def _joined(
    lines: Sequence[DayLine], span: Span, least: int, stream: Callable[[DayLine], tuple[str, ...]]
) -> tuple[list[DayLine], list[PublicLine]]:
    """Lines of one stretch made one where enough stand behind them; the rest stays as it is."""
    stretches: dict[tuple[tuple[str, ...], date], list[DayLine]] = defaultdict(list)
    for line in lines:
        stretches[stream(line), _start(line.day, span)].append(line)
    pending: list[DayLine] = []
    public: list[PublicLine] = []
    for group in stretches.values():
        if _behind(group) >= least:
            days = [line.day for line in group]
            public.append(PublicLine(min(days), max(days), span, tuple(group), group[0].target))
        else:
            pending += group
    return sorted(pending), public


def _stream(line: DayLine) -> tuple[str, ...]:
    return line.action, line.resource, line.unit, line.source, line.target, line.project


def _behind(lines: Sequence[DayLine]) -> int:
    """Households behind lines. Numbers may be the same people again, so the largest counts."""
    named = {line.household for line in lines if line.household}
    return max(len(named), max((line.households for line in lines), default=0))


def _start(day: date, span: Span) -> date:
    match span:
        case Span.DAY:
            return day
        case Span.WEEK:
            return day - timedelta(days=day.weekday())
        case Span.MONTH:
            return day.replace(day=1)
        case Span.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Span.YEAR:
            return day.replace(month=1, day=1)


def _sorted_counts(
    counts: Iterable[DayCount], public: Sequence[PublicLine], waiting: Sequence[DayLine]
) -> tuple[tuple[DayCount, ...], tuple[DayCount, ...]]:
    kept: list[DayCount] = []
    telling: list[DayCount] = []
    for count in sorted(counts):
        (telling if _tells(count, public, waiting) else kept).append(count)
    return tuple(kept), tuple(telling)


def _tells(count: DayCount, public: Sequence[PublicLine], waiting: Sequence[DayLine]) -> bool:
    """Whether a count stands between lines that are told as one, or after one that waits."""

    def moved(line: DayLine) -> bool:
        return (line.resource, line.source) == (count.resource, count.stock)

    parted = any(
        moved(p.lines[0]) and p.first <= count.day < p.last for p in public if p.first != p.last
    )
    return parted or any(moved(line) and line.day <= count.day for line in waiting)
