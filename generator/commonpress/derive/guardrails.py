# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the commons keeps its own promises: each guardrail judged, month by month and today.

Kept, waived or breached (domain rules, section 5). A waiver counts for its own days and for
what it names; one thing that no decision allowed makes a breach of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from commonpress.check.register import Register
from commonpress.derive.answers import FundingView
from commonpress.derive.guardrail_grounds import (
    JUDGES,
    OF_TWELVE_MONTHS,
    Grounds,
    adopted_on,
    answer_by,
)
from commonpress.derive.guardrail_views import (
    Answered,
    Breach,
    GuardrailView,
    Judged,
    Judgement,
)
from commonpress.ground.periods import Period, add_months, months_between
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.decision import Decision
from commonpress.kinds.guardrail import Guardrail, Waiver

_DAY = timedelta(days=1)
_ORDER = tuple(Judgement)


def guardrail_views(
    register: Register, funding: FundingView | None, as_of: date
) -> tuple[GuardrailView, ...]:
    """Every guardrail: breached first, then waived, then kept; those that are over last."""
    grounds = Grounds(register, funding, as_of)
    views = (_view(guardrail, grounds) for guardrail in register.of(Guardrail))
    return tuple(sorted(views, key=_told_first))


def judged(guardrail: Guardrail, grounds: Grounds, period: Period) -> Judged:
    """How a guardrail stood in a period, and on what that was judged."""
    condition = guardrail.judged_by
    found = JUDGES[condition](grounds, guardrail, period) if condition else None
    if found is None or found.of is None:
        return Judged(period, Judgement.UNJUDGED, 0, ())
    breaches = tuple(_with_waivers(found.breaches, guardrail.waivers, period))
    return Judged(period, _judgement(breaches), found.of, breaches, found.share)


def _view(guardrail: Guardrail, grounds: Grounds) -> GuardrailView:
    register, as_of = grounds.register, grounds.as_of
    decision = register.get("decision", guardrail.adopted_by)
    since = adopted_on(guardrail, register) or as_of
    until = _ended_on(guardrail, register) or as_of
    months = tuple(judged(guardrail, grounds, m) for m in _months(since, min(until, as_of)))
    answers = tuple(_answers(guardrail, register))
    return GuardrailView(
        record=guardrail,
        decision=decision if isinstance(decision, Decision) else None,
        condition=guardrail.judged_by,
        is_over=bool(guardrail.repealed_by),
        now=judged(guardrail, grounds, _now(guardrail, since, as_of)),
        months=months,
        breaches=_joined(breach for month in months for breach in month.breaches),
        answers=answers,
        ask_by=answer_by(guardrail, max([since, *(a.assembly.date for a in answers)]))
        if guardrail.question
        else None,
    )


def _now(guardrail: Guardrail, since: date, as_of: date) -> Period:
    """The day of the book; for what happens on days, the twelve months up to it."""
    if guardrail.judged_by not in OF_TWELVE_MONTHS:
        return Period(as_of, as_of, "")
    return Period(min(max(add_months(as_of, -12) + _DAY, since), as_of), as_of, "")


def _months(since: date, until: date) -> Iterator[Period]:
    """Each month from the day of adoption to the last day, the first and the last cut there."""
    for month in months_between(since, until):
        yield Period(max(month.start, since), min(month.end, until), month.name)


def _with_waivers(
    breaches: Iterable[Breach], waivers: tuple[Waiver, ...], period: Period
) -> Iterator[Breach]:
    for breach in breaches:
        days = Period(max(breach.start, period.start), min(breach.end, period.end), "")
        waiver = next((w for w in waivers if _covers(w, breach, days)), None)
        yield replace(breach, waived_by=waiver.decision) if waiver else breach


def _covers(waiver: Waiver, breach: Breach, days: Period) -> bool:
    """Whether a waiver allows a breach on all of its days in the period."""
    if waiver.only and waiver.only != breach.id:
        return False
    return waiver.start <= days.start and days.end <= waiver.end


def _judgement(breaches: tuple[Breach, ...]) -> Judgement:
    if not breaches:
        return Judgement.KEPT
    allowed = all(breach.waived_by for breach in breaches)
    return Judgement.WAIVED if allowed else Judgement.BREACHED


def _joined(breaches: Iterable[Breach]) -> tuple[Breach, ...]:
    """The same breach told month by month as one, from its first day to its last."""
    told: dict[tuple[str, ...], Breach] = {}
    done: list[Breach] = []
    for breach in breaches:
        key = (breach.kind, breach.id, breach.says, breach.who, breach.waived_by)
        before = told.get(key)
        if before and breach.start <= before.end + _DAY:
            told[key] = _one(before, breach)
            continue
        if before:
            done.append(before)
        told[key] = breach
    return tuple(sorted([*done, *told.values()], key=lambda b: (b.start, b.end, b.id, b.who)))


def _one(before: Breach, after: Breach) -> Breach:
    shares = [b.share for b in (before, after) if b.share is not None]
    return replace(
        after,
        start=min(before.start, after.start),
        end=max(before.end, after.end),
        share=max(shares, default=None),
    )


def _answers(guardrail: Guardrail, register: Register) -> Iterator[Answered]:
    for answer in guardrail.answers:
        assembly = register.get("assembly", answer.assembly)
        if isinstance(assembly, Assembly):
            yield Answered(assembly, answer.answer, answer.agreed)


def _ended_on(guardrail: Guardrail, register: Register) -> date | None:
    ended = register.get("decision", guardrail.repealed_by)
    return ended.decided_on if isinstance(ended, Decision) else None


def _told_first(view: GuardrailView) -> tuple[bool, int, date, str]:
    adopted = view.decision.decided_on if view.decision else None
    return view.is_over, _ORDER.index(view.now.judgement), adopted or date.max, view.record.id
