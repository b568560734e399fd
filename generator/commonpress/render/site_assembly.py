# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assemblies and decisions: who met, what was decided, by how many, and who disagreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from commonpress.derive.publication import AssemblyView, DecisionView, Standing
from commonpress.derive.succession import Succession, successions
from commonpress.kinds.assembly import Held
from commonpress.kinds.decision import Decision, Tally
from commonpress.render.addresses import index_address, record_address
from commonpress.render.charts.pens import Pattern
from commonpress.render.entry_rows import EntryRow, EntryRows
from commonpress.render.pictures import Picture
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_marks import people_pictures, standing_picture
from commonpress.render.site_page import Link
from commonpress.render.voice import say

ASSEMBLY, DECISIONS = "assembly", "decisions"
# So many decisions are listed open; the years before fold up, to be usable on a phone.
_LISTED_OPEN = 40

_HOLDS = frozenset({Standing.IN_FORCE, Standing.REVIEW_DUE})


@dataclass(frozen=True, slots=True)
class Year:
    """The decisions of a year, newest first."""

    name: str
    views: tuple[DecisionView, ...]
    holding: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """How many took a stand, with their figures one by one."""

    word: str
    count: int
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that stands before or after another one, and what it does to it."""

    verb: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class History:
    """What a decision itself says of others, and the whole line it stands in."""

    changes: tuple[Change, ...]
    line: Succession

    @property
    def earlier(self) -> tuple[DecisionView, ...]:
        """What came before those that the decision names."""
        named = {change.decision.id for change in self.changes}
        return tuple(view for view in self.line.before if view.record.id not in named)


def assembly_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of assemblies, and a page for each."""
    views = desk.publication.assemblies
    if not views:
        return
    planned = [v for v in views if v.record.held is Held.PLANNED]
    yield desk.sheet(
        ("assemblies",),
        index_address("assembly"),
        ASSEMBLY,
        kind="assemblies",
        planned=tuple(reversed(planned)),
        past=[v for v in views if v.record.held is not Held.PLANNED],
        held=[v for v in views if v.record.held is Held.HELD],
    )
    standing = {d.record.id: d for d in desk.publication.decisions}
    for place in range(len(views)):
        yield _assembly_sheet(desk, views, place, standing)


def decision_sheets(desk: Desk, rows: EntryRows) -> Iterator[Sheet]:
    """The decision log, and a page for each."""
    views = desk.publication.decisions
    if not views:
        return
    marks = {view.standing: standing_picture(view.standing) for view in views}
    yield desk.sheet(
        ("decisions",),
        index_address("decision"),
        DECISIONS,
        kind="decisions",
        pictures=marks.values(),
        marks=marks,
        years=years_of(views),
        holding=sum(view.standing in _HOLDS for view in views),
        counts=[(s, n) for s in Standing if (n := sum(v.standing is s for v in views))],
    )
    known = {view.record.id: view.record for view in views}
    lines = successions(views)
    for place, view in enumerate(views):
        history = History(
            tuple(_changes(view.record, known)), lines.get(view.record.id, Succession((), ()))
        )
        yield _decision_sheet(desk, views, place, history, rows.of(view.spending))


def years_of(views: Sequence[DecisionView]) -> tuple[Year, ...]:
    """Decisions by the year they are listed under; those without a day come last."""
    years: list[Year] = []
    listed = 0
    for name, group in groupby(views, key=_year):
        found = tuple(group)
        is_open = listed < _LISTED_OPEN
        years.append(Year(name, found, sum(v.standing in _HOLDS for v in found), is_open))
        listed += len(found)
    return tuple(years)


def stands_of(tally: Tally) -> tuple[Stand, ...]:
    """Each stand that could be taken, the zero of the objections too."""
    agreed, aside, abstained = Pattern.SOLID, Pattern.SLANT, Pattern.OPEN
    taken = (
        ("agreed", tally.agree, agreed),
        ("stood aside", tally.stand_aside, aside),
        ("abstained", tally.abstain, abstained),
        ("objected", tally.objection, aside),
    )
    return tuple(
        Stand(word, count, tuple(people_pictures(count, pattern)))
        for word, count, pattern in taken
        if count or word in {"agreed", "objected"}
    )


def _year(view: DecisionView) -> str:
    record = view.record
    day = record.decided_on or record.last_call_on or record.proposed_on or record.drafted_on
    return str(day.year) if day else ""


def _assembly_sheet(
    desk: Desk,
    views: Sequence[AssemblyView],
    place: int,
    standing: Mapping[str, DecisionView],
) -> Sheet:
    view = views[place]
    record = view.record
    return desk.sheet(
        ("assembly",),
        record_address("assembly", record.id),
        ASSEMBLY,
        record=record,
        neighbours=_neighbours("assembly", views, place),
        view=view,
        # Only of its own decisions: a page that holds all of them is printed anew for each.
        standing={d.id: standing[d.id] for d in view.decisions if d.id in standing},
    )


def _decision_sheet(
    desk: Desk,
    views: Sequence[DecisionView],
    place: int,
    history: History,
    spending: Sequence[EntryRow],
) -> Sheet:
    view = views[place]
    record = view.record
    mark = standing_picture(view.standing)
    stands = stands_of(record.tally) if record.tally else ()
    return desk.sheet(
        ("decision",),
        record_address("decision", record.id),
        DECISIONS,
        record=record,
        neighbours=_neighbours("decision", views, place),
        pictures=[mark, *(p for stand in stands for p in stand.pictures)],
        view=view,
        mark=mark,
        stands=stands,
        met=[o for o in record.objections if o.met],
        history=history.changes,
        line=history.line,
        earlier=history.earlier,
        spending=spending,
    )


def _changes(record: Decision, known: Mapping[str, Decision]) -> Iterator[Change]:
    """What came before this decision and what came after, oldest field first."""
    ended = (record.repealed_by,) if record.repealed_by else ()
    links = (
        (say("takes the place of"), record.supersedes),
        (say("changes a part of"), record.amends),
        (say("carries out"), record.implements),
        (say("was changed in part by"), record.amended_by),
        (say("was superseded by"), record.superseded_by),
        (say("was ended by"), ended),
    )
    for verb, ids in links:
        yield from (Change(verb, known[i]) for i in ids if i in known)


def _neighbours(
    kind: str, views: Sequence[AssemblyView] | Sequence[DecisionView], place: int
) -> tuple[Link | None, Link | None]:
    """The records before and after one in a list that runs from the newest back."""

    def link(index: int) -> Link | None:
        if not 0 <= index < len(views):
            return None
        record = views[index].record
        return Link(record_address(kind, record.id), record.title or record.id)

    return link(place + 1), link(place - 1)
