# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and the notes of the ledger hold no address, number, exact day or handle of anybody.

The folder is as public as the site. What is found is never printed, only its first and
last letter and its length, because a log of the check may be public too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonpress.check.rules.anonymity import texts_of
from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.kinds import KINDS
from commonpress.kinds.case import Case
from commonpress.kinds.role import Handle

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

PRIVATE_CONTACT = Code(
    "private-contact",
    "An e-mail address, a telephone number, a web address or an account name leads to somebody. "
    "None of them stands in a case or in a note of the ledger.",
    private=True,
)
PRIVATE_MOMENT = Code(
    "private-moment",
    "An exact day or hour lets a neighbour work out who was there. A case says a month since "
    "the report at most, and a note of the ledger leaves it to the date of its entry.",
    private=True,
)
HANDLE_IN_CASE = Code(
    "handle-in-case",
    "A handle belongs to public work. In a case its holder is `Person A`, `Person B` and so on.",
    private=True,
)
CODES = (PRIVATE_CONTACT, PRIVATE_MOMENT, HANDLE_IN_CASE)

# Months that are also words ("three may come") count with their capital only.
_MONTHS = (
    "(?i:January|February|April|June|July|August|September|October|November|December)"
    "|March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for, what it is called, and what to write instead.

    A text without the `sign` cannot hold it. Most texts have none, and the sign is found soon.
    """

    code: Code
    name: str
    instead: str
    form: re.Pattern[str]
    sign: re.Pattern[str] = re.compile("")


PATTERNS = (
    Pattern(
        PRIVATE_CONTACT,
        "an e-mail address",
        "take it out",
        re.compile(r"[^\s@<>()\[\],;]{1,64}@[^\s@<>()\[\],;]{1,190}\.[^\W\d_]{2,24}"),
        re.compile("@"),
    ),
    Pattern(
        PRIVATE_CONTACT,
        "an address on the web",
        "take it out",
        re.compile(
            r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+"
            r"|\b[a-z0-9-]{1,63}\.(?:com|org|net|info|eu|io|me|app|social|coop)\b(?:/\S*)?",
            re.IGNORECASE,
        ),
        re.compile(r"://|\.\S"),
    ),
    Pattern(
        PRIVATE_CONTACT,
        "an account name",
        "take it out",
        re.compile(r"(?<![\w@])@\w[\w.-]*"),
        re.compile("@"),
    ),
    Pattern(
        PRIVATE_MOMENT,
        "an exact date",
        "write the season or the year, or nothing",
        re.compile(
            r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)\s+(?:of\s+)?(?i:{_MONTHS})\b"
            rf"|\b\d{{1,2}}\.?\s+(?:of\s+)?(?:{_MONTHS})\b"
            rf"|\b(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*%)",
        ),
    ),
    Pattern(
        PRIVATE_MOMENT,
        "an hour",
        "write morning, evening or night",
        re.compile(
            r"\b(?:[01]?\d|2[0-3])[:h][0-5]\d\b"
            r"|\b(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?(?:a\.?m|p\.?m)\b"
            r"|\b(?:\w+|\d{1,2})\s+o['’]clock\b",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        PRIVATE_CONTACT,
        "a telephone number",
        "take it out",
        re.compile(r"(?<![\w.-])\+?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?![\w-])", re.ASCII),
    ),
)
# Ids of the book's own records may be named anywhere, and so may a year and a number; their
# digits are no telephone number.
_IDS = re.compile(
    "|".join(rf"\b(?:{kind.id_form})\b" for kind in KINDS if r"\d" in kind.id_form)
    + r"|\b(?:19|20)\d{2}[-/]\d{1,4}\b(?![-/.]\d)",
    re.ASCII,
)
_LOOKS_PRIVATE = re.compile(r"[@\d:]|www|o['’]clock|\.\w", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def cases_lead_to_nobody(register: Register) -> Iterator[Diagnostic]:
    """No text of a case holds an address, a number, a date or an hour."""
    for case in register.of(Case):
        for field, text in texts_of(case):
            yield from judge_text(case, field, text)


def notes_of_the_ledger_lead_to_nobody(register: Register) -> Iterator[Diagnostic]:
    """The same for the notes and reasons of entries and of hours."""
    for line in register.lines:
        if line.note:
            yield from judge_text(line, "note", line.note)
        if line.reason:
            yield from judge_text(line, "reason", line.reason)


def cases_name_no_handle(register: Register) -> Iterator[Diagnostic]:
    """No declared handle is a word of a case.

    Handles are often words such as `wren` or `heron`. In a case that word is not written
    either, in small or capital letters: a reader could not tell which was meant.
    """
    handles = {handle.id for handle in register.of(Handle)}
    for case in register.of(Case):
        for field, text in texts_of(case):
            if handles.isdisjoint(map(str.casefold, _WORD.findall(text))):
                continue
            for found in _WORD.finditer(text):
                if found[0].casefold() in handles:
                    message = f"a declared handle stands here: {masked(found[0])}"
                    hint = "write `Person A` and so on, or another word"
                    place = _place(case, field, text, found.start())
                    yield Diagnostic(HANDLE_IN_CASE, place, message, hint)


def masked(text: str) -> str:
    """What a finding says of a text it must not print: `M……o (16 characters)`."""
    if len(text) < 4:
        return f"({len(text)} characters)"
    return f"{text[0]}……{text[-1]} ({len(text)} characters)"


def judge_text(record: Record, field: str, text: str) -> Iterator[Diagnostic]:
    """A finding for everything in a text that leads to somebody; what was found is masked."""
    if not _LOOKS_PRIVATE.search(text):
        return
    left = _IDS.sub(lambda found: " " * len(found[0]), text)
    for pattern in PATTERNS:
        if not pattern.sign.search(left):
            continue
        places = tuple(pattern.form.finditer(left))
        if not places:
            continue
        for found in places:
            message = f"{pattern.name} stands here: {masked(found[0].strip())}"
            place = _place(record, field, text, found.start())
            yield Diagnostic(pattern.code, place, message, pattern.instead)
        left = pattern.form.sub(lambda found: " " * len(found[0]), left)


def _place(record: Record, field: str, text: str, position: int) -> Span:
    """Where in its file a passage stands: to the line in a body, else where the field begins."""
    start = record.span(field)
    if field != "body":
        return start
    before = text[:position]
    line = before.count("\n")
    column = position - (before.rfind("\n") + 1) + 1
    return Span(start.path, start.line + line, column)


RULES = (cases_lead_to_nobody, notes_of_the_ledger_lead_to_nobody, cases_name_no_handle)
