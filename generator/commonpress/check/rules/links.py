# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every link leads to a record, and every two-way link is answered from the other side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import file_of, finding, joined, quoted, see, where_to_add
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.assembly import Assembly
from commonpress.kinds.base import Origin
from commonpress.kinds.case import Case, Norm
from commonpress.kinds.decision import ONCE_ADOPTED, Decision
from commonpress.kinds.entry import Entry
from commonpress.kinds.references import Reference, references

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

UNKNOWN_REFERENCE = Code(
    "unknown-reference",
    "What a record points to must be in the book, or a reader who follows the link finds nothing.",
)
UNDECLARED_HANDLE = Code(
    "undeclared-handle",
    "A handle may be published once its holder has agreed to it, which is written in "
    "`content/handles.yml`. Until then it may be somebody's name, so it is not printed here.",
    private=True,
)
UNKNOWN_IN_CASE = Code(
    "unknown-in-case",
    "A case points to norms, roles and cases of the book. What is none of them may be "
    "somebody's name, so it is not printed here.",
    private=True,
)
ONE_SIDED_SUPERSESSION = Code(
    "one-sided-supersession",
    "When a decision takes the place of another, both say so: who reads either finds the other.",
)
ONE_SIDED_AMENDMENT = Code(
    "one-sided-amendment",
    "When a decision changes another in part, both say so: who reads either finds the other.",
)
ONE_SIDED_DECISION = Code(
    "one-sided-decision",
    "An assembly lists the decisions it took, and each of them names the assembly.",
)
ONE_SIDED_REPLACEMENT = Code(
    "one-sided-replacement",
    "A norm that takes the place of another leaves it repealed, and that one says by which "
    "decision.",
)
CODES = (
    UNKNOWN_REFERENCE,
    UNDECLARED_HANDLE,
    UNKNOWN_IN_CASE,
    ONE_SIDED_SUPERSESSION,
    ONE_SIDED_AMENDMENT,
    ONE_SIDED_DECISION,
    ONE_SIDED_REPLACEMENT,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fields of decisions that answer each other."""

    code: Code
    forward: str
    back: str


PAIRS = (
    Pair(ONE_SIDED_SUPERSESSION, "supersedes", "superseded_by"),
    Pair(ONE_SIDED_AMENDMENT, "amends", "amended_by"),
)


def references_lead_to_a_record(register: Register) -> Iterator[Diagnostic]:
    """Every id that a record names is the id of a record of that kind, readable or not."""
    for kind in KINDS:
        if kind.record is Entry:
            yield from _references_of_entries(register)
            continue
        for record in register.of(kind.record):
            yield from _unknown_references(record, register)


def decisions_answer_each_other(register: Register) -> Iterator[Diagnostic]:
    """What supersedes or amends is named by what it supersedes or amends, and the other way.

    A proposal says what it would supersede; it is answered once it has been adopted. What was
    brought from another system is taken at its word, whatever became of it.
    """
    decisions = {decision.id: decision for decision in register.of(Decision)}
    for decision in decisions.values():
        for pair in PAIRS:
            fields = [(pair.back, pair.forward)]
            if decision.state in ONCE_ADOPTED or decision.origin is Origin.IMPORT:
                fields.append((pair.forward, pair.back))
            for field, answer in fields:
                for index, name in enumerate(getattr(decision, field)):
                    other = decisions.get(name)
                    if other and decision.id not in getattr(other, answer):
                        yield _unanswered(pair.code, decision, f"{field}.{index}", other, answer)


def assemblies_and_their_decisions_name_each_other(register: Register) -> Iterator[Diagnostic]:
    """`decisions` of an assembly and `decided_at` of a decision say the same."""
    for assembly in register.of(Assembly):
        for index, name in enumerate(assembly.decisions):
            decision = register.get("decision", name)
            if isinstance(decision, Decision) and decision.decided_at != assembly.id:
                yield _unanswered(
                    ONE_SIDED_DECISION, assembly, f"decisions.{index}", decision, "decided_at"
                )
    for decision in register.of(Decision):
        found = register.get("assembly", decision.decided_at)
        if isinstance(found, Assembly) and decision.id not in found.decisions:
            yield _unanswered(ONE_SIDED_DECISION, decision, "decided_at", found, "decisions")


def norms_that_were_replaced_are_repealed(register: Register) -> Iterator[Diagnostic]:
    """A norm in whose place another stands names the decision that ended it."""
    for norm in register.of(Norm):
        for index, name in enumerate(norm.replaces):
            other = register.get("norm", name)
            if isinstance(other, Norm) and not other.repealed_by:
                message = f"`{norm.id}` replaces `{other.id}`, which is not repealed"
                hint = f"add `repealed_by: {norm.adopted_by}` to `{file_of(other)}`"
                related = [see(other, "", f"`{other.id}` stands here")]
                field = f"replaces.{index}"
                yield finding(ONE_SIDED_REPLACEMENT, norm, field, message, hint, related=related)


def _references_of_entries(register: Register) -> Iterator[Diagnostic]:
    """The same for entries: lines that point to the same things are looked up once."""
    known: set[tuple[object, ...]] = set()
    for entry in register.entries:
        points_to = (
            entry.resource, entry.from_, entry.to, entry.project, entry.decision,
            entry.approved_by, entry.corrects,
        )  # fmt: skip
        if points_to in known:
            continue
        found = tuple(_unknown_references(entry, register))
        yield from found
        if not found:
            known.add(points_to)


def _unknown_references(record: Record, register: Register) -> Iterator[Diagnostic]:
    for reference in references(record):
        if not any(register.may_hold(kind, reference.id) for kind in reference.kinds):
            yield _unknown(record, reference, register)


def _unknown(record: Record, reference: Reference, register: Register) -> Diagnostic:
    ids = [name for kind in reference.kinds for name in register.ids(kind)]
    kinds = joined([KIND_OF[kind].one for kind in reference.kinds], "or")
    near = nearest(reference.id, ids)
    hint = f"did you mean `{near}`?" if near else _instead(reference, ids)
    if "handle" in reference.kinds:
        message = "this handle is not declared in `content/handles.yml`"
        return finding(UNDECLARED_HANDLE, record, reference.field, message, hint)
    if isinstance(record, Case):
        message = f"this is not the id of {kinds}"
        return finding(UNKNOWN_IN_CASE, record, reference.field, message, hint)
    stones = [register.withdrawn.get((kind, reference.id)) for kind in reference.kinds]
    if day := next(filter(None, stones), None):
        message = f"`{reference.id}` was withdrawn on {day}"
        hint = f"name another {reference.kinds[0]}, or say it in words that need none"
        return finding(UNKNOWN_REFERENCE, record, reference.field, message, hint)
    message = f"`{reference.id}` is not the id of {kinds}"
    return finding(UNKNOWN_REFERENCE, record, reference.field, message, hint)


def _instead(reference: Reference, ids: list[str]) -> str:
    """What to do about an id that is like no other."""
    kind = KIND_OF[reference.kinds[0]]
    if "handle" in reference.kinds:
        return "declare it with the day its holder agreed, or name another handle"
    if 0 < len(ids) <= 8:
        return f"there is {quoted(ids, 'or')}"
    where = where_to_add(kind, reference.id)
    return f"write it in `{where}` first" if where else f"name {kind.one}"


def _unanswered(code: Code, record: Record, field: str, other: Record, answer: str) -> Diagnostic:
    said = field.partition(".")[0]
    message = f"`{record.id}` names `{other.id}` in `{said}`, which does not name it in `{answer}`"
    named = getattr(other, answer)
    if isinstance(named, str):
        line = f"{answer}: {record.id}"
    else:
        line = f"{answer}: [{', '.join((*named, record.id))}]"
    hint = f"write `{line}` in `{file_of(other)}`, or take `{other.id}` out here"
    related = [see(other, answer, f"`{record.id}` is not named here")]
    return finding(code, record, field, message, hint, related=related)


RULES = (
    references_lead_to_a_record,
    decisions_answer_each_other,
    assemblies_and_their_decisions_name_each_other,
    norms_that_were_replaced_are_repealed,
)
