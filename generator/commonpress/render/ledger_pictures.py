# SPDX-License-Identifier: AGPL-3.0-or-later
"""The drawings of the ledger on the site: flows, what came and went by month, what lay there.

Each says in one sentence what can be seen in it, for those who do not see it. The numbers
stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonpress.derive.answers import FundingView
from commonpress.derive.courses import level_on
from commonpress.derive.flow_views import Conservation, Flow
from commonpress.derive.season_views import Course
from commonpress.ground.periods import Period, month_of
from commonpress.kinds.ledger import Measure
from commonpress.render import voice, words
from commonpress.render.charts.bars import bar_list
from commonpress.render.charts.flow import Field, flow_drawing
from commonpress.render.charts.meters import Meter, meters
from commonpress.render.charts.pens import SCREEN, Pattern, Pens
from commonpress.render.charts.plot import Frame, Group, Level, columns, steps
from commonpress.render.flow_streams import streams
from commonpress.render.pictures import Picture

NARROW = 328.0
FUNDER_LIMIT, LEANING_LIMIT = Decimal("0.30"), Decimal("0.50")  # domain rules, section 5
_WIDE_FRAME, _NARROW_FRAME = Frame(940, 260), Frame(NARROW, 220)
_MOST_MONTHS_DRAWN = 24
_LEAST_DAYS = 3  # that a line from day to day can be told by
_ENDS = frozenset({"opening", "closing"})

Say = Callable[[Decimal], str]


def flow_picture(flow: Flow, amount: Say) -> Picture | None:
    """The drawing of a flow, wide and narrow; None where nothing came and nothing went."""
    if all(node.role in _ENDS for node in (*flow.sources, *flow.uses)):
        return None
    sources, uses = (streams(flow, side, amount) for side in (flow.sources, flow.uses))
    name = f"flow-{flow.period.name}-{flow.category.id}"
    says = voice.say(
        "{title} in {period}. From {sources}. To {uses}.",
        title=flow.category.title,
        period=words.period(flow.period),
        sources=words.listed(f"{s.name} {s.amount}" for s in sources),
        uses=words.listed(f"{s.name} {s.amount}" for s in uses),
    )
    tall = 90.0 * max(len(sources), len(uses), 2) + 40
    field = Field(608, 250, 28, min(tall * 0.8, 400), min(tall, 520))
    narrow = bar_list(
        sources, uses, voice.say("In all {amount}", amount=amount(flow.total)), NARROW, SCREEN
    )
    wide = flow_drawing(sources, uses, field, SCREEN, says)
    return Picture(name, wide, says, Picture(f"{name}-narrow", narrow))


@dataclass(frozen=True, slots=True)
class CourseDrawn:
    """What can be drawn of a category's course; what cannot is None."""

    by_month: Picture | None
    stock: Picture | None


@dataclass(frozen=True, slots=True)
class Wording:
    """How amounts of a category are worded: exactly, and on the scale of a drawing."""

    exact: Say
    tick: Say


def wording(amount: Callable[[Decimal, str, int | None], str], unit: str) -> Wording:
    """How amounts of a unit are worded by a desk."""
    return Wording(
        exact=lambda value: amount(value, unit, None),
        tick=lambda value: amount(value, unit, words.places_for("", [value])),
    )


def course_pictures(course: Course, period: Period, say: Wording) -> CourseDrawn:
    """What came in and went out by month, and what lay there, of a category in a period."""
    return CourseDrawn(_by_month(course, period, say), _stock(course, period, say))


def month_groups(course: Course) -> list[Group]:
    """What came in, what was given on and, where anything spoiled, what did, month by month."""
    spoils = any(c.spoiled for _, c in course.months)
    return [
        Group(
            words.short_month(month.start),
            (
                (c.came_in, Pattern.LEVEL),
                (c.given_on, Pattern.SOLID),
                *(((c.spoiled, Pattern.SLANT),) if spoils else ()),
            ),
        )
        for month, c in course.months
    ]


def said_by_month(course: Course, period: Period, say: Say) -> str:
    """The sentence of the drawing by month: when most came in, and when most went out."""
    came = _most(course, lambda c: c.came_in)
    went = _most(course, lambda c: c.given_on)
    told = {
        "title": course.category.title,
        "period": words.period(period),
        "came": words.long_month(came[0].start),
        "much_in": say(came[1]),
        "went": words.long_month(went[0].start),
        "much_out": say(went[1]),
    }
    if came[1] > 0 and went[1] > 0:
        return voice.say(
            "{title} by month in {period}: most came in in {came}, {much_in} and most went out in "
            "{went}, {much_out}.",
            **told,
        )
    if went[1] > 0:
        return voice.say(
            "{title} by month in {period}: most went out in {went}, {much_out}.", **told
        )
    return voice.say("{title} by month in {period}: most came in in {came}, {much_in}.", **told)


