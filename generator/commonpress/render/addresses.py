# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where everything stands on the site: from a kind and an id to an address, for ever.

Addresses are made of ids, never of titles. Each names a file, so that the site also opens
from a disk. They are paths from the root of the site; `relative` turns one into the link
that a page needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import TypeVar

from commonpress.derive.answers import HoursLine
from commonpress.derive.flow_views import Statement
from commonpress.derive.publication import Publication
from commonpress.ground.periods import month_of
from commonpress.kinds import KIND_OF, KINDS, LINE_BY_LINE
from commonpress.kinds.base import FileEach
from commonpress.kinds.commons import Visibility

HOME = "index.html"
LEDGER = "ledger/index.html"
LOANS = "ledger/loans.html"
CORRECTIONS = "ledger/corrections.html"
RECEIPTS = "ledger/receipts.html"
OPEN_DATA = "open-data.html"
CONFLICTS = "cases/how-they-were-met.html"
SELF_RULE = "self-government.html"
DECISIONS_TODAY = "decisions/today.html"
ROWS_A_PAGE = 500

# Kinds whose records stand as a line on a page they share: the page, and the anchor's beginning.
_LINES = {
    "category": ("resources/index.html", "category-"),
    "fund": ("funds/index.html", "fund-"),
    "handle": ("roles/index.html", "handle-"),
    "tombstone": ("tombstones/index.html", "tombstone-"),
}
_SUFFIXES = (".md", ".yml", ".html")

Line = TypeVar("Line")


def index_address(kind: str) -> str:
    """The page that lists all records of a kind."""
    return f"{KIND_OF[kind].plural}/index.html"


def record_address(kind: str, record_id: str) -> str:
    """The page of a record, or its place on the page it shares. Entries: see `AddressBook`.

    A translation has that of the record it translates: the site in its language shows it there.
    """
    if kind == "commons":
        return HOME
    if kind == "page":
        return f"{record_id}.html"
    if kind == "translation":
        _, kind, record_id = record_id.split("/", 2)
        return record_address(kind, record_id)
    if kind in _LINES:
        page, anchor = _LINES[kind]
        return f"{page}#{anchor}{record_id}"
    return f"{KIND_OF[kind].plural}/{record_id}.html"


def statement_address(period: str, sheet: int = 1) -> str:
    """A statement's page: a month and a year by their name, a season said to be one."""
    name = f"season-{period}" if period[-1].isalpha() else period
    return f"ledger/{name}.html" if sheet == 1 else f"ledger/{name}-{sheet}.html"


def project_ledger_address(project: str) -> str:
    """The page with the ledger of a project."""
    return f"ledger/project-{project}.html"


def hours_address(month: str, sheet: int = 1) -> str:
    """The page with the lines of hours of a month."""
    return f"hours/{month}.html" if sheet == 1 else f"hours/{month}-{sheet}.html"


def in_sheets(lines: Sequence[Line]) -> tuple[Sequence[Line], ...]:
    """Lines in pages of at most `ROWS_A_PAGE`; one empty page where there are none."""
    starts = range(0, max(len(lines), 1), ROWS_A_PAGE)
    return tuple(lines[start : start + ROWS_A_PAGE] for start in starts)


def relative(here: str, address: str) -> str:
    """The link from the page `here` to an address of this site."""
    page, mark, fragment = address.partition("#")
    if page == here and mark:
        return f"#{fragment}"
    folder, _, name = page.rpartition("/")
    here_folder = here.rpartition("/")[0]
    link = name if folder == here_folder else "../" * here.count("/") + page
    return link + mark + fragment


@dataclass(frozen=True, slots=True)
class AddressBook:
    """The addresses of all records that are published, and of `files` beside the pages.

    `pictures` says of those in the book where the site has them.
    """

    records: Mapping[tuple[str, str], str]
    files: frozenset[str] = frozenset()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str, record_id: str) -> str:
        """Where a record stands; blank where it is not published."""
        return self.records.get((kind, record_id), "")

    def resolve(self, target: str) -> str | None:
        """Where a link in prose leads: a record's id, its file in the book, or a known file.

        Links to a record's file are what a forge follows, so they are understood as well.
        """
        path, mark, fragment = target.partition("#")
        path = path.removeprefix("./")
        while path.startswith("../"):
            path = path.removeprefix("../")
        address = self._record(path) or self._file(path)
        if not address:
            return None
        return address if "#" in address else address + mark + fragment

    def _record(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        stem = next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name)
        if not folder:
            return next((a for kind in KINDS if (a := self.of(kind.name, stem))), "")
        found = (self.of(kind, prefix + stem) for kind, prefix in _kinds_in(folder))
        return next(filter(None, found), "")

    def _file(self, path: str) -> str:
        candidates = (path, path.removeprefix("content/"))
        found = (c if c in self.files else self.pictures.get(c, "") for c in candidates)
        return next(filter(None, found), "")


def address_book(
    publication: Publication,
    files: Sequence[str] = (),
    pictures: Mapping[str, str] = MappingProxyType({}),
) -> AddressBook:
    """The addresses of everything in a publication; what is on paper only has none."""
    off_site = {p.kind for p in publication.commons.publish if p.seen is not Visibility.SITE}
    records = {
        (kind, record.id): record_address(kind, record.id)
        for kind, group in publication.records.items()
        for record in group
        if kind not in LINE_BY_LINE and kind not in off_site
    }
    records |= {("commons", publication.commons.id): HOME}
    for statement in publication.statements:
        records |= dict(_entry_addresses(statement))
    records |= dict(_hours_addresses(publication))
    return AddressBook(records, frozenset(files), pictures)


def _entry_addresses(statement: Statement) -> Iterator[tuple[tuple[str, str], str]]:
    for number, lines in enumerate(in_sheets(statement.entries), start=1):
        page = statement_address(statement.period.name, number)
        for line in lines:
            yield ("entry", line.entry.id), f"{page}#{line.entry.id}"


def _hours_addresses(publication: Publication) -> Iterator[tuple[tuple[str, str], str]]:
    for month, lines in hours_by_month(publication):
        for number, sheet in enumerate(in_sheets(lines), start=1):
            page = hours_address(month, number)
            for line in sheet:
                yield ("hours", line.record.id), f"{page}#{line.record.id}"


def hours_by_month(publication: Publication) -> Iterator[tuple[str, tuple[HoursLine, ...]]]:
    """The lines of hours of each month that has any."""
    lines = publication.hours.lines if publication.hours else ()
    for month, of_month in groupby(lines, key=lambda line: month_of(line.record.date).name):
        yield month, tuple(of_month)


def _kinds_in(folder: str) -> list[tuple[str, str]]:
    """The kinds whose files lie in a folder of the book, however little of its path is written.

    With each, what its ids have before the names of their files.
    """
    return [
        (kind.name, kind.shelf.prefix)
        for kind in KINDS
        if isinstance(kind.shelf, FileEach) and f"/{kind.shelf.folder}".endswith(f"/{folder}")
    ]
