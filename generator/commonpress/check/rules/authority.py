# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions that are cited as authority had been adopted, and held on the day they were cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, see
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.kinds.base import Origin
from commonpress.kinds.case import Norm
from commonpress.kinds.commons import Commons
from commonpress.kinds.decision import CAME_TO_NOTHING, ONCE_ADOPTED, Decision
from commonpress.kinds.fund import Fund
from commonpress.kinds.guardrail import Guardrail
from commonpress.kinds.practice import Practice
from commonpress.kinds.project import Project
from commonpress.kinds.role import Role
from commonpress.kinds.scrutiny import Scrutiny
from commonpress.kinds.symbol import Symbol

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

NEVER_ADOPTED = Code(
    "never-adopted",
    "Only a decision that was adopted can bring something about: a norm, a role, a project, "
    "or the end of another decision.",
)
NOT_IN_FORCE = Code(
    "decision-not-in-force",
    "A decision that is cited as authority held on the day it was cited: it had been adopted "
    "by then, and had not been superseded, repealed or expired.",
)
CODES = (NEVER_ADOPTED, NOT_IN_FORCE)


def was_adopted(decision: Decision) -> bool:
    """Whether a decision was adopted at some time; of an imported one the day may be unknown."""
    if decision.state not in ONCE_ADOPTED:
        return False
    return decision.decided_on is not None or decision.origin is Origin.IMPORT


def was_in_force(decision: Decision, day: date) -> bool:
    """Whether a decision held on a day. On the day it ends, it and what follows both hold."""
    if not was_adopted(decision) or decision.decided_on is None:
        return False
    ends = [end for end in (decision.ended_on, decision.expires_on) if end]
    return decision.decided_on <= day and all(day <= end for end in ends)


def what_was_brought_about_was_adopted(register: Register) -> Iterator[Diagnostic]:
    """A decision named as the beginning or the end of something was adopted."""
    for record, field, decision in _beginnings_and_ends(register):
        if not was_adopted(decision):
            message = f"`{decision.id}` was not adopted: it is {_said(decision)}"
            hint = f"take `{field.partition('.')[0]}` out, or name the decision that was adopted"
            related = [see(decision, "state", f"`{decision.id}` stands here")]
            yield finding(NEVER_ADOPTED, record, field, message, hint, related=related)


def decisions_cited_as_authority_were_in_force(register: Register) -> Iterator[Diagnostic]:
    """Whatever names a decision that allows it: entries, terms, waivers, norms and so on."""
    for record, field, decision_id, day in _citations(register):
        decision = register.get("decision", decision_id)
        if isinstance(decision, Decision) and not was_in_force(decision, day):
            message = f"`{decision_id}` was not in force on {day}: {_why_not(decision, day)}"
            hint = f"name in `{field.partition('.')[0]}` a decision that held on that day"
            related = [see(decision, "state", f"`{decision_id}` stands here")]
            yield finding(NOT_IN_FORCE, record, field, message, hint, related=related)


def _beginnings_and_ends(register: Register) -> Iterator[tuple[Record, str, Decision]]:
    for record, field, decision_id in _named(register):
        decision = register.get("decision", decision_id)
        if isinstance(decision, Decision):
            yield record, field, decision


def _named(register: Register) -> Iterator[tuple[Record, str, str]]:
    made: tuple[Role | Symbol | Practice, ...] = (
        *register.of(Role), *register.of(Symbol), *register.of(Practice),
    )  # fmt: skip
    for one in made:
        yield one, "adopted_by", one.adopted_by
    for practice in register.of(Practice):
        yield practice, "ended_by", practice.ended_by
    for agreed in _agreed(register):
        yield agreed, "adopted_by", agreed.adopted_by
        yield agreed, "repealed_by", agreed.repealed_by
    for looked in register.of(Scrutiny):
        if looked.held:
            yield looked, "held.decision", looked.held.decision
    for decision in register.of(Decision):
        yield decision, "repealed_by", decision.repealed_by
        for field in ("superseded_by", "amended_by"):
            if field == "superseded_by" and decision.state in CAME_TO_NOTHING:
                continue  # it had never begun, so nothing was ended
            for index, later in enumerate(getattr(decision, field)):
                yield decision, f"{field}.{index}", later


def _citations(register: Register) -> Iterator[tuple[Record, str, str, date]]:
    for entry in register.entries:
        if entry.decision:
            yield entry, "decision", entry.decision, entry.date
    for project in register.of(Project):
        yield project, "adopted_by", project.adopted_by, project.started
    for fund in register.of(Fund):
        yield fund, "adopted_by", fund.adopted_by, fund.start
    for decision in register.of(Decision):
        for index, carried_out in enumerate(decision.implements):
            day = decision.decided_on or decision.proposed_on or decision.drafted_on
            yield decision, f"implements.{index}", carried_out, day or register.book_date
    yield from _exceptions(register)
    yield from _citations_of_today(register)


def _exceptions(register: Register) -> Iterator[tuple[Record, str, str, date]]:
    """What was allowed for a time: longer terms and waivers, from their first day."""
    for role in register.of(Role):
        for index, term in enumerate(role.terms):
            if term.extended_by:
                after = term.end + timedelta(days=1)
                yield role, f"terms.{index}.extended_by", term.extended_by, after
    for guardrail in register.of(Guardrail):
        for index, waiver in enumerate(guardrail.waivers):
            yield guardrail, f"waivers.{index}.decision", waiver.decision, waiver.start


def _citations_of_today(register: Register) -> Iterator[tuple[Record, str, str, date]]:
    """What rests on its decision for as long as it stands: norms, guardrails, what is published."""
    settings: Commons = register.settings
    for index, publish in enumerate(settings.publish):
        yield settings, f"publish.{index}.decision", publish.decision, register.book_date
    if settings.public_places:
        decision = settings.public_places.decision
        yield settings, "public_places.decision", decision, register.book_date
    if settings.noindex:
        yield settings, "noindex.decision", settings.noindex.decision, register.book_date
    for agreed in _agreed(register):
        adopted = register.get("decision", agreed.adopted_by)
        # A decision that was never adopted is reported as such, and once is enough.
        if isinstance(adopted, Decision) and was_adopted(adopted) and not agreed.repealed_by:
            yield agreed, "adopted_by", agreed.adopted_by, register.book_date


def _agreed(register: Register) -> tuple[Norm | Guardrail, ...]:
    return (*register.of(Norm), *register.of(Guardrail))


def _said(decision: Decision) -> str:
    if decision.state in ONCE_ADOPTED:
        return f"`{decision.state}` without a `decided_on`"
    return f"`{decision.state}`"


def _why_not(decision: Decision, day: date) -> str:
    if not was_adopted(decision) or decision.decided_on is None:
        return f"it is {_said(decision)}"
    if day < decision.decided_on:
        return f"it was adopted on {decision.decided_on}"
    ends = [end for end in (decision.ended_on, decision.expires_on) if end]
    return f"it ended on {min(ends)}"


RULES = (what_was_brought_about_was_adopted, decisions_cited_as_authority_were_in_force)