def stock_levels(course: Course, period: Period) -> tuple[list[Level], list[Level]]:
    """What there was from day to day, and the days on which some of it was counted."""
    end = course.months[-1][0].end
    length = (end - period.start).days + 1

    def at(ordinal: int) -> float:
        return (ordinal - period.start.toordinal()) / length

    levels = [Level(0.0, course.opening)]
    levels += [Level(at(day.toordinal()), amount) for day, amount in course.days]
    counted = dict.fromkeys(line.entry.date for line in course.counts)
    rings = [Level(at(day.toordinal() + 1), level_on(course, day)) for day in counted]
    return [*levels[1:]] if levels[1:] and levels[1].at == 0 else levels, rings


def has_stock(course: Course) -> bool:
    """Whether there was anything to see on enough days; what is eaten as it is made never lies."""
    held = [course.opening, *(amount for _, amount in course.days)]
    return len(course.days) >= _LEAST_DAYS and any(held)


def month_labels(course: Course, period: Period) -> list[tuple[float, str]]:
    """The names of the months, each in the middle of its days."""
    start, end = period.start.toordinal(), course.months[-1][0].end.toordinal() + 1
    return [
        (
            ((m.start.toordinal() + m.end.toordinal() + 1) / 2 - start) / (end - start),
            words.short_month(m.start),
        )
        for m, _ in course.months
    ]


def said_stock(course: Course, period: Period, say: Say) -> str:
    """The sentence of the drawing of the stock: where it began and ended, its least and most."""
    days = course.days
    least, most = min(days, key=lambda d: d[1]), max(days, key=lambda d: d[1])
    counted = len({line.entry.date for line in course.counts})
    told = {
        "title": course.category.title,
        "period": words.period(period),
        "first": say(course.opening),
        "most": say(most[1]),
        "most_on": words.day_of_month(most[0]),
        "least": say(least[1]),
        "least_on": words.day_of_month(least[0]),
        "last": say(days[-1][1]),
        "days": words.counted(counted, "day"),
    }
    if course.category.measure is Measure.MONEY:
        return _said_money(told, is_counted=bool(counted))
    if not counted:
        return voice.say(
            "{title} in stock through {period}: {first} when it began, at most {most} on "
            "{most_on}, at least {least} on {least_on}, {last} at the end.",
            **told,
        )
    return voice.say(
        "{title} in stock through {period}: {first} when it began, at most {most} on {most_on}, "
        "at least {least} on {least_on}, {last} at the end; counted on {days}.",
        **told,
    )


def _said_money(told: dict[str, str], *, is_counted: bool) -> str:
    """The same of money, which is in hand and not in stock."""
    if not is_counted:
        return voice.say(
            "{title} in hand through {period}: {first} when it began, at most {most} on "
            "{most_on}, at least {least} on {least_on}, {last} at the end.",
            **told,
        )
    return voice.say(
        "{title} in hand through {period}: {first} when it began, at most {most} on {most_on}, "
        "at least {least} on {least_on}, {last} at the end; counted on {days}.",
        **told,
    )


def _by_month(course: Course, period: Period, say: Wording) -> Picture | None:
    moved = any(c.came_in or c.given_on for _, c in course.months)
    if len(course.months) < 2 or not moved:
        return None
    says, groups = said_by_month(course, period, say.exact), month_groups(course)
    return _two(
        f"months-{period.name}-{course.category.id}",
        says,
        lambda frame, pens: columns(groups, frame, say.tick, pens, says),
    )


def _stock(course: Course, period: Period, say: Wording) -> Picture | None:
    name = f"stock-{period.name}-{course.category.id}"
    if not course.days:
        return _stock_by_month(course, period, say, name)
    if not has_stock(course):
        return None
    says = said_stock(course, period, say.exact)
    levels, rings = stock_levels(course, period)
    labels = month_labels(course, period)
    return _two(
        name, says, lambda frame, pens: steps(levels, rings, labels, frame, say.tick, pens, says)
    )


