# SPDX-License-Identifier: AGPL-3.0-or-later
"""From raw records to records and a register, or to findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from commonpress.check.abridged_book import AbridgedRegister, abridged_book, judge_abridged
from commonpress.check.memory import Memory, NamedTexts, NoMemory
from commonpress.check.months import MonthShaper
from commonpress.check.privacy.clean_texts import CleanTexts
from commonpress.check.records import Shaped, shape_records
from commonpress.check.register import Register, doubled_ids
from commonpress.check.rules import judge
from commonpress.check.seal import Seal, shape_seal
from commonpress.check.seal_rules import SEAL_RULES
from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.kinds.commons import Commons
from commonpress.kinds.tombstone import Tombstone
from commonpress.read.raw import ReadBook

SETTINGS = "content/commons.yml"
NO_SETTINGS = Code(
    "no-settings",
    "A book has a file `content/commons.yml` with the name of the commons. The folder that holds "
    "it is the book.",
)
# A ledger of so many letters is worth abridging: about six thousand lines.
LONG = 1_000_000
# A book of so many letters is worth remembering: a few hundred records.
LARGE = 200_000
# What the memory of clean texts is kept under.
TEXTS = "texts"
# What is kept of a book in which nothing was found.
_SOUND = b"sound"
# What a book is judged by whose settings cannot be read. Settings can only be stricter.
_STAND_IN = Commons(name="", places=MappingProxyType({"": Span(SETTINGS)}))


def check_book(
    read: ReadBook, memory: Memory | None = None
) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """Shape every record, register them, and ask every rule.

    What cannot be read hides nothing else: rules are asked of all the rest, but for those that
    could take a missing record for a fault (`check.rules.NEEDS`). Without settings there is no
    register to publish. That a text held nothing is kept in `memory` for the next time.
    """
    with _known_texts(memory) as texts:
        return _check_line_by_line(read, MonthShaper(), texts)


def is_long(read: ReadBook, long: int = LONG) -> bool:
    """Whether the ledger of a book has at least so many letters."""
    return sum(len(month.text) for month in read.months) >= long


def is_large(read: ReadBook) -> bool:
    """Whether there is so much to read in a book that it is worth remembering what was read."""
    return sum(map(len, read.sources.values())) >= LARGE


def find_faults(
    read: ReadBook, memory: Memory | None = None, long: int = LONG
) -> tuple[Diagnostic, ...]:
    """What `check_book` finds, sooner where the ledger is long and sound.

    What can be known of a month without the others, that a text held nothing, and that the whole
    book was sound as it is, is kept in `memory` for the next time.
    """
    if memory is None or read.seal:  # the seal is held against its log each time
        return _find(read, memory, long)
    named = NamedTexts(memory)
    whole = named.name_of_all(read.sources, read.paths, read.unread)
    if named.recall(whole) == _SOUND:
        for kept in (TEXTS, *(month.text for month in read.months)):
            named.recall(kept)  # or it would be forgotten, since nobody asked
        return ()
    found = _find(read, named, long)
    if not found:
        named.keep(whole, _SOUND)
    return found


def _find(read: ReadBook, memory: Memory | None, long: int) -> tuple[Diagnostic, ...]:
    shaper = MonthShaper()
    with _known_texts(memory) as texts:
        if not read.seal and is_long(read, long):
            found = _find_in_abridged(read, shaper, memory or NoMemory(), texts)
            if found is not None:
                return found
        return _check_line_by_line(read, shaper, texts)[1]


@contextmanager
def _known_texts(memory: Memory | None) -> Iterator[CleanTexts | None]:
    """What is known of texts; at the end, what has become known of them is kept."""
    texts = CleanTexts(memory.recall(TEXTS)) if memory else None
    yield texts
    if memory and texts and texts.has_changed:
        memory.keep(TEXTS, texts.packed())


def _check_line_by_line(
    read: ReadBook, shaper: MonthShaper, texts: CleanTexts | None = None
) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    gathered = gather(read, shaper, texts)
    register = gathered.register if gathered.has_settings else None
    return register, sorted_diagnostics(gathered.findings, ask_rules(gathered))


@dataclass(frozen=True, slots=True)
class Gathered:
    """All records of a book, before any rule is asked: `findings` are of single files.

    Where the settings cannot be read, the register has a stand-in and may not be published.
    """

    register: Register
    findings: tuple[Diagnostic, ...]
    seal: Seal | None
    has_settings: bool


def ask_rules(gathered: Gathered) -> tuple[Diagnostic, ...]:
    """What every rule says of records that were gathered, of the seal too."""
    findings = [*judge(gathered.register)]
    if gathered.seal:
        findings.extend(f for rule in SEAL_RULES for f in rule(gathered.register, gathered.seal))
    return tuple(findings)


def gather(
    read: ReadBook, shaper: MonthShaper | None = None, texts: CleanTexts | None = None
) -> Gathered:
    """Shape every record and register them. `texts` are known to be clean."""
    found = shape_records(read, shaper)
    findings = [*found.findings, *doubled_ids(found.records, found.taken)]
    has_settings = _has_settings(found)
    if not has_settings:
        findings.extend(_no_settings(read))
    seal, wrong = shape_seal(read.seal) if read.seal else (None, ())
    register = Register(
        found.records if has_settings else (*found.records, _STAND_IN),
        found.missing,
        _withdrawn(found, seal),
        read.paths,
        texts,
    )
    return Gathered(register, (*findings, *wrong), seal, has_settings)


def _find_in_abridged(
    read: ReadBook, shaper: MonthShaper, memory: Memory, texts: CleanTexts | None
) -> tuple[Diagnostic, ...] | None:
    """All findings; None where the ledger must be judged line by line."""
    book = abridged_book(read, shaper, memory)
    if book is None or not _has_settings(book.shaped) or any(doubled_ids(book.shaped.records)):
        return None
    found = judge_abridged(AbridgedRegister(book, read.paths, texts), book)
    return None if found is None else sorted_diagnostics(book.shaped.findings, found)


def _has_settings(found: Shaped) -> bool:
    return any(isinstance(record, Commons) for record in found.records)


def _withdrawn(found: Shaped, seal: Seal | None) -> dict[tuple[str, str], date]:
    """Whole records that have a tombstone, with the day they were taken out."""
    sealed = (one for one in (seal.withdrawals if seal else ()) if one.version is None)
    stones = {(one.kind, one.id): one.date for one in sealed}
    unsealed = (one for one in found.records if isinstance(one, Tombstone))
    return stones | {(one.kind, one.id): one.date for one in unsealed}


def _no_settings(read: ReadBook) -> tuple[Diagnostic, ...]:
    if SETTINGS in read.sources or SETTINGS in read.unread:
        return ()  # what is wrong with them has been said
    hint = "begin the file with `name: ` and the name of the commons"
    return (Diagnostic(NO_SETTINGS, Span(SETTINGS), "this book has no settings", hint),)
