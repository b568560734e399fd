# SPDX-License-Identifier: AGPL-3.0-or-later
"""On what each condition of a guardrail is judged: one small function a condition.

Each tells for a period how many things were looked at and which were not as they should be.
It says nothing about waivers, save that the extension of a term is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from commonpress.check.register import Register
from commonpress.derive.answers import Funding, FundingView
from commonpress.derive.guardrail_views import Breach
from commonpress.derive.rotation import longest_months, term_view
from commonpress.ground.periods import Period, add_months, month_of
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.commons import Visibility
from commonpress.kinds.decision import ONCE_ADOPTED, Decision
from commonpress.kinds.fund import Fund
from commonpress.kinds.guardrail import Condition, Guardrail
from commonpress.kinds.role import Role, RoleTerm

_DAY = timedelta(days=1)
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that guardrails are judged on, as of a day."""

    register: Register
    funding: FundingView | None
    as_of: date

    def funding_of(self, period: Period) -> Funding | None:
        """The twelve months up to the end of a month, or up to the day of the book."""
        if self.funding is None:
            return None
        if period.end >= self.as_of:
            return self.funding.now
        return next((f for month, f in self.funding.months if month.name == period.name), None)

    @property
    def funds_withheld(self) -> bool:
        """Whether the settings keep the funds from the site."""
        shown = self.register.settings.publish
        return any(p.kind == "fund" and p.seen is not Visibility.SITE for p in shown)


@dataclass(frozen=True, slots=True)
class Found:
    """How many things were judged, which were not as they should be, and the share measured.

    Nothing to judge is None for `of`; none of something is 0.
    """

    of: int | None
    breaches: tuple[Breach, ...] = ()
    share: Decimal | None = None


Judge = Callable[[Grounds, Guardrail, Period], Found]


def holders_within_the_longest_term(grounds: Grounds, _: Guardrail, period: Period) -> Found:
    """Everyone who held a role in the period, terms in a row taken as one."""
    limits = grounds.register.settings.limits
    stays = [
        (role, stay, longest_months(role, limits))
        for role in grounds.register.of(Role)
        for stay in _stays(role, grounds.as_of)
    ]
    in_period = [s for s in stays if s[1].start <= period.end and period.start <= s[1].last]
    breaches = (b for s in in_period for b in _past_term(*s))
    return Found(len(in_period), tuple(b for b in breaches if b.touches(period)))


def roles_that_change_hands(grounds: Grounds, _: Guardrail, period: Period) -> Found:
    """Every role that had begun: is permanent whose terms outnumber its seats, all held by few."""
    begun = [
        role
        for role in grounds.register.of(Role)
        if any(term.start <= period.end for term in role.terms)
    ]
    breaches = (b for role in begun for b in _never_changed(role, grounds.as_of))
    return Found(len(begun), tuple(b for b in breaches if b.touches(period)))


def funders_within_their_share(grounds: Grounds, rail: Guardrail, period: Period) -> Found:
    """Every institution that gave money in the twelve months up to the end of the period."""
    funding = grounds.funding_of(period)
    if funding is None:
        return Found(None)
    gave = [funder for funder in funding.funders if funder.amount > 0]
    limit = Decimal(rail.percent or 0) / _HUNDRED
    breaches = tuple(
        Breach(period.start, period.end, "fund", f.funds[0].id, f.funder, share=f.share)
        for f in gave
        if f.share > limit
    )
    return Found(len(gave), breaches, funding.largest.share if funding.largest else Decimal(0))


def leaning_money_below_its_share(grounds: Grounds, rail: Guardrail, period: Period) -> Found:
    """Money of the state and money with conditions, of all money of twelve months."""
    funding = grounds.funding_of(period)
    if funding is None:
        return Found(None)
    share = funding.leaning_share
    over = share * _HUNDRED >= (rail.percent or 0) and funding.leaning > 0
    breaches = (Breach(period.start, period.end, "fund", share=share),) if over else ()
    return Found(1, breaches, share)


def funds_that_say_what_they_ask(grounds: Grounds, _: Guardrail, period: Period) -> Found:
    """Every fund that could take money in the period, and money that came through none."""
    if grounds.funds_withheld:
        return Found(1, (Breach(period.start, period.end, "fund"),))
    if grounds.funding is None:
        return Found(None)
    funds = [f for f in grounds.register.of(Fund) if _is_open(f, period)]
    silent = [f for f in funds if not _says_all(f)]
    breaches = [Breach(period.start, period.end, "fund", f.id, f.title) for f in silent]
    return Found(len(funds), tuple(breaches))


def decisions_of_assemblies(grounds: Grounds, _: Guardrail, period: Period) -> Found:
    """Every decision adopted in the period: by an assembly on that day, with its quorum."""
    adopted = [
        d
        for d in grounds.register.of(Decision)
        if d.state in ONCE_ADOPTED and d.decided_on and d.decided_on in period
    ]
    outside = [d for d in adopted if not _was_of_assembly(d, grounds.register)]
    breaches = tuple(
        Breach(d.decided_on, d.decided_on, "decision", d.id, d.title)
        for d in outside
        if d.decided_on
    )
    return Found(len(adopted), breaches)


def questions_taken_up(grounds: Grounds, _: Guardrail, period: Period) -> Found:
    """Every recurring question that was in force, with the days on which it was overdue."""
    asking = [g for g in grounds.register.of(Guardrail) if g.question and not g.repealed_by]
    breaches = (b for g in asking for b in _overdue(g, grounds))
    return Found(len(asking), tuple(b for b in breaches if b.touches(period)))


