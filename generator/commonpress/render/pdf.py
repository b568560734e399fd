# SPDX-License-Identifier: AGPL-3.0-or-later
"""The typesetting room: HTML and its assets in, a tagged PDF out. Only here is WeasyPrint used.

Nothing is read from a disk or a network: a page may use the assets handed in, by the address
``asset:<name>``, and nothing else. Whatever WeasyPrint would only log (a property it ignores, a
character it draws as an empty box, a font it cannot load) stops the work.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import tinycss2
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from commonpress.render.galleys import Chapter, Galley, Mark, Spot, UnprintableError

__all__ = ["Chapter", "Galley", "Setter", "Spot", "UnprintableError", "measure", "typeset"]

SCHEME = "asset:"
VARIANT = "pdf/ua-1"
MM_PER_PX = 25.4 / 96
_PT_PER_PX = 0.75

_TYPES = {
    "css": "text/css",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
}

# Names that fontconfig answers with a font of the system, whatever the page ships.
_TAKEN_FAMILIES = frozenset(
    {"sans", "sans-serif", "serif", "mono", "monospace", "cursive", "fantasy", "system-ui"}
)


class _Assets(URLFetcher):  # type: ignore[misc]
    """Hands out the assets it was given; every other address is fatal, not a missing picture."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """Answer ``asset:<name>`` from memory."""
        name = url.removeprefix(SCHEME)
        content = self._assets.get(name) if url.startswith(SCHEME) else None
        kind = _TYPES.get(name.rpartition(".")[2])
        if content is None or kind is None:
            self.refused.append(url)
            raise ValueError(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})


class _Ears(logging.Handler):
    """Keeps what WeasyPrint says while a page is set."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.heard.append(record.getMessage())


def measure(html: str, assets: Mapping[str, bytes]) -> Galley:
    """Set the page and say where everything came to stand, without making a PDF."""
    check_faces(assets)
    with _strict(assets) as fetcher:
        document = _laid_out(html, fetcher)
    return _galley(document)


def typeset(html: str, assets: Mapping[str, bytes]) -> bytes:
    """Set the page as a tagged PDF. Dates and title come from its own ``meta`` elements.

    Raises ``UnprintableError`` for anything WeasyPrint would only have logged.
    """
    check_faces(assets)
    with _strict(assets) as fetcher:
        target = io.BytesIO()
        _laid_out(html, fetcher).write_pdf(target, pdf_variant=VARIANT)
    return target.getvalue()


