# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands on every page: the name, the parts of the book that hold something, the colophon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commonpress.derive.occasions import Agenda
from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.publication import Page
from commonpress.render import site_withdrawn
from commonpress.render.addresses import LEDGER, OPEN_DATA, SELF_RULE, index_address, record_address
from commonpress.render.site_desk import Desk
from commonpress.render.site_free import free_words
from commonpress.render.site_index import PART as INDEX
from commonpress.render.site_index import SEARCH
from commonpress.render.site_others import has_plain_pages
from commonpress.render.site_page import A_TO_Z, BookPart, FeedLink, SiteFrame
from commonpress.render.site_seal import SEAL_PAGE
from commonpress.render.voice import say

_FRAME = "site/_frame.html.jinja"
_NAMES = "feeds/names.html.jinja"
# Each feed in one format and the calendar of everything: enough for a program to find the rest.
_TOLD_BY = {"xml": "application/atom+xml", "ics": "text/calendar"}
_PART_OF_THE_WHOLE = frozenset(f"{agenda}.ics" for agenda in Agenda)


def site_frame(desk: Desk) -> SiteFrame:
    """The frame of every page of a book. A part that holds nothing is left out of it."""
    commons = desk.publication.commons
    texts = desk.templates.texts(_FRAME)
    return SiteFrame(
        name=commons.name,
        parts=(
            *_parts(desk, texts),
            *_plain_parts(desk),
            BookPart(INDEX, texts["a_to_z"], A_TO_Z, in_masthead=False),
            *_free_pages(desk),
        ),
        short_name=commons.short_name,
        tagline=commons.tagline,
        as_of=texts["as_of_words"],
        colophon=tuple(filter(None, (texts[f"colophon_{number}"] for number in (1, 2, 3)))),
        notice=texts["notice"],
        edit_base=commons.edit_url,
        site_url=commons.site_url,
        language=commons.language,
        feeds=tuple(_feeds(desk)),
        free=tuple(free_words(desk)),
        search=SEARCH,
        noindex=commons.noindex is not None,
    )


def _feeds(desk: Desk) -> Iterator[FeedLink]:
    names = desk.templates.texts(_NAMES)
    for file in desk.downloads.feeds:
        name, _, suffix = file.name.partition(".")
        if suffix in _TOLD_BY and file.name not in _PART_OF_THE_WHOLE:
            yield FeedLink(file.address, _TOLD_BY[suffix], names[name])


def _parts(desk: Desk, texts: Mapping[str, str]) -> Iterator[BookPart]:
    book = desk.publication
    parts = (
        ("ledger", LEDGER, book.entries or book.resources),
        ("assembly", index_address("assembly"), book.assemblies),
        ("decisions", index_address("decision"), book.decisions),
        ("roles", index_address("role"), book.roles),
        ("cases", index_address("case"), book.cases or book.norms),
        ("guardrails", index_address("guardrail"), book.guardrails),
        ("projects", index_address("project"), book.projects),
        ("zine", index_address("zine"), book.issues),
    )
    for key, address, holds in parts:
        if holds:
            yield BookPart(key, texts[key], address)
    beside = (
        ("self-government", SELF_RULE, bool(book.assemblies or book.guardrails)),
        ("practices", index_address("practice"), bool(book.practices)),
        ("scrutiny", index_address("scrutiny"), bool(book.scrutiny)),
        ("census", index_address("census"), bool(book.censuses)),
    )
    for key, address, is_told in beside:
        if is_told:
            yield BookPart(key, texts[key.replace("-", "_")], address, in_masthead=False)
    if book.withdrawn:
        title = say(KIND_OF["tombstone"].title)
        yield BookPart(site_withdrawn.PART, title, site_withdrawn.LIST, in_masthead=False)
    if desk.downloads.data:
        yield BookPart("data", texts["data"], OPEN_DATA, in_masthead=False)
    if book.seal:
        yield BookPart("seal", texts["seal"], SEAL_PAGE, in_masthead=False)


def _plain_parts(desk: Desk) -> Iterator[BookPart]:
    """Kinds with plain pages, each a part of its own at the foot."""
    for kind in KINDS:
        records = desk.publication.records.get(kind.name, ())
        if has_plain_pages(kind) and records:
            yield BookPart(kind.name, say(kind.title), index_address(kind.name), in_masthead=False)


def _free_pages(desk: Desk) -> Iterator[BookPart]:
    """The pages in the commons' own words; they stand in no row, only in the contents."""
    for page in desk.publication.records.get("page", ()):
        if isinstance(page, Page):
            key = f"page-{page.id.replace('/', '-')}"
            address = record_address("page", page.id)
            yield BookPart(key, page.label or page.title, address, in_masthead=False)
