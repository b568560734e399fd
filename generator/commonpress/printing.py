# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a publication to every file of the site, the zine and the data, still in memory."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from commonpress.derive.publication import IssueView, Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.publication import Edition
from commonpress.read.media import read_pictures
from commonpress.render.artifact import Artifact, Keeper, in_memory
from commonpress.render.calendar import calendar_files
from commonpress.render.catalogue_findings import languages_without_words
from commonpress.render.census_form import census_forms
from commonpress.render.editing_forms import form_files
from commonpress.render.engine import EngineRun, set_formes
from commonpress.render.export import data_files
from commonpress.render.feeds import FOLDER as FEEDS
from commonpress.render.feeds import feed_files
from commonpress.render.forme import forme_keys
from commonpress.render.languages import (
    in_language,
    other_languages,
    other_voice,
    own_voice,
    sites_beside,
    zine_languages,
)
from commonpress.render.links import check_links
from commonpress.render.offline_copy import with_offline_copy, without_offline_copy
from commonpress.render.packaged import packaged_configuration
from commonpress.render.page_warnings import page_warnings
from commonpress.render.press import MISSING_PAGE, print_site
from commonpress.render.published_pictures import Pictures, pictures_of
from commonpress.render.schemas import FOLDER as SCHEMAS
from commonpress.render.seal_scripts import seal_scripts
from commonpress.render.site import make_site
from commonpress.render.site_desk import Download, Downloads
from commonpress.render.site_page import SiteFrame, SitePage
from commonpress.render.sitemap import found_by
from commonpress.render.voice import ENGLISH, Voice, speaking

CONFIGURATION = "mkdocs.yml"
TEMPLATES = "site_templates"
DATA, ZINES = "data", "zines"
EDITIONS = tuple(Edition)
NO_PICTURES = Pictures({})


@dataclass(frozen=True, slots=True)
class SiteCopy:
    """What is to be printed as a site: pages made of records, their frame, and files beside."""

    pages: Sequence[SitePage]
    frame: SiteFrame
    extras: Sequence[Artifact] = ()
    pictures: Pictures = NO_PICTURES
    voice: Voice = ENGLISH
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """Every file of a book, and what is wrong with them."""

    site: tuple[Artifact, ...]
    zine: tuple[Artifact, ...]
    data: tuple[Artifact, ...]
    findings: tuple[Diagnostic, ...] = ()


def print_book(
    publication: Publication, book: Path, *, with_zine: bool = True, keep: Keeper = in_memory
) -> Printed:
    """Print everything. Findings are links that lead nowhere and issues that cannot be set."""
    data = data_files(publication, keep)
    zine, unprintable = zine_files(publication, book) if with_zine else ((), ())
    copy = site_copy(publication, book, data, zine)
    keys = forme_keys(copy.pages, copy.frame)
    with speaking(copy.voice):
        run = set_formes(configuration_of(book), copy.frame, keys, book)
        # The copy holds the zine too, so it is made only with it.
        site, wrong = finished_site(run, copy, with_copy=with_zine)
    return Printed(site, zine, data, (*unprintable, *wrong))


