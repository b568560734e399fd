# SPDX-License-Identifier: AGPL-3.0-or-later
"""Editions: one issue in all the forms that come out of a printer.

Each edition is one or more files. The first is the edition itself; beside it stand what its
printing needs: the other way of turning the paper, fronts and backs for printers with one side,
a sheet that finds out how a printer turns, and a page that says how to print and fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from commonpress.render.plates import page_count
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.plates_sheets import impose_pdf, lay_out_pdf, pick_sides
from commonpress.render.print_folds import COPIES, layout_of
from commonpress.render.print_how import Folding, duplex_test, how_to_print
from commonpress.render.print_large import large_pages
from commonpress.render.print_paper import OWN_PROFILE, Profile, grid_of, page_of
from commonpress.render.print_short import poster_page, short_pages
from commonpress.render.zine import Composition, compose, single_pages

# The second ink of the zine, as riso printers call the drum.
SPOT_NAME = "blue"
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Printing:
    """How an edition is to be printed: on which paper, and for what kind of machine.

    `caliper` is the thickness of a sheet in mm, for booklets whose fore-edge is trimmed: pages
    then move towards the spine, sheet by sheet. Untrimmed copies are better without.
    """

    edition: Edition
    paper: Paper
    profile: Profile
    caliper: float = 0.0


class Press:
    """Prints the editions of one issue; what several of them need is made once."""

    def __init__(
        self,
        publication: Publication,
        issue: IssueView,
        own: Path | None,
        media: Mapping[str, bytes] | None = None,
    ) -> None:
        self._publication, self._issue, self._own = publication, issue, own
        self._media = media
        self._composed: dict[tuple[Paper, tuple[str, ...]], Composition] = {}
        self._set: dict[tuple[Paper, Profile], bytes] = {}

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
        for name, content in makers.get(printing.edition, self._one_sheet)(printing):
            yield Artifact(f"{self._stem(printing)}{name}.pdf", content)

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
            )
            self._composed[printing.paper, styles] = composed
            pages = single_pages(composed, self._own, f"{printing.profile}.css")
            self._set[key] = _inked(pages, printing.profile)
        return self._set[key]

    def _screen(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        yield "", self._pages(printing)

    def _large(self, printing: Printing) -> Iterator[tuple[str, bytes]]:
        look = f"{printing.profile}.css"
        pages = large_pages(
            self._publication, self._issue, self._own, printing.paper, look, self._media
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
        pages = short_pages(self._publication, self._issue, self._own, edition, paper)
        pages = _inked(pages, printing.profile)
        poster = None
        if edition is Edition.MINI8_POSTER:
            poster = poster_page(self._publication, self._issue, self._own, paper)
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
        language = self._issue.record.lang or self._publication.commons.language
        return language.partition("-")[0] in _RIGHT_TO_LEFT

    @cached_property
    def _subject(self) -> str:
        there = self._publication.commons.site_url
        return f"To read on a screen, take the edition of single pages: {there}" if there else ""


def _inked(pages: bytes, profile: Profile) -> bytes:
    """Print in black what has but one ink."""
    return in_black(pages) if profile in (Profile.PHOTOCOPY, Profile.LASER) else pages


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What came off the press, and what there is to say about it."""

    files: tuple[Artifact, ...]
    notes: tuple[Diagnostic, ...]


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
) -> PrintRun:
    """Print an issue in some editions: those it asks for where none is named.

    `own` is the book's own folder of templates, `media` its pictures by name. Raises
    `UnprintableIssueError` where a record must be mended first, `UnprintableError` where a page
    cannot be set as its template wants it.
    """
    press = Press(publication, issue, own, media)
    zine = issue.record
    printings = [
        Printing(edition, paper or zine.paper, profile or OWN_PROFILE[edition], caliper)
        for edition in editions or zine.editions
    ]
    files = tuple(artifact for printing in printings for artifact in press.print(printing))
    return PrintRun(files, press.notes)


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
