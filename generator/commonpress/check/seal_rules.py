# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a book keeps to its seal: what was sealed stays, what was printed stays true.

The rules are asked of the book and its log together, like those in `check.rules`; of a record
that could not be read they say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commonpress.check.register import Register
from commonpress.check.rules.authority import NOT_IN_FORCE, was_in_force
from commonpress.check.rules.links import UNKNOWN_REFERENCE
from commonpress.check.rules.private_text import judge_text
from commonpress.check.rules.tombstones import WITHDRAWN_STILL_HERE
from commonpress.check.rules.wording import finding, see
from commonpress.check.seal import Seal
from commonpress.check.sealed import (
    NEVER_CHANGE,
    Compared,
    Records,
    Standing,
    compare,
    compare_one,
    has_another_salt,
)
from commonpress.ground.checkpoint import Checkpoint
from commonpress.ground.diagnostics import Code, Diagnostic, Related, Severity, Span
from commonpress.ground.marks import Difference, How
from commonpress.ground.merkle import EMPTY_ROOT, check_consistency, prove_consistency, root
from commonpress.kinds import KINDS
from commonpress.kinds.base import Record
from commonpress.kinds.decision import Decision
from commonpress.kinds.seal import FOLDER, WITHDRAWAL, Change, ChangeType, Withdrawal
from commonpress.read.seal import CHECKPOINT, SaltLine, place_of_line

LOG_REWRITTEN = Code(
    "log-rewritten",
    "Every checkpoint that was kept is a promise: today's log begins with exactly the leaves it "
    "was made of. Where it does not, leaves were changed, moved or taken away, and everyone who "
    "holds the paper can see it.",
)
SEALED_CHANGED = Code(
    "sealed-changed",
    "What was sealed is not rewritten quietly. An entry is put right by another entry that "
    "corrects it; any other record by a change that says what was changed and why, in "
    "`ledger/seal/changes.yml`.",
)
SEALED_MISSING = Code(
    "sealed-missing",
    "What was sealed does not disappear without a word. A record that is taken out leaves a "
    "tombstone in `ledger/seal/withdrawals.yml`, with the decision that took it out.",
)
WITHDRAWAL_WAITING = Code(
    "withdrawal-waiting",
    "Until its salt is taken out of the seal, what a short record said can be found by trying: "
    "`commonpress seal` takes it out.",
    severity=Severity.WARNING,
)
CHANGE_OF_NOTHING = Code(
    "change-of-nothing",
    "A change or a withdrawal speaks once about a record that was sealed, and about something "
    "that happened to it. Written ahead, it would let a later change pass unseen.",
)
AMENDMENT_WITHOUT_DECISION = Code(
    "amendment-without-decision",
    "An amendment is something new that was agreed, so it names the decision. What was only "
    "written wrong is a correction.",
)
CODES = (
    LOG_REWRITTEN,
    SEALED_CHANGED,
    SEALED_MISSING,
    WITHDRAWAL_WAITING,
    CHANGE_OF_NOTHING,
    AMENDMENT_WITHOUT_DECISION,
)

_CHANGES = f"{FOLDER}/changes.yml"
_WITHDRAWALS = f"{FOLDER}/withdrawals.yml"

SealRule = Callable[[Register, Seal], Iterator[Diagnostic]]


def extends(seal: Seal, checkpoint: Checkpoint) -> bool:
    """Whether the log begins with everything that a checkpoint was made of."""
    if checkpoint.origin != seal.origin or checkpoint.size > seal.size:
        return False
    if checkpoint.size == 0:
        return checkpoint.root == EMPTY_ROOT
    proof = prove_consistency(seal.tree, checkpoint.size, seal.size)
    today = root(seal.tree, seal.size)
    return check_consistency(checkpoint.size, checkpoint.root, seal.size, today, proof)


