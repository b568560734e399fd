# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk at which every page of the site is made: what it is made from, and how it is set.

A page is made by one function, from a view of the publication and a template of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from commonpress.derive.flow_views import RecordLink
from commonpress.derive.publication import Figure, Publication
from commonpress.derive.translations import TranslationView
from commonpress.ground.periods import Period
from commonpress.ground.sharing import shared
from commonpress.kinds import KIND_OF_RECORD, KINDS, LINE_BY_LINE
from commonpress.kinds.base import Record
from commonpress.render import words
from commonpress.render.addresses import (
    AddressBook,
    address_book,
    index_address,
    record_address,
    relative,
    statement_address,
)
from commonpress.render.environment import Print, Templates, html
from commonpress.render.languages import site_of
from commonpress.render.packaged import packaged
from commonpress.render.page_memory import Question, page_memory
from commonpress.render.pictures import Picture
from commonpress.render.recalling import Recaller
from commonpress.render.site_page import Link, SitePage
from commonpress.render.voice import say, voice

# A page that was printed, and what its template asked of the book.
Asked = tuple[Print, tuple[Question, ...]]

_NAME_OF = {kind.record: kind.name for kind in KINDS}

# Fewer pages than these are printed before a second process would have begun.
_WORTH_SHARING = 200


@dataclass(frozen=True, slots=True)
class Download:
    """A file that people can take: its address from the root of the site, its size in bytes."""

    address: str
    size: int
    about: str = ""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Downloads:
    """The files beside the pages: the open data, the sheets of each issue by its id, the feeds.

    Calendars are among the feeds: a program asks for both again and again. `pictures` says where
    each picture of the book stands, if a page shows it.
    """

    data: tuple[Download, ...] = ()
    issues: Mapping[str, tuple[Download, ...]] = field(default_factory=dict)
    feeds: tuple[Download, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def addresses(self) -> frozenset[str]:
        """Every address among them."""
        groups = (self.data, *self.issues.values(), self.feeds)
        return frozenset(item.address for group in groups for item in group)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is ready to be printed: its place, its template, what goes in, its drawings."""

    templates: tuple[str, ...]
    address: str
    values: Mapping[str, Any]
    place: Mapping[str, Any]  # what the frame needs to know of the page
    above: str = ""  # HTML that stands before the body
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """Records of one kind that point here, or that this one points to."""

    kind: str
    title: str
    links: tuple[RecordLink, ...]


class Desk:
    """A publication, where its records stand, and the templates that print them."""

    def __init__(
        self, publication: Publication, downloads: Downloads, own_templates: Path | None = None
    ) -> None:
        self.publication = publication
        self.downloads = downloads
        files = sorted(downloads.addresses())
        self.addresses: AddressBook = address_book(publication, files, downloads.pictures)
        self.plurals = plurals_of(publication)
        self._titles = {
            (kind, record.id): str(getattr(record, "title", ""))
            for kind, group in publication.records.items()
            if kind not in LINE_BY_LINE
            for record in group
        }
        self._has_own_templates = own_templates not in (None, packaged())
        self._answers: dict[str, Callable[..., str | None]] = {
            "at": self.addresses.of,
            "called": self._called,
            "resolve": self.addresses.resolve,
        }
        self._asked: list[Question] = []
        self.templates = Templates(own_templates, self._filters(), self._values())

    def sheet(
        self,
        names: tuple[str, ...],
        address: str,
        part: str,
        *,
        pictures: Iterable[Picture] = (),
        record: Record | None = None,
        source: str = "",
        neighbours: tuple[Link | None, Link | None] = (None, None),
        kind: str = "",
        **values: Any,
    ) -> Sheet:
        """Make a page ready to be printed by the first of these templates that exists.

        With a `record`, the page is that record's: its file, its language, what it cites and
        what cites it go with it.
        """
        about = self._about(record) if record is not None else {}
        place = {
            "part": part,
            "source": source or self._source(record),
            "lang": self._lang(record) if record is not None else "",
            "earlier": neighbours[0],
            "later": neighbours[1],
            "kind": kind or (_NAME_OF[type(record)] if record is not None else ""),
        }
        templates = tuple(f"site/{name}.html.jinja" for name in names)
        above = self.note_over(record, address) if record is not None else ""
        return Sheet(templates, address, about | values, place, above, tuple(pictures))

    def note_over(self, record: Record, here: str) -> str:
        """The note over a record that is translated, or is not and is in another language."""
        key = (_NAME_OF[type(record)], record.id)
        view = self.publication.translations.get(key)
        if view is None:
            return untranslated(record.lang)
        there = site_of(view.from_language, self.publication.commons)
        return translated_from(view, relative(here, there + record_address(*key)))

    def language_of(self, record: Record) -> str:
        """The language that a record is shown in here."""
        return record.lang or voice().records or self.publication.commons.language

    def _lang(self, record: Record) -> str:
        """The language of the page of a record, where that is not the one of the site.

        In other languages than the book's, the texts are marked instead, each by itself.
        """
        is_foreign = record.lang not in ("", self.publication.commons.language)
        return record.lang if is_foreign and not voice().records else ""

    def printed(self, sheets: Sequence[Sheet]) -> list[SitePage]:
        """The pages of these sheets, in their order; what the last build printed is recalled."""
        recaller = self._recaller()
        if recaller is None:
            return [_page(s, p) for s, (p, _) in zip(sheets, self._prints(sheets), strict=True)]
        keys = [recaller.key(sheet.templates, sheet.values) for sheet in sheets]
        known = [recaller.recall(s.address, key) for s, key in zip(sheets, keys, strict=True)]
        due = [sheet for sheet, found in zip(sheets, known, strict=True) if found is None]
        prints = iter(self._prints(due))
        pages: list[SitePage] = []
        for sheet, key, found in zip(sheets, keys, known, strict=True):
            made = found
            if made is None:
                made, asked = next(prints)
                recaller.keep(sheet.address, key, made, asked)
            pages.append(_page(sheet, made))
        return pages

    def _recaller(self) -> Recaller | None:
        """What recalls pages, where this build has a memory and only our own templates print."""
        memory = page_memory()
        if memory is None or self._has_own_templates:
            return None
        return Recaller(memory, self.templates, self._values(), self._answers, self.plurals)

    def _prints(self, sheets: Sequence[Sheet]) -> list[Asked]:
        """Each of these sheets printed, by two processes where that pays."""
        if len(sheets) < _WORTH_SHARING:
            return self._printed(sheets)
        parts = shared(lambda part, parts: self._printed(sheets[part::parts]))
        return [parts[n % len(parts)][n // len(parts)] for n in range(len(sheets))]

    def _printed(self, sheets: Sequence[Sheet]) -> list[Asked]:
        prints: list[Asked] = []
        for sheet in sheets:
            self._asked.clear()
            made = self.templates.page(sheet.templates, sheet.address, **sheet.values)
            prints.append((made, tuple(self._asked)))
        return prints

    def _asking(self, name: str) -> Callable[..., str | None]:
        """A function of the book for templates, which writes down what it is asked."""
        answer = self._answers[name]

        def ask(*given: str) -> str | None:
            self._asked.append((name, *given))
            return answer(*given)

        return ask

    def amount(self, value: Any, unit: str, places: int | None = None) -> str:
        """A number and its unit, in the plural this book gives it."""
        return words.amount(value, unit, places, self.plurals)

    def _source(self, record: Record | None) -> str | None:
        """The file that readers may be sent to; none of a guarded kind.

        A forge shows when a file was changed, and by whom, beside the file itself.
        """
        if record is None or KIND_OF_RECORD[type(record)].guarded:
            return None
        return self.publication.sources.get((_NAME_OF[type(record)], record.id)) or None

    def _about(self, record: Record) -> dict[str, Any]:
        key = (_NAME_OF[type(record)], record.id)
        return {
            "record": record,
            "cites": by_kind(self.publication.cites.get(key, ())),
            "cited_by": by_kind(self.publication.cited_by.get(key, ())),
        }

    def _filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "amount": self.amount,
            "unit_word": lambda unit: words.unit_word(unit, self.plurals),
            "figure": self._figure,
        }

    def _values(self) -> dict[str, Any]:
        return {
            "commons": self.publication.commons,
            "as_of": self.publication.as_of,
            "book": self.publication,
            **{name: self._asking(name) for name in self._answers},
            "index": index_address,
            "feeds": {item.name: item for item in self.downloads.feeds},
            "statement_of": _statement_of,
        }

    def _called(self, kind: str, record_id: str) -> str:
        """What a record is called: its title, or its id where it has none or is not published."""
        found = self._titles.get((kind, record_id), "")
        return found or record_id

    def _figure(self, figure: Figure, says: str = "") -> str:
        """A published figure, marked so that a program can read it back."""
        printed = says or self.amount(figure.value, figure.unit, figure.places)
        value = f"{figure.value:.{figure.places}f}"
        return html(f'<data value="{value}" data-figure="{figure.id}">{escape(printed)}</data>')


def translated_from(view: TranslationView, original: str) -> str:
    """A note over a translated record, which leads to the record's own words."""
    from commonpress.render.reckoning import name_in  # noqa: PLC0415 - only where there are any

    language = name_in(view.from_language, voice().language)
    said = (
        say("Translated from {language}.", language=language)
        if view.is_whole
        else say("Translated from {language} in part.", language=language)
    )
    link = f'<a href="{escape(original)}">{escape(say("Read the original"))}</a>'
    told = f"{escape(said)} {link}."
    if view.is_old:
        told += f" {escape(say('The original changed after this translation.'))}"
    return f'<p class="note translated">{told}</p>\n'


def untranslated(language: str) -> str:
    """A note over a record that stands in another language than the page; blank where it does not.

    The record is printed as it was written, and marked as what it is.
    """
    chosen = voice()
    written = language or chosen.records
    if not chosen.records or written == chosen.language:
        return ""
    from commonpress.render.reckoning import name_in  # noqa: PLC0415 - only in other languages

    note = say(
        "Written in {language} and not translated.", language=name_in(written, chosen.language)
    )
    return f'<p class="note untranslated">{escape(note)}</p>\n'


def _page(sheet: Sheet, found: Print) -> SitePage:
    return SitePage(
        sheet.address,
        title=found.title,
        description=found.description,
        body=sheet.above + found.body,
        **sheet.place,
    )


def _statement_of(period: Period) -> str:
    """Where the statement of a period stands."""
    return statement_address(period.name)


def plurals_of(publication: Publication) -> dict[str, str]:
    """The word for more than one of each unit that is a thing."""
    resources = (view.resource for view in publication.resources)
    return {r.unit: r.each for r in resources if r.each}


def by_kind(links: Iterable[RecordLink]) -> tuple[Cited, ...]:
    """Links put together by kind, in the order of the book.

    Lines of the ledger stand in tables of their own, and the settings have no page.
    """
    found: dict[str, list[RecordLink]] = {}
    for link in links:
        found.setdefault(link.kind, []).append(link)
    return tuple(
        Cited(kind.name, say(kind.title), tuple(found[kind.name]))
        for kind in KINDS
        if kind.name in found and kind.name != "commons" and kind.name not in LINE_BY_LINE
    )
