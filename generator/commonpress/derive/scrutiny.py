# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was asked of the commons from outside, whether it was answered, what is held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonpress.check.register import Register
from commonpress.ground.commitments import commitment
from commonpress.kinds.scrutiny import Scrutiny


class Answer(StrEnum):
    """Whether somebody who wanted an answer got one."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    LATE = "answered late"
    ANSWERED = "answered"
    NONE_WANTED = "no answer wanted"


@dataclass(frozen=True, slots=True)
class ScrutinyView:
    """A line of the log: whether it was answered, and what is held back of it.

    `is_held` where only the hash stands in the book; `is_proven` where a text that was held back
    is shown and is the one the hash was made of.
    """

    record: Scrutiny
    answer: Answer
    is_held: bool
    is_proven: bool


def scrutiny_views(register: Register, as_of: date) -> tuple[ScrutinyView, ...]:
    """The whole log, newest first."""
    found = sorted(register.of(Scrutiny), key=lambda r: (r.date, r.id), reverse=True)
    return tuple(
        ScrutinyView(
            record=record,
            answer=answer_of(record, as_of),
            is_held=record.held is not None and not record.held.text,
            is_proven=is_proven(record),
        )
        for record in found
    )


def answer_of(record: Scrutiny, as_of: date) -> Answer:
    """Whether an answer was wanted, and given by the day it was due."""
    due, given = record.response_due, record.responded_on
    if given:
        return Answer.LATE if due and given > due else Answer.ANSWERED
    if due is None:
        return Answer.NONE_WANTED
    return Answer.OVERDUE if due < as_of else Answer.WAITING


def is_proven(record: Scrutiny) -> bool:
    """Whether the text that is shown is the one that was held back."""
    held = record.held
    return held is not None and bool(held.text) and commitment(held.salt, held.text) == held.hash
