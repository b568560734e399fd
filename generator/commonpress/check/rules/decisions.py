# SPDX-License-Identifier: AGPL-3.0-or-later
"""A decision says what its state asks for, and went the way a decision goes.

`draft`, `proposed`, `last_call`, `adopted`, then `superseded`, `repealed` or `expired`;
or `rejected` or `withdrawn` on the way (domain rules, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.assemblies import is_emergency
from commonpress.check.rules.wording import finding, joined, quoted, see, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.assembly import Assembly, Held
from commonpress.kinds.base import Origin
from commonpress.kinds.decision import CAME_TO_NOTHING, ONCE_ADOPTED, Decision, State

if TYPE_CHECKING:
    from commonpress.check.register import Register

DECISION_INCOMPLETE = Code(
    "decision-incomplete",
    "Each step of a decision leaves something to read: when it was proposed, when last call "
    "began, who decided how and when, and on which day it is looked at again.",
)
DECISION_CONTRADICTS_STATE = Code(
    "decision-contradicts-state",
    "A decision that has ended is not `adopted` any more, and one that is not yet decided has "
    "no result. The state is what readers go by.",
)
ONE_OPTION_CHOSEN = Code(
    "one-option-chosen",
    "An adopted decision has chosen exactly one of its options; any other has chosen none.",
)
DECIDED_ELSEWHERE = Code(
    "decided-elsewhere",
    "A decision is taken by an assembly, on the day that assembly was held.",
)
LAST_CALL_TOO_SHORT = Code(
    "last-call-too-short",
    "Last call is long enough for anyone to hear of a proposal and object: at least 14 days. "
    "Only an emergency assembly may decide without it.",
)
IMPORT_INCOMPLETE = Code(
    "import-incomplete",
    "Decisions were brought from another system that did not say all that a decision says here.",
    severity=Severity.NOTE,
)
IMPORT_WITHOUT_LAST_CALL = Code(
    "import-without-last-call",
    "Decisions were brought from another system that did not say when last call began.",
    severity=Severity.NOTE,
)
PROGRESS_UNLIKELY = Code(
    "progress-unlikely",
    "Progress is a whole percentage from 0 to 100, and is 100 when every milestone is done.",
)
CODES = (
    DECISION_INCOMPLETE,
    DECISION_CONTRADICTS_STATE,
    ONE_OPTION_CHOSEN,
    DECIDED_ELSEWHERE,
    LAST_CALL_TOO_SHORT,
    IMPORT_INCOMPLETE,
    IMPORT_WITHOUT_LAST_CALL,
    PROGRESS_UNLIKELY,
)

_DECIDED = ("decided_on", "decided_at", "method", "options")
_ADOPTED = (*_DECIDED, "review_on", "body")
# The fields each state needs. Where one is a group, any one of the group will do.
NEEDED: dict[State, tuple[str | tuple[str, ...], ...]] = {
    State.DRAFT: ("drafted_on",),
    State.PROPOSED: ("proposed_on", "options"),
    State.LAST_CALL: ("proposed_on", "options", "last_call_on"),
    State.ADOPTED: (*_ADOPTED, ("tally", "reached")),
    State.SUPERSEDED: (*_ADOPTED, ("tally", "reached"), "superseded_by", "ended_on"),
    State.REPEALED: (*_ADOPTED, ("tally", "reached"), "repealed_by", "ended_on"),
    State.EXPIRED: (*_ADOPTED, ("tally", "reached"), ("expires_on", "ended_on")),
    State.REJECTED: (*_DECIDED, ("tally", "reached")),
    State.WITHDRAWN: ("ended_on",),
}
# The fields that only some states may have.
ONLY_IN: dict[str, tuple[State, ...]] = {
    "superseded_by": (State.SUPERSEDED,),
    "repealed_by": (State.REPEALED,),
    "ended_on": (State.SUPERSEDED, State.REPEALED, State.EXPIRED, State.WITHDRAWN),
    "decided_on": (*ONCE_ADOPTED, State.REJECTED),
    "tally": (*ONCE_ADOPTED, State.REJECTED),
    "reached": (*ONCE_ADOPTED, State.REJECTED),
}
# The states that may have such a field as well, and are not what a hint would name.
ALSO_IN = {"superseded_by": CAME_TO_NOTHING}


def decisions_have_what_their_state_needs(register: Register) -> Iterator[Diagnostic]:
    """Each state leaves its fields behind. What imported decisions lack is told in one note."""
    imported: dict[str, list[Decision]] = {}
    for decision in register.of(Decision):
        for needed in _missing(decision):
            name = " or ".join(f"`{field}`" for field in needed)
            said = "reasons" if needed == ("body",) else name
            if decision.origin is Origin.IMPORT:
                imported.setdefault(said, []).append(decision)
                continue
            message = f"`{decision.id}` is {_state(decision)} and has no {said}"
            hint = f"write {name}"
            if needed == ("body",):
                hint = "write the reasons below the second line `---`"
            yield finding(DECISION_INCOMPLETE, decision, "state", message, hint)
    if imported:
        first = min((d for found in imported.values() for d in found), key=lambda d: d.id)
        lacking = {decision.id for found in imported.values() for decision in found}
        fields = joined([f"{len(found)} without {said}" for said, found in imported.items()])
        message = f"{some(len(lacking), 'imported decision')} not told in full: {fields}"
        yield finding(IMPORT_INCOMPLETE, first, "state", message)


def _missing(decision: Decision) -> Iterator[tuple[str, ...]]:
    """What the state of a decision asks for and it has not: any one of these fields will do."""
    for needed in NEEDED[decision.state]:
        fields = (needed,) if isinstance(needed, str) else needed
        if not any(_has(decision, field) for field in fields):
            yield fields


def decisions_have_only_what_their_state_allows(register: Register) -> Iterator[Diagnostic]:
    """What ended is not called adopted, and what was not decided has no result."""
    for decision in register.of(Decision):
        for field, states in ONLY_IN.items():
            allowed = (*states, *ALSO_IN.get(field, ()))
            if _has(decision, field) and decision.state not in allowed:
                message = f"`{decision.id}` is {_state(decision)} and has `{field}`"
                named = states if State.ADOPTED not in states else (State.ADOPTED, State.REJECTED)
                wanted = quoted([f"state: {state}" for state in named], "or")
                hint = f"write {wanted}, or take `{field}` out"
                yield finding(DECISION_CONTRADICTS_STATE, decision, field, message, hint)


def adopted_decisions_have_chosen_one_option(register: Register) -> Iterator[Diagnostic]:
    """Exactly one option is chosen once a decision was adopted, none before or without that."""
    for decision in register.of(Decision):
        chosen = sum(option.chosen for option in decision.options)
        wanted = 1 if decision.state in ONCE_ADOPTED else 0
        if chosen != wanted and (decision.options or wanted == 0):
            message = (
                f"`{decision.id}` is {_state(decision)} and has {some(chosen, 'chosen option')}"
            )
            hint = "write `chosen: yes` with one option"
            if not wanted:
                hint = "take `chosen` out"
            yield finding(ONE_OPTION_CHOSEN, decision, "options", message, hint)


def decisions_are_taken_at_an_assembly_of_that_day(register: Register) -> Iterator[Diagnostic]:
    """`decided_at` was held, on `decided_on`."""
    for decision in register.of(Decision):
        assembly = register.get("assembly", decision.decided_at)
        if not isinstance(assembly, Assembly):
            continue
        if assembly.held is not Held.HELD:
            message = f"`{decision.id}` was decided at `{assembly.id}`, which is {assembly.held}"
            hint = "name the assembly that was held"
        elif decision.decided_on and decision.decided_on != assembly.date:
            message = (
                f"`{decision.id}` was decided on {decision.decided_on}, "
                f"and `{assembly.id}` was held on {assembly.date}"
            )
            hint = f"write `decided_on: {assembly.date}`, or name the assembly of that day"
        else:
            continue
        related = [see(assembly, "date", f"`{assembly.id}` is here")]
        yield finding(DECIDED_ELSEWHERE, decision, "decided_at", message, hint, related=related)


def last_call_gave_people_time(register: Register) -> Iterator[Diagnostic]:
    """From the start of last call to the decision there were enough days.

    Imported decisions that do not say when it began are told in one note.
    """
    least = register.settings.limits.last_call_days
    imported = []
    for decision in register.of(Decision):
        assembly = register.get("assembly", decision.decided_at)
        was_taken = decision.state in ONCE_ADOPTED
        may_be_urgent = is_emergency(assembly) or (
            assembly is None and register.may_hold("assembly", decision.decided_at)
        )
        if not was_taken or may_be_urgent or not decision.decided_on:
            continue
        if not decision.last_call_on and decision.origin is Origin.IMPORT:
            imported.append(decision)
        elif not decision.last_call_on:
            message = f"`{decision.id}` was adopted without last call"
            hint = f"write `last_call_on`, at least {least} days before {decision.decided_on}"
            yield finding(LAST_CALL_TOO_SHORT, decision, "decided_on", message, hint)
        elif (days := (decision.decided_on - decision.last_call_on).days) < least:
            message = (
                f"last call of `{decision.id}` began {some(days, 'day')} before it was decided, "
                f"and at least {least} are asked for"
            )
            hint = "check both days; a decision that came too soon is taken again"
            yield finding(LAST_CALL_TOO_SHORT, decision, "last_call_on", message, hint)
    if imported:
        message = f"{some(len(imported), 'imported decision')} without last call"
        yield finding(IMPORT_WITHOUT_LAST_CALL, imported[0], "decided_on", message)


def progress_fits_the_milestones(register: Register) -> Iterator[Diagnostic]:
    """Progress is a percentage, and 100 means that every milestone is done."""
    for decision in register.of(Decision):
        done = [milestone for milestone in decision.milestones if milestone.done_on]
        is_all_done = len(done) == len(decision.milestones)
        if decision.progress is None:
            continue
        if decision.progress > 100:
            message = f"the progress of `{decision.id}` is {decision.progress} percent"
            hint = "write a whole number from 0 to 100"
        elif decision.progress == 100 and not is_all_done:
            message = (
                f"`{decision.id}` is carried out, and "
                f"{some(len(decision.milestones) - len(done), 'milestone')} still to be done"
            )
            hint = "write `done_on` for each milestone, or a smaller `progress`"
        elif decision.progress < 100 and decision.milestones and is_all_done:
            message = (
                f"all milestones of `{decision.id}` are done, and its progress is less than 100"
            )
            hint = "write `progress: 100`, or the milestone that is missing"
        else:
            continue
        yield finding(PROGRESS_UNLIKELY, decision, "progress", message, hint)


def _has(decision: Decision, field: str) -> bool:
    value = getattr(decision, field)
    return value is not None and value not in ("", ())


def _state(decision: Decision) -> str:
    return f"`{decision.state}`"


RULES = (
    decisions_have_what_their_state_needs,
    decisions_have_only_what_their_state_allows,
    adopted_decisions_have_chosen_one_option,
    decisions_are_taken_at_an_assembly_of_that_day,
    last_call_gave_people_time,
    progress_fits_the_milestones,
)
