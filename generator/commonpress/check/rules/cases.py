# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case shows the steps, not the people: in order, to an end, and with everyone's consent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding, quoted, some
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.ground.periods import add_months, parse_period
from commonpress.kinds.case import Case, Outcome, Stage

if TYPE_CHECKING:
    from commonpress.check.register import Register

CASE_STEPS = Code(
    "case-steps",
    "A case begins with its report in month 0 and goes through its steps in order, each in the "
    "same month as the one before or later, until it is closed, declined or transferred.",
)
CASE_OUTCOME = Code(
    "case-outcome",
    "The outcome of a case is that of its last step. A case that was transferred says to what "
    "kind of trained people.",
)
CASE_CONSENT = Code(
    "case-consent",
    "A case is published when those who were harmed and those who were responsible have both "
    "agreed to its text. Where one of them has not, it stays outside the book.",
)
CASE_REVIEW = Code(
    "case-review",
    "Two different roles read a case before it is published.",
)
CASE_NOT_RESTED = Code(
    "case-not-rested",
    "A case rests for some months (six, unless the commons waits longer) between its end and "
    "its publication.",
)
REST_TOO_EXACT = Code(
    "rest-too-exact",
    "How long a case rested, taken from the season of its batch, tells in which months it "
    "happened. So a case says no more than that it rested as long as the commons asks for.",
    severity=Severity.WARNING,
    private=True,
)
BATCH_OF_ONE = Code(
    "batch-of-one",
    "A case is published together with others. A single one in its season points at the last "
    "quarrel that neighbours heard of.",
    severity=Severity.WARNING,
)
CASE_LOG_EMPTY = Code(
    "case-log-empty",
    "A case says what was made more general in it, and never what it was before.",
)
CITES_LATER_CASE = Code(
    "cites-later-case",
    "A case leans on earlier cases, which came to an end before it.",
)
CODES = (
    CASE_STEPS,
    CASE_OUTCOME,
    CASE_CONSENT,
    CASE_REVIEW,
    CASE_NOT_RESTED,
    REST_TOO_EXACT,
    BATCH_OF_ONE,
    CASE_LOG_EMPTY,
    CITES_LATER_CASE,
)

_ENDS = (Stage.CLOSED, Stage.DECLINED, Stage.TRANSFERRED)
_ORDER = {stage: min(index, list(Stage).index(Stage.CLOSED)) for index, stage in enumerate(Stage)}
_OUTCOMES = {
    Stage.CLOSED: (Outcome.AGREEMENT, Outcome.PARTIAL, Outcome.NO_AGREEMENT),
    Stage.DECLINED: (Outcome.DECLINED,),
    Stage.TRANSFERRED: (Outcome.TRANSFERRED,),
}


def cases_go_from_report_to_end(register: Register) -> Iterator[Diagnostic]:
    """The first step is the report in month 0, the last one an end, and nothing goes back."""
    for case in register.of(Case):
        for index, fault, hint in _faults_of_steps(case):
            yield finding(CASE_STEPS, case, f"steps.{index}" if case.steps else "", fault, hint)


def outcomes_are_those_of_the_last_step(register: Register) -> Iterator[Diagnostic]:
    """An agreement closes a case; what was declined or transferred ended there."""
    for case in register.of(Case):
        outcomes = _OUTCOMES.get(case.steps[-1].stage, ()) if case.steps else ()
        if outcomes and case.outcome not in outcomes:
            message = f"the last step is `{case.steps[-1].stage}`, the outcome `{case.outcome}`"
            hint = f"write `outcome:` with {quoted(outcomes, 'or')}, or the step that is missing"
            yield finding(CASE_OUTCOME, case, "outcome", message, hint)
        was_transferred = case.outcome is Outcome.TRANSFERRED
        if was_transferred and not case.transferred_to:
            message = "the case was transferred, and does not say to whom"
            hint = "write `transferred_to` with a kind of trained people, no name and no place"
            yield finding(CASE_OUTCOME, case, "outcome", message, hint)
        elif case.transferred_to and not was_transferred:
            message = f"the outcome is `{case.outcome}`, and the case says it was transferred"
            hint = "write `outcome: transferred`, or take `transferred_to` out"
            yield finding(CASE_OUTCOME, case, "transferred_to", message, hint)


def cases_are_published_with_consent(register: Register) -> Iterator[Diagnostic]:
    """Both sides have agreed, of every case, also of one that was transferred."""
    for case in register.of(Case):
        sides = (("harmed", case.consent.harmed), ("responsible", case.consent.responsible))
        for side, has_agreed in sides:
            if not has_agreed:
                who = "those who were harmed" if side == "harmed" else "those responsible"
                message = f"{who} have not agreed to this text"
                hint = "ask them; until they agree, keep the case outside the book"
                yield finding(CASE_CONSENT, case, f"consent.{side}", message, hint)


