# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries as readers see them, and the order in which accounts and resources were declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from commonpress.check.postings import Journal, posting
from commonpress.check.register import Register
from commonpress.derive.flow_views import EntryLine, RecordLink
from commonpress.ground.quantities import ZERO
from commonpress.kinds.base import Record
from commonpress.kinds.project import Project

R = TypeVar("R", bound=Record)


def as_declared(records: Iterable[R]) -> tuple[R, ...]:
    """Records of one list in the order people wrote them, which is the order they read best in."""
    return tuple(sorted(records, key=lambda r: (r.path, r.span().line, r.id)))


def entry_lines(register: Register, journal: Journal) -> tuple[EntryLine, ...]:
    """Every entry that could be posted, with titles looked up, by (date, id)."""
    backwards = {p.entry.id for p in journal.postings if p.backwards}
    differences = {c.entry.id: c.difference for c in journal.counts}
    corrected_by: dict[str, list[str]] = defaultdict(list)
    for entry in register.entries:
        if entry.corrects:
            corrected_by[entry.corrects].append(entry.id)
    projects = {p.id: RecordLink("project", p.id, p.title, "project") for p in register.of(Project)}
    chart = journal.chart
    lines: list[EntryLine] = []
    for entry in register.entries:
        posted = posting(entry, chart)
        if posted is None:
            continue  # reported by the rules; a draft leaves the line out
        lines.append(
            EntryLine(
                entry=entry,
                resource=chart.resources[entry.resource],
                amount=posted.amount,
                source=chart.accounts[posted.source],
                target=chart.accounts[posted.target],
                project=projects.get(chart.project_of(entry)),
                backwards=entry.id in backwards,
                difference=differences.get(entry.id, ZERO),
                corrected_by=tuple(corrected_by.get(entry.id, ())),
            )
        )
    return tuple(lines)


def lines_by(lines: Iterable[EntryLine], field: str) -> dict[str, tuple[EntryLine, ...]]:
    """Lines grouped by a text field of their entry, such as `decision` or `resource`."""
    grouped: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        grouped[getattr(line.entry, field)].append(line)
    return {key: tuple(group) for key, group in grouped.items()}