def the_log_extends_every_checkpoint(_register: Register, seal: Seal) -> Iterator[Diagnostic]:
    """The log is the one its own checkpoint says, and begins as each printed one says."""
    hint = "take the files of the seal from a copy of the book in which this checkpoint holds"
    own = seal.checkpoint
    if own is None or own.size != seal.size or not extends(seal, own):
        message = f"this is not the checkpoint of the {seal.size} leaves of this log"
        yield Diagnostic(LOG_REWRITTEN, Span(CHECKPOINT), message, hint)
    for kept in seal.printed:
        if not extends(seal, kept.checkpoint):
            message = f"`{kept.name}` was printed with another log: {_why(seal, kept.checkpoint)}"
            yield Diagnostic(LOG_REWRITTEN, Span(kept.path), message, hint)


def sealed_records_stand_as_they_were_sealed(
    register: Register, seal: Seal
) -> Iterator[Diagnostic]:
    """No sealed record has changed, gone, or come back after it was withdrawn."""
    for compared in compare(_records(register), seal):
        if register.missing.may_be(compared.kind, compared.id):
            continue  # it stands in a file that could not be read
        match compared.standing:
            case Standing.CHANGED:
                yield from _changed(compared, seal)
            case Standing.GONE:
                yield _gone(compared, seal)
            case Standing.STILL_HERE:
                yield _still_here(compared, seal)


def changes_and_withdrawals_speak_of_something(
    register: Register, seal: Seal
) -> Iterator[Diagnostic]:
    """Each names a sealed record, once, and what it says has happened."""
    spoken: set[tuple[type, str, str, int | None]] = set()
    records = _records(register)
    for one in seal.said:
        key = type(one), one.kind, one.id, one.version
        wrong = "this is written twice" if key in spoken else _speaks_of_nothing(one, seal, records)
        spoken.add(key)
        if wrong:
            hint = "take it out, or name what was sealed"
            yield finding(CHANGE_OF_NOTHING, one, "id", wrong, hint)


def changes_and_withdrawals_rest_on_a_decision(
    register: Register, seal: Seal
) -> Iterator[Diagnostic]:
    """A tombstone and an amendment name a decision that was in force on their day."""
    for one in seal.said:
        decision = register.get("decision", one.decision)
        if isinstance(one, Change) and not one.decision:
            if one.type is ChangeType.AMENDMENT:
                message = f"the amendment of `{one.id}` names no decision"
                hint = "add `decision:`, or write `type: correction`"
                yield finding(AMENDMENT_WITHOUT_DECISION, one, "type", message, hint)
        elif not isinstance(decision, Decision):
            if register.missing.may_be("decision", one.decision):
                continue
            message = f"there is no decision `{one.decision}`"
            hint = "name a decision of this book"
            yield finding(UNKNOWN_REFERENCE, one, "decision", message, hint)
        elif not was_in_force(decision, one.date):
            message = f"`{one.decision}` was not in force on {one.date}"
            hint = "name a decision that held on that day"
            yield finding(NOT_IN_FORCE, one, "decision", message, hint)


def what_is_said_leads_to_nobody(_register: Register, seal: Seal) -> Iterator[Diagnostic]:
    """The reason of a change or a withdrawal holds no address, number, day or hour of anybody."""
    for one in seal.said:
        yield from judge_text(one, "reason", one.reason)


def withdrawn_records_have_lost_their_salt(_register: Register, seal: Seal) -> Iterator[Diagnostic]:
    """What was withdrawn cannot be found by trying."""
    waiting = {}
    for line in seal.lines:
        tombstone = seal.tombstone(line)
        if tombstone and line.salt:
            waiting[tombstone.key] = tombstone
    for tombstone in waiting.values():
        message = f"`{tombstone.id}` was withdrawn, and the seal still holds its salt"
        yield finding(WITHDRAWAL_WAITING, tombstone, "id", message, "run `commonpress seal`")


SEAL_RULES: tuple[SealRule, ...] = (
    the_log_extends_every_checkpoint,
    sealed_records_stand_as_they_were_sealed,
    changes_and_withdrawals_speak_of_something,
    changes_and_withdrawals_rest_on_a_decision,
    what_is_said_leads_to_nobody,
    withdrawn_records_have_lost_their_salt,
)


def _records(register: Register) -> dict[str, tuple[Record, ...]]:
    return {kind.name: register.of(kind.record) for kind in KINDS}