def cases_were_read_by_two_roles(register: Register) -> Iterator[Diagnostic]:
    """At least two different roles reviewed the text."""
    for case in register.of(Case):
        roles = len(set(case.reviewed_by))
        if roles < 2:
            message = f"the case was reviewed by {some(roles, 'role')}, and two are asked for"
            hint = "name two different roles in `reviewed_by`"
            yield finding(CASE_REVIEW, case, "reviewed_by", message, hint)


def cases_have_rested(register: Register) -> Iterator[Diagnostic]:
    """Enough months lie between the end of a case and the season of its publication."""
    least = register.settings.limits.case_rest_months
    for case in register.of(Case):
        if case.rested_months < least:
            message = (
                f"the case rested {some(case.rested_months, 'month')}, "
                f"and at least {least} are asked for"
            )
            hint = "wait, and publish it with a later batch"
            yield finding(CASE_NOT_RESTED, case, "rested_months", message, hint)
        elif not _had_time_to_rest(case, register):
            message = (
                f"a case of {case.period} that took {some(case.steps[-1].month, 'month')} and "
                f"rested {case.rested_months} cannot be published in {case.batch}"
            )
            hint = "put `period`, the months, `rested_months` or `batch` right"
            yield finding(CASE_NOT_RESTED, case, "batch", message, hint)


def rests_are_told_as_the_least(register: Register) -> Iterator[Diagnostic]:
    """No case says how much longer than it had to it rested."""
    least = register.settings.limits.case_rest_months
    for case in register.of(Case):
        if case.rested_months > least:
            message = f"this case says more than that it rested the {least} months that are asked"
            hint = f"write `rested_months: {least}`"
            yield finding(REST_TOO_EXACT, case, "rested_months", message, hint)


def cases_are_published_in_batches(register: Register) -> Iterator[Diagnostic]:
    """A batch holds more than one case once the book does."""
    cases = register.of(Case)
    sizes = Counter(case.batch for case in cases)
    for case in cases:
        if len(cases) > 1 and sizes[case.batch] == 1:
            message = f"`{case.id}` is the only case of its batch"
            hint = "let it wait for the next ones, and write the season they are published in"
            yield finding(BATCH_OF_ONE, case, "batch", message, hint)


def cases_say_what_was_made_more_general(register: Register) -> Iterator[Diagnostic]:
    """The anonymisation log has at least one line."""
    for case in register.of(Case):
        if not case.anonymised:
            message = "the case does not say what was made more general in it"
            hint = "write in `anonymised` what was left out or widened, never what it was"
            yield finding(CASE_LOG_EMPTY, case, "anonymised", message, hint)


def cases_cite_earlier_ones(register: Register) -> Iterator[Diagnostic]:
    """Ids are given in order, so an earlier case has a smaller one."""
    for case in register.of(Case):
        for index, citation in enumerate(case.cites):
            if citation.case > case.id and register.get("case", citation.case):
                message = f"`{case.id}` cites `{citation.case}`, which came later"
                hint = "let the later case cite the earlier one"
                yield finding(CITES_LATER_CASE, case, f"cites.{index}.case", message, hint)


def _faults_of_steps(case: Case) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the steps: at which one, what, and what to write."""
    steps = case.steps
    if not steps:
        yield 0, "the case has no steps", "write them from `reported` to `closed`"
        return
    if steps[0].stage is not Stage.REPORTED or steps[0].month:
        hint = "begin with `stage: reported` and `month: 0`"
        yield 0, f"the case begins with `{steps[0].stage}` in month {steps[0].month}", hint
    for index, (before, after) in enumerate(pairwise(steps), start=1):
        if before.stage in _ENDS:
            yield index, f"the case goes on after it was {before.stage}", "end it with that step"
        elif _ORDER[after.stage] < _ORDER[before.stage]:
            hint = f"the order is {', '.join(Stage)}"
            yield index, f"`{after.stage}` comes after `{before.stage}`", hint
        if after.month < before.month:
            said = f"this step is of month {after.month}, the one before of month {before.month}"
            yield index, said, "months count from the report and never go back"
    if steps[-1].stage not in _ENDS:
        hint = f"a case in the book ends with {quoted(_ENDS, 'or')}"
        yield len(steps) - 1, f"the case ends with `{steps[-1].stage}`", hint


def _had_time_to_rest(case: Case, register: Register) -> bool:
    calendar = register.settings.seasons
    period, batch = parse_period(case.period, calendar), parse_period(case.batch, calendar)
    if not period or not batch or not case.steps:
        return True
    months = case.steps[-1].month + case.rested_months
    return add_months(period.start, months) <= batch.end


RULES = (
    cases_go_from_report_to_end,
    outcomes_are_those_of_the_last_step,
    cases_are_published_with_consent,
    cases_were_read_by_two_roles,
    cases_have_rested,
    rests_are_told_as_the_least,
    cases_are_published_in_batches,
    cases_say_what_was_made_more_general,
    cases_cite_earlier_ones,
)
NEEDS = {
    cases_have_rested: ("commons",),
    rests_are_told_as_the_least: ("commons",),
    cases_are_published_in_batches: ("case",),
}
