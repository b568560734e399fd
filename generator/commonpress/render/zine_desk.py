# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of an issue: its templates, and what they may ask for.

Templates choose words and order; everything that is computed, drawn or fitted is a filter here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from commonpress import __version__
from commonpress.derive.publication import Figure, IssueView, Publication
from commonpress.derive.seal import CheckpointView
from commonpress.kinds.publication import Art, ZineState
from commonpress.render import words, zine_pictures
from commonpress.render.addresses import address_book, index_address, statement_address
from commonpress.render.artwork import Plate, UnusablePictureError, screened
from commonpress.render.copyfit import balanced, widest
from commonpress.render.environment import Print, Templates, html, own_words
from commonpress.render.faces import Face
from commonpress.render.prose import to_html, to_text
from commonpress.render.qr import qr_drawing
from commonpress.render.site_seal import SEAL_PAGE
from commonpress.render.voice import say, voice
from commonpress.render.zine_accounts import account_rows, unit_in_words, unit_of
from commonpress.render.zine_findings import UnprintableIssueError, unusable

_BLANKS = re.compile(r"[ \t\n]+")  # no-break spaces stay
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(?:'|&#39;|&#x27;)(?=[^\W\d_])(?![^<>]*>)")
TITLE_SIZES = (33.0, 31.0, 29.0)  # the first is the size; the others save a line
HEAD_PT = 14.0
TITLE_TRACKING = -0.018
WIDE_MM, QR_MM = 122.5, 25.0
TALLEST_MM = 150.0  # of a picture below its head, with a line of words under it
PT_PER_MM = 72 / 25.4


def in_print(address: str) -> str:
    """An address as people type it: no scheme, no file that stands for its folder."""
    bare = address.removeprefix("https://").removeprefix("http://")
    return bare.removesuffix("index.html").removesuffix("/")


def qr_says(address: str) -> str:
    """What a code of an address is called by those who do not see it."""
    return say("QR code of {address}", address=address)


def then(text: str) -> str:
    """What follows in a row behind a comma; nothing, where there is nothing."""
    return f"{say(',')} {text}" if text else ""


def one_line(block: str) -> str:
    """A block that a template set, as plain text on one line."""
    return _BLANKS.sub(" ", unescape(str(block))).strip(" ")


@dataclass(frozen=True, slots=True)
class Shown:
    """A contributed picture on its page: where its plate is, and its size in mm."""

    art: Art
    address: str
    width: float
    height: float


class Desk:
    """Fills in the templates of one issue."""

    def __init__(  # noqa: PLR0917 - the issue, the face, and what the book brings
        self,
        publication: Publication,
        issue: IssueView,
        display: Face,
        own: Path | None = None,
        paper: str = "A4",
        media: Mapping[str, bytes] | None = None,
    ) -> None:
        self._media = media or {}
        self.plates: dict[str, bytes] = {}  # pictures made ready, by the name of their asset
        self.publication = publication
        self.issue = issue
        self.display = display
        self.paper = paper
        self._book = address_book(publication)
        self._templates = Templates(own, self._filters(), self._values())

    def fill(self, name: str, **values: Any) -> Print:
        """Fill in one template of the zine."""
        made = self._templates.page([f"zine/{name}.html.jinja"], "zine", **values)
        texts = map(_set_apostrophes, (made.title, made.description, made.body))
        return Print(*texts)

    def whole(self, frame: str = "issue", **values: Any) -> str:
        """Fill in the frame that holds all pieces."""
        return self._templates.render(f"zine/{frame}.html.jinja", **values)

    def size_that_fits(
        self, lines: tuple[str, ...], width: float, most: float, tracking: float = 0.0
    ) -> float:
        """The size of type, in points, at which the widest line is `width` mm wide or less."""
        fits = width * PT_PER_MM / widest(lines, self.display, tracking)
        return round(min(most, fits), 1)

    def picture(self, art: Art) -> Shown:
        """Make a contributed picture ready for print; it becomes an asset of the pages.

        Raises `UnprintableIssueError` where it is not there, too coarse or too tall.
        """
        try:
            plate = _plate(art, self._media.get(art.picture))
        except UnusablePictureError as problem:
            finding = unusable(self.issue.record, art.picture, str(problem))
            raise UnprintableIssueError((finding,)) from None
        name = f"art-{len(self.plates)}.png"
        self.plates[name] = plate.png
        return Shown(art, f"asset:{name}", plate.width, plate.height)

    def _values(self) -> dict[str, Any]:
        commons, issue = self.publication.commons, self.issue
        return {
            "commons": commons,
            "zine": issue.record,
            "season": issue.season,
            "at": lambda *_: "",  # parts of the site's templates ask for links
            "as_of": self.publication.as_of,
            "paper": self.paper,
            "next_assembly": issue.glance.next_assembly,
            "open_proposals": issue.glance.open_proposals,
            "record_count": self.publication.record_count,
            "site": commons.site_url,
            "sealed": self._sealed(),
            "seal_page": self._on_site(SEAL_PAGE),
            "statement": self._on_site(statement_address(issue.season.name)),
            "spoken": "en" if voice().is_source else voice().language,
            "direction": voice().direction,
            "version": __version__,
        }

    def _filters(self) -> dict[str, Any]:
        return {
            "account_rows": lambda table: account_rows(table, self.issue.season),
            "address_of": self._address,
            "amount": words.amount,
            "drawing": html,
            "figure": self._figure,
            "figure_number": lambda figure: words.number(figure.value, figure.places),
            "head": self._head,
            "in_print": in_print,
            "link_to": self._link,
            "list_at": lambda kind: self._on_site(index_address(kind)),
            "one_line": one_line,
            "prose": self._prose,
            "checkpoint_qr": lambda one: html(
                qr_drawing(one.text, QR_MM, say("QR code of the lines"))
            ),
            "qr": lambda address: html(qr_drawing(address, QR_MM, qr_says(address))),
            "sample": lambda pattern: html(zine_pictures.pattern_sample(pattern)),
            "shortened": lambda text, longest: to_text(text, longest=longest),
            "step_loop": self._step_loop,
            "title": self._title,
            "tally": lambda view: html(zine_pictures.tally(view)),
            "then": then,
            "unit_in_words": unit_in_words,
            "unit_of": unit_of,
            "weekday": words.weekday,
        }

    def _prose(self, text: str) -> str:
        """Prose of a record, marked where it is in another language than its page."""
        finished = to_html(text, top=2, link=self._resolve)
        return own_words(finished, "div", voice().foreign(text))

    def _sealed(self) -> CheckpointView | None:
        """The checkpoint that was kept for this issue: none before it is final and sealed."""
        seal, zine = self.publication.seal, self.issue.record
        return seal.printed_for(zine.id) if seal and zine.state is ZineState.FINAL else None

    def _figure(self, figure_id: str) -> Figure:
        return self.issue.glance.figure(figure_id)

    def _step_loop(self, step: int, steps: int, closed: bool) -> str:  # noqa: FBT001 - a filter
        return html(zine_pictures.step_loop(step, steps, closed=closed))

    def _address(self, kind: str, record_id: str) -> str:
        return self._on_site(self._book.of(kind, record_id)) or ""

    def _resolve(self, target: str) -> str | None:
        return self._on_site(self._book.resolve(target))

    def _on_site(self, address: str | None) -> str | None:
        base = self.publication.commons.site_url
        return base + address if base and address else None

    def _link(self, text: str, kind: str, record_id: str) -> str:
        """A head that leads to its record on the site."""
        address = self._address(kind, record_id)
        head = own_words(self._head(text), "bdi", voice().foreign(text))
        return html(f'<a href="{escape(address)}">{head}</a>') if address else head

    def _title(self, text: str, width: float = WIDE_MM) -> str:
        """A title, broken evenly; a little smaller where that saves a line."""
        broken = [
            balanced(one_line(text), self.display, width * PT_PER_MM / size, TITLE_TRACKING)
            for size in TITLE_SIZES
        ]
        lines = min(broken, key=len)
        size = TITLE_SIZES[broken.index(lines)]
        return html(f'<h1 style="font-size: {size:g}pt">{_broken(lines)}</h1>')

    def _head(self, text: str, width: float = 93.0) -> str:
        """The words of a head, broken evenly."""
        return html(_broken(balanced(text, self.display, width * PT_PER_MM / HEAD_PT)))


def _plate(art: Art, found: bytes | None) -> Plate:
    """Screen a picture, and hold it against its page."""
    if found is None:
        raise UnusablePictureError("there is no such file in `content/media`")
    plate = screened(found, art.width, art.screen)
    if plate.height > TALLEST_MM or plate.width > WIDE_MM:
        raise UnusablePictureError(
            f"at {plate.width:g} mm it is {plate.height:.0f} mm tall, and a page has room "
            f"for {WIDE_MM:g} by {TALLEST_MM:g} mm"
        )
    return plate


def _broken(lines: Sequence[str]) -> str:
    return "<br>".join(map(escape, lines))


def _set_apostrophes(body: str) -> str:
    """Set the apostrophes within words as a printer does; tags and drawings stay as they are."""
    return _APOSTROPHE.sub("’", body)
