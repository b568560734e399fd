# SPDX-License-Identifier: AGPL-3.0-or-later
"""Editions: one issue in all the forms that come out of a printer.

Each edition is one or more files. The first is the edition itself; beside it stand what its
printing needs: the other way of turning the paper, fronts and backs for printers with one side,
a sheet that finds out how a printer turns, and a page that says how to print and fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from commonpress.derive.publication import IssueView, Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.ground.imposition import Flip
from commonpress.ground.imposition_panels import OneSheet
from commonpress.kinds.publication import Edition, Paper
from commonpress.render.artifact import Artifact
from commonpress.render.chapters import memory_lent
from commonpress.render.languages import zine_in, zine_language, zine_voice
from commonpress.render.plates import page_count
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.plates_sheets import impose_pdf, lay_out_pdf, pick_sides
from commonpress.render.preflight import Preflight, diagnostics
from commonpress.render.preflight_codes import Fault
from commonpress.render.preflight_editions import KEYS_OF_DRAWINGS, job_of
from commonpress.render.preflight_jobs import Job, Proof
from commonpress.render.print_folds import COPIES, layout_of
from commonpress.render.print_how import Folding, duplex_test, how_to_print
from commonpress.render.print_large import large_pages
from commonpress.render.print_paper import OWN_PROFILE, Printing, Profile, grid_of, page_of
from commonpress.render.print_short import poster_page, short_pages
from commonpress.render.voice import direction_of, say, speaking
from commonpress.render.zine import Composition, compose, single_pages

# The second ink of the zine, as riso printers call the drum.
SPOT_NAME = "blue"


class Press:
    """Prints the editions of one issue; what several of them need is made once."""

    def __init__(
        self,
        publication: Publication,
        issue: IssueView,
        own: Path | None,
        media: Mapping[str, bytes] | None,
        language: str,
    ) -> None:
        self._language = language
        self._is_own = language == zine_language(publication.commons, issue.record)
        self._publication = zine_in(publication, language)
        is_told_anew = language != publication.commons.language and self._publication.translations
        self._issue = _told(issue, self._publication) if is_told_anew else issue
        self._own = own
        self._media = media
        self._composed: dict[tuple[Paper, tuple[str, ...]], Composition] = {}
        self._set: dict[tuple[Paper, Profile], bytes] = {}
        self._jobs: list[Job] = []
        self._lost: dict[str, tuple[Fault, ...]] = {}
        self._preflight = Preflight(memory_lent())

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What preflight finds in the files that were printed."""
        found: list[tuple[str, Iterable[Fault]]] = list(self._lost.items())
        found += ((job.name, self._preflight.look_at(job)) for job in self._jobs)
        return diagnostics(found, self._issue.record.span())

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What was left out of the issue, for its booklet to have the pages it may."""
        found = (note for composed in self._composed.values() for note in composed.notes)
        return tuple(dict.fromkeys(found))

    def print(self, printing: Printing) -> Iterator[Artifact]:
        """Print every file of an edition."""
        makers: dict[Edition, Callable[[Printing], Iterator[tuple[str, bytes]]]] = {
            Edition.SCREEN: self._screen,
            Edition.LARGE: self._large,
            Edition.BOOKLET: self._booklet,
            Edition.A3BOOKLET: self._a3booklet,
            Edition.RISO: self._riso,
        }
        stem = self._stem(printing)
        made = list(makers.get(printing.edition, self._one_sheet)(printing))
        source = self._source(printing, dict(made))
        ending = ".pdf" if self._is_own else f".{self._language}.pdf"
        for name, content in made:
            path = f"{stem}{name}{ending}"
            self._jobs.append(job_of(path, name, content, printing, source))
            yield Artifact(path, content)

    def _source(self, printing: Printing, made: Mapping[str, bytes]) -> bytes | None:
        """The single pages that an edition's sheets are made of; none where there are no sheets."""
        if printing.edition in (Edition.SCREEN, Edition.LARGE):
            return None
        return made.get("-pages") or self._pages(printing)

    def _proofread(self, printing: Printing) -> Proof:
        """Read pages against their words, and keep what is missing by the name of the edition."""

        def read(html: str, pdf: bytes) -> None:
            unsaid = KEYS_OF_DRAWINGS if printing.edition is Edition.LARGE else frozenset()
            found = self._preflight.compare_words(html, pdf, unsaid)
            if found:
                self._lost[f"{self._stem(printing)}.pdf"] = found

        return read

    def _stem(self, printing: Printing) -> str:
        """Name an edition's files; what is as the issue asks for goes without saying."""
        zine = self._issue.record
        parts = [zine.id, printing.edition.value]
        if printing.paper is not zine.paper:
            parts.append(printing.paper.value.lower())
        if printing.profile is not OWN_PROFILE[printing.edition]:
            parts.append(printing.profile.value)
        return "-".join(parts)

    def _pages(self, printing: Printing) -> bytes:
        """Give the whole issue as single pages, set once for a paper and a profile."""
        key = printing.paper, printing.profile
        if key not in self._set:
            styles = ("laser.css",) if printing.profile is Profile.LASER else ()
            composed = self._composed.get((printing.paper, styles)) or compose(
                self._publication,
                self._issue,
                self._own,
                paper=printing.paper,
                styles=styles,
                media=self._media,
                look=f"{printing.profile}.css",
            )
            self._composed[printing.paper, styles] = composed
            pages = single_pages(
                composed, self._own, f"{printing.profile}.css", self._proofread(printing)
            )
            self._set[key] = _inked(pages, printing.profile)
        return self._set[key]

    def _screen(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        yield "", self._pages(printing)

    def _large(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        look = f"{printing.profile}.css"
        pages = large_pages(
            self._publication,
            self._issue,
            self._own,
            printing.paper,
            look,
            self._media,
            self._proofread(printing),
        )
        yield "", _inked(pages, printing.profile)
        count = page_count(pages)
        yield "-how-to", self._how_to(printing, count, -(-count // 2))

    def _booklet(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        pages = self._pages(printing)
        short = self._imposed(printing, pages)
        sides = range(page_count(short))
        yield "", short
        yield "-long-edge", self._imposed(printing, pages, Flip.LONG_EDGE)
        yield "-fronts", pick_sides(short, sides[::2])
        yield "-backs", pick_sides(short, sides[1::2][::-1])
        yield "-duplex-test", duplex_test(self._publication, self._issue, self._own, printing.paper)
        yield "-how-to", self._how_to(printing, page_count(pages), len(sides) // 2)

    def _a3booklet(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        pages = self._pages(printing)
        imposed = self._imposed(printing, pages)
        yield "", imposed
        yield "-how-to", self._how_to(printing, page_count(pages), page_count(imposed) // 2)

    def _riso(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        pages = self._pages(printing)
        names = {Ink.BLACK: "black", Ink.SPOT: SPOT_NAME}
        proof = self._imposed(printing, pages)
        yield "-proof", proof
        for number, ink in enumerate(inks_of(pages), start=1):
            layer = self._imposed(printing, plate_of(pages, ink))
            yield f"-layer{number}-{names[ink]}", layer
        yield "-how-to", self._how_to(printing, page_count(pages), page_count(proof) // 2)

    def _one_sheet(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        edition, paper = printing.edition, printing.paper
        proof = self._proofread(printing)
        pages = short_pages(self._publication, self._issue, self._own, edition, paper, proof)
        pages = _inked(pages, printing.profile)
        poster = None
        if edition is Edition.MINI8_POSTER:
            poster = poster_page(self._publication, self._issue, self._own, paper, proof)
            poster = _inked(poster, printing.profile)
        imposed = self._imposed(printing, pages, poster=poster)
        yield "", imposed
        yield "-pages", pages
        sheets = -(-page_count(imposed) // 2)
        yield "-how-to", self._how_to(printing, page_count(pages), sheets)

    def _imposed(
        self,
        printing: Printing,
        pages: bytes,
        flip: Flip = Flip.SHORT_EDGE,
        poster: bytes | None = None,
    ) -> bytes:
        """Put pages on the sheets of an edition, as its folds ask for."""
        edition, paper, mirrored = printing.edition, printing.paper, self._right_to_left
        layout = layout_of(edition, flip, right_to_left=mirrored, caliper=printing.caliper)
        page, grid = page_of(edition, paper), grid_of(edition, paper, right_to_left=mirrored)
        if isinstance(layout, OneSheet):
            return lay_out_pdf(pages, layout, page, grid, subject=self._subject, poster=poster)
        if layout is None:
            raise ValueError(f"the pages of {edition} are not imposed")
        copies = COPIES.get(edition, 1)
        return impose_pdf(pages, layout, page, self._subject, grid=grid, copies=copies)

    def _how_to(self, printing: Printing, pages: int, sheets: int) -> bytes:
        folding = Folding(printing.edition, printing.paper, pages, sheets, self._right_to_left)
        return how_to_print(self._publication, self._issue, self._own, folding)

    @cached_property
    def _right_to_left(self) -> bool:
        return direction_of(self._language) == "rtl"

    @cached_property
    def _subject(self) -> str:
        there = self._publication.commons.site_url
        if not there:
            return ""
        return say(
            "To read on a screen, take the edition of single pages: {address}", address=there
        )


def _inked(pages: bytes, profile: Profile) -> bytes:
    """Print in black what has but one ink."""
    return in_black(pages) if profile in (Profile.PHOTOCOPY, Profile.LASER) else pages


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What came off the press, what there is to say about it, and what preflight found in it."""

    files: tuple[Artifact, ...]
    notes: tuple[Diagnostic, ...]
    faults: tuple[Diagnostic, ...] = ()


def print_run(
    publication: Publication,
    issue: IssueView,
    own: Path | None = None,
    editions: Sequence[Edition] = (),
    *,
    paper: Paper | None = None,
    profile: Profile | None = None,
    caliper: float = 0.0,
    media: Mapping[str, bytes] | None = None,
    language: str = "",
) -> PrintRun:
    """Print an issue in some editions: those it asks for where none is named.

    `own` is the book's own folder of templates, `media` its pictures by name, `language` the one
    to print in; blank is that of the issue. Files in another language end in its code. Raises
    `UnprintableIssueError` where a record must be mended first, `UnprintableError` where a page
    cannot be set as its template wants it.
    """
    zine = issue.record
    language = language or zine_language(publication.commons, zine)
    printings = [
        Printing(edition, paper or zine.paper, profile or OWN_PROFILE[edition], caliper)
        for edition in editions or zine.editions
    ]
    with speaking(zine_voice(publication, language, own)):
        press = Press(publication, issue, own, media, language)
        files = tuple(artifact for printing in printings for artifact in press.print(printing))
        return PrintRun(files, press.notes, press.faults)


def _told(issue: IssueView, publication: Publication) -> IssueView:
    """The issue as a publication in another language tells it."""
    return next((i for i in publication.issues if i.record.id == issue.record.id), issue)


def print_editions(
    publication: Publication,
    issue: IssueView,
    own: Path | None = None,
    editions: Sequence[Edition] = (),
    **how: Any,
) -> tuple[Artifact, ...]:
    """Print an issue as `print_run` does, and take its files alone."""
    return print_run(publication, issue, own, editions, **how).files


def print_issue(
    publication: Publication, issue: IssueView, edition: Edition | str, own: Path | None = None
) -> Artifact:
    """Print one edition of an issue, without what stands beside it."""
    return print_editions(publication, issue, own, [Edition(edition)])[0]
