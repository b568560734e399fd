# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries as readers see them, and the order in which accounts and resources were declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from commonpress.check.postings import Journal, Posting
from commonpress.check.register import Register
from commonpress.derive.publication import EntryLine, RecordLink
from commonpress.ground.quantities import ZERO
from commonpress.kinds.base import Record
from commonpress.kinds.entry import Action
from commonpress.kinds.project import Project

R = TypeVar("R", bound=Record)


def as_declared(records: Iterable[R]) -> tuple[R, ...]:
    """Records of one list in the order people wrote them, which is the order they read best in."""
    return tuple(sorted(records, key=lambda r: (r.path, r.span().line, r.id)))


def entry_lines(register: Register, journal: Journal) -> tuple[EntryLine, ...]:
    """Every entry that could be posted, with titles looked up, by (date, id)."""
    postings = {p.entry.id: p for p in journal.postings if isinstance(p.kind, Action)}
    differences = {c.entry.id: c.difference for c in journal.counts}
    corrected_by: dict[str, list[str]] = defaultdict(list)
    for entry in register.entries:
        if entry.corrects:
            corrected_by[entry.corrects].append(entry.id)
    projects = {p.id: RecordLink("project", p.id, p.title, "project") for p in register.of(Project)}
    chart = journal.chart
    lines: list[EntryLine] = []
    for entry in register.entries:
        source, target = chart.accounts_of(entry)
        size = chart.size_of(entry.resource, entry.unit)
        if size is None or source not in chart.accounts or target not in chart.accounts:
            continue  # reported by the rules; a draft leaves the line out
        lines.append(
            EntryLine(
                entry=entry,
                resource=chart.resources[entry.resource],
                amount=entry.quantity * size,
                source=chart.accounts[source],
                target=chart.accounts[target],
                project=projects.get(chart.project_of(entry)),
                backwards=_runs_backwards(postings.get(entry.id)),
                difference=differences.get(entry.id, ZERO),
                corrected_by=tuple(corrected_by[entry.id]) if entry.id in corrected_by else (),
            )
        )
    return tuple(lines)


def lines_by(lines: Iterable[EntryLine], field: str) -> dict[str, tuple[EntryLine, ...]]:
    """Lines grouped by a text field of their entry, such as `decision` or `resource`."""
    grouped: dict[str, list[EntryLine]] = defaultdict(list)
    for line in lines:
        grouped[getattr(line.entry, field)].append(line)
    return {key: tuple(group) for key, group in grouped.items()}


def _runs_backwards(posting: Posting | None) -> bool:
    return posting is not None and posting.backwards