JUDGES: Mapping[Condition, Judge] = {
    Condition.TERM_LIMITS: holders_within_the_longest_term,
    Condition.NO_PERMANENT_ROLE: roles_that_change_hands,
    Condition.FUNDER_SHARE: funders_within_their_share,
    Condition.CONDITIONED_SHARE: leaning_money_below_its_share,
    Condition.CONDITIONS_PUBLISHED: funds_that_say_what_they_ask,
    Condition.DECIDED_IN_ASSEMBLY: decisions_of_assemblies,
    Condition.REVIEW_HELD: questions_taken_up,
}
# Things that happen on a day and are over: judged on the twelve months up to the day of the book.
OF_TWELVE_MONTHS = frozenset({Condition.DECIDED_IN_ASSEMBLY})


def answer_by(guardrail: Guardrail, before: date) -> date:
    """The last day for the next answer: the end of the last month the rhythm allows."""
    return month_of(add_months(before.replace(day=1), guardrail.every_months or 0)).end


def adopted_on(guardrail: Guardrail, register: Register) -> date | None:
    """The day a guardrail was adopted; None where its decision does not say."""
    decision = register.get("decision", guardrail.adopted_by)
    return decision.decided_on if isinstance(decision, Decision) else None


# --- terms ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stay:
    """The unbroken time somebody held a role, one term after the other."""

    terms: tuple[RoleTerm, ...]
    last: date

    @property
    def start(self) -> date:
        return self.terms[0].start


def _stays(role: Role, as_of: date) -> Iterator[_Stay]:
    by_holder: dict[str, list[RoleTerm]] = {}
    for term in sorted(role.terms, key=lambda t: (t.start, t.end)):
        if term.start <= as_of:
            by_holder.setdefault(term.holder, []).append(term)
    for terms in by_holder.values():
        row = [terms[0]]
        for term in terms[1:]:
            if term.start - _last(row[-1], as_of) > _DAY:
                yield _Stay(tuple(row), _last(row[-1], as_of))
                row = []
            row.append(term)
        yield _Stay(tuple(row), _last(row[-1], as_of))


def _last(term: RoleTerm, as_of: date) -> date:
    return min(term_view(term, as_of).last_day, as_of)


def _past_term(role: Role, stay: _Stay, months: int) -> Iterator[Breach]:
    """The days past the longest term: first those an extension allowed, then the others."""
    start = add_months(stay.start, months) + _DAY
    last = stay.terms[-1]
    extended = min(last.extended_to, stay.last) if last.extended_to else None
    if extended and extended >= start:
        yield _of_role(role, last.holder, (start, extended), last.extended_by)
        start = extended + _DAY
    if stay.last >= start:
        yield _of_role(role, last.holder, (start, stay.last))


def _of_role(role: Role, who: str, days: tuple[date, date], waived_by: str = "") -> Breach:
    return Breach(*days, "role", role.id, role.title, who, waived_by=waived_by)


def _never_changed(role: Role, as_of: date) -> Iterator[Breach]:
    """From the first term that brought nobody new to the day before somebody new began."""
    seen: set[str] = set()
    since: date | None = None
    terms = sorted((t for t in role.terms if t.start <= as_of), key=lambda t: (t.start, t.end))
    for begun, term in enumerate(terms, start=1):
        seen.add(term.holder)
        if len(seen) > role.seats:
            if since:
                yield Breach(since, term.start - _DAY, "role", role.id, role.title)
            return
        if begun > role.seats and since is None:
            since = term.start
    if since:
        yield Breach(since, as_of, "role", role.id, role.title)


# --- funds, decisions, questions -----------------------------------------------------------------


def _is_open(fund: Fund, period: Period) -> bool:
    return fund.start <= period.end and (fund.end is None or period.start <= fund.end)


def _says_all(fund: Fund) -> bool:
    """Whether it is said who gives, what is asked, and how it can be left."""
    if not fund.is_outside:
        return True
    said = fund.is_conditioned or fund.unconditional
    return bool(fund.funder) and said and bool(fund.exit or not fund.is_conditioned)


def _was_of_assembly(decision: Decision, register: Register) -> bool:
    assembly = register.get("assembly", decision.decided_at)
    if not isinstance(assembly, Assembly) or not assembly.was_held:
        return False
    quorum = assembly.quorum or register.settings.quorum
    had_quorum = assembly.present is None or assembly.present >= quorum
    return assembly.date == decision.decided_on and had_quorum


def _overdue(guardrail: Guardrail, grounds: Grounds) -> Iterator[Breach]:
    before = adopted_on(guardrail, grounds.register)
    for day in (*answered_on(guardrail, grounds.register), None):
        if before is None:
            return
        due = answer_by(guardrail, before)
        until = min(day - _DAY if day else grounds.as_of, grounds.as_of)
        if until > due:
            yield Breach(due + _DAY, until, "guardrail", guardrail.id, guardrail.question)
        before = day


def answered_on(guardrail: Guardrail, register: Register) -> Sequence[date]:
    """The days on which assemblies took the question up, in order."""
    found = (register.get("assembly", answer.assembly) for answer in guardrail.answers)
    return sorted(a.date for a in found if isinstance(a, Assembly) and a.was_held)