def finished_site(
    run: EngineRun, copy: SiteCopy, *, with_copy: bool = False
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """The site printed and listed, and what is wrong with it, for every door.

    That is every link that leads nowhere, and what MkDocs warned of. `with_copy` packs the
    site to be taken along, beside it.
    """
    addresses = [*(page.address for page in copy.pages), *(page.address for page in run.pages)]
    shown = copy.pictures.shown_in(texts_of(copy.pages, run))
    extras = (*copy.extras, *found_by(addresses, copy.frame), *shown.files)
    printed_site = print_site(run, copy.pages, copy.frame, extras)
    site = (with_offline_copy if with_copy else without_offline_copy)(printed_site)
    sources = {page.address: page.source for page in copy.pages if page.source}
    sources |= {page.address: page.source for page in run.pages}
    warned = page_warnings(run.warnings, (page.source for page in run.pages), CONFIGURATION)
    broken = check_links(site, sources, copy.frame.site_url)
    return site, (*copy.findings, *warned, *shown.findings, *broken)


def texts_of(pages: Iterable[SitePage], run: EngineRun) -> Iterator[str]:
    """What stands in the pages of a site, as HTML."""
    yield from (page.body for page in pages)
    yield from (piece.decode() for page in run.pages for piece in page.forme.pieces)


def site_copy(
    publication: Publication,
    book: Path,
    data: Sequence[Artifact],
    zine: Sequence[Artifact],
) -> SiteCopy:
    """The site before it is set: the same for every door."""
    own = own_templates(book)
    with speaking(own_voice(publication, own)) as chosen:
        copy = _site_copy(publication, book, data, zine)
    unspoken = tuple(languages_without_words(publication.commons, own))
    return replace(copy, voice=chosen, findings=unspoken)


def _site_copy(
    publication: Publication,
    book: Path,
    data: Sequence[Artifact],
    zine: Sequence[Artifact],
) -> SiteCopy:
    own = own_templates(book)
    told = [*calendar_files(publication, own), *feed_files(publication, own)]
    beside = [*in_folder(DATA, data), *in_folder(ZINES, zine), *in_folder(FEEDS, told)]
    pictures = pictures_of(book)
    downloads = downloads_of(publication, beside, pictures.addresses)
    site = make_site(publication, downloads, own)
    forms = (*census_forms(publication, own), *form_files(publication, own))
    extras = (*site.drawings, *site.scripts, *seal_scripts(publication), *forms, *beside)
    others = other_languages(publication.commons)
    if not others:
        return SiteCopy(site.pages, site.frame, extras, pictures)
    commons = publication.commons
    frame = replace(site.frame, elsewhere=sites_beside(commons, commons.language))
    shared = [*in_folder(DATA, data), *in_folder(ZINES, zine)]
    translated = (site_in(language, publication, book, shared) for language in others)
    return SiteCopy(site.pages, frame, (*extras, *chain.from_iterable(translated)), pictures)


def site_in(
    language: str, publication: Publication, book: Path, shared: Sequence[Artifact]
) -> Iterator[Artifact]:
    """The whole site in another language, below its folder; `shared` files stand above it."""
    own = own_templates(book)
    with speaking(other_voice(publication, language, own)):
        there = in_language(publication, language)
        told = in_folder(FEEDS, [*calendar_files(there, own), *feed_files(there, own)])
        pictures = pictures_of(book)
        downloads = downloads_of(there, [*shared, *told], pictures.addresses)
        site = make_site(there, _above(downloads), own)
        frame = replace(site.frame, elsewhere=sites_beside(publication.commons, language))
        keys = forme_keys(site.pages, frame)
        run = set_formes(configuration_of(book), frame, keys, book)
        addresses = [*(page.address for page in site.pages), *(page.address for page in run.pages)]
        listed = () if frame.noindex else found_by(addresses, frame)
        forms = census_forms(there, own)
        # What is wrong with them is told of the site at the root.
        shown = pictures.shown_in(texts_of(site.pages, run)).files
        extras = (*site.drawings, *site.scripts, *seal_scripts(there), *forms, *told, *listed)
        printed = without_offline_copy(print_site(run, site.pages, frame, (*extras, *shown)))
    yield from in_folder(language, [file for file in printed if file.path != MISSING_PAGE])


def zine_files(
    publication: Publication, book: Path
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """Every issue in its languages and editions, and what keeps an issue from being printed."""
    # WeasyPrint takes a second to import: only who prints the zine waits for it.
    from commonpress.render.chapters import tidy  # noqa: PLC0415
    from commonpress.render.print_editions import print_run  # noqa: PLC0415
    from commonpress.render.zine_findings import UnprintableIssueError  # noqa: PLC0415

    commons = publication.commons
    printed: list[Artifact] = []
    findings: list[Diagnostic] = []
    wanted = [(i, name) for i in publication.issues for name in zine_languages(commons, i.record)]
    for issue, language in wanted:
        try:
            run = print_run(
                publication,
                issue,
                own_templates(book),
                media=art_of(book, issue),
                language=language,
            )
            printed += run.files
            findings += (*run.notes, *run.faults)
        except UnprintableIssueError as refused:
            findings += refused.findings
    tidy()
    # What is wrong with a record is told once, in however many languages it is printed.
    return tuple(printed), tuple(dict.fromkeys(findings))


@contextmanager
def pages_kept(book: Path, *, remember: bool = True) -> Iterator[None]:
    """Set pages that were set before only once: they are kept in the book's `build/.cache`.

    Where one of the libraries that set pages does not say its version, nothing is kept.
    """
    from commonpress.render.chapters import working  # noqa: PLC0415
    from commonpress.render.kept import makers  # noqa: PLC0415
    from commonpress.write.memory import FolderMemory, program_at  # noqa: PLC0415

    versions = makers() if remember else None
    if versions is None:
        with working():
            yield
        return
    program = program_at(Path(__file__).parent, *versions)
    with working(FolderMemory(book, "chapters", program)):
        yield


def art_of(book: Path, issue: IssueView) -> dict[str, bytes]:
    """The pictures that an issue shows, as far as the book has them."""
    return read_pictures(book, (s.art.picture for s in issue.record.sections if s.art))


def configuration_of(book: Path) -> Path:
    """The book's own `mkdocs.yml`, or the packaged one."""
    own = book / CONFIGURATION
    return own if own.is_file() else packaged_configuration()


def own_templates(book: Path) -> Path | None:
    """The book's own templates, looked up before the packaged ones."""
    folder = book / TEMPLATES
    return folder if folder.is_dir() else None


def in_folder(folder: str, artifacts: Sequence[Artifact]) -> list[Artifact]:
    """The same files, below a folder."""
    return [artifact.under(folder) for artifact in artifacts]


def downloads_of(
    publication: Publication,
    beside: Sequence[Artifact],
    pictures: Mapping[str, str] = MappingProxyType({}),
) -> Downloads:
    """The files that pages offer to take, and where the pictures stand that they may show."""
    sizes = {a.path: a.size for a in beside}
    language = publication.commons.language
    issues = {
        issue.record.id: tuple(
            Download(path, sizes[path], edition)
            for edition in EDITIONS
            if (path := _in_language(f"{ZINES}/{issue.record.id}-{edition}", language, sizes))
        )
        for issue in publication.issues
    }
    data = tuple(
        Download(p, size)
        for p, size in sizes.items()
        if p.startswith(f"{DATA}/") and not p.startswith(f"{DATA}/{SCHEMAS}/")
    )
    feeds = tuple(Download(p, size) for p, size in sizes.items() if p.startswith(f"{FEEDS}/"))
    return Downloads(data, issues, feeds, pictures)


def _in_language(stem: str, language: str, there: Container[str]) -> str:
    """A sheet in this language, else in that of its issue; blank where there is none."""
    return next((p for p in (f"{stem}.{language}.pdf", f"{stem}.pdf") if p in there), "")


def _above(downloads: Downloads) -> Downloads:
    """Downloads as a site in a folder of its own sees them: data and zines stand above it."""

    def up(files: Sequence[Download]) -> tuple[Download, ...]:
        return tuple(replace(file, address=f"../{file.address}") for file in files)

    issues = {key: up(files) for key, files in downloads.issues.items()}
    return replace(downloads, data=up(downloads.data), issues=issues)
