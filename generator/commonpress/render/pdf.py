# SPDX-License-Identifier: AGPL-3.0-or-later
"""The typesetting room: HTML and its assets in, a tagged PDF out. Only here is WeasyPrint used.

Nothing is read from a disk or a network: a page may use the assets handed in, by the address
``asset:<name>``, and nothing else. Whatever WeasyPrint would only log (a property it ignores, a
character it draws as an empty box, a font it cannot load) stops the work.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2
from weasyprint import HTML, Document
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"
VARIANT = "pdf/ua-1"
MM_PER_PX = 25.4 / 96

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


class UnprintableError(Exception):
    """The page cannot be set as it was written; ``reasons`` are sentences, in order."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an element came to stand on one page: the page from 1, its edges in mm."""

    page: int
    top: float
    foot: float
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Galley:
    """What a first setting tells: how many pages, and on which each element with an id stands."""

    pages: int
    spots: Mapping[str, tuple[Spot, ...]]


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
    with _strict(assets) as fetcher:
        document = _laid_out(html, fetcher)
    return _galley(document)


def typeset(html: str, assets: Mapping[str, bytes]) -> bytes:
    """Set the page as a tagged PDF. Dates and title come from its own ``meta`` elements.

    Raises ``UnprintableError`` for anything WeasyPrint would only have logged.
    """
    with _strict(assets) as fetcher:
        target = io.BytesIO()
        _laid_out(html, fetcher).write_pdf(target, pdf_variant=VARIANT)
    return target.getvalue()


def _laid_out(html: str, fetcher: _Assets) -> Document:
    return HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)


def _galley(document: Document) -> Galley:
    spots: dict[str, tuple[Spot, ...]] = {}
    for number, page in enumerate(document.pages, start=1):
        for name, edges in page.anchors.items():
            left, top, right, foot = (edge * MM_PER_PX for edge in edges)
            spot = Spot(number, top, foot, left, right)
            spots[name] = (*spots.get(name, ()), spot)
    return Galley(len(document.pages), spots)


@contextlib.contextmanager
def _strict(assets: Mapping[str, bytes]) -> Iterator[_Assets]:
    """Check the faces, lend a fetcher, and turn all that WeasyPrint says into one error."""
    check_faces(assets)
    logger, ears, fetcher = logging.getLogger("weasyprint"), _Ears(), _Assets(assets)
    logger.addHandler(ears)
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


def _faces(css: bytes) -> Iterator[tuple[str, str, str]]:
    """Family, weight and style of every ``@font-face`` rule."""
    rules, _ = tinycss2.parse_stylesheet_bytes(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
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
