# SPDX-License-Identifier: AGPL-3.0-or-later
"""No text of the book leads to a person (domain rules, section 7).

The folder is as public as the site. What is found is never printed, only its first and
last letter and its length, because a log of the check may be public too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.privacy import record_names, signs
from commonpress.check.privacy.gate import Manner, judge
from commonpress.check.privacy.known import Known
from commonpress.check.privacy.names import looks_like_a_person
from commonpress.check.privacy.passages import texts_of
from commonpress.check.privacy.places import place_in
from commonpress.check.privacy.reading import WORDS_FROM, Reading, read_texts
from commonpress.check.privacy.record_names import names_lead_to_nobody
from commonpress.check.privacy.signs import Found, masked
from commonpress.check.rules.wording import finding
from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.allow import Allowed, AllowList, Term
from commonpress.kinds.case import Case
from commonpress.kinds.role import Handle

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

HANDLE_IN_CASE = Code(
    "handle-in-case",
    "A handle belongs to public work. In a case its holder is `Person A`, `Person B` and so on.",
    private=True,
)
NOT_MACHINE_READ = Code(
    "not-machine-read",
    "There is no word list for the language of this text, so names in it cannot be found by the "
    "program. Two roles read it instead, and `reviews` in `content/allow.yml` says so.",
)
ALLOWED_UNUSED = Code(
    "allowed-unused",
    "A term of the allow-list that no text needs only makes the list longer to read, and may let "
    "a later text pass that nobody looked at.",
)
ALLOWED_EXPIRED = Code(
    "allowed-expired",
    "Every term of the allow-list is looked at again by a day that was agreed.",
    severity=Severity.WARNING,
)
ALLOWED_PERSON = Code(
    "allowed-person",
    "The allow-list names no private person. What looks like one is never on it, whatever the "
    "reason.",
    private=True,
)
CODES = (
    *signs.CODES,
    *record_names.CODES,
    HANDLE_IN_CASE,
    NOT_MACHINE_READ,
    ALLOWED_UNUSED,
    ALLOWED_EXPIRED,
    ALLOWED_PERSON,
)

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ALLOW = "content/allow.yml"
_FORM_ALONE = Manner(strict=True, lexicon=None, known=Known(), letters_of_its_own=True)
_CONTACTS = (signs.CONTACT, signs.PLACE)


def texts_lead_to_nobody(register: Register) -> Iterator[Diagnostic]:
    """No text holds what leads to a person, and the allow-list holds what is needed and no more."""
    if register.missing.touches(WORDS_FROM):
        # A word of a record that cannot be read would be taken for a name.
        yield from cases_lead_to_nobody(register)
        yield from notes_of_the_ledger_lead_to_nobody(register)
        yield from names_lead_to_nobody(register, Reading())
        return
    reading = read_texts(register)
    for passage, found in reading.found:
        for one in found:
            yield _told(passage.record, passage.field, passage.text, one)
    yield from names_lead_to_nobody(register, reading)
    yield from _not_read_by_people(register, reading)
    for allow in register.of(AllowList):
        for index, term in enumerate(allow.terms):
            if not register.missing.records and term.term not in reading.used:
                message = f"no text needs the term `{term.term}`"
                yield finding(ALLOWED_UNUSED, allow, f"terms.{index}.term", message, "take it out")


def terms_are_looked_at_again(register: Register) -> Iterator[Diagnostic]:
    """No term of the allow-list is past its day."""
    for allow in register.of(AllowList):
        for index, term in enumerate(allow.terms):
            if term.review_by < register.book_date:
                message = f"this term was to be looked at again by {term.review_by}"
                hint = "look at it, and write the next day"
                yield finding(ALLOWED_EXPIRED, allow, f"terms.{index}.review_by", message, hint)


def terms_are_no_people(register: Register) -> Iterator[Diagnostic]:
    """No term is a title and a name, a given name alone, or an address of anybody else."""
    for allow in register.of(AllowList):
        for index, term in enumerate(allow.terms):
            if wrong := _person_in(term):
                place = f"terms.{index}.term"
                yield finding(ALLOWED_PERSON, allow, place, wrong, "take it out")


def cases_lead_to_nobody(register: Register) -> Iterator[Diagnostic]:
    """What has a form, such as an address or a date, in the cases alone."""
    for case in register.of(Case):
        for field, text in texts_of(case, KIND_OF_RECORD[Case]):
            yield from judge_text(case, field, text)


def notes_of_the_ledger_lead_to_nobody(register: Register) -> Iterator[Diagnostic]:
    """The same for the notes and reasons of entries and of hours."""
    for line in register.lines:
        for field, text in texts_of(line, KIND_OF_RECORD[type(line)]):
            yield from judge_text(line, field, text)


def cases_name_no_handle(register: Register) -> Iterator[Diagnostic]:
    """No declared handle is a word of a case.

    Handles are often words such as `wren` or `heron`. In a case that word is not written
    either, in small or capital letters: a reader could not tell which was meant.
    """
    handles = {handle.id for handle in register.of(Handle)}
    for case in register.of(Case):
        for field, text in texts_of(case, KIND_OF_RECORD[Case]):
            for found in _WORD.finditer(text):
                if found[0].casefold() in handles:
                    message = f"a declared handle stands here: {masked(found[0])}"
                    hint = "write `Person A` and so on, or another word"
                    place = place_in(case, field, text, found.span())
                    yield Diagnostic(HANDLE_IN_CASE, place, message, hint)


def judge_text(record: Record, field: str, text: str) -> Iterator[Diagnostic]:
    """A finding for everything in a text that leads to somebody by its form; it is masked."""
    for one in judge(text, _FORM_ALONE):
        yield _told(record, field, text, one)


def _told(record: Record, field: str, text: str, one: Found) -> Diagnostic:
    found = text[one.start : one.end].strip()
    message = f"{one.sign.name} stands here: {masked(found)}"
    place = place_in(record, field, text, (one.start, one.end))
    return Diagnostic(one.sign.code, place, message, one.sign.instead)


def _not_read_by_people(register: Register, reading: Reading) -> Iterator[Diagnostic]:
    """Strict texts without a word list that no two roles have read. A case says who read it."""
    read = {
        review.record
        for allow in register.of(AllowList)
        for review in allow.reviews
        if len(set(review.reviewed_by)) >= 2
    }
    told: set[str] = set()
    for passage in reading.unread:
        record = passage.record
        if isinstance(record, Case) or {record.id, record.path} & read or record.path in told:
            continue
        told.add(record.path)
        message = "no word list is there for the language of this text"
        hint = f"let two roles read it, and write them into `reviews` of `{_ALLOW}`"
        yield finding(NOT_MACHINE_READ, record, passage.field, message, hint)


def _person_in(term: Term) -> str:
    """Why a term may be a person; blank where nothing says so."""
    found = judge(term.term, _FORM_ALONE)
    if term.kind is not Allowed.CONTACT and any(one.sign.code in _CONTACTS for one in found):
        return "an address is no term, unless it is the commons' own: `kind: contact`"
    if any(one.sign.code not in _CONTACTS for one in found):
        return "a number or a day of somebody is no term"
    if term.kind is not Allowed.PUBLIC_FIGURE and looks_like_a_person(term.term):
        return f"this looks like a person: {masked(term.term)}"
    return ""


RULES = (
    texts_lead_to_nobody,
    terms_are_looked_at_again,
    terms_are_no_people,
    cases_name_no_handle,
)
# What the first rule asks by itself while a record that supplies known words cannot be read.
PARTS = (cases_lead_to_nobody, notes_of_the_ledger_lead_to_nobody)
