# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an assembly decided: the tally fits who was there, the method and the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, see, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.decision import ONCE_ADOPTED, Decision, Method, State

if TYPE_CHECKING:
    from commonpress.check.register import Register

TALLY_EXCEEDS_PRESENT = Code(
    "tally-exceeds-present",
    "No more people are counted in a tally than were present.",
)
TALLY_TOO_SMALL = Code(
    "tally-too-small",
    "Where few people were present, a tally tells who stood where. Then only `reached` is "
    "written: whether the decision was reached or not.",
    private=True,
)
TALLY_AND_REACHED = Code(
    "tally-and-reached",
    "A decision has its tally or, for a secret ballot or a small assembly, only `reached`.",
)
NOT_REACHED = Code(
    "not-reached",
    "A decision is adopted when it was reached by its method: with nobody objecting for "
    "consent and consensus, with more for it than against it for a majority.",
)
OPEN_OBJECTION = Code(
    "open-objection",
    "A decision by consent or consensus stands when every objection has been met, and says how.",
)
DISSENT_MISSING = Code(
    "dissent-missing",
    "Those who stood aside or objected are asked for a few words of their own.",
    severity=Severity.WARNING,
)
CODES = (
    TALLY_EXCEEDS_PRESENT,
    TALLY_TOO_SMALL,
    TALLY_AND_REACHED,
    NOT_REACHED,
    OPEN_OBJECTION,
    DISSENT_MISSING,
)


def tallies_count_those_who_were_present(register: Register) -> Iterator[Diagnostic]:
    """A tally is at most the number present, and is only published where that is large enough."""
    least = register.settings.limits.full_tally_from
    for decision in register.of(Decision):
        assembly = register.get("assembly", decision.decided_at)
        if not isinstance(assembly, Assembly) or not decision.tally or assembly.present is None:
            continue
        if assembly.present < least:
            message = f"fewer than {least} people were present, so the tally is not written"
            hint = "write `reached: yes` or `reached: no` instead of the tally"
            related = [see(assembly, "present", "how many were present")]
            yield finding(TALLY_TOO_SMALL, decision, "tally", message, hint, related=related)
        elif decision.tally.total > assembly.present:
            message = (
                f"the tally of `{decision.id}` counts {decision.tally.total} people, "
                f"and {assembly.present} were present at `{assembly.id}`"
            )
            hint = "count again, or put `present` of the assembly right"
            related = [see(assembly, "present", "how many were present")]
            yield finding(TALLY_EXCEEDS_PRESENT, decision, "tally", message, hint, related=related)


def results_are_told_in_one_way(register: Register) -> Iterator[Diagnostic]:
    """`tally` and `reached` do not stand side by side."""
    for decision in register.of(Decision):
        if decision.tally and decision.reached is not None:
            message = f"`{decision.id}` has both a `tally` and `reached`"
            yield finding(TALLY_AND_REACHED, decision, "reached", message, "take one of them out")


def adopted_decisions_were_reached(register: Register) -> Iterator[Diagnostic]:
    """The result is that of the state."""
    for decision in register.of(Decision):
        if decision.state in ONCE_ADOPTED and (fault := _why_not_reached(decision)):
            message = f"`{decision.id}` was adopted, and {fault}"
            field = "tally" if decision.tally else "reached"
            hint = "write `state: rejected`, or put the result right"
            yield finding(NOT_REACHED, decision, field, message, hint)
        elif decision.state is State.REJECTED and decision.reached:
            message = f"`{decision.id}` was rejected, and `reached` is `yes`"
            hint = "write `reached: no`, or `state: adopted`"
            yield finding(NOT_REACHED, decision, "reached", message, hint)


def objections_to_consent_were_met(register: Register) -> Iterator[Diagnostic]:
    """By consent and consensus nothing is adopted over an objection that is open."""
    for decision in register.of(Decision):
        if decision.state not in ONCE_ADOPTED or decision.method is Method.MAJORITY:
            continue
        if decision.tally and decision.tally.objection:
            message = (
                f"`{decision.id}` was adopted by {decision.method or 'consent'} over "
                f"{some(decision.tally.objection, 'open objection')}"
            )
            hint = "an objection that was met is written in `objections` and not in the tally"
            yield finding(OPEN_OBJECTION, decision, "tally.objection", message, hint)
        for index, objection in enumerate(decision.objections):
            if not objection.met.strip():
                message = f"`{decision.id}` was adopted, and this objection has not been met"
                hint = "write in `met` how it was met"
                yield finding(OPEN_OBJECTION, decision, f"objections.{index}", message, hint)


def those_who_disagreed_are_heard(register: Register) -> Iterator[Diagnostic]:
    """Where somebody stood aside or objected, the decision has their dissent."""
    for decision in register.of(Decision):
        tally = decision.tally
        if tally and (tally.stand_aside or tally.objection) and not decision.dissent:
            number = tally.stand_aside + tally.objection
            message = f"{some(number, 'person', 'people')} disagreed with `{decision.id}`, unheard"
            hint = "ask them for a few words and write those in `dissent`"
            yield finding(DISSENT_MISSING, decision, "tally", message, hint)


def _why_not_reached(decision: Decision) -> str:
    if decision.reached is False:
        return "`reached` is `no`"
    tally = decision.tally
    if tally and not tally.agree:
        return "nobody agreed to it"
    if tally and decision.method is Method.MAJORITY and tally.agree <= tally.objection:
        return f"{tally.agree} were for it and {tally.objection} against it"
    return ""


RULES = (
    tallies_count_those_who_were_present,
    results_are_told_in_one_way,
    adopted_decisions_were_reached,
    objections_to_consent_were_met,
    those_who_disagreed_are_heard,
)
