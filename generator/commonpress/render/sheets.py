# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sheets: all that is printed on one piece of paper, or a few, beside the zine.

A sheet is a line in `SHEETS` and a function that says what stands on it. Some come with a file
beside the page, as a census form does with the places of its boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from commonpress.derive.publication import Publication
from commonpress.render.artifact import Artifact
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.print_paper import Profile
from commonpress.render.sheet_census import census_form
from commonpress.render.sheet_desk import Sheet, SheetDesk, SheetPaper, UnknownSheetError
from commonpress.render.sheet_functions import functions_map
from commonpress.render.sheet_minutes import minutes
from commonpress.render.sheet_posters import (
    assembly_poster,
    case_poster,
    guardrails_poster,
    month_poster,
)
from commonpress.render.sheet_season import season_report
from commonpress.render.sheet_tokens import receipt_tokens

Maker = Callable[[SheetDesk, str], Iterator[Sheet]]
_PLATES = {Ink.BLACK: "black", Ink.SPOT: "blue"}


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sort of sheet: what it is called, what it is, what it may be asked for by, its maker."""

    name: str
    summary: str
    of: str
    make: Maker


SHEETS: tuple[SheetKind, ...] = (
    SheetKind("case", "a poster of a case", "the id of a case", case_poster),
    SheetKind("month", "a poster of a month of the ledger", "a month, as 2026-06", month_poster),
    SheetKind("season", "the report of a season", "a season, as 2026-spring", season_report),
    SheetKind("guardrails", "a poster of how the guardrails stand", "", guardrails_poster),
    SheetKind("assembly", "a poster of an assembly to come", "its id", assembly_poster),
    SheetKind("minutes", "the minutes of an assembly on two pages", "its id", minutes),
    SheetKind("functions", "the map of functions", "", functions_map),
    SheetKind("tokens", "receipt tokens for gifts", "a month, or an entry", receipt_tokens),
    SheetKind(
        "census", "the slip of a census, with the places of its boxes", "its id", census_form
    ),
)
_KIND_OF = {kind.name: kind for kind in SHEETS}


def print_sheets(
    publication: Publication,
    what: str,
    of: str = "",
    own: Path | None = None,
    *,
    paper: SheetPaper = SheetPaper.A4,
    profile: Profile = Profile.PHOTOCOPY,
) -> tuple[Artifact, ...]:
    """Print one sort of sheet. `of` says which one; blank is the one that is likely meant.

    Raises `UnknownSheetError` where there is none, `OverfullSheetError` where one does not fit.
    """
    kind = _KIND_OF.get(what)
    if kind is None:
        raise UnknownSheetError(f"there is no sheet `{what}`; there is {', '.join(_KIND_OF)}")
    desk = SheetDesk(publication, own, paper, profile)
    return tuple(file for sheet in kind.make(desk, of) for file in _files(desk, sheet))


def _files(desk: SheetDesk, sheet: Sheet) -> Iterator[Artifact]:
    """The pages of a sheet, in the inks of its profile, and what comes beside them."""
    name = "-".join([sheet.name, *_unusual(desk)])
    pages, galley = desk.set(sheet)
    if desk.profile in (Profile.PHOTOCOPY, Profile.LASER):
        pages = in_black(pages)
    yield Artifact(f"{name}.pdf", pages)
    if sheet.file:
        ending, content = sheet.file(galley)
        yield Artifact(f"{name}.{ending}", content)
    if desk.profile is Profile.RISO:
        for number, ink in enumerate(inks_of(pages), start=1):
            yield Artifact(f"{name}-layer{number}-{_PLATES[ink]}.pdf", plate_of(pages, ink))


def _unusual(desk: SheetDesk) -> Iterator[str]:
    """What a file's name says of its paper and profile; the usual ones go without saying."""
    if desk.paper is not SheetPaper.A4:
        yield desk.paper.value.lower()
    if desk.profile is not Profile.PHOTOCOPY:
        yield desk.profile.value
