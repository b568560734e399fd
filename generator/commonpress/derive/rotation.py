# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether roles go round: who held what, for how long, and how often it changed hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from commonpress.check.register import Register
from commonpress.derive.lines import as_declared
from commonpress.derive.publication import RoleView, TermView
from commonpress.kinds.commons import Limits
from commonpress.kinds.role import Role, RoleTerm


def role_views(register: Register, as_of: date) -> tuple[RoleView, ...]:
    """Every role with its terms as they ran."""
    limits = register.settings.limits
    return tuple(_role_view(role, limits, as_of) for role in as_declared(register.of(Role)))


def longest_months(role: Role, limits: Limits) -> int:
    """The longest term a role may have: the book's limit, or the role's own when shorter."""
    limit = limits.longest_money_term_months if role.handles_money else limits.longest_term_months
    return min(limit, role.longest_months or limit)


def term_view(term: RoleTerm, as_of: date) -> TermView:
    """A term as it ran. Until someone writes that it ended otherwise, it ended as agreed."""
    allowed_to = term.extended_to or term.end
    last_day = term.left_on or allowed_to
    return TermView(
        term=term,
        last_day=last_day,
        allowed_to=allowed_to,
        days_over=max(0, (last_day - allowed_to).days),
        is_current=term.start <= as_of <= last_day,
        is_planned=term.start > as_of,
    )


def longest_tenure(terms: Sequence[TermView], as_of: date) -> int:
    """Days of the longest unbroken stretch one holder has had the role, terms in a row joined."""
    longest = 0
    running: dict[str, tuple[date, date]] = {}
    for view in sorted(terms, key=lambda v: v.term.start):
        if view.is_planned:
            continue
        holder, start = view.term.holder, view.term.start
        since, until = running.get(holder, (start, start))
        if start - until > timedelta(days=1):
            since = start
        last = min(view.last_day, as_of)
        running[holder] = (since, last)
        longest = max(longest, (last - since).days + 1)
    return longest


def _role_view(role: Role, limits: Limits, as_of: date) -> RoleView:
    terms = tuple(term_view(t, as_of) for t in sorted(role.terms, key=lambda t: (t.start, t.end)))
    begun = [t for t in terms if not t.is_planned]
    holders = len({t.term.holder for t in begun})
    return RoleView(
        record=role,
        longest_months=longest_months(role, limits),
        terms=terms,
        current=tuple(t for t in terms if t.is_current),
        holders=holders,
        longest_days=longest_tenure(terms, as_of),
        rotation=Decimal(holders) / Decimal(len(begun)) if begun else None,
    )
