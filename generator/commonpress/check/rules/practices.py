# SPDX-License-Identifier: AGPL-3.0-or-later
"""Practices are told in order, gatherings in their time, and one symbol at most is the mark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from commonpress.check.rules import assemblies
from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.periods import parse_period
from commonpress.kinds.assembly import Held
from commonpress.kinds.gathering import Gathering
from commonpress.kinds.practice import Practice
from commonpress.kinds.symbol import Symbol

if TYPE_CHECKING:
    from commonpress.check.register import Register

PARTICIPATION_ORDER = Code(
    "participation-order",
    "Who took part is told period by period, earliest first, and each period once.",
)
HALF_LIFE_ZERO = Code(
    "half-life-zero",
    "A half-life is a month or more. Where nobody has a feeling for it, it is left blank and told "
    "from who took part.",
)
SEVERAL_MARKS = Code(
    "several-marks",
    "One symbol is the mark of the site and of the zine, so that people know both by it.",
)
SYMBOL_KEPT_BACK = Code(
    "symbol-kept-back",
    "A symbol that may not be shown to anyone has its title here and nothing else: this folder is "
    "public.",
    private=True,
)
CODES = (PARTICIPATION_ORDER, HALF_LIFE_ZERO, SEVERAL_MARKS, SYMBOL_KEPT_BACK)


def participation_is_told_in_order(register: Register) -> Iterator[Diagnostic]:
    """No period begins before the one above it has ended."""
    rule = register.settings.seasons
    for practice in register.of(Practice):
        told = [parse_period(part.period, rule) for part in practice.participation]
        for index, (before, after) in enumerate(pairwise(told), start=1):
            if before and after and after.start <= before.end:
                message = f"`{after.name}` begins before `{before.name}` above it has ended"
                hint = "put the earlier one first, and tell each time once"
                field = f"participation.{index}.period"
                yield finding(PARTICIPATION_ORDER, practice, field, message, hint)


def half_lives_are_a_month_or_more(register: Register) -> Iterator[Diagnostic]:
    """`half_life_months` is 1 or more."""
    for practice in register.of(Practice):
        if practice.half_life_months == 0:
            message = "nothing fades within no time"
            hint = "write 1 or more, or leave it out"
            yield finding(HALF_LIFE_ZERO, practice, "half_life_months", message, hint)


def one_symbol_is_the_mark(register: Register) -> Iterator[Diagnostic]:
    """At most one symbol says `is_mark: yes`."""
    marks = [symbol for symbol in register.of(Symbol) if symbol.is_mark]
    for symbol in marks[1:]:
        message = f"`{symbol.id}` and `{marks[0].id}` are both the mark"
        related = [see(marks[0], "is_mark", "the other one")]
        yield finding(
            SEVERAL_MARKS, symbol, "is_mark", message, "keep one of them", related=related
        )


def symbols_that_are_kept_back_say_nothing(register: Register) -> Iterator[Diagnostic]:
    """Without `may_publish: yes` there is no text, and it is no mark."""
    for symbol in register.of(Symbol):
        for field in ("body", "is_mark"):
            if not symbol.may_publish and getattr(symbol, field):
                message = f"this symbol may not be shown, and has `{field}`"
                hint = "take it out, or ask those it belongs to and write `may_publish: yes`"
                yield finding(SYMBOL_KEPT_BACK, symbol, field, message, hint)


def gatherings_are_held_in_their_time(register: Register) -> Iterator[Diagnostic]:
    """What was held lies behind, what is planned lies ahead."""
    for gathering in register.of(Gathering):
        last = gathering.until or gathering.date
        if gathering.held is Held.PLANNED and last < register.book_date:
            message = f"this gathering is planned for {gathering.date}, which is past"
            hint = "write `held: held` and how it was, or `held: cancelled`"
            yield finding(assemblies.PLANNED_IN_THE_PAST, gathering, "held", message, hint)
        elif gathering.held is Held.HELD and gathering.date > register.book_date:
            message = f"this gathering is told as held on {gathering.date}, which is to come"
            yield finding(
                assemblies.NOT_YET_HELD, gathering, "date", message, "write `held: planned`"
            )


RULES = (
    participation_is_told_in_order,
    half_lives_are_a_month_or_more,
    one_symbol_is_the_mark,
    symbols_that_are_kept_back_say_nothing,
    gatherings_are_held_in_their_time,
)
