# SPDX-License-Identifier: AGPL-3.0-or-later
"""From raw records to records and a register, or to findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from commonpress.check.months import MonthShaper, read_carefully
from commonpress.check.register import Register, doubled_ids
from commonpress.check.rules import RULES
from commonpress.check.seal import shape_seal
from commonpress.check.seal_rules import SEAL_RULES
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.kinds.base import Record
from commonpress.kinds.commons import Commons
from commonpress.read.raw import ReadBook

SETTINGS = "content/commons.yml"
NO_SETTINGS = Code(
    "no-settings",
    "A book has a file `content/commons.yml` with the name of the commons. The folder that holds "
    "it is the book.",
)


def check_book(read: ReadBook) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """Shape every record, register them, and ask every rule.

    A rule judges records together, so it is asked when all of them could be read: an entry
    that is missing for a slip of the pen would make the stock that it fed look empty. Without
    settings there is no register.
    """
    records, findings, whole = _shaped(read)
    findings.extend(doubled_ids(records))
    if not any(isinstance(record, Commons) for record in records):
        findings.extend(_no_settings(read))
        return None, sorted_diagnostics(findings)
    register = Register(records)
    if whole:
        findings.extend(finding for rule in RULES for finding in rule(register))
        findings.extend(_what_the_seal_says(read, register))
    return register, sorted_diagnostics(findings)


def _shaped(read: ReadBook) -> tuple[list[Record], list[Diagnostic], bool]:
    """Every record by the path of its file, what is wrong, and whether nothing is missing."""
    raws, whole = list(read.raws), not read.unread
    findings: list[Diagnostic] = []
    by_path: dict[str, list[Record]] = defaultdict(list)
    shaper = MonthShaper()
    for month in read.months:
        records = shaper.shape(month)
        if records is None:
            file = read_carefully(month)
            raws += file.raws
            findings += file.findings
            whole = whole and not file.lost
        else:
            by_path[month.path] = records
    for raw in raws:
        record, wrong = shape(raw)
        findings += wrong
        whole = whole and record is not None
        if record:
            by_path[raw.path].append(record)
    return [record for _, group in sorted(by_path.items()) for record in group], findings, whole


def _what_the_seal_says(read: ReadBook, register: Register) -> Iterator[Diagnostic]:
    if read.seal is None:
        return
    seal, wrong = shape_seal(read.seal)
    yield from wrong
    if seal:
        yield from (finding for rule in SEAL_RULES for finding in rule(register, seal))


def _no_settings(read: ReadBook) -> tuple[Diagnostic, ...]:
    if SETTINGS in read.sources or SETTINGS in read.unread:
        return ()  # what is wrong with them has been said
    hint = "begin the file with `name: ` and the name of the commons"
    return (Diagnostic(NO_SETTINGS, Span(SETTINGS), "this book has no settings", hint),)
