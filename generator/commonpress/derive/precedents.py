# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and norms: what each leans on and what leans on it (domain rules, section 4)."""

from __future__ import annotations

from collections import defaultdict

from commonpress.check.register import Register
from commonpress.derive.force import force_of_cases, force_of_norm
from commonpress.derive.publication import CaseLink, CaseView, NormView
from commonpress.kinds.case import Case, Norm
from commonpress.kinds.decision import Decision, State


def case_views(register: Register) -> tuple[CaseView, ...]:
    """Every case with the cases and norms on either side of it, newest first."""
    cases = {c.id: c for c in register.of(Case)}
    norms = {n.id: n for n in register.of(Norm)}
    forces = force_of_cases(cases.values())
    cited_by: dict[str, list[CaseLink]] = defaultdict(list)
    for case in cases.values():
        for citation in case.cites:
            cited_by[citation.case].append(CaseLink(case, citation.treatment.value, citation.why))
    views = (
        CaseView(
            record=case,
            cites=tuple(
                CaseLink(cases[c.case], c.treatment.value, c.why)
                for c in case.cites
                if c.case in cases
            ),
            cited_by=tuple(cited_by[case.id]) if case.id in cited_by else (),
            applies=tuple(norms[n] for n in case.applies if n in norms),
            led_to=tuple(norms[n] for n in case.led_to if n in norms),
            months=max((step.month for step in case.steps), default=0),
            reliance=forces[case.id],
        )
        for case in cases.values()
    )
    return tuple(sorted(views, key=lambda v: (v.record.period, v.record.id), reverse=True))


def norm_views(register: Register) -> tuple[NormView, ...]:
    """Every norm with the decision behind it and the cases around it, by title."""
    decisions = {d.id: d for d in register.of(Decision)}
    cases = register.of(Case)
    forces = force_of_cases(cases)
    views = (
        NormView(
            record=norm,
            decision=decisions.get(norm.adopted_by),
            in_force=_in_force(norm, decisions.get(norm.adopted_by)),
            applied_in=tuple(c for c in cases if norm.id in c.applies),
            came_from=(came_from := tuple(c for c in cases if norm.id in c.led_to)),
            reliance=force_of_norm(came_from, forces),
        )
        for norm in register.of(Norm)
    )
    return tuple(sorted(views, key=lambda v: (v.record.title.casefold(), v.record.id)))


def _in_force(norm: Norm, decision: Decision | None) -> bool:
    """A norm holds until a decision ends it, even when the decision that brought it was renewed."""
    standing = decision is not None and decision.state in {State.ADOPTED, State.SUPERSEDED}
    return standing and not norm.repealed_by
