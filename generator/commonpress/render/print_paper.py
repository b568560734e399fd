# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paper: how large the sheets and the pages of each edition are, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonpress.kinds.publication import Edition, Paper
from commonpress.render.plates import Trim
from commonpress.render.plates_sheets import Cut, Grid, two_up

# No copier prints nearer to the edge of a sheet than this.
EDGE = 6.0
# What a slit at the head leaves uncut on each side of the spine, to hold the sheet together.
SPINE = 8.0
_UPRIGHT = {Paper.A4: Trim(210.0, 297.0), Paper.LETTER: Trim(215.9, 279.4)}
_DOUBLE = {Paper.A4: Trim(297.0, 420.0), Paper.LETTER: Trim(279.4, 431.8)}
_DOUBLE_NAMES = {Paper.A4: "A3", Paper.LETTER: "Tabloid"}
# The flap of a letter fold is shorter, so that it lies flat inside.
_THIRDS = {Paper.A4: (97.0, 100.0, 100.0), Paper.LETTER: (92.0, 93.7, 93.7)}


class Profile(StrEnum):
    """What the pages are made for: a copier, a laser printer, a riso or a screen."""

    PHOTOCOPY = "photocopy"
    LASER = "laser"
    RISO = "riso"
    SCREEN = "screen"


OWN_PROFILE = {
    edition: {
        Edition.SCREEN: Profile.SCREEN,
        Edition.LARGE: Profile.LASER,
        Edition.RISO: Profile.RISO,
    }.get(edition, Profile.PHOTOCOPY)
    for edition in Edition
}


def upright(paper: Paper) -> Trim:
    """Give the size of a sheet standing on its short edge."""
    return _UPRIGHT[paper]


def across(paper: Paper) -> Trim:
    """Give the size of a sheet lying on its long edge."""
    return Trim(_UPRIGHT[paper].height, _UPRIGHT[paper].width)


def half(paper: Paper) -> Trim:
    """Give the size of a booklet's page: half a sheet."""
    return Trim(_UPRIGHT[paper].height / 2, _UPRIGHT[paper].width)


def sheet_name(edition: Edition, paper: Paper) -> str:
    """Name the paper to put into the printer."""
    return _DOUBLE_NAMES[paper] if edition is Edition.A3BOOKLET else paper.value


def page_of(edition: Edition, paper: Paper) -> Trim:
    """Give the size at which a single page of an edition is set."""
    sheet, lying = upright(paper), across(paper)
    match edition:
        case Edition.LARGE:
            return sheet
        case Edition.MINI8 | Edition.MINI8_POSTER:
            return Trim(lying.width / 4, lying.height / 2)
        case Edition.A6 | Edition.QUARTER:
            return Trim(sheet.width / 2, sheet.height / 2)
        case Edition.ACCORDION:
            return Trim(lying.width / 4, lying.height)
        case Edition.TRIFOLD:
            return Trim(_THIRDS[paper][0], lying.height)
        case _:
            return half(paper)


def grid_of(edition: Edition, paper: Paper, *, right_to_left: bool = False) -> Grid:
    """Give the panels of a sheet, seen from its front, with the lines to cut along."""
    page, cuts = page_of(edition, paper), _cuts(edition, paper)
    match edition:
        case Edition.MINI8 | Edition.MINI8_POSTER:
            return Grid((page.width,) * 4, (page.height,) * 2, across(paper), cuts=cuts)
        case Edition.ACCORDION:
            return Grid((page.width,) * 4, (page.height,), across(paper))
        case Edition.TRIFOLD:
            thirds = _THIRDS[paper][::-1] if right_to_left else _THIRDS[paper]
            return Grid(thirds, (page.height,), across(paper))
        case Edition.A6 | Edition.QUARTER:
            return Grid((page.width,) * 2, (page.height,) * 2, upright(paper), cuts=cuts)
        case Edition.A3BOOKLET:
            return _enlarged(paper)
        case _:
            return two_up(page)


def _cuts(edition: Edition, paper: Paper) -> tuple[Cut, ...]:
    """Give the lines to cut along, clear of the edge and, in a slit, of the spine."""
    page, sheet = page_of(edition, paper), upright(paper)
    y, middle, end = page.height, page.width, sheet.width - EDGE
    match edition:
        case Edition.MINI8 | Edition.MINI8_POSTER:
            return (Cut(page.width, y, 3 * page.width, y),)
        case Edition.A6:
            return (Cut(EDGE, y, end, y),)
        case Edition.QUARTER:
            return Cut(EDGE, y, middle - SPINE, y), Cut(middle + SPINE, y, end, y)
        case _:
            return ()


def _enlarged(paper: Paper) -> Grid:
    """Two pages on the double sheet, enlarged as far as both edges let them be."""
    page, double = half(paper), _DOUBLE[paper]
    wide, tall = double.height / 2, double.width
    scale = min(wide / page.width, tall / page.height)
    return Grid((wide, wide), (tall,), Trim(2 * wide, tall), scale)


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
