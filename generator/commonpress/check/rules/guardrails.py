# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guardrails can be judged, are nobody's to take away, and are asked about in assemblies.

What is checked here is whether a guardrail is written so that it binds. Whether it is kept is
no finding: a breach is published, and stops nothing (domain rules, section 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules import tallies
from commonpress.check.rules.authority import was_in_force
from commonpress.check.rules.wording import file_of, finding, quoted, see, some, where_to_add
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.decision import Decision
from commonpress.kinds.guardrail import GUARDRAIL, SHARES, Condition, Guardrail

if TYPE_CHECKING:
    from commonpress.check.register import Register

UNKNOWN_CONDITION = Code(
    "unknown-condition",
    "A guardrail is judged by a condition from a closed list, so that nobody can promise what no "
    "figure can break. A word outside the list would be a guardrail that is never judged.",
)
CONDITION_PARAMETER = Code(
    "condition-parameter",
    "A share of the money has a limit in `percent`, from 1 to 100. The other conditions take "
    "their limits from the settings and the roles, and have none of their own.",
)
GUARDRAIL_REMOVED = Code(
    "guardrail-removed",
    "A guardrail stands for as long as the decision that adopted it. It is ended by an assembly, "
    "never by taking its file away.",
)
ONE_SIDED_GUARDRAIL = Code(
    "one-sided-guardrail",
    "A guardrail names the decision that adopted it, and that decision names the guardrail: so "
    "either of them tells when the other is gone.",
)
QUESTION_INCOMPLETE = Code(
    "question-incomplete",
    "A recurring question has a rhythm in months, and only a question has answers. A guardrail "
    "on whether questions are asked has one.",
)
ANSWERED_NOWHERE = Code(
    "answered-nowhere",
    "A question is answered by an assembly that was held, and the answers stand in their order.",
)
CODES = (
    UNKNOWN_CONDITION,
    CONDITION_PARAMETER,
    GUARDRAIL_REMOVED,
    ONE_SIDED_GUARDRAIL,
    QUESTION_INCOMPLETE,
    ANSWERED_NOWHERE,
)


def guardrails_have_a_condition_that_can_be_judged(register: Register) -> Iterator[Diagnostic]:
    """`condition` is a word of the closed list."""
    for guardrail in register.of(Guardrail):
        if guardrail.judged_by is None:
            message = f"`{guardrail.condition}` is no condition that can be judged"
            near = nearest(guardrail.condition, list(Condition))
            hint = f"did you mean `{near}`?" if near else f"write {quoted(Condition, 'or')}"
            yield finding(UNKNOWN_CONDITION, guardrail, "condition", message, hint)


def shares_have_a_limit_and_nothing_else_has(register: Register) -> Iterator[Diagnostic]:
    """`percent` stands where a share is judged, and only there."""
    for guardrail in register.of(Guardrail):
        condition, percent = guardrail.judged_by, guardrail.percent
        if condition in SHARES and (percent is None or not 1 <= percent <= 100):
            message = f"`{condition}` needs a limit from 1 to 100"
            field = "condition" if percent is None else "percent"
            yield finding(CONDITION_PARAMETER, guardrail, field, message, "write it in `percent`")
        elif condition is not None and condition not in SHARES and percent is not None:
            message = f"`{condition}` has no `percent`"
            yield finding(CONDITION_PARAMETER, guardrail, "percent", message, "take it out")


def guardrails_are_ended_by_a_decision_and_by_nothing_else(
    register: Register,
) -> Iterator[Diagnostic]:
    """What a decision in force adopted is in the book, with its condition."""
    for decision in register.of(Decision):
        if not was_in_force(decision, register.book_date):
            continue
        for index, name in enumerate(decision.guardrails):
            if not register.may_hold(GUARDRAIL.name, name):
                file = where_to_add(GUARDRAIL, name)
                message = f"`{decision.id}` is in force and adopted `{name}`, which is gone"
                hint = f"bring back `{file}`; an assembly may repeal it, and then it stays there "
                hint += "with `repealed_by`"
                yield finding(GUARDRAIL_REMOVED, decision, f"guardrails.{index}", message, hint)


def guardrails_and_their_decisions_name_each_other(register: Register) -> Iterator[Diagnostic]:
    """`adopted_by` of a guardrail and `guardrails` of a decision say the same."""
    for guardrail in register.of(Guardrail):
        decision = register.get("decision", guardrail.adopted_by)
        if isinstance(decision, Decision) and guardrail.id not in decision.guardrails:
            message = f"`{decision.id}` does not name `{guardrail.id}` in `guardrails`"
            line = f"guardrails: [{', '.join((*decision.guardrails, guardrail.id))}]"
            hint = f"write `{line}` in `{file_of(decision)}`"
            related = [see(decision, "guardrails", "it is not named here")]
            yield finding(
                ONE_SIDED_GUARDRAIL, guardrail, "adopted_by", message, hint, related=related
            )
    for decision in register.of(Decision):
        for index, name in enumerate(decision.guardrails):
            named = register.get(GUARDRAIL.name, name)
            if isinstance(named, Guardrail) and named.adopted_by != decision.id:
                message = f"`{named.id}` says that `{named.adopted_by}` adopted it"
                hint = f"take it out here, or write `adopted_by: {decision.id}` there"
                related = [see(named, "adopted_by", "another one is named here")]
                field = f"guardrails.{index}"
                yield finding(ONE_SIDED_GUARDRAIL, decision, field, message, hint, related=related)


def questions_have_a_rhythm_and_answers_a_question(register: Register) -> Iterator[Diagnostic]:
    """`question` and `every_months` come together."""
    for guardrail in register.of(Guardrail):
        asks, rhythm = bool(guardrail.question), guardrail.every_months
        if asks and not rhythm:
            message, hint = "this question has no rhythm", "write `every_months`, 1 or more"
            yield finding(QUESTION_INCOMPLETE, guardrail, "question", message, hint)
        elif not asks and (rhythm is not None or guardrail.answers):
            field = "answers" if guardrail.answers else "every_months"
            message = f"`{field}` is written, and no question"
            hint = f"write `question`, or take `{field}` out"
            yield finding(QUESTION_INCOMPLETE, guardrail, field, message, hint)
        elif guardrail.judged_by is Condition.REVIEW_HELD and not asks:
            message = "this guardrail is kept by asking, and does not say what is asked"
            hint = "write `question` and `every_months`"
            yield finding(QUESTION_INCOMPLETE, guardrail, "condition", message, hint)


def questions_are_answered_by_assemblies_in_order(register: Register) -> Iterator[Diagnostic]:
    """Each answer is of an assembly that was held, later than the one above it."""
    for guardrail in register.of(Guardrail):
        before: Assembly | None = None
        for index, answer in enumerate(guardrail.answers):
            assembly = register.get("assembly", answer.assembly)
            if not isinstance(assembly, Assembly):
                continue
            field = f"answers.{index}.assembly"
            if not assembly.was_held:
                message = f"`{assembly.id}` was not held"
                hint = "name the assembly that answered, or take the answer out"
                yield finding(ANSWERED_NOWHERE, guardrail, field, message, hint)
            elif before and assembly.date <= before.date:
                message = f"`{assembly.id}` met on {assembly.date}, and the one above on "
                message += str(before.date)
                yield finding(ANSWERED_NOWHERE, guardrail, field, message, "move it up")
            before = assembly


def answers_count_those_who_were_present(register: Register) -> Iterator[Diagnostic]:
    """As with tallies: no more agreed than were present, and no count where few were."""
    least = register.settings.limits.full_tally_from
    for guardrail in register.of(Guardrail):
        for index, answer in enumerate(guardrail.answers):
            assembly = register.get("assembly", answer.assembly)
            if not isinstance(assembly, Assembly) or answer.agreed is None:
                continue
            field = f"answers.{index}.agreed"
            if assembly.present is None or assembly.present < least:
                message = "so few were present that this count would tell who stood where"
                yield finding(
                    tallies.TALLY_TOO_SMALL, guardrail, field, message, "take `agreed` out"
                )
            elif answer.agreed > assembly.present:
                message = f"{some(answer.agreed, 'person', 'people')} agreed, and "
                message += f"{assembly.present} were present"
                hint = f"count again, or mend `present` in `{file_of(assembly)}`"
                yield finding(tallies.TALLY_EXCEEDS_PRESENT, guardrail, field, message, hint)


RULES = (
    guardrails_have_a_condition_that_can_be_judged,
    shares_have_a_limit_and_nothing_else_has,
    guardrails_are_ended_by_a_decision_and_by_nothing_else,
    guardrails_and_their_decisions_name_each_other,
    questions_have_a_rhythm_and_answers_a_question,
    questions_are_answered_by_assemblies_in_order,
    answers_count_those_who_were_present,
)
