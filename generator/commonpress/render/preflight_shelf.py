# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read already. The pages of an issue stand in many files, on sheets of many kinds.

So what a page holds is kept by what it is made of (its instructions, its fonts, its pictures and
its forms), and read once.
"""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from commonpress.render.preflight_fonts import PdfFont, read_font
from commonpress.render.preflight_marks import Mark, PageMarks, in_words, placed
from commonpress.render.preflight_reader import Hand, read_stream
from commonpress.render.preflight_shapes import Box, Matrix


class Shelf:
    """What was read already: files and pages by what they are made of, fonts, pictures."""

    def __init__(self) -> None:
        self._files: dict[bytes, tuple[PageMarks, ...]] = {}
        self.streams: dict[bytes, tuple[Mark, ...]] = {}
        self.fonts: dict[bytes, PdfFont] = {}
        self.pictures: dict[bytes, bool] = {}

    def marks_of(self, pdf: bytes) -> tuple[PageMarks, ...]:
        """Read every page of a PDF."""
        key = sha256(pdf).digest()
        if key not in self._files:
            with Pdf.open(io.BytesIO(pdf)) as opened:
                library = _Library(self)
                self._files[key] = tuple(_page(page, library) for page in opened.pages)
        return self._files[key]


def _page(page: Page, library: _Library) -> PageMarks:
    left, foot, right, head = (float(edge) for edge in page.mediabox)
    resources = page.obj.get(Name.Resources, Dictionary())
    marks = library.read(page, resources, Box(left, foot, right, head))
    box = Box(0, 0, right - left, head - foot)
    there = placed(marks, Matrix(e=-left, f=-foot), box, marked=False)
    return PageMarks(box.width, box.height, tuple(there if left or foot else marks))


class _Library:
    """Fonts, pictures and streams of one file, each read once, and kept on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._digests: dict[tuple[int, int], bytes] = {}
        self._fonts: dict[tuple[int, int], PdfFont] = {}

    def read(self, stream: Any, resources: Object, box: Box) -> tuple[Mark, ...]:
        """What a page or a form holds, in its own space."""
        key = sha256(self.digest(stream, resources) + repr(box).encode()).digest()
        known = self._shelf.streams
        if key not in known:
            marks = read_stream(stream, resources, Hand(Matrix(), box), self, depth=0)
            known[key] = tuple(in_words(marks))
        return known[key]

    def digest(self, stream: Any, resources: Object) -> bytes:
        """What a page or a form is made of: its instructions, fonts, pictures and forms."""
        if isinstance(stream, Page):
            return self._digest_of(stream.obj.get(Name.Contents), resources)
        key = stream.objgen
        if key not in self._digests:
            self._digests[key] = self._digest_of(stream, resources)
        return self._digests[key]

    def _digest_of(self, contents: Object | None, resources: Object) -> bytes:
        found = sha256()
        for stream in contents if isinstance(contents, Array) else [contents]:
            found.update(stream.read_bytes() + b"\n" if stream is not None else b"")
        for name, font in sorted(resources.get(Name.Font, Dictionary()).items()):
            found.update(name.encode() + self.font(font).digest)
        for name, state in sorted(resources.get(Name.ExtGState, Dictionary()).items()):
            found.update(name.encode() + state.unparse(resolved=True))
        for name, drawn in sorted(resources.get(Name.XObject, Dictionary()).items()):
            found.update(name.encode() + self._digest_drawn(drawn, resources))
        return found.digest()

    def _digest_drawn(self, drawn: Object, resources: Object) -> bytes:
        if drawn.get(Name.Subtype) != Name.Form:
            return sha256(drawn.read_raw_bytes()).digest()
        frame = f"{drawn.get(Name.BBox)}{drawn.get(Name.Matrix)}".encode()
        return frame + self.digest(drawn, drawn.get(Name.Resources, resources))

    def font(self, font: Object) -> PdfFont:
        """A font of some resources; the same font of another file is the same."""
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            read = read_font(font)
            self._fonts[key] = self._shelf.fonts.setdefault(read.digest, read)
        return self._fonts[key]

    def is_black_and_white(self, picture: Object) -> bool:
        """Whether a picture has no grey."""
        key = sha256(picture.read_raw_bytes()).digest()
        if key not in self._shelf.pictures:
            self._shelf.pictures[key] = _has_no_grey(picture)
        return self._shelf.pictures[key]


def _has_no_grey(picture: Object) -> bool:
    if picture.get(Name.ImageMask, False) or int(picture.get(Name.BitsPerComponent, 8)) == 1:
        return Name.SMask not in picture
    if Name.SMask in picture or picture.get(Name.ColorSpace) not in (
        Name.DeviceRGB,
        Name.DeviceGray,
    ):
        return False
    try:
        return not picture.read_bytes().strip(b"\x00\xff")
    except (pikepdf.PdfError, NotImplementedError):
        return False  # a photograph that was packed with a loss
