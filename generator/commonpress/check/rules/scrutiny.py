# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is held back of the scrutiny log is shown on its day, and is what it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.rules.wording import finding
from commonpress.ground.commitments import commitment, is_salt
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.hashes import parse_hash
from commonpress.kinds.scrutiny import HeldBack, Scrutiny

if TYPE_CHECKING:
    from commonpress.check.register import Register

HELD_INCOMPLETE = Code(
    "held-incomplete",
    "What is held back has its hash; once it is shown, it has its salt and its text as well.",
)
HELD_TEXT_DIFFERS = Code(
    "held-text-differs",
    "A text that was held back is shown word for word: its hash, which has stood in the book "
    "since, proves that it was written by then.",
)
HELD_PAST_ITS_DAY = Code(
    "held-past-its-day",
    "What an assembly allowed to be held back is shown on the day it named. A secret without an "
    "end grows.",
)
CODES = (HELD_INCOMPLETE, HELD_TEXT_DIFFERS, HELD_PAST_ITS_DAY)


def what_is_held_back_has_its_hash(register: Register) -> Iterator[Diagnostic]:
    """A hash that can be one, and salt and text together or neither."""
    for record in register.of(Scrutiny):
        held = record.held
        if held is None:
            continue
        if not _is_hash(held.hash):
            message = "this is no hash: it has 44 letters and digits"
            hint = "write what `commonpress hold` printed"
            yield finding(HELD_INCOMPLETE, record, "held.hash", message, hint)
        if bool(held.salt) is not bool(held.text):
            said, missing = ("salt", "text") if held.salt else ("text", "salt")
            message = f"`{said}` is written and `{missing}` is not"
            hint = f"add `{missing}`, or take `{said}` out until the day it is shown"
            yield finding(HELD_INCOMPLETE, record, f"held.{said}", message, hint)
        elif held.salt and not is_salt(held.salt):
            message, hint = "a salt is 32 hexadecimal digits", "write the salt as it was printed"
            yield finding(HELD_INCOMPLETE, record, "held.salt", message, hint)


def what_is_shown_is_what_was_held_back(register: Register) -> Iterator[Diagnostic]:
    """The hash of salt and text is the one that stood in the book."""
    for record in register.of(Scrutiny):
        held = record.held
        if held and _is_whole(held) and commitment(held.salt, held.text) != held.hash:
            message = "this is not the text that was held back"
            hint = "write it word for word as it was, with its own salt"
            yield finding(HELD_TEXT_DIFFERS, record, "held.text", message, hint)


def what_is_held_back_is_shown_on_its_day(register: Register) -> Iterator[Diagnostic]:
    """After the day that was named, the text stands in the record."""
    for record in register.of(Scrutiny):
        held = record.held
        if held and not held.text and held.until < register.book_date:
            message = f"this was to be shown on {held.until}, and it is {register.book_date}"
            hint = "write `salt`, `text` and `shown_on`"
            yield finding(HELD_PAST_ITS_DAY, record, "held.until", message, hint)


def _is_hash(text: str) -> bool:
    try:
        parse_hash(text)
    except ValueError:
        return False
    return True


def _is_whole(held: HeldBack) -> bool:
    return bool(held.text) and is_salt(held.salt) and _is_hash(held.hash)


RULES = (
    what_is_held_back_has_its_hash,
    what_is_shown_is_what_was_held_back,
    what_is_held_back_is_shown_on_its_day,
)
