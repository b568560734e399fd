# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of single sheets: their templates, the paper they are set on, and how one is set.

A sheet is drawn for A4 and measured in `rem`, where one `rem` is a millimetre of A4: on A3 and
on Letter everything grows with the width of the paper. QR codes are drawn in real millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import Any

from commonpress import __version__
from commonpress.derive.publication import Publication
from commonpress.derive.seal import CheckpointView
from commonpress.ground.diagnostics import Diagnostic
from commonpress.kinds.base import Record
from commonpress.render import words, zine_pictures
from commonpress.render.addresses import address_book, index_address
from commonpress.render.copyfit import balanced
from commonpress.render.environment import Print, Templates, html, own_words
from commonpress.render.faces import Face, joined, open_face
from commonpress.render.packaged import packaged
from commonpress.render.pdf import Galley, measure, typeset
from commonpress.render.plates import Trim, finish_tags
from commonpress.render.preflight_jobs import Proof, unread
from commonpress.render.print_paper import Profile
from commonpress.render.prose import to_html, to_text
from commonpress.render.qr import qr_drawing
from commonpress.render.site_seal import SEAL_PAGE
from commonpress.render.voice import say, voice
from commonpress.render.zine import FONTS, HEAD_FACES, TEXT_FACES, demand_pages, facing
from commonpress.render.zine_accounts import unit_of
from commonpress.render.zine_desk import (
    PT_PER_MM,
    TITLE_TRACKING,
    in_print,
    one_line,
    qr_says,
    then,
)
from commonpress.render.zine_findings import undrawable
from commonpress.render.zine_pieces import Piece

FOLDER = "sheets"
_STYLE = "sheet.css"
# What a checkpoint needs at half a millimetre a module, and what an address does.
SEAL_QR_MM, ADDRESS_QR_MM = 27.0, 45.0


class SheetPaper(StrEnum):
    """The paper that a sheet is printed on."""

    A4 = "A4"
    A3 = "A3"
    LETTER = "Letter"


_SIZES = {
    SheetPaper.A4: Trim(210.0, 297.0),
    SheetPaper.A3: Trim(297.0, 420.0),
    SheetPaper.LETTER: Trim(215.9, 279.4),
}


class UnknownSheetError(Exception):
    """Nothing in the book fits what was asked for; the message says what there is."""


