# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in the feeds: a book's decisions, cases and assemblies, the last changed first.

When an entry was changed is read off its record and rounded to the day, so that a feed changes
only when a record does. A case holds no day at all: it is dated with the first day of the
season in which it was published, which is as fine as a reader may know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from commonpress.derive.publication import Publication
from commonpress.ground.periods import parse_period
from commonpress.kinds.assembly import Held
from commonpress.kinds.base import Record
from commonpress.kinds.decision import Decision
from commonpress.render.addresses import index_address, record_address
from commonpress.render.environment import Templates
from commonpress.render.lasting_names import tag_uri

# A feed tells what is new; the open data holds the rest.
MOST_ENTRIES: Final = 100


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A record in a feed. `address` is whole; `updated` is the day it was last changed."""

    id: str
    address: str
    title: str
    about: str
    published: date
    updated: date
    language: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedEntry:
    """A record that stood in a feed and was withdrawn: its tombstone (RFC 6721)."""

    id: str
    when: date
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in any format. `name` is that of its file, `base` where feeds stand, whole."""

    id: str
    name: str
    title: str
    author: str
    licence: str
    language: str
    home: str
    base: str
    entries: tuple[FeedEntry, ...]
    deleted: tuple[DeletedEntry, ...] = ()

    @property
    def updated(self) -> date:
        """The day on which anything in it was last changed."""
        days = (one.when for one in self.deleted)
        return max((*(entry.updated for entry in self.entries), *days))


@dataclass(frozen=True, slots=True)
class _Told:
    """A record and the days on which it was first and last told."""

    kind: str
    record: Any
    published: date
    updated: date
    subjects: tuple[str, ...] = ()


def feeds(publication: Publication, base: str, own_templates: Path | None = None) -> list[Feed]:
    """A feed of each kind that has anything to tell; none where there is no site to link to."""
    if not publication.commons.site_url:
        return []
    commons = publication.commons
    known = {view.record.id: view.record for view in publication.decisions}
    templates = Templates(own_templates, values={"commons": commons, "known": known})
    titles = templates.texts("feeds/names.html.jinja")
    site = commons.site_url.rstrip("/") + "/"
    groups = {
        "decisions": ("decision", _decisions(publication)),
        "cases": ("case", _cases(publication)),
        "assemblies": ("assembly", _assemblies(publication)),
    }
    made = (
        Feed(
            id=tag_uri(commons, name),
            name=name,
            title=titles[name],
            author=commons.name,
            licence=commons.licence,
            language=commons.language,
            home=site + index_address(kind),
            base=site + base,
            entries=tuple(_entry(told, publication, site, templates) for told in _newest(group)),
            deleted=tuple(_deleted(publication, kind)),
        )
        for name, (kind, group) in groups.items()
    )
    return [feed for feed in made if feed.entries or feed.deleted]


def _deleted(publication: Publication, kind: str) -> Iterator[DeletedEntry]:
    """The whole records of a kind that were withdrawn, the last of them first."""
    gone = [one for one in publication.withdrawn if one.kind == kind]
    for one in gone[:MOST_ENTRIES]:
        yield DeletedEntry(tag_uri(publication.commons, kind, one.id), one.date, one.reason)


def _newest(group: Iterable[_Told]) -> list[_Told]:
    found = sorted(group, key=lambda told: (told.updated, told.record.id), reverse=True)
    return found[:MOST_ENTRIES]


def _entry(told: _Told, publication: Publication, site: str, templates: Templates) -> FeedEntry:
    record: Record = told.record
    words = templates.texts("feeds/entry.html.jinja", kind=told.kind, record=record)
    return FeedEntry(
        id=tag_uri(publication.commons, told.kind, record.id),
        address=site + record_address(told.kind, record.id),
        title=words["title"],
        about=words["about"],
        published=told.published,
        updated=told.updated,
        language=record.lang or publication.commons.language,
        subjects=told.subjects,
    )


def _decisions(publication: Publication) -> Iterator[_Told]:
    """Every decision from the day it was first written down. One without a day has no news."""
    for view in publication.decisions:
        record = view.record
        days = [day for day in _days_of(record) if day <= publication.as_of]
        if days:
            yield _Told("decision", record, min(days), max(days), (record.subject,))


def _days_of(record: Decision) -> Iterator[date]:
    fields = (
        record.drafted_on, record.proposed_on, record.last_call_on, record.decided_on,
        record.ended_on, *(step.done_on for step in record.milestones),
    )  # fmt: skip
    return (day for day in fields if day)


def _cases(publication: Publication) -> Iterator[_Told]:
    for view in publication.cases:
        season = parse_period(view.record.batch, publication.commons.seasons)
        if season:
            told = min(season.start, publication.as_of)
            yield _Told("case", view.record, told, told, (view.record.harm,))


def _assemblies(publication: Publication) -> Iterator[_Told]:
    """Assemblies that were held or cancelled; what is planned stands in the calendar."""
    for view in publication.assemblies:
        if view.record.held is not Held.PLANNED:
            day = min(view.record.date, publication.as_of)
            yield _Told("assembly", view.record, day, day)
