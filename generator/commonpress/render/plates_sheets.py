# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plates: finished PDF pages drawn onto the sheets that are printed, folded and cut.

An imposed file is a printing plate: its tags and links are gone, its title says so, and the
tagged single pages stand beside it. A page is drawn at its size, or enlarged by a factor that
the edition names; it is never made to fit in silence.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Object, Page, Pdf, String

from commonpress.ground.imposition import Cell, Flip, Layout, Sheet, Side, impose
from commonpress.ground.imposition_panels import OneSheet, lay_out
from commonpress.render.plates import PT_PER_MM, Trim, saved, take_over

PLATE_TITLE = "{title} (imposed for printing, not for reading on screen)"
CUT_WIDTH_PT = 0.75


@dataclass(frozen=True, slots=True)
class Cut:
    """A line to cut along, dashed on the front: from and to, in mm from the top left."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The panels of a sheet in mm: widths from the left of the front, heights from the top.

    The panels stand in the middle of the paper. `scale` enlarges each page as it is drawn.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    paper: Trim
    scale: float = 1.0
    cuts: tuple[Cut, ...] = ()

    def mirrored(self) -> Grid:
        """The same panels seen from the back of the sheet."""
        return Grid(self.columns[::-1], self.rows, self.paper, self.scale)

    def corner(self, column: int, row: int) -> tuple[float, float]:
        """The lower left corner of a panel, in mm from that of the paper."""
        left = (self.paper.width - sum(self.columns)) / 2 + sum(self.columns[:column])
        foot = (self.paper.height - sum(self.rows)) / 2 + sum(self.rows[row + 1 :])
        return left, foot


def two_up(page: Trim) -> Grid:
    """Make the grid of a booklet: two pages side by side fill the sheet."""
    return Grid((page.width,) * 2, (page.height,), Trim(2 * page.width, page.height))


def impose_pdf(
    single_pages: bytes,
    layout: Layout,
    page: Trim,
    subject: str = "",
    *,
    grid: Grid | None = None,
    copies: int = 1,
) -> bytes:
    """Put single pages onto sheets, front and back in turn, each page clipped to its slot.

    `page` is the size of a single page; `copies` stand below one another on each sheet.
    `subject` tells where the edition for reading stands. Raises `ValueError` where a page is not
    of its size: a page that was scaled to fit would be a silent fault.
    """
    with Pdf.open(io.BytesIO(single_pages)) as source, Pdf.new() as plates:
        forms = _forms(source, plates, page)
        for sheet in impose(forms, layout):
            _add_sheet(plates, _stacked(sheet, copies), grid or two_up(page), page)
        return _described(plates, source, layout.flip, subject)


def lay_out_pdf(
    single_pages: bytes,
    sheet: OneSheet,
    page: Trim,
    grid: Grid,
    *,
    subject: str = "",
    poster: bytes | None = None,
) -> bytes:
    """Put the pages of a book of one sheet on it; a `poster` is printed as it is on the back."""
    with Pdf.open(io.BytesIO(single_pages)) as source, Pdf.new() as plates:
        laid = lay_out(_forms(source, plates, page), sheet)
        _add_sheet(plates, laid, grid, page, both_sides=sheet.both_sides)
        if poster is not None:
            with Pdf.open(io.BytesIO(poster)) as back:
                form = _forms(back, plates, grid.paper)[0]
                whole = Grid((grid.paper.width,), (grid.paper.height,), grid.paper)
                _add_side(plates, Side(((Cell(form),),)), whole, grid.paper)
        return _described(plates, source, Flip.SHORT_EDGE, subject)


def _stacked(sheet: Sheet[Object], copies: int) -> Sheet[Object]:
    return Sheet(Side(sheet.front.rows * copies), Side(sheet.back.rows * copies))


def _forms(source: Pdf, plates: Pdf, page: Trim) -> list[Object]:
    demand_size(source, page)
    return [plates.copy_foreign(one.as_form_xobject()) for one in source.pages]


def demand_size(source: Pdf, trim: Trim) -> None:
    """Refuse a page that is not of the size of `trim`."""
    for number, page in enumerate(source.pages, start=1):
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        width, height = (right - left) / PT_PER_MM, (top - bottom) / PT_PER_MM
        if abs(width - trim.width) > 0.05 or abs(height - trim.height) > 0.05:
            raise ValueError(
                f"page {number} is {width:.1f} x {height:.1f} mm, not {trim.width} x {trim.height}"
            )


def _add_sheet(
    plates: Pdf, sheet: Sheet[Object], grid: Grid, page: Trim, *, both_sides: bool = True
) -> None:
    _add_side(plates, sheet.front, grid, page)
    if both_sides:
        _add_side(plates, sheet.back, grid.mirrored(), page)


def _add_side(plates: Pdf, side: Side[Object], grid: Grid, page: Trim) -> None:
    """Draw one side of a sheet; its rows run from the top, PDF's from the bottom."""
    size = (grid.paper.width * PT_PER_MM, grid.paper.height * PT_PER_MM)
    plates.add_blank_page(page_size=size)
    paper = plates.pages[-1]
    drawing = [_cut(cut, grid) for cut in grid.cuts]
    for row, cells in enumerate(side.rows):
        for column, cell in enumerate(cells):
            if cell.page is not None:
                drawing.append(_drawn(_named(paper, cell.page), cell, grid, (column, row), page))
    paper.Contents = plates.make_stream("\n".join(drawing).encode())


