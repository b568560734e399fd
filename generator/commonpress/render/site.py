# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site: from a publication to every page, the frame around them, and their drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from commonpress.derive.publication import Publication
from commonpress.render.artifact import Artifact
from commonpress.render.entry_rows import EntryRows
from commonpress.render.packaged import packaged
from commonpress.render.search_documents import documents
from commonpress.render.search_index import search_files
from commonpress.render.site_accounts import account_sheets
from commonpress.render.site_assembly import assembly_sheets, decision_sheets
from commonpress.render.site_cases import case_sheets, norm_sheets
from commonpress.render.site_census import census_sheets
from commonpress.render.site_desk import Desk, Downloads, Sheet
from commonpress.render.site_frame import site_frame
from commonpress.render.site_funds import fund_sheets
from commonpress.render.site_guardrails import guardrail_sheets
from commonpress.render.site_home import home_sheet
from commonpress.render.site_hours import hours_sheets
from commonpress.render.site_index import index_sheets
from commonpress.render.site_kept import kept_sheets
from commonpress.render.site_ledger import ledger_sheets
from commonpress.render.site_others import data_sheets, plain_sheets, project_sheets, zine_sheets
from commonpress.render.site_page import SiteFrame, SitePage
from commonpress.render.site_practices import practice_sheets, scrutiny_sheets
from commonpress.render.site_projects import project_ledger_sheets
from commonpress.render.site_roles import role_sheets
from commonpress.render.site_seal import seal_sheets
from commonpress.render.site_self_rule import self_rule_sheets
from commonpress.render.site_statements import statement_sheets
from commonpress.render.site_today import today_sheets
from commonpress.render.site_withdrawn import withdrawn_sheets

NO_DOWNLOADS = Downloads()


@dataclass(frozen=True, slots=True)
class Site:
    """All pages made of records, what stands on each of them, their drawings, and their scripts."""

    pages: tuple[SitePage, ...]
    frame: SiteFrame
    drawings: tuple[Artifact, ...]
    scripts: tuple[Artifact, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A site before any of its pages is printed: all sheets but those that list the others."""

    desk: Desk
    sheets: tuple[Sheet, ...]
    frame: SiteFrame


def lay_out(
    publication: Publication, downloads: Downloads, own_templates: Path | None = None
) -> LaidOut:
    """Make every page ready to be printed, and print none."""
    desk = Desk(publication, downloads, own_templates)
    return LaidOut(desk, tuple(_sheets(desk)), site_frame(desk))


def make_site(
    publication: Publication,
    downloads: Downloads = NO_DOWNLOADS,
    own_templates: Path | None = None,
) -> Site:
    """Every page of a publication; `own_templates` are the book's own, looked up first.

    The files in `downloads` must stand at their addresses when the site is written.
    """
    laid = lay_out(publication, downloads, own_templates)
    desk, sheets = laid.desk, laid.sheets
    pages = desk.printed(sheets)
    found = documents(publication, pages)
    listing = list(index_sheets(desk, found))
    pages += desk.printed(listing)
    pictures = chain.from_iterable(p.artifacts() for s in (*sheets, *listing) for p in s.pictures)
    drawings = {artifact.path: artifact for artifact in pictures}
    return Site(
        pages=tuple(pages),
        frame=laid.frame,
        drawings=tuple(drawings[path] for path in sorted(drawings)),
        scripts=(*search_files(found, publication.commons.language), tables_script()),
    )


def tables_script() -> Artifact:
    """What lets long tables of the ledger be sorted and sifted."""
    return Artifact("assets/tables.js", packaged("site", "tables.js").read_bytes())


def site_pages(publication: Publication) -> tuple[SitePage, ...]:
    """The pages alone, of a publication without files beside it."""
    return make_site(publication).pages


def _sheets(desk: Desk) -> Iterator[Sheet]:
    rows = EntryRows(desk.publication.entries)
    if not _has_its_own_front(desk.publication):
        yield home_sheet(desk)
    yield from ledger_sheets(desk, rows)
    yield from account_sheets(desk, rows)
    yield from statement_sheets(desk, rows)
    yield from project_ledger_sheets(desk, rows)
    yield from fund_sheets(desk)
    yield from hours_sheets(desk)
    yield from kept_sheets(desk)
    yield from self_rule_sheets(desk)
    yield from assembly_sheets(desk)
    yield from decision_sheets(desk, rows)
    yield from today_sheets(desk)
    yield from guardrail_sheets(desk)
    yield from scrutiny_sheets(desk)
    yield from role_sheets(desk)
    yield from case_sheets(desk)
    yield from norm_sheets(desk)
    yield from project_sheets(desk)
    yield from practice_sheets(desk)
    yield from census_sheets(desk)
    yield from zine_sheets(desk)
    yield from data_sheets(desk)
    yield from seal_sheets(desk)
    yield from withdrawn_sheets(desk)
    yield from plain_sheets(desk)


def _has_its_own_front(publication: Publication) -> bool:
    """Whether the commons wrote its own first page, as `content/pages/index.md`."""
    return any(page.id == "index" for page in publication.records.get("page", ()))
