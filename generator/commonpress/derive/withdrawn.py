# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was taken out of the book, as outputs may say it: what, when, by which decision and why.

Nothing of what a record said is left to be told, wherever its tombstone stands: beside the log
for what was sealed, else in `content/withdrawn.yml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonpress.kinds.seal import Withdrawal
from commonpress.kinds.tombstone import Tombstone


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """A record that was taken out."""

    kind: str
    id: str
    date: date
    decision: str
    reason: str


def withdrawn_views(
    tombstones: Iterable[Tombstone], sealed: Iterable[Withdrawal], hidden: Iterable[str] = ()
) -> tuple[WithdrawnView, ...]:
    """Whole records that were taken out, the last of them first; none of a kind that is hidden."""
    whole: list[Tombstone | Withdrawal] = [one for one in sealed if one.version is None]
    not_told = frozenset(hidden)
    kept = (
        WithdrawnView(one.kind, one.id, one.date, one.decision, one.reason)
        for one in (*whole, *tombstones)
        if one.kind not in not_told
    )
    return tuple(sorted(kept, key=lambda view: (view.date, view.kind, view.id), reverse=True))
