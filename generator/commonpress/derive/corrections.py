# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was written wrong and put right. Both stay in the book, and here both are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from commonpress.check.postings import first_written
from commonpress.derive.answers import CorrectionChain, CorrectionsView, HoursCorrection, HoursView
from commonpress.derive.flow_views import EntryLine
from commonpress.kinds.entry import Action


def corrections_view(lines: Iterable[EntryLine], hours: HoursView | None) -> CorrectionsView:
    """Every correction of a book, with what it corrected; the newest first."""
    found = _chains(tuple(lines))
    found.sort(key=lambda chain: _last(chain.corrections), reverse=True)
    return CorrectionsView(tuple(found), _of_hours(hours))


def _chains(lines: tuple[EntryLine, ...]) -> list[CorrectionChain]:
    by_id = {line.entry.id: line for line in lines}
    entries = {line.entry.id: line.entry for line in lines}
    chains: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        first = first_written(line.entry, entries) if line.entry.corrects else None
        if first is not None:
            chains[first.id].append(line)
    return [
        CorrectionChain(by_id[first], tuple(after), _stands(by_id[first], after))
        for first, after in chains.items()
    ]


def _stands(first: EntryLine, corrections: Iterable[EntryLine]) -> Decimal:
    """What is true now: a count is replaced, anything else changed by the difference."""
    stands = first.amount
    for line in corrections:
        if line.entry.action is Action.COUNTED:
            stands = line.amount
        else:
            stands += -line.amount if line.backwards else line.amount
    return stands


def _last(corrections: tuple[EntryLine, ...]) -> tuple[str, str]:
    entry = corrections[-1].entry
    return entry.recorded_on.isoformat(), entry.id


def _of_hours(hours: HoursView | None) -> tuple[HoursCorrection, ...]:
    lines = {line.record.id: line for line in hours.lines} if hours else {}
    found = [
        HoursCorrection(wrong, lines[wrong.corrected_by])
        for wrong in lines.values()
        if wrong.corrected_by
    ]
    found.sort(key=lambda c: (c.right.record.recorded_on, c.right.record.id), reverse=True)
    return tuple(found)