def _why(seal: Seal, checkpoint: Checkpoint) -> str:
    if checkpoint.origin != seal.origin:
        return f"it names `{checkpoint.origin}`, and this log is `{seal.origin}`"
    if checkpoint.size > seal.size:
        return f"it had {checkpoint.size} leaves, and this one has {seal.size}"
    return f"the first {checkpoint.size} leaves are not those it was made of"


def _changed(compared: Compared, seal: Seal) -> Iterator[Diagnostic]:
    record, index = compared.record, compared.index
    if record is None or index is None:
        return
    line, place = seal.lines[index], place_of_line(index)
    related = (Related(place, f"sealed on {line.sealed_on}"),)
    if has_another_salt(compared):
        message = f"this salt is not the one that `{record.id}` was sealed with"
        yield Diagnostic(SEALED_CHANGED, place, message, _TAKE_THE_SEAL_BACK)
    elif not compared.against:
        message = f"what the seal says about `{record.id}` is not what was sealed"
        yield Diagnostic(SEALED_CHANGED, place, message, _TAKE_THE_SEAL_BACK)
    else:
        for difference in compared.against:
            message = f"`{difference.field}` of `{record.id}` {_what_became(difference, line)}"
            hint = _how_to_say_it(compared, line)
            yield finding(SEALED_CHANGED, record, difference.field, message, hint, related=related)


_TAKE_THE_SEAL_BACK = "take the files of the seal from the last commit in which they were whole"


def _what_became(difference: Difference, line: SaltLine) -> str:
    match difference.how:
        case How.CHANGED:
            return f"is not what was sealed on {line.sealed_on}"
        case How.REMOVED:
            return f"was sealed on {line.sealed_on}, and has been taken out"
        case How.ADDED:
            return f"was added after the record was sealed on {line.sealed_on}"


def _how_to_say_it(compared: Compared, line: SaltLine) -> str:
    if compared.kind == WITHDRAWAL.name:
        return "put it back as it was: a tombstone stays as it was written"
    if compared.kind in NEVER_CHANGE:
        return f"put it back, and write a new line with `corrects: {compared.id}` and the reason"
    return (
        f"put it back, or say what was changed in `{_CHANGES}`: "
        f"id {compared.id}, kind {compared.kind}, version {line.version + 1}, type, date, reason"
    )


def _gone(compared: Compared, seal: Seal) -> Diagnostic:
    index = compared.index or 0
    line = seal.lines[index]
    message = f"the {line.kind} `{line.id}` was sealed on {line.sealed_on}, and is not in the book"
    hint = (
        f"put it back, or say in `{_WITHDRAWALS}` who took it out: "
        f"id {line.id}, kind {line.kind}, date, decision, reason"
    )
    return Diagnostic(SEALED_MISSING, place_of_line(index), message, hint)


def _still_here(compared: Compared, seal: Seal) -> Diagnostic:
    record, line = compared.record, seal.lines[compared.index or 0]
    tombstone = seal.tombstone(line)
    related = (see(tombstone, "id", "withdrawn here"),) if tombstone else ()
    message = f"`{compared.id}` was withdrawn, and stands in the book"
    hint = "take it out of this file; what takes its place has an id of its own"
    span = record.span("id") if record else place_of_line(compared.index or 0)
    return Diagnostic(WITHDRAWN_STILL_HERE, span, message, hint, related)


def _speaks_of_nothing(one: Withdrawal | Change, seal: Seal, records: Records) -> str:
    """What is wrong with what a change or a withdrawal speaks of; "" where nothing is."""
    index = seal.newest.get((one.kind, one.id))
    if index is None or one.kind == WITHDRAWAL.name:
        return f"no {one.kind} `{one.id}` was ever sealed"
    newest = seal.lines[index].version
    if isinstance(one, Withdrawal):
        is_there = one.version is None or 1 <= one.version <= newest
        return "" if is_there else f"`{one.id}` was never sealed as version {one.version}"
    if not 2 <= one.version <= newest + 1:
        return f"the next version of `{one.id}` is {newest + 1}, not {one.version}"
    is_next = one.version == newest + 1
    if is_next and compare_one(one.kind, one.id, records, seal).standing is Standing.SAME:
        return f"`{one.id}` reads as it was sealed: nothing was changed"
    return ""
