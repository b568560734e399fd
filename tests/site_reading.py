# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site read back as a browser reads it: pages as trees, tables as numbers, words as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import tinyhtml5

from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.artifact import Artifact
from commonpress.render.offline_copy import without_offline_copy
from commonpress.render.site import Site, make_site
from commonpress.render.site_desk import Download, Downloads
from commonpress.render.site_page import SitePage
from tests import kept_book, publications


@cache
def _parsed(body: str) -> ET.Element:
    root = tinyhtml5.parse(body, namespace_html_elements=False)
    return next(iter(root.iter("body")))


@dataclass(frozen=True)
class ReadPage:
    """The body of a page, parsed."""

    page: SitePage

    @property
    def root(self) -> ET.Element:
        """Its tree, without namespaces."""
        return _parsed(self.page.body)

    def all(self, tag: str, of: str = "") -> list[ET.Element]:
        """Every element of a name, in order, with the class `of`."""
        found = self.root.iter(tag)
        return [e for e in found if not of or of in (e.get("class") or "").split()]

    def one(self, tag: str, of: str = "") -> ET.Element:
        """The one element of a name and class."""
        (found,) = self.all(tag, of)
        return found

    @property
    def text(self) -> str:
        """All its words, on one line."""
        return words(self.root)

    def links(self) -> list[str]:
        """Where its links lead, as they are written."""
        return [link.get("href", "") for link in self.all("a")]

    def headings(self) -> list[tuple[int, str]]:
        """Its headings with their levels, in order."""
        levels = {f"h{n}": n for n in range(1, 7)}
        return [(levels[e.tag], words(e)) for e in self.root.iter() if e.tag in levels]


def words(element: ET.Element) -> str:
    """The text in an element, on one line, with plain spaces."""
    return " ".join("".join(element.itertext()).split())


def number(text: str) -> Decimal:
    """A printed number, or one with its unit, as a value."""
    digits = "".join(c for c in text.replace("−", "-") if c in "-.0123456789")
    return Decimal(digits)


def figures(page: ReadPage) -> Iterator[tuple[str, Decimal, str]]:
    """Every figure on a page: its id, its value, what is printed."""
    for data in page.all("data"):
        yield data.get("data-figure", ""), Decimal(data.get("value", "")), words(data)


def rows(table: ET.Element) -> list[list[str]]:
    """The cells of a table's bodies, row by row."""
    found = [row for body in table.iter("tbody") for row in body.iter("tr")]
    return [[words(cell) for cell in row if cell.tag in {"td", "th"}] for row in found]


def head(table: ET.Element) -> list[str]:
    """The column headings of a table."""
    return [words(cell) for cell in next(table.iter("thead")).iter("th")]


def in_a_shell(site: Site) -> list[Artifact]:
    """A site's pages, drawings and search as files, each page in the smallest shell there is."""
    pages = [
        Artifact(p.address, f"<!doctype html><html><body>{p.body}</body></html>".encode())
        for p in site.pages
    ]
    return [*without_offline_copy(pages), *site.drawings, *site.scripts]


ROOT = Path(__file__).parents[1]
DATA = Downloads(
    data=(Download("data/entries.csv", 1200), Download("data/README.md", 900)),
    issues={"spring-2026": (Download("zine/spring-2026-booklet.pdf", 80_000, "booklet"),)},
)


def sample() -> Publication:
    """The book in this repository; a draft, so that a finding fails its own test and not these."""
    found = publish(ROOT, draft=True).publication
    assert found is not None
    return found


BOOKS: dict[str, Callable[[], Publication]] = {
    "sample": sample,
    "tidewater": publications.tidewater,
    "tiny": publications.tiny,
    "kept": kept_book.kept,
    "fund": lambda: publications.fund(300),
    "archive": lambda: publications.archive(120),
}


@cache
def book(name: str) -> Publication:
    """What one of the books publishes, made once."""
    return BOOKS[name]()


@cache
def site(name: str) -> Site:
    """The site of one of the books."""
    return make_site(book(name), DATA)


@cache
def pages(name: str) -> dict[str, ReadPage]:
    """The pages of one of the books, read back."""
    return read(site(name))


def read(made: Site) -> dict[str, ReadPage]:
    """The pages of a site by their addresses."""
    return {page.address: ReadPage(page) for page in made.pages}
