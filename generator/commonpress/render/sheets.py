# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sheets: all that is printed on one piece of paper, or a few, beside the zine.

A sheet is a line in `SHEETS` and a function that says what stands on it. Some come with a file
beside the page, as a census form does with the places of its boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonpress.derive.publication import Publication
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.publication import Edition
from commonpress.render.artifact import Artifact
from commonpress.render.languages import zine_in, zine_voice
from commonpress.render.plates_inks import Ink, in_black, inks_of, plate_of
from commonpress.render.preflight import Preflight, diagnostics
from commonpress.render.preflight_codes import Fault
from commonpress.render.preflight_editions import job_of
from commonpress.render.preflight_jobs import Job, Proof, Use
from commonpress.render.print_paper import Printing, Profile
from commonpress.render.sheet_census import census_form
from commonpress.render.sheet_desk import Sheet, SheetDesk, SheetPaper, UnknownSheetError
from commonpress.render.sheet_folded import PAPERS, PanelsOf, folded_files
from commonpress.render.sheet_functions import functions_map
from commonpress.render.sheet_guide import guide_panels
from commonpress.render.sheet_minutes import minutes
from commonpress.render.sheet_posters import (
    assembly_poster,
    case_poster,
    guardrails_poster,
    month_poster,
)
from commonpress.render.sheet_season import season_report
from commonpress.render.sheet_tokens import receipt_tokens
from commonpress.render.voice import speaking

Maker = Callable[[SheetDesk, str], Iterator[Sheet]]
_PLATES = {Ink.BLACK: "black", Ink.SPOT: "blue"}


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sort of sheet: what it is called, what it is, what it may be asked for by, its maker.

    One that is folded has a maker of its panels instead, and can be had in every language.
    """

    name: str
    summary: str
    of: str
    make: Maker | None = None
    fold: PanelsOf | None = None


SHEETS: tuple[SheetKind, ...] = (
    SheetKind("case", "a poster of a case", "the id of a case", case_poster),
    SheetKind("month", "a poster of a month of the ledger", "a month, as 2026-06", month_poster),
    SheetKind("season", "the report of a season", "a season, as 2026-spring", season_report),
    SheetKind("guardrails", "a poster of how the guardrails stand", "", guardrails_poster),
    SheetKind("assembly", "a poster of an assembly to come", "its id", assembly_poster),
    SheetKind("minutes", "the minutes of an assembly on two pages", "its id", minutes),
    SheetKind("functions", "the map of functions", "", functions_map),
    SheetKind(
        "guide",
        "the pocket guide on one sheet to fold",
        "",
        fold=guide_panels,
    ),
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
    **how: Any,
) -> tuple[Artifact, ...]:
    """Print one sort of sheet as `sheet_run` does, and take its files alone."""
    return sheet_run(publication, what, of, own, paper=paper, profile=profile, **how).files


@dataclass(frozen=True, slots=True)
class SheetRun:
    """What came off the press, and what preflight found in it."""

    files: tuple[Artifact, ...]
    faults: tuple[Diagnostic, ...]


def sheet_run(
    publication: Publication,
    what: str,
    of: str = "",
    own: Path | None = None,
    *,
    paper: SheetPaper = SheetPaper.A4,
    profile: Profile = Profile.PHOTOCOPY,
    language: str = "",
) -> SheetRun:
    """Print one sort of sheet. `of` says which one; blank is the one that is likely meant.

    `language` is another one than the book's, for sheets that can be had in it.

    Raises `UnknownSheetError` where there is none, `OverfullSheetError` where one does not fit.
    """
    kind = _KIND_OF.get(what)
    if kind is None:
        raise UnknownSheetError(f"there is no sheet `{what}`; there is {', '.join(_KIND_OF)}")
    spoken = publication.commons.language
    if kind.fold:
        with speaking(zine_voice(publication, language or spoken, own)):
            desk = SheetDesk(zine_in(publication, language or spoken), own, paper, profile)
            return _folded(desk, kind, of, "" if language in ("", spoken) else f".{language}")
    if language not in ("", spoken):
        raise UnknownSheetError(f"the sheet `{what}` is printed in the language of the book alone")
    desk = SheetDesk(publication, own, paper, profile)
    runs = [_printed(desk, sheet) for sheet in (kind.make(desk, of) if kind.make else ())]
    files = tuple(file for run in runs for file in run.files)
    return SheetRun(files, tuple(fault for run in runs for fault in run.faults))


def _printed(desk: SheetDesk, sheet: Sheet) -> SheetRun:
    """Print a sheet, and look at each of its pages once more."""
    preflight, lost = Preflight(), list[Fault]()
    files = tuple(_files(desk, sheet, lambda *read: lost.extend(preflight.compare_words(*read))))
    found: list[tuple[str, Iterable[Fault]]] = [(files[0].path, lost)]
    for file in files:
        if file.path.endswith(".pdf"):
            use = Use.INK if "-layer" in file.path else Use.PAPER
            size = desk.page_size(sheet)
            job = Job(file.path, file.content, use, desk.profile, size, pages=sheet.pages)
            found.append((file.path, preflight.look_at(job)))
    quoted = (*sheet.records, desk.publication.commons)
    return SheetRun(files, diagnostics(found, quoted[0].span()))


def _folded(desk: SheetDesk, kind: SheetKind, of: str, ending: str) -> SheetRun:
    """Print a sheet that is folded, and look at each of its files once more."""
    if of or not kind.fold:
        raise UnknownSheetError(f"the sheet `{kind.name}` has no id: there is one of the book")
    preflight, lost = Preflight(), list[Fault]()
    proof: Proof = lambda *read: lost.extend(preflight.compare_words(*read))  # noqa: E731
    made = dict(folded_files(desk, kind.name, kind.fold, proof))
    stem = "-".join([kind.name, *_unusual(desk)])
    named = {f"{stem}{part}{ending}.pdf": part for part in made}
    printing = Printing(Edition.MINI8, PAPERS[desk.paper], desk.profile)
    found: list[tuple[str, Iterable[Fault]]] = [(f"{stem}{ending}.pdf", lost)]
    for path, part in named.items():
        job = job_of(path, part, made[part], printing, made["-pages"])
        found.append((path, preflight.look_at(job)))
    files = tuple(Artifact(path, made[part]) for path, part in named.items())
    return SheetRun(files, diagnostics(found, desk.publication.commons.span()))


def _files(desk: SheetDesk, sheet: Sheet, proof: Proof) -> Iterator[Artifact]:
    """The pages of a sheet, in the inks of its profile, and what comes beside them."""
    name = "-".join([sheet.name, *_unusual(desk)])
    pages, galley = desk.set(sheet, proof)
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
