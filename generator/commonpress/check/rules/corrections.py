# SPDX-License-Identifier: AGPL-3.0-or-later
"""Corrections: a new entry says what was written wrong, why, and by how much.

An entry is never edited once it has been published. A correction repeats the action and
carries the difference; it runs backwards where too much had been written. A count is
corrected by a new count of the same stock on the same day, which replaces it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from commonpress.check.postings import CHART, LEDGER, first_written
from commonpress.check.rules.wording import amount, amount_of, finding, name_of, see
from commonpress.ground.diagnostics import Code, Diagnostic, Related
from commonpress.ground.quantities import EXACT, ZERO
from commonpress.kinds.entry import Action, Entry

if TYPE_CHECKING:
    from commonpress.check.postings import Chart, Posting
    from commonpress.check.register import Register

CORRECTION_UNEXPLAINED = Code(
    "correction-unexplained",
    "A correction says in `reason` what was written wrong, because both lines stay visible.",
)
CORRECTION_OF_ANOTHER = Code(
    "correction-of-another",
    "A correction is of the same action and the same resource as what it corrects; a count is "
    "corrected by a count of the same stock on the same day. Anything else is a new entry.",
)
CORRECTION_TOO_EARLY = Code(
    "correction-too-early",
    "A correction comes on the day of what it corrects or later, so that no statement that "
    "was already printed changes.",
)
CORRECTION_TOO_LARGE = Code(
    "correction-too-large",
    "What is taken back can be no more than what was written.",
)
CODES = (
    CORRECTION_UNEXPLAINED,
    CORRECTION_OF_ANOTHER,
    CORRECTION_TOO_EARLY,
    CORRECTION_TOO_LARGE,
)


def corrections_are_explained(register: Register) -> Iterator[Diagnostic]:
    """Every correction gives its reason, of an entry or of hours."""
    for line in register.lines:
        if line.corrects and not line.reason:
            message = f"{name_of(line)} corrects `{line.corrects}` without a reason"
            hint = "write `reason` with a few words, such as `read off the wrong line`"
            yield finding(CORRECTION_UNEXPLAINED, line, "corrects", message, hint)


def corrections_are_like_what_they_correct(register: Register) -> Iterator[Diagnostic]:
    """Same action, same resource, and not before what they correct."""
    for entry in register.entries:
        if not entry.corrects:
            continue
        corrected = register.get("entry", entry.corrects)
        if not isinstance(corrected, Entry):
            continue
        if entry.date < corrected.date:
            message = (
                f"{name_of(entry)} is of {entry.date}, before {name_of(corrected)} "
                f"of {corrected.date}"
            )
            hint = f"write `date: {corrected.date}` or later"
            related = [_corrected(corrected)]
            yield finding(CORRECTION_TOO_EARLY, entry, "date", message, hint, related=related)
        for field, hint in _differences(entry, corrected, register.journal.chart):
            message = f"{name_of(entry)} corrects {name_of(corrected)}, which is of another {field}"
            related = [_corrected(corrected)]
            yield finding(CORRECTION_OF_ANOTHER, entry, field, message, hint, related=related)


def corrections_take_back_no_more_than_was_written(register: Register) -> Iterator[Diagnostic]:
    """With all its corrections, no entry falls below nothing."""
    corrected = {entry.corrects for entry in register.entries if entry.corrects}
    known = {entry.id: entry for entry in register.entries if entry.id in corrected}
    changes: dict[str, list[Posting]] = defaultdict(list)
    written: dict[str, Decimal] = {}
    for posting in register.journal.postings:
        entry = posting.entry
        if not (entry.corrects or entry.id in corrected) or not isinstance(posting.kind, Action):
            continue
        if entry.corrects:
            first = first_written(entry, known)
            changes[first.id if first else ""].append(posting)
        else:
            written[entry.id] = posting.amount
    for entry_id in sorted(written.keys() & changes.keys()):
        yield from _too_large(known[entry_id], written[entry_id], changes[entry_id], register)


def _too_large(
    entry: Entry, written: Decimal, changes: list[Posting], register: Register
) -> Iterator[Diagnostic]:
    left = written
    for change in changes:
        most = amount(left, entry.resource, register)
        with localcontext(EXACT):
            left += -change.amount if change.backwards else change.amount
        if left < ZERO:
            too_much = amount_of(left.copy_abs(), entry.resource, register)
            message = (
                f"{name_of(change.entry)} takes back {too_much} "
                f"more than {name_of(entry)} had written"
            )
            hint = f"write the difference, what was written less what was true: at most {most}"
            related = [see(entry, "quantity", "this is what had been written")]
            yield finding(
                CORRECTION_TOO_LARGE, change.entry, "quantity", message, hint, related=related
            )
            return


def _corrected(entry: Entry) -> Related:
    return see(entry, "", "the entry it corrects")


def _differences(entry: Entry, corrected: Entry, chart: Chart) -> Iterator[tuple[str, str]]:
    """The fields in which a correction differs from what it corrects, with what to write."""
    if entry.action is not corrected.action:
        yield "action", f"write `action: {corrected.action}`, or take `corrects` out"
    if entry.resource != corrected.resource:
        yield "resource", f"write `resource: {corrected.resource}`, or take `corrects` out"
    if entry.action is Action.COUNTED and corrected.action is Action.COUNTED:
        stock = chart.accounts_of(corrected)[1]
        if chart.accounts_of(entry)[1] != stock:
            yield "to", f"write `to: {stock}`, or take `corrects` out"
        if entry.date > corrected.date:
            yield (
                "date",
                (
                    f"write `date: {corrected.date}` with today in `recorded`, "
                    "or take `corrects` out and let it be a new count"
                ),
            )


RULES = (
    corrections_are_explained,
    corrections_are_like_what_they_correct,
    corrections_take_back_no_more_than_was_written,
)
NEEDS = {
    corrections_are_like_what_they_correct: CHART,
    corrections_take_back_no_more_than_was_written: LEDGER,
}