class Setter:
    """Sets many texts with the same assets: faces are loaded once, and what was set is at hand.

    A text that was measured need not be set again to become a chapter.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        check_faces(assets)
        faces, self._assets = _without_faces(assets)
        self._fonts = FontConfiguration()
        self._set: dict[str, Document] = {}
        with _strict(assets) as fetcher:
            CSS(string=faces, url_fetcher=fetcher, font_config=self._fonts, base_url=SCHEME)

    def measure(self, html: str) -> Galley:
        """Say where everything in a text came to stand."""
        return _galley(self._document(html))

    def chapter(self, html: str) -> Chapter:
        """Make tagged pages of a text, and let it go."""
        document = self._document(html)
        target = io.BytesIO()
        with _strict(self._assets):
            document.write_pdf(target, pdf_variant=VARIANT)
        del self._set[html]
        return Chapter(target.getvalue(), tuple(_marks(document)))

    def _document(self, html: str) -> Document:
        if html not in self._set:
            with _strict(self._assets) as fetcher:
                self._set[html] = _laid_out(html, fetcher, self._fonts)
        return self._set[html]


def _laid_out(html: str, fetcher: _Assets, fonts: FontConfiguration | None = None) -> Document:
    text = HTML(string=html, url_fetcher=fetcher)
    return text.render(pdf_variant=VARIANT, font_config=fonts)


def _galley(document: Document) -> Galley:
    spots: dict[str, tuple[Spot, ...]] = {}
    for number, page in enumerate(document.pages, start=1):
        for name, edges in page.anchors.items():
            left, top, right, foot = (edge * MM_PER_PX for edge in edges)
            spot = Spot(number, top, foot, left, right)
            spots[name] = (*spots.get(name, ()), spot)
    return Galley(len(document.pages), spots)


def _marks(document: Document) -> Iterator[Mark]:
    """The heads of a document in order, as the outline names them."""
    for number, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            up = (page.height - y) * _PT_PER_PX
            yield Mark(level, label, number, x * _PT_PER_PX, up, state != "closed")


@contextlib.contextmanager
def _strict(assets: Mapping[str, bytes]) -> Iterator[_Assets]:
    """Lend a fetcher, and turn all that WeasyPrint says into one error.

    Meanwhile no memory is searched for what nobody needs: a page is made of many things, and
    nearly all of them last until it is done.
    """
    logger, ears, fetcher = logging.getLogger("weasyprint"), _Ears(), _Assets(assets)
    logger.addHandler(ears)
    collects = gc.isenabled()
    gc.disable()
    try:
        yield fetcher
    except BaseException as failure:
        # A refused address is a BaseException; a fault of layout can be any Exception at all.
        if isinstance(failure, Exception) or fetcher.refused:
            raise UnprintableError(
                (*_refusals(fetcher), *ears.heard, *_named(failure))
            ) from failure
        raise
    finally:
        logger.removeHandler(ears)
        if collects:
            gc.enable()
    if fetcher.refused or ears.heard:
        raise UnprintableError((*_refusals(fetcher), *ears.heard))


def _refusals(fetcher: _Assets) -> tuple[str, ...]:
    return tuple(
        f"the page asks for {url}, which is not among its assets" for url in fetcher.refused
    )


def _named(failure: BaseException) -> tuple[str, ...]:
    if not isinstance(failure, Exception):
        return ()
    return (f"the layout failed with {type(failure).__name__}: {failure}".rstrip(": "),)


def check_faces(assets: Mapping[str, bytes]) -> None:
    """Refuse style sheets that would print wrong letters.

    Two files for one family, weight and style make WeasyPrint draw the glyphs of one with the
    numbers of the other, while the text layer stays right; and a family named ``Sans`` is
    answered by the system. Neither is logged, so both are looked for here.
    """
    reasons: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for name in sorted(assets):
        if name.endswith(".css"):
            for face in _faces(assets[name]):
                if face in seen:
                    reasons.append(f"{name} gives a second file for {' '.join(face)}")
                if face[0].lower() in _TAKEN_FAMILIES:
                    reasons.append(f"{name} calls a face {face[0]}, a name the system answers to")
                seen.add(face)
    if reasons:
        raise UnprintableError(tuple(reasons))


def _without_faces(assets: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """Take the rules that name faces out of every style sheet: they are read once for all."""
    faces: list[str] = []
    left = dict(assets)
    for name in sorted(assets):
        if name.endswith(".css"):
            rules, _ = tinycss2.parse_stylesheet_bytes(assets[name])
            faces += (rule.serialize() for rule in rules if _is_face(rule))
            rest = "".join(rule.serialize() for rule in rules if not _is_face(rule))
            left[name] = rest.encode()
    return "".join(faces), left


def _is_face(rule: Any) -> bool:
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == "font-face")


def _faces(css: bytes) -> Iterator[tuple[str, str, str]]:
    """Family, weight and style of every ``@font-face`` rule."""
    rules, _ = tinycss2.parse_stylesheet_bytes(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if _is_face(rule):
            said = {d.lower_name: _value(d) for d in _declarations(rule.content)}
            weight = {"normal": "400", "bold": "700"}.get(said.get("font-weight", "normal"))
            yield (
                said.get("font-family", ""),
                weight or said["font-weight"],
                said.get("font-style", "normal"),
            )


def _declarations(content: object) -> list[Any]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return [d for d in found if d.type == "declaration"]


def _value(declaration: Any) -> str:
    """The value as one string, without quotes."""
    parts = (
        token.value if token.type in ("ident", "string") else token.serialize()
        for token in declaration.value
    )
    return " ".join("".join(parts).split())
