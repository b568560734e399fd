# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules a book keeps, each a small function, one topic a module.

A rule looks at the whole register and yields what is wrong. Its name is the sentence that
must hold; its codes stand beside it. A new rule is a function in the `RULES` of its module,
and a new topic a module in the list here.

Rules are asked of all that could be read, so that one slip of the pen hides no other. A rule
that could take a missing record for a fault (it adds up, counts, or asks what is there) says
in the `NEEDS` of its module which kinds it needs whole, and waits for those alone. One that
looks up a single record asks `register.may_hold` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commonpress.check.register import Register
from commonpress.check.rules import (
    accounts,
    anonymity,
    approvals,
    assemblies,
    authority,
    balances,
    cases,
    census,
    circles,
    corrections,
    counts,
    dates,
    decisions,
    editing,
    entry_dates,
    funds,
    groups,
    guardrails,
    handles,
    hours,
    households,
    ids,
    links,
    loans,
    norms,
    pictures,
    practices,
    private_text,
    receipts,
    roles,
    routes,
    scrutiny,
    seasons,
    settings,
    tallies,
    tombstones,
    translations,
    units,
)
from commonpress.ground.diagnostics import Code, Diagnostic

Rule = Callable[[Register], Iterator[Diagnostic]]

_TOPICS = (
    settings,
    editing,
    links,
    tombstones,
    circles,
    ids,
    dates,
    authority,
    handles,
    roles,
    assemblies,
    decisions,
    tallies,
    guardrails,
    scrutiny,
    practices,
    census,
    norms,
    cases,
    anonymity,
    private_text,
    pictures,
    accounts,
    routes,
    units,
    entry_dates,
    households,
    loans,
    groups,
    corrections,
    approvals,
    balances,
    counts,
    funds,
    hours,
    receipts,
    seasons,
    translations,
)

RULES: tuple[Rule, ...] = tuple(rule for topic in _TOPICS for rule in topic.RULES)
CODES: tuple[Code, ...] = tuple(code for topic in _TOPICS for code in topic.CODES)
# The kinds of which some rules need every record, by rule.
NEEDS: Mapping[Rule, tuple[str, ...]] = {
    rule: kinds for topic in _TOPICS for rule, kinds in getattr(topic, "NEEDS", {}).items()
}


def judge(register: Register) -> Iterator[Diagnostic]:
    """What every rule says that no missing record could mislead."""
    for rule in RULES:
        if not register.missing.touches(NEEDS.get(rule, ())):
            yield from rule(register)
