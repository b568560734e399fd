# SPDX-License-Identifier: AGPL-3.0-or-later
"""Projects, zines, the open data, and any kind of record that has no page of its own making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from commonpress.derive.functions import reached_by
from commonpress.derive.season_views import ProjectView
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, Record, field_notes_of
from commonpress.render.addresses import (
    OPEN_DATA,
    index_address,
    project_ledger_address,
    record_address,
)
from commonpress.render.export import data_tables
from commonpress.render.site_desk import Desk, Download, Sheet
from commonpress.render.site_facts import told
from commonpress.render.voice import say

# Kinds whose pages are made with care, here or in a module of their own, or by MkDocs.
MADE_ELSEWHERE = frozenset(
    {
        "account", "assembly", "case", "category", "census", "decision", "fund", "guardrail",
        "handle", "norm", "page", "practice", "project", "questionnaire", "resource", "role",
        "scrutiny", "tombstone", "translation", "zine",
    }
)  # fmt: skip
_NOT_SAID = frozenset({"id", "lang", "origin", "places", "title", "body"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record as the plain page prints it: what it is, and its value as texts."""

    name: str
    about: str
    values: tuple[str, ...]
    is_prose: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A table of the open data with the files that hold it."""

    title: str
    about: str
    files: tuple[Download, ...]


def project_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of projects, and a page for each."""
    views = desk.publication.projects
    if not views:
        return
    yield desk.sheet(
        ("projects",),
        index_address("project"),
        "projects",
        kind="projects",
        views=views,
        whom=reached_by(desk.publication),
    )
    for view in views:
        yield _project_sheet(desk, view)


def zine_sheets(desk: Desk) -> Iterator[Sheet]:
    """The list of zines, and a page for each."""
    issues = desk.publication.issues
    if not issues:
        return
    prints = desk.downloads.issues
    yield desk.sheet(
        ("zines",), index_address("zine"), "zine", kind="zines", issues=issues, prints=prints
    )
    for issue in issues:
        yield desk.sheet(
            ("zine",),
            record_address("zine", issue.record.id),
            "zine",
            record=issue.record,
            issue=issue,
            prints=prints.get(issue.record.id, ()),
        )


def data_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page of the open data, where there are any."""
    files = desk.downloads.data
    if not files:
        return
    offers = tuple(_offers(desk, files))
    told_of = {file.address for offer in offers for file in offer.files}
    yield desk.sheet(
        ("data",),
        OPEN_DATA,
        "data",
        kind="data",
        offers=offers,
        others=[file for file in files if file.address not in told_of],
        all=files,
        seen=[(say(KIND_OF[p.kind].title), p) for p in desk.publication.commons.publish],
    )


def plain_sheets(desk: Desk) -> Iterator[Sheet]:
    """A list and pages for every kind that nobody designed, but for kinds of monthly lines."""
    for kind in KINDS:
        records = desk.publication.records.get(kind.name, ())
        if has_plain_pages(kind) and records:
            yield from kind_sheets(desk, kind, records)


def has_plain_pages(kind: Kind) -> bool:
    """Whether the records of a kind get the plain list and the plain page of each."""
    return isinstance(kind.shelf, FileEach | ListIn) and kind.name not in MADE_ELSEWHERE


def kind_sheets(desk: Desk, kind: Kind, records: Sequence[Record]) -> Iterator[Sheet]:
    """The plain list of a kind and the plain page of each of its records."""
    titles = [(record, title_of(record)) for record in records]
    yield desk.sheet(
        (f"{kind.plural}", "_index"),
        f"{kind.plural}/index.html",
        kind.name,
        kind=kind.plural,
        of=kind,
        titles=titles,
    )
    for record, called in titles:
        yield desk.sheet(
            (kind.name, "_record"),
            f"{kind.plural}/{record.id}.html",
            kind.name,
            record=record,
            of=kind,
            called=called,
            fields=tuple(_fields(record)),
        )


def title_of(record: Record) -> str:
    """What a record is called: its title, or its id where it has none."""
    return str(getattr(record, "title", "") or record.id)


def _project_sheet(desk: Desk, view: ProjectView) -> Sheet:
    record = view.record
    return desk.sheet(
        ("project",),
        record_address("project", record.id),
        "projects",
        record=record,
        view=view,
        tables=[told(table) for table in view.tables],
        decisions=[d for d in desk.publication.decisions if record.id in d.record.projects],
        ledger=next(
            (own for own in desk.publication.project_ledgers if own.record.id == record.id), None
        ),
        ledger_at=project_ledger_address(record.id),
    )


def _offers(desk: Desk, files: Sequence[Download]) -> Iterator[Offer]:
    """Every table that has files, under the name its files have."""
    by_name: dict[str, list[Download]] = {}
    for file in files:
        by_name.setdefault(file.address.rpartition("/")[2].partition(".")[0], []).append(file)
    for table in data_tables(desk.publication):
        found = tuple(by_name.get(table.name, ()))
        if found:
            yield Offer(table.title, table.about, found)


def _fields(record: Record) -> Iterator[Field]:
    """Every published field that says something, in the order it is declared."""
    notes = field_notes_of(type(record))
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        note = notes.get(field.name, {})
        if field.name in _NOT_SAID or note.get("published") is False or value in (None, "", ()):
            continue
        yield Field(
            name=field.name.rstrip("_").replace("_", " "),
            about=str(note.get("description", "")),
            values=tuple(_texts(value)),
            is_prose=note.get("form") == "prose",
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, msgspec.Struct):
        filled = {f: v for f, v in msgspec.structs.asdict(value).items() if v not in (None, "", ())}
        yield "; ".join(f"{name}: {', '.join(_texts(v))}" for name, v in filled.items())
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield str(value)
