# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small site made in a test: a frame, a few pages of every variant, a book of free pages.

And how a browser sees a page: `elements` and `shape` read HTML with a real parser.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import tinyhtml5

from commonpress.render.forme import forme_keys
from commonpress.render.site_page import BookPart, Link, SiteFrame, SitePage

ROOT = Path(__file__).parents[1]

FRAME = SiteFrame(
    name="Tidewater Row Commons",
    short_name="Tidewater Row",
    tagline="Between the canal and the rope works. About 140 households.",
    as_of="30 June 2026",
    colophon=("Kept in the open by the assembly.", "Text and data: CC BY-SA 4.0."),
    edit_base="https://forge.example/book/_edit/main/",
    site_url="https://tidewater-row.example/",
    parts=(
        BookPart("ledger", "Ledger", "ledger/index.html"),
        BookPart("assembly", "Assembly", "assemblies/index.html"),
        BookPart("zine", "Zine", "zines/index.html"),
        BookPart("about", "About", "about.html", in_masthead=False),
    ),
)

FREE_PAGES = {
    "about.md": """\
---
title: About this book
description: Who keeps it, and how.
---

# About this book

See [how to take part](take-part.md#tools), [a decision](dec-2026-014), [its
file](../decisions/dec-2026-013.md) and [another site](https://example.org/).

## One

!!! note "A note"
    With a `word`.

## Two

=== "First"
    One.

=== "Second"
    Two.

## Three

| Food | Opening |
|:-----|--------:|
| Bread | 4.0 |
""",
    "take-part.md": "# How to take part\n\nCome.\n\n## Tools\n\nBring yours.\n",
}


def page(address: str, part: str, title: str = "A title", **more: object) -> SitePage:
    """A page that says little."""
    body = f"<h1>{title}</h1>\n<p>At {address}.</p>"
    values = {"description": f"About {address}.", "body": body} | more
    return SitePage(address=address, part=part, title=title, **values)  # type: ignore[arg-type]


def pages() -> tuple[SitePage, ...]:
    """A page of each variant: depths 0 and 1, with and without source, first, middle and last."""
    one, two, three = (f"decisions/dec-2026-01{n}.html" for n in (2, 3, 4))
    source = "content/decisions/{}.md"
    return (
        page("index.html", "home", "Home"),
        page("ledger/index.html", "ledger", "The ledger"),
        page("open-data.html", "ledger", "Open data"),
        page("assemblies/index.html", "assembly", "Assemblies"),
        page("zines/index.html", "zine", "Zines"),
        page(
            one,
            "assembly",
            "First",
            source=source.format("dec-2026-012"),
            later=Link(two, "Second & last"),
            kind="decision",
        ),
        page(
            two,
            "assembly",
            "Second",
            source=source.format("dec-2026-013"),
            earlier=Link(one, "First"),
            later=Link(three, "Third"),
            kind="decision",
            lang="ar",
        ),
        page(
            three,
            "assembly",
            "Third",
            source=source.format("dec-2026-014"),
            earlier=Link(two, "Second"),
            kind="decision",
        ),
    )


PAGES = pages()
KEYS = forme_keys(PAGES, FRAME)


def make_book(folder: Path, free_pages: dict[str, str] | None = None) -> Path:
    """A book that MkDocs can set: free pages and the project's own `mkdocs.yml`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for name, text in (FREE_PAGES if free_pages is None else free_pages).items():
        file = folder / "content/pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


# --- how a browser sees it -----------------------------------------------------------------------


@dataclass(frozen=True)
class Element:
    """An element as a browser builds it: its name, its attributes, the text right inside it."""

    name: str
    attributes: dict[str, str]
    text: str


def elements(html: str) -> list[Element]:
    """Every element of a page, in order, as an HTML parser sees them."""
    return [_element(node) for node in _nodes(html)]


def element(html: str, tag: str, /, **attributes: str) -> Element:
    """The one element of this name and with these attributes."""
    found = [
        e for e in elements(html) if e.name == tag and attributes.items() <= e.attributes.items()
    ]
    assert len(found) == 1, f"{len(found)} elements <{tag}> with {attributes}"
    return found[0]


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page and the names of their attributes, without any text or value."""
    return [(e.name, tuple(sorted(e.attributes))) for e in elements(html)]


def words(html: str) -> str:
    """All text of a fragment or page, as one line."""
    root = tinyhtml5.parse(html)
    return " ".join("".join(root.itertext()).split())


def decoded(files: Sequence[bytes]) -> list[str]:
    """Files as text."""
    return [content.decode() for content in files]


def _nodes(html: str) -> Iterator[ET.Element]:
    for node in tinyhtml5.parse(html).iter():
        if isinstance(node.tag, str):  # a comment's tag is a function
            yield node


def _element(node: ET.Element) -> Element:
    name = node.tag.rpartition("}")[2]
    attributes = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
    return Element(name, attributes, "".join(node.itertext()).strip())