def _stock_by_month(course: Course, period: Period, say: Wording, name: str) -> Picture | None:
    """Of a year: a bar for what there was at the end of each month."""
    ends = [(month, c.closing) for month, c in course.months]
    if len(ends) < 2 or not any(amount for _, amount in ends):
        return None
    most = max(ends, key=lambda e: e[1])
    says = voice.say(
        "{title} at the end of each month of {period}: most in {month}, {most}, and {last} "
        "at the end of {last_month}.",
        title=course.category.title,
        period=words.period(period),
        month=words.long_month(most[0].start),
        most=say.exact(most[1]),
        last=say.exact(ends[-1][1]),
        last_month=words.long_month(ends[-1][0].start),
    )
    groups = [Group(words.short_month(m.start), ((amount, Pattern.UPRIGHT),)) for m, amount in ends]
    return month_ends_picture(name, groups, say, says)


def month_ends_picture(name: str, groups: Sequence[Group], say: Wording, says: str) -> Picture:
    """Bars for what there was at the end of each month."""
    return _two(name, says, lambda frame, pens: columns(groups, frame, say.tick, pens, says))


def month_ends_drawn(
    name: str, title: str, held: Sequence[tuple[date, Decimal]], say: Wording
) -> Picture | None:
    """Bars for what there was of one thing on the last days of months, the latest two years.

    None where that is a single month, or where there never was anything.
    """
    shown = held[-_MOST_MONTHS_DRAWN:]
    if len(shown) < 2 or not any(amount for _, amount in shown):
        return None
    most, last = max(shown, key=lambda pair: pair[1]), shown[-1]
    says = voice.say(
        "{title} at the end of each month: most in {month}, {most}, and {last} on {day}.",
        title=title,
        month=words.period(month_of(most[0])),
        most=say.exact(most[1]),
        last=say.exact(last[1]),
        day=words.day(last[0]),
    )
    groups = [Group(_month_or_year(day), ((amount, Pattern.UPRIGHT),)) for day, amount in shown]
    return month_ends_picture(name, groups, say, says)


def _month_or_year(day: date) -> str:
    """The month, and in January the year."""
    return str(day.year) if day.month == 1 else words.short_month(day)


def _most(course: Course, of: Callable[[Conservation], Decimal]) -> tuple[Period, Decimal]:
    month, found = max(course.months, key=lambda pair: of(pair[1]))
    return month, of(found)


def _two(name: str, says: str, draw: Callable[[Frame, Pens], str]) -> Picture:
    """A drawing for wide sheets and the same for narrow ones."""
    narrow = Picture(f"{name}-narrow", draw(_NARROW_FRAME, SCREEN))
    return Picture(name, draw(_WIDE_FRAME, SCREEN), says, narrow)


def shares_picture(view: FundingView, say: Say) -> Picture | None:
    """Each institution's share of the year's money against 30 %, and the leaning against 50 %."""
    rows = share_meters(view, say)
    if not rows:
        return None
    now = view.now
    largest = now.largest
    told = {
        "day": words.day(now.end),
        "leaning": words.percent(now.leaning_share),
        "limit": words.percent(FUNDER_LIMIT),
        "leaning_limit": words.percent(LEANING_LIMIT),
    }
    if largest:
        says = voice.say(
            "Of the money of the twelve months to {day}, {funder} gave most, {share}, where "
            "{limit} is the limit; state and conditioned money together came to {leaning}, where "
            "the limit is {leaning_limit}.",
            funder=largest.funder,
            share=words.percent(largest.share),
            **told,
        )
    else:
        says = voice.say(
            "Of the money of the twelve months to {day}, state and conditioned money together "
            "came to {leaning}, where the limit is {leaning_limit}.",
            **told,
        )
    narrow = Picture("funding-shares-narrow", meters(rows, NARROW, SCREEN, says))
    return Picture("funding-shares", meters(rows, 940, SCREEN, says), says, narrow)


def share_meters(view: FundingView, say: Say) -> Sequence[Meter]:
    """The rows of the drawing of shares; none where no institution gave anything."""
    now = view.now
    rows = [
        _meter(funder.funder, funder.amount, funder.share, FUNDER_LIMIT, say)
        for funder in now.funders
        if funder.amount > 0
    ]
    if not rows:
        return ()
    both = voice.say("State and conditioned, together")
    together = _meter(both, now.leaning, now.leaning_share, LEANING_LIMIT, say)
    return (*rows, together)


def _meter(name: str, amount: Decimal, share: Decimal, limit: Decimal, say: Say) -> Meter:
    told = f"{say(amount)}, {words.percent(share)}"
    return Meter(name, told, float(share), float(limit), words.percent(limit))
