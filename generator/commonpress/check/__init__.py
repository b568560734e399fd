# SPDX-License-Identifier: AGPL-3.0-or-later
"""From raw records to records and a register, or to findings."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from commonpress.check.records import shape_records
from commonpress.check.register import Register, doubled_ids
from commonpress.check.rules import judge
from commonpress.check.seal import Seal, shape_seal
from commonpress.check.seal_rules import SEAL_RULES
from commonpress.ground.diagnostics import Code, Diagnostic, Span, sorted_diagnostics
from commonpress.kinds.commons import Commons
from commonpress.read.raw import ReadBook

SETTINGS = "content/commons.yml"
NO_SETTINGS = Code(
    "no-settings",
    "A book has a file `content/commons.yml` with the name of the commons. The folder that holds "
    "it is the book.",
)
# What a book is judged by whose settings cannot be read. Settings can only be stricter.
_STAND_IN = Commons(name="", places=MappingProxyType({"": Span(SETTINGS)}))


def check_book(read: ReadBook) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """Shape every record, register them, and ask every rule.

    What cannot be read hides nothing else: rules are asked of all the rest, but for those that
    could take a missing record for a fault (`check.rules.NEEDS`). Without settings there is no
    register to publish.
    """
    found = shape_records(read)
    has_settings = any(isinstance(record, Commons) for record in found.records)
    findings = [*found.findings, *doubled_ids(found.records, found.taken)]
    if not has_settings:
        findings.extend(_no_settings(read))
    seal, wrong = shape_seal(read.seal) if read.seal else (None, ())
    register = Register(
        found.records if has_settings else (*found.records, _STAND_IN),
        found.missing,
        _withdrawn(seal),
    )
    findings.extend((*wrong, *judge(register)))
    if seal:
        findings.extend(finding for rule in SEAL_RULES for finding in rule(register, seal))
    return register if has_settings else None, sorted_diagnostics(findings)


def _withdrawn(seal: Seal | None) -> dict[tuple[str, str], date]:
    """Whole records that have a tombstone, with the day they were taken out."""
    stones = seal.withdrawals if seal else ()
    return {(one.kind, one.id): one.date for one in stones if one.version is None}


def _no_settings(read: ReadBook) -> tuple[Diagnostic, ...]:
    if SETTINGS in read.sources or SETTINGS in read.unread:
        return ()  # what is wrong with them has been said
    hint = "begin the file with `name: ` and the name of the commons"
    return (Diagnostic(NO_SETTINGS, Span(SETTINGS), "this book has no settings", hint),)
