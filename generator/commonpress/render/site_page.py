# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page of the site says, and what every page says: all that the forme needs to know.

A renderer of pages returns `SitePage` values and one `SiteFrame`. Titles, descriptions and
sentences here are plain text: the stamper escapes each for the place it is printed in.
Only `SitePage.body` is HTML, and it has been sanitized before it comes here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Addresses are made of ids, never of titles, so nothing in them ever needs quoting.
# Here and not beside the page itself, so that a warm build need not load what prints it.
A_TO_Z = "a-z/index.html"
_ADDRESS = re.compile(r"(?:[a-z0-9][a-z0-9_.-]*/)*[a-z0-9][a-z0-9_.-]*\.html")
_WORD = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Link:
    """A page of this site, by its address from the root of the site, and what to call it."""

    address: str
    title: str

    def __post_init__(self) -> None:
        _require(_ADDRESS, self.address, "an address")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed or calendar that every page tells programs of: its address, its type, its name."""

    address: str
    media_type: str
    title: str


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of the book: its key, its name, the page where it begins.

    Parts `in_masthead` stand in the row over the hang-line; all of them stand in the
    contents at the foot of every page. A page is in the part whose key it names.
    """

    key: str
    title: str
    address: str
    in_masthead: bool = True

    def __post_init__(self) -> None:
        _require(_WORD, self.key, "the key of a part")
        _require(_ADDRESS, self.address, "an address")


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page: where it stands, what it says, and its neighbours.

    `address` is its path from the root of the site. `body` is the finished, sanitized HTML
    of the article, with its own h1. `source` is the record's file in the book, for the link
    to change it. `lang` is the language of the body where it is not the site's. `kind` is the
    kind of record, for the stylesheet. `description` blank: the tagline of the commons.
    """

    address: str
    part: str
    title: str
    description: str
    body: str
    source: str | None = None
    lang: str = ""
    earlier: Link | None = None
    later: Link | None = None
    kind: str = ""

    def __post_init__(self) -> None:
        _require(_ADDRESS, self.address, "an address")
        _require(_WORD, self.part, "the key of a part")
        if self.lang:
            _require(_LANGUAGE, self.lang, "a language")
        if self.kind:
            _require(_WORD, self.kind, "a kind")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The site in another language: its own name, its folder from the root of this site.

    `whole` is its whole address, blank where it is not known where the site will stand.
    """

    language: str
    name: str
    path: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class FreeWords:
    """A free page as the site in another language shows it: which file of the pages it is.

    `body` is Markdown, blank where the page is shown in its own words; `note` is finished HTML
    that stands over it. `source` is the file in the book that holds the words.
    """

    uri: str
    source: str
    title: str
    description: str
    language: str
    body: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What stands on every page.

    `as_of` is the day all figures hold for, as it is printed. `colophon` is one text a
    paragraph. `notice` is a sentence to print over every page, such as that of a draft.
    `edit_base` is the start of the address at which a file of the book can be changed, blank
    where there is none; `site_url` is where the site will be published, blank where unknown.
    `elsewhere` is the same site in other languages, `free` the free pages that it does not show
    as they lie in the book.
    `feeds` are what a reader's program can subscribe to. `search` is the address of the page to
    search on, blank where there is none. `noindex` asks search engines to leave every page out.
    `as_of`, `colophon` and `notice` may change with every record: they are stamped. The rest
    is set by MkDocs into the formes.
    """

    name: str
    parts: tuple[BookPart, ...]
    short_name: str = ""
    tagline: str = ""
    as_of: str = ""
    colophon: tuple[str, ...] = ()
    notice: str = ""
    edit_base: str = ""
    site_url: str = ""
    language: str = "en"
    feeds: tuple[FeedLink, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    free: tuple[FreeWords, ...] = ()
    search: str = ""
    noindex: bool = False

    def __post_init__(self) -> None:
        _require(_LANGUAGE, self.language, "a language")
        keys = [part.key for part in self.parts]
        if len(keys) != len(set(keys)):
            raise ValueError(f"Two parts of the book have one key: {sorted(keys)}")


def is_language(value: str) -> bool:
    """Whether a text can be the tag of a language, as in `pt-BR`."""
    return _LANGUAGE.fullmatch(value) is not None


def _require(form: re.Pattern[str], value: str, what: str) -> None:
    """Refuse what no renderer may make: such a value is a mistake in the program."""
    if not form.fullmatch(value):
        raise ValueError(f"{value!r} is not {what}")