def _named(paper: Page, form: Object) -> Name:
    """Name a page in the order of the panels; pikepdf's own names are random."""
    taken = len(paper.obj.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary()))
    name = Name(f"/Page{taken}")
    paper.add_resource(form, Name.XObject, name)
    return name


def _drawn(name: Name, cell: Cell[Object], grid: Grid, panel: tuple[int, int], page: Trim) -> str:
    """Clip to the panel, move the page to its middle (turned if need be), draw it."""
    left, bottom = grid.corner(*panel)
    width, height = grid.columns[panel[0]], grid.rows[panel[1]]
    wide, tall = page.width * grid.scale, page.height * grid.scale
    turn = -grid.scale if cell.upside_down else grid.scale
    across = left + (width + (wide if cell.upside_down else -wide)) / 2 + cell.creep
    up = bottom + (height + (tall if cell.upside_down else -tall)) / 2
    slot = _points(left, bottom, width, height)
    return f"q {slot} re W n {_numbers(turn, 0, 0, turn)} {_points(across, up)} cm {name} Do Q"


def _cut(cut: Cut, grid: Grid) -> str:
    height = grid.paper.height
    start = _points(cut.from_x, height - cut.from_y)
    end = _points(cut.to_x, height - cut.to_y)
    return f"q {CUT_WIDTH_PT} w [6 4] 0 d {start} m {end} l S Q"


def _points(*millimetres: float) -> str:
    return _numbers(*(value * PT_PER_MM for value in millimetres))


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _described(plates: Pdf, source: Pdf, flip: Flip, subject: str) -> bytes:
    """Title, language, dates and the printer's settings; nothing from a clock."""
    plates.Root.ViewerPreferences = Dictionary(
        PrintScaling=Name("/None"), Duplex=_duplex(plates, flip), DisplayDocTitle=True
    )
    take_over(plates, source)
    title = str(source.docinfo.get(Name.Title, ""))
    plates.docinfo[Name.Title] = String(PLATE_TITLE.format(title=title))
    if subject:
        plates.docinfo[Name.Subject] = String(subject)
    return saved(plates)


def _duplex(plates: Pdf, flip: Flip) -> Name:
    """Name the edge to turn about: an upright sheet turns sideways about its long edge."""
    if len(plates.pages) == 1:
        return Name.Simplex
    box = plates.pages[0].mediabox
    upright = float(box[3]) > float(box[2])
    short = (flip is Flip.SHORT_EDGE) != upright
    return Name.DuplexFlipShortEdge if short else Name.DuplexFlipLongEdge


def pick_sides(plates: bytes, sides: Sequence[int]) -> bytes:
    """Take some sides of an imposed file, counted from 0, to print them by themselves."""
    with Pdf.open(io.BytesIO(plates)) as source, Pdf.new() as picked:
        for side in sides:
            picked.pages.append(source.pages[side])
        picked.Root.ViewerPreferences = Dictionary(
            PrintScaling=Name("/None"), Duplex=Name.Simplex, DisplayDocTitle=True
        )
        take_over(picked, source)
        for key in (Name.Title, Name.Subject):
            if key in source.docinfo:
                picked.docinfo[key] = String(str(source.docinfo[key]))
        return saved(picked)
