# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plate room: finished PDF pages go onto sheets, and tags get what readers need.

Only here is pikepdf used. An imposed file is a printing plate: its tags and links are gone,
its title says so, and the tagged single pages stand beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from commonpress.ground.imposition import Cell, Flip, Layout, Side, impose

PT_PER_MM = 72 / 25.4
PLATE_TITLE = "{title} (imposed for printing, not for reading on screen)"
_PRINT_FLAG = 4


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of one finished page, in millimetres."""

    width: float
    height: float


HALF_A4 = Trim(148.5, 210.0)


def impose_pdf(single_pages: bytes, layout: Layout, trim: Trim, subject: str = "") -> bytes:
    """Put single pages onto sheets, front and back in turn, each page clipped to its slot.

    ``subject`` tells where the edition for reading stands. Raises ``ValueError`` where a page is
    not of the size of ``trim``: a page that was scaled to fit would be a silent fault.
    """
    with Pdf.open(io.BytesIO(single_pages)) as source, Pdf.new() as plates:
        _demand_size(source, trim)
        forms = [plates.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for sheet in impose(forms, layout):
            for side in (sheet.front, sheet.back):
                _add_side(plates, side, trim)
        _describe(plates, source, layout.flip, subject)
        return _saved(plates)


def _demand_size(source: Pdf, trim: Trim) -> None:
    for number, page in enumerate(source.pages, start=1):
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        width, height = (right - left) / PT_PER_MM, (top - bottom) / PT_PER_MM
        if abs(width - trim.width) > 0.05 or abs(height - trim.height) > 0.05:
            raise ValueError(
                f"page {number} is {width:.1f} x {height:.1f} mm, not {trim.width} x {trim.height}"
            )


def _add_side(plates: Pdf, side: Side[Object], trim: Trim) -> None:
    """Draw one side of a sheet; its rows run from the top, PDF's from the bottom."""
    rows, columns = len(side.rows), len(side.rows[0])
    width, height = columns * trim.width * PT_PER_MM, rows * trim.height * PT_PER_MM
    plates.add_blank_page(page_size=(width, height))
    page = plates.pages[-1]
    drawing: list[str] = []
    for row, cells in enumerate(side.rows):
        for column, cell in enumerate(cells):
            if cell.page is not None:
                corner = column * trim.width, (rows - 1 - row) * trim.height
                name = Name(f"/Page{len(drawing)}")  # pikepdf's own names are random
                page.add_resource(cell.page, Name.XObject, name)
                drawing.append(_drawn(name, cell, trim, corner))
    page.Contents = plates.make_stream("\n".join(drawing).encode())


def _drawn(name: Name, cell: Cell[Object], trim: Trim, corner: tuple[float, float]) -> str:
    """Clip to the slot, move the page there (turned if need be), draw it."""
    left, bottom = corner
    half_turn = -1 if cell.upside_down else 1
    across = left + (trim.width if cell.upside_down else 0.0) + cell.creep
    up = bottom + (trim.height if cell.upside_down else 0.0)
    slot = _points(left, bottom, trim.width, trim.height)
    turn = _numbers(half_turn, 0, 0, half_turn)
    return f"q {slot} re W n {turn} {_points(across, up)} cm {name} Do Q"


def _points(*millimetres: float) -> str:
    return _numbers(*(value * PT_PER_MM for value in millimetres))


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _describe(plates: Pdf, source: Pdf, flip: Flip, subject: str) -> None:
    """Title, language, dates and the printer's settings; nothing from a clock."""
    turned = "DuplexFlipShortEdge" if flip is Flip.SHORT_EDGE else "DuplexFlipLongEdge"
    plates.Root.ViewerPreferences = Dictionary(
        PrintScaling=Name("/None"), Duplex=Name("/" + turned), DisplayDocTitle=True
    )
    if Name.Lang in source.Root:
        plates.Root.Lang = String(str(source.Root.Lang))
    for key in (Name.CreationDate, Name.ModDate, Name.Producer, Name.Creator, Name.Keywords):
        if key in source.docinfo:
            plates.docinfo[key] = String(str(source.docinfo[key]))
    title = str(source.docinfo.get(Name.Title, ""))
    plates.docinfo[Name.Title] = String(PLATE_TITLE.format(title=title))
    if subject:
        plates.docinfo[Name.Subject] = String(subject)


def _saved(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        recompress_flate=False,
    )
    return target.getvalue()


def finish_tags(tagged: bytes) -> bytes:
    """Add to a tagged PDF what WeasyPrint leaves out: scopes of headers, links that print.

    A ``TH`` without a scope belongs to no cell for a screen reader, and PDF/UA wants the print
    flag on every link.
    """
    with Pdf.open(io.BytesIO(tagged)) as pdf:
        if Name.StructTreeRoot in pdf.Root:
            for header, in_head in _headers(pdf.Root.StructTreeRoot, in_head=False):
                scope = Name.Column if in_head else Name.Row
                header.A = Dictionary(O=Name.Table, Scope=scope)
        for page in pdf.pages:
            for note in page.get(Name.Annots, Array()):
                note.F = int(note.get(Name.F, 0)) | _PRINT_FLAG
        return _saved(pdf)


def _headers(element: Object, *, in_head: bool) -> Iterator[tuple[Object, bool]]:
    """Every ``TH`` below an element of the structure tree, and whether a ``THead`` holds it."""
    kind = element.get(Name.S)
    if kind == Name.TH:
        yield element, in_head
    below = element.get(Name.K)
    for child in below if isinstance(below, Array) else [below]:
        if isinstance(child, Dictionary):  # the rest are numbers of marked content
            yield from _headers(child, in_head=in_head or kind == Name.THead)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def words_about(pdf: bytes) -> tuple[str, ...]:
    """What a PDF says about itself: its title, subject, keywords and so on.

    Raises ``ValueError`` for what is no PDF, or one that is locked.
    """
    try:
        with Pdf.open(io.BytesIO(pdf)) as opened:
            return tuple(str(value) for value in opened.docinfo.values())
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from None


def font_names(pdf: bytes) -> tuple[str, ...]:
    """The fonts that the pages use, by their PostScript names without the subset's prefix."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        found = {
            str(font.BaseFont).lstrip("/").rpartition("+")[2]
            for page in opened.pages
            for font in _fonts_of(page.obj)
        }
    return tuple(sorted(found))


def _fonts_of(holder: Object) -> Iterator[Object]:
    resources = holder.get(Name.Resources, Dictionary())
    yield from resources.get(Name.Font, Dictionary()).values()
    for form in resources.get(Name.XObject, Dictionary()).values():
        yield from _fonts_of(form)
