# SPDX-License-Identifier: AGPL-3.0-or-later
"""Occasions: the days of a book that stand in a calendar, each under a name it keeps for ever.

A calendar has to say which version of an event it tells (RFC 5545, `SEQUENCE`), and a book has
neither a clock nor its own history at hand. So the version is the number of typed changes that
the record itself tells of: an assembly that was held or cancelled, a term that was extended or
left, a decision that was amended or came to an end, a question that was answered, a practice
that was made anew or counted. What is overwritten without such a field is not counted; who
subscribes to the file still gets it, because the file is read anew.

In the same way an event is stamped with the last day of its record that the book has reached,
and never with the moment of the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonpress.derive.guardrail_views import GuardrailView
from commonpress.derive.halflife import Life, PracticeView
from commonpress.derive.publication import (
    AssemblyView,
    DecisionView,
    Publication,
    RoleView,
    Standing,
    TermView,
)
from commonpress.kinds.assembly import Held
from commonpress.kinds.base import Record
from commonpress.kinds.decision import ONCE_ADOPTED
from commonpress.kinds.gathering import Gathering


class Agenda(StrEnum):
    """A calendar of its own, for those who want to know of nothing else."""

    ASSEMBLIES = "assemblies"
    GATHERINGS = "gatherings"
    TERMS = "terms"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something on a day. Without a `time` it is the whole day; `until` is a later last day.

    `id` is unique in the book and never changes. `kind` and `record` are the record it comes
    from, `term` the term that ends. `is_off` where it was cancelled. `changes` counts the typed
    changes, and `told_on` is the last day of the record that the book has reached.
    """

    id: str
    agenda: Agenda
    kind: str
    record: Record
    day: date
    told_on: date
    changes: int = 0
    time: str = ""
    until: date | None = None
    place: str = ""
    about: str = ""
    is_off: bool = False
    term: TermView | None = None


_HOLDS = frozenset({Standing.IN_FORCE, Standing.REVIEW_DUE})


def occasions(publication: Publication) -> tuple[Occasion, ...]:
    """Every occasion of a book by day, hour and id. Another kind adds a line here."""
    as_of = publication.as_of
    found = (
        *_assemblies(publication.assemblies, as_of),
        *_next_times(publication.assemblies),
        *_term_ends(publication.roles, as_of),
        *_reviews(publication.decisions, as_of),
        *_questions(publication.guardrails, as_of),
        *_reinventions(publication.practices, as_of),
        *_gatherings(publication.records.get("gathering", ()), as_of),
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.time, one.id)))


def _reached(days: Iterable[date | None], as_of: date) -> date:
    """The last of these days that the book has reached; its own day where it has reached none."""
    return max((day for day in days if day and day <= as_of), default=as_of)


def _assemblies(views: Iterable[AssemblyView], as_of: date) -> Iterator[Occasion]:
    """Assemblies; what is still to come was told at the last one before it."""
    met = [view.record.date for view in views if view.record.held is Held.HELD]
    for view in views:
        record = view.record
        before = (day for day in met if day < record.date)
        told = before if record.held is Held.PLANNED else (record.date, *before)
        yield Occasion(
            id=record.id,
            agenda=Agenda.ASSEMBLIES,
            kind="assembly",
            record=record,
            day=record.date,
            told_on=_reached(told, as_of),
            changes=0 if record.held is Held.PLANNED else 1,
            time=record.time,
            place=record.place,
            is_off=record.held is Held.CANCELLED,
        )


def _next_times(views: tuple[AssemblyView, ...]) -> Iterator[Occasion]:
    """What the last assembly said of the next one, until that has a record of its own."""
    last = next((view.record for view in views if view.record.held is Held.HELD), None)
    if last is None or last.next is None or last.next.date <= last.date:
        return
    if any(view.record.date == last.next.date for view in views):
        return
    yield Occasion(
        id=f"{last.id}-next",
        agenda=Agenda.ASSEMBLIES,
        kind="assembly",
        record=last,
        day=last.next.date,
        told_on=last.date,
        time=last.next.time,
        place=last.next.place,
        about=last.next.about,
    )


def _term_ends(roles: Iterable[RoleView], as_of: date) -> Iterator[Occasion]:
    for role in roles:
        for view in role.terms:
            term = view.term
            days = (term.start, term.handover_on, term.left_on)
            yield Occasion(
                id=f"term-{role.record.id}-{term.start.isoformat()}-{term.holder}",
                agenda=Agenda.TERMS,
                kind="role",
                record=role.record,
                day=view.last_day,
                told_on=_reached(days, as_of),
                changes=sum(day is not None for day in (term.extended_to, term.left_on)),
                term=view,
            )


def _reviews(decisions: Iterable[DecisionView], as_of: date) -> Iterator[Occasion]:
    """The review of each decision that was adopted; off where the decision ended before."""
    for view in decisions:
        record = view.record
        if record.state not in ONCE_ADOPTED or record.review_on is None:
            continue
        has_ended = view.standing not in _HOLDS
        ended_on = record.ended_on or record.expires_on
        yield Occasion(
            id=f"{record.id}-review",
            agenda=Agenda.REVIEWS,
            kind="decision",
            record=record,
            day=record.review_on,
            told_on=_reached((record.decided_on, record.ended_on), as_of),
            changes=len(record.amended_by) + has_ended,
            is_off=has_ended and (ended_on is None or ended_on < record.review_on),
        )


def _questions(guardrails: Iterable[GuardrailView], as_of: date) -> Iterator[Occasion]:
    """The last day for the next answer to each question that comes back; each answer moves it."""
    for view in guardrails:
        if view.ask_by is None:
            continue
        adopted = view.decision.decided_on if view.decision else None
        answered = (answer.assembly.date for answer in view.answers)
        yield Occasion(
            id=f"question-{view.record.id}",
            agenda=Agenda.REVIEWS,
            kind="guardrail",
            record=view.record,
            day=view.ask_by,
            told_on=_reached((adopted, *answered), as_of),
            changes=len(view.answers) + view.is_over,
            is_off=view.is_over,
        )


def _reinventions(practices: Iterable[PracticeView], as_of: date) -> Iterator[Occasion]:
    """The day on which half of a practice is gone; each renewal and each count moves it."""
    for view in practices:
        if view.due_on is None:
            continue
        record = view.record
        is_over = view.life is Life.LET_GO
        yield Occasion(
            id=f"practice-{record.id}",
            agenda=Agenda.REVIEWS,
            kind="practice",
            record=record,
            day=view.due_on,
            told_on=_reached((record.renewed_on, record.ended), as_of),
            changes=len(record.renewals) + view.is_fitted * len(record.participation) + is_over,
            is_off=is_over,
        )


def _gatherings(records: Iterable[Record], as_of: date) -> Iterator[Occasion]:
    """Gatherings that were, will be, or were called off. One of several days has no hour."""
    for record in records:
        if not isinstance(record, Gathering):
            continue
        yield Occasion(
            id=record.id,
            agenda=Agenda.GATHERINGS,
            kind="gathering",
            record=record,
            day=record.date,
            told_on=as_of if record.held is Held.PLANNED else _reached((record.date,), as_of),
            changes=0 if record.held is Held.PLANNED else 1,
            time="" if record.until else record.time,
            until=record.until,
            place=record.place,
            is_off=record.held is Held.CANCELLED,
        )