class OverfullSheetError(Exception):
    """A sheet holds more than its paper, or a character that its fonts lack.

    `findings` say which record to mend.
    """

    def __init__(self, message: str, findings: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be set: a template, its settings from the fullest to the shortest, its pages.

    `name` becomes the name of the file, `records` are those it quotes, `styles` are style sheets
    beside the common one. A `lying` sheet lies on its long edge. `file` makes what comes beside
    the page: the ending of its name, and what it holds.
    """

    name: str
    template: str
    settings: tuple[Mapping[str, Any], ...]
    records: tuple[Record, ...] = ()
    styles: tuple[str, ...] = ()
    pages: int = 1
    lying: bool = False
    file: Callable[[Galley], tuple[str, bytes]] | None = None

    def with_file(self, file: Callable[[Galley], tuple[str, bytes]]) -> Sheet:
        """The sheet with a file beside it, made from where everything came to stand."""
        return replace(self, file=file)


class SheetDesk:
    """Fills in the templates of sheets, and sets them, for one book and one paper."""

    def __init__(
        self,
        publication: Publication,
        own: Path | None = None,
        paper: SheetPaper = SheetPaper.A4,
        profile: Profile = Profile.PHOTOCOPY,
    ) -> None:
        self.publication, self.paper, self.profile = publication, paper, profile
        self.own = own
        self._book = address_book(publication)
        self._templates = Templates(own, self._filters(), self._values())

    @property
    def scale(self) -> float:
        """How much larger than on A4 everything is: the millimetres of one `rem`."""
        return _SIZES[self.paper].width / _SIZES[SheetPaper.A4].width

    @cached_property
    def display(self) -> Face:
        """The face of heads."""
        return joined(open_face(packaged("fonts", name).read_bytes()) for name in HEAD_FACES)

    def on_site(self, address: str | None) -> str:
        """The whole address of a page; blank where the book has no site."""
        base = self.publication.commons.site_url
        return base + address if base and address else ""

    def address_of(self, kind: str, record_id: str) -> str:
        """The whole address of a record; blank where it is not on a site."""
        return self.on_site(self._book.of(kind, record_id))

    def set(self, sheet: Sheet, proof: Proof = unread) -> tuple[bytes, Galley]:
        """Set a sheet in the fullest setting that fits: a tagged PDF, and where all of it stands.

        `proof` reads it against its words. Raises `OverfullSheetError` where even the shortest
        does not fit, or a character is missing.
        """
        assets = self._assets(sheet)
        for values in sheet.settings:
            whole = self.fill(sheet, values)
            self._demand_characters(sheet, whole)
            galley = measure(whole, assets)
            if _fits(galley, sheet.pages):
                pdf = finish_tags(typeset(whole, assets))
                demand_pages(pdf, sheet.pages)
                proof(whole, pdf)
                return pdf, galley
        where = words.listed(record.id for record in sheet.records)
        raise OverfullSheetError(
            f"the sheet `{sheet.name}` holds more than fits on its paper"
            f"{f'; write less in {where}' if where else ''}"
        )

    def galley(self, sheet: Sheet) -> Galley:
        """Where everything of a sheet stands, in its first setting."""
        return measure(self.fill(sheet, sheet.settings[0]), self._assets(sheet))

    def fill(self, sheet: Sheet, values: Mapping[str, Any]) -> str:
        """Fill in one setting of a sheet."""
        page = self.page_size(sheet)
        return self._templates.render(
            f"{FOLDER}/{sheet.template}.html.jinja",
            page=page,
            scale=self.scale,
            sealed=self._sealed(sheet.name),
            **values,
        )

    def panel(self, name: str, **values: Any) -> Print:
        """Fill in one panel of a folded sheet."""
        return self._templates.page([f"{FOLDER}/{name}.html.jinja"], FOLDER, **values)

    def whole(self, name: str, **values: Any) -> str:
        """Fill in the frame of a folded sheet, or the page that says how it is folded."""
        return self._templates.render(f"{name}.html.jinja", **values)

    def font(self, name: str) -> bytes:
        """A shipped font."""
        return packaged("fonts", name).read_bytes()

    def page_size(self, sheet: Sheet) -> Trim:
        """The size of the paper as the sheet lies on it."""
        upright = _SIZES[self.paper]
        return Trim(upright.height, upright.width) if sheet.lying else upright

    def _assets(self, sheet: Sheet) -> dict[str, bytes]:
        page = self.page_size(sheet)
        assets = {name: packaged("fonts", name).read_bytes() for name in FONTS}
        assets["mark.svg"] = self._read("zine", "mark.svg")
        styles = [self._read(FOLDER, name) for name in (_STYLE, *sheet.styles)]
        rem = f"html {{ font-size: {self.scale:.5f}mm }}"
        size = f"@page {{ size: {page.width:g}mm {page.height:g}mm }}"
        assets["sheet.css"] = b"\n".join([facing(b"\n".join(styles)), f"{size}{rem}".encode()])
        return assets

    def _read(self, folder: str, name: str) -> bytes:
        """A file of the sheets: the book's own where it has one."""
        mine = self.own / folder / name if self.own else None
        return (mine if mine and mine.is_file() else packaged(folder, name)).read_bytes()

    def _demand_characters(self, sheet: Sheet, whole: str) -> None:
        """Refuse characters that the shipped fonts cannot draw."""
        face = joined(open_face(packaged("fonts", name).read_bytes()) for name in TEXT_FACES)
        if not face.missing(unescape(whole)):
            return
        commons = self.publication.commons
        piece = Piece(sheet.name, "", sheet.name, sheet.name, whole)
        records = (*sheet.records, commons)
        findings = tuple(undrawable([piece], records, (*sheet.records, commons)[0], face))
        if findings:
            raise OverfullSheetError(f"the sheet `{sheet.name}` cannot be drawn", findings)

    def _values(self) -> dict[str, Any]:
        publication = self.publication
        return {
            "commons": publication.commons,
            "as_of": publication.as_of,
            "paper": self.paper.value,
            "draft": publication.is_draft,
            "next_assembly": publication.glance.next_assembly,
            "site": publication.commons.site_url,
            "seal_page": self.on_site(SEAL_PAGE),
            "spoken": "en" if voice().is_source else voice().language,
            "direction": voice().direction,
            "version": __version__,
        }

    def _sealed(self, name: str) -> CheckpointView | None:
        """The checkpoint that was kept for a sheet, or else that of today; none on a draft."""
        seal = self.publication.seal
        if seal is None or self.publication.is_draft:
            return None
        return seal.printed_for(name) or seal.today

    def _filters(self) -> dict[str, Any]:
        return {
            "address_of": self.address_of,
            "amount": words.amount,
            "checkpoint_qr": lambda one: html(
                qr_drawing(one.text, SEAL_QR_MM, say("QR code of the lines"))
            ),
            "breakable": breakable,
            "called": self._called,
            "code_qr": lambda text, width: html(
                qr_drawing(text, width * self.scale, say("QR code: {text}", text=text))
            ),
            "drawing": html,
            "head": self._head,
            "in_print": in_print,
            "list_at": lambda kind: self.on_site(index_address(kind)),
            "prose": self._prose,
            "qr": self._qr,
            "shortened": lambda text, longest: to_text(text, longest=longest),
            "step_loop": lambda step, steps, closed: html(
                zine_pictures.step_loop(step, steps, closed=closed)
            ),
            "then": then,
            "unit_of": unit_of,
            "unit_word": words.unit_word,
            "weekday": words.weekday,
        }

    def _called(self, role_id: str) -> str:
        """What a role is called."""
        views = self.publication.roles
        return next((v.record.title for v in views if v.record.id == role_id), role_id)

    def _qr(self, address: str, width: float = ADDRESS_QR_MM) -> str:
        """A code `width` millimetres of A4 wide, and larger on larger paper."""
        return html(qr_drawing(address, width * self.scale, qr_says(address)))

    def _prose(self, text: str, top: int = 2) -> str:
        finished = to_html(text, top=top, link=self._resolve)
        return own_words(finished, "div", voice().foreign(text))

    def _resolve(self, target: str) -> str | None:
        return self.on_site(self._book.resolve(target)) or None

    def _head(self, text: str, width: float, sizes: Sequence[float]) -> str:
        """A head broken evenly, in the size that needs the fewest lines; the largest of those.

        `width` is in millimetres of A4, sizes are in points there.
        """
        plain = one_line(text)
        tried = [
            balanced(plain, self.display, width * PT_PER_MM / size, TITLE_TRACKING)
            for size in sizes
        ]
        lines = min(tried, key=len)
        size = sizes[tried.index(lines)] / PT_PER_MM
        broken = "<br>".join(map(escape, lines))
        return html(f'<h1 style="font-size: {size:.3f}rem">{broken}</h1>')


def breakable(address: str) -> str:
    """An address that may be broken after its slashes and before its dots, for narrow slips."""
    return html(re.sub(r"(?<=[/])|(?=[.])", "<wbr>", escape(in_print(address))))


def _fits(galley: Galley, pages: int) -> bool:
    """Whether a sheet has its pages, and what hangs at the foot of one covers nothing.

    `main…` names what flows, `foot…` what is fixed below it; they meet page by page.
    """
    if galley.pages != pages:
        return False
    ends: dict[int, float] = {}
    for name, spots in galley.spots.items():
        if name.startswith("main"):
            for spot in spots:
                ends[spot.page] = max(ends.get(spot.page, 0.0), spot.foot)
    return all(
        ends.get(spot.page, 0.0) <= spot.top + 0.01
        for name, spots in galley.spots.items()
        if name.startswith("foot")
        for spot in spots
    )
