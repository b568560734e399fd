# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plate room: tags get what readers need, and finished files are asked what they hold.

Only the modules called `plates` use pikepdf: this one, the sheets and the inks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

PT_PER_MM = 72 / 25.4
_PRINT_FLAG = 4
_HEAD = re.compile("/H([1-6])")


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of one finished page, in millimetres."""

    width: float
    height: float


HALF_A4 = Trim(148.5, 210.0)


def take_over(plates: Pdf, source: Pdf) -> None:
    """Give a file the language, the dates and the makers of the one it was made from."""
    if Name.Lang in source.Root:
        plates.Root.Lang = String(str(source.Root.Lang))
    for key in (Name.CreationDate, Name.ModDate, Name.Producer, Name.Creator, Name.Keywords):
        if key in source.docinfo:
            plates.docinfo[key] = String(str(source.docinfo[key]))


def saved(pdf: Pdf) -> bytes:
    """Save without a clock and without chance: the same objects give the same bytes."""
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
    flag on every link, and heads that skip no level: what looks like the third head is the second
    where no second stands above it.
    """
    with Pdf.open(io.BytesIO(tagged)) as pdf:
        if Name.StructTreeRoot in pdf.Root:
            for header, in_head in _headers(pdf.Root.StructTreeRoot, in_head=False):
                scope = Name.Column if in_head else Name.Row
                header.A = Dictionary(O=Name.Table, Scope=scope)
            _skip_no_level(pdf.Root.StructTreeRoot)
        if Name.Lang in pdf.Root:
            pdf.Root.Lang = String(str(pdf.Root.Lang))  # where it is asked for, not elsewhere
        for page in pdf.pages:
            for note in page.get(Name.Annots, Array()):
                note.F = int(note.get(Name.F, 0)) | _PRINT_FLAG
        return saved(pdf)


def _headers(element: Object, *, in_head: bool) -> Iterator[tuple[Object, bool]]:
    """Every ``TH`` below an element of the structure tree, and whether a ``THead`` holds it."""
    kind = element.get(Name.S)
    if kind == Name.TH:
        yield element, in_head
    below = element.get(Name.K)
    for child in below if isinstance(below, Array) else [below]:
        if isinstance(child, Dictionary):  # the rest are numbers of marked content
            yield from _headers(child, in_head=in_head or kind == Name.THead)


def _skip_no_level(tree: Object) -> None:
    """Number heads by how deep they stand among heads."""
    above: list[int] = []
    for element in _elements(tree):
        head = _HEAD.fullmatch(str(element.get(Name.S, "")))
        if head:
            level = int(head[1])
            above = [*(one for one in above if one < level), level]
            element.S = Name(f"/H{len(above)}")


def _elements(element: Object) -> Iterator[Object]:
    """Every element below one of the structure tree, as it is read."""
    below = element.get(Name.K)
    for child in below if isinstance(below, Array) else [below]:
        if isinstance(child, Dictionary):
            yield child
            yield from _elements(child)


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
