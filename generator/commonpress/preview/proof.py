# SPDX-License-Identifier: AGPL-3.0-or-later
"""One state of the whole site, of which each page is printed when somebody asks for it.

What comes out is what `commonpress build --draft --no-zine` writes, to the last byte. Pages that
list all others (the A to Z, the search, the map of the site) print all others first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

import msgspec

from commonpress.derive.publication import Publication
from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.base import Record
from commonpress.printing import (
    DATA,
    configuration_of,
    downloads_of,
    in_folder,
    own_templates,
    site_in,
    texts_of,
)
from commonpress.render.addresses import record_address
from commonpress.render.artifact import Artifact
from commonpress.render.calendar import calendar_files
from commonpress.render.census_form import census_forms
from commonpress.render.editing_forms import form_files
from commonpress.render.engine import set_formes
from commonpress.render.export import data_files
from commonpress.render.feeds import FOLDER as FEEDS
from commonpress.render.feeds import feed_files
from commonpress.render.forme import FormeKey, fill, forme_key, forme_keys, stamp
from commonpress.render.languages import other_languages, own_voice, sites_beside
from commonpress.render.offline_copy import without_offline_copy
from commonpress.render.press import MISSING_PAGE
from commonpress.render.published_pictures import pictures_of
from commonpress.render.seal_scripts import seal_scripts
from commonpress.render.search_documents import documents
from commonpress.render.search_index import FOLDER as SEARCH_FILES
from commonpress.render.search_index import search_files
from commonpress.render.site import LaidOut, lay_out, tables_script
from commonpress.render.site_desk import Sheet
from commonpress.render.site_index import PART as INDEX
from commonpress.render.site_index import SEARCH, index_sheets
from commonpress.render.site_page import A_TO_Z, SiteFrame, SitePage
from commonpress.render.sitemap import found_by
from commonpress.render.voice import speaking


class Proof:
    """A publication set and ready to be printed."""

    def __init__(self, publication: Publication, book: Path) -> None:
        """Lay out every page. Raises EngineError and FormeError where MkDocs cannot set them."""
        self._voice = own_voice(publication, own_templates(book))
        with speaking(self._voice):
            self._lay_out(publication, book)

    def _lay_out(self, publication: Publication, book: Path) -> None:
        own = own_templates(book)
        data = in_folder(DATA, data_files(publication))
        told = [*calendar_files(publication, own), *feed_files(publication, own)]
        beside = [*data, *in_folder(FEEDS, told)]
        self._pictures = pictures_of(book)
        downloads = downloads_of(publication, beside, self._pictures.addresses)
        laid = lay_out(publication, downloads, own)
        self.publication, self._book, self._data = publication, book, data
        self._laid, self._frame = laid, _whole_frame(publication, laid.frame)
        self._sheets = {sheet.address: sheet for sheet in laid.sheets}
        keys = _keys(laid, self._frame)
        self._run = set_formes(configuration_of(book), self._frame, keys, book)
        self._formes = self._run.by_key
        forms = (*census_forms(publication, own), *form_files(publication, own))
        made = (*seal_scripts(publication), *forms, tables_script())
        self._files = dict(_bytes_of((*self._run.assets, *made, *beside)))
        self._files |= {page.address: fill(page.forme, self._frame) for page in self._run.pages}
        self._files[MISSING_PAGE] = fill(self._run.missing_page, self._frame)
        self._pages: dict[str, SitePage] = {}
        self._drawings: dict[str, bytes] | None = None
        self._listed: dict[str, bytes] | None = None
        self._languages: dict[str, dict[str, bytes]] = {}
        self._lock = RLock()  # the desk knows one page at a time
        self._long = RLock()  # what takes seconds does not hold up a page

    @property
    def addresses(self) -> frozenset[str]:
        """The pages made of records, but for those that list all others."""
        return frozenset(self._sheets)

    def source(self, address: str) -> str:
        """The file of the book that a page is made of; blank where it is made of many."""
        if sheet := self._sheets.get(address):
            return sheet.place["source"] or ""
        return next((page.source for page in self._run.pages if page.address == address), "")

    def file(self, path: str) -> bytes | None:
        """A file of the site as it is written; None where the site has none there."""
        if path in self._sheets:
            return self._stamped(self._page(self._sheets[path]))
        if path in self._files:
            return self._files[path]
        language = path.partition("/")[0]
        if language in other_languages(self.publication.commons):
            return self._in_language(language).get(path)
        if path.startswith("drawings/"):
            return self._all_drawings().get(path)
        picture = self._pictures.at(path)
        if isinstance(picture, bytes):
            return picture
        return self._listing().get(path) if _may_be_listed(path) else None

    def paths(self) -> tuple[str, ...]:
        """Every file of the site. All of them are printed for it."""
        groups = [self._files, self._all_drawings(), self._listing(), self._shown()]
        groups += [self._in_language(name) for name in other_languages(self.publication.commons)]
        return tuple(sorted((*self._sheets, *(path for group in groups for path in group))))

    def touch_up(self, record: Record) -> bool:
        """Show a record in other words on its own page, and nothing else; whether it has one.

        All that follows from what the record says is as it was, until the next proof.
        """
        address = record_address(KIND_OF_RECORD[type(record)].name, record.id)
        with self._lock:
            sheet = self._sheets.get(address)
            before = sheet.values.get("record") if sheet else None
            if sheet is None or type(before) is not type(record):
                return False
            values = {name: _with(value, before, record) for name, value in sheet.values.items()}
            self._sheets[address] = replace(sheet, values=values)
            self._pages.pop(address, None)
        return True

    # --- printing --------------------------------------------------------------------------------

    def _page(self, sheet: Sheet) -> SitePage:
        with self._lock:
            found = self._pages.get(sheet.address)
            if found is None:
                with speaking(self._voice):
                    (found,) = self._laid.desk.printed([sheet])
                self._pages[sheet.address] = found
            return found

    def _stamped(self, page: SitePage) -> bytes:
        content = stamp(self._formes[forme_key(page, self._frame)], page, self._frame)
        with speaking(self._voice):
            (bare,) = without_offline_copy([Artifact(page.address, content)])
        return bare.content

    def _all_drawings(self) -> dict[str, bytes]:
        with self._long:
            if self._drawings is None:
                pictures = (p for sheet in self._laid.sheets for p in sheet.pictures)
                with speaking(self._voice):
                    self._drawings = dict(_bytes_of(a for p in pictures for a in p.artifacts()))
            return self._drawings

    def _shown(self) -> dict[str, bytes]:
        pages = [self._page(sheet) for sheet in tuple(self._sheets.values())]
        return dict(_bytes_of(self._pictures.shown_in(texts_of(pages, self._run)).files))

    def _listing(self) -> dict[str, bytes]:
        """The pages that list all others, the search, and the map of the site."""
        with self._long:
            if self._listed is None:
                with speaking(self._voice):
                    self._listed = dict(_bytes_of(self._list_all()))
            return self._listed

    def _list_all(self) -> Iterator[Artifact]:
        pages = [self._page(sheet) for sheet in tuple(self._sheets.values())]
        found = documents(self.publication, pages)
        sheets = tuple(index_sheets(self._laid.desk, found))
        listing = [self._page(sheet) for sheet in sheets]
        yield from (Artifact(page.address, self._stamped(page)) for page in listing)
        yield from search_files(found, self.publication.commons.language)
        every = [page.address for page in (*pages, *listing)]
        every += [page.address for page in self._run.pages]
        yield from found_by(every, self._frame)

    def _in_language(self, language: str) -> dict[str, bytes]:
        with self._long:
            if language not in self._languages:
                files = site_in(language, self.publication, self._book, self._data)
                self._languages[language] = dict(_bytes_of(files))
            return self._languages[language]


def _whole_frame(publication: Publication, frame: SiteFrame) -> SiteFrame:
    commons = publication.commons
    if not other_languages(commons):
        return frame
    return replace(frame, elsewhere=sites_beside(commons, commons.language))


def _keys(laid: LaidOut, frame: SiteFrame) -> tuple[FormeKey, ...]:
    """The very formes that a build asks for, so that both find the same ones kept."""
    keys = set(forme_keys([_unprinted(sheet) for sheet in laid.sheets], frame))
    listing = {FormeKey(INDEX, address.count("/")) for address in (A_TO_Z, SEARCH)}
    return tuple(sorted(keys | listing))


def _unprinted(sheet: Sheet) -> SitePage:
    """A page of which only its place is known."""
    return SitePage(sheet.address, title="", description="", body="", **sheet.place)


def _may_be_listed(path: str) -> bool:
    """Whether a path can be that of a file that only comes of printing all pages."""
    return path.startswith((f"{INDEX}/", f"{SEARCH_FILES}/", "sitemap", "robots.txt"))


def _bytes_of(files: Iterable[Artifact]) -> Iterator[tuple[str, bytes]]:
    return ((file.path, b"".join(file.pieces())) for file in files)


def _with(value: Any, before: Any, after: Any) -> Any:
    """A value with one record in the place of another, where it is that or holds it."""
    if value is before:
        return after
    if is_dataclass(value) and not isinstance(value, type):
        held = [field.name for field in fields(value) if getattr(value, field.name) is before]
        return replace(value, **dict.fromkeys(held, after)) if held else value
    if isinstance(value, msgspec.Struct):
        held = [name for name in value.__struct_fields__ if getattr(value, name) is before]
        return msgspec.structs.replace(value, **dict.fromkeys(held, after)) if held else value
    return value
