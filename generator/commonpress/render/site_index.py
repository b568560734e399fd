# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page to search on, and the A to Z: everything that has an address, by what it is called.

The A to Z needs no script. It is one page while that is short, and a page a letter after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from commonpress.render.addresses import ROWS_A_PAGE, in_sheets
from commonpress.render.search_documents import MADE, Document
from commonpress.render.search_words import fold
from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.site_page import A_TO_Z

SEARCH = "search/index.html"
PART = "a-z"
_DIGITS = "0"


@dataclass(frozen=True, slots=True)
class Letter:
    """What begins with one letter: its name, what it is called in addresses, and the titles."""

    name: str
    key: str
    items: Sequence[Document]

    def address(self, sheet: int = 1) -> str:
        """The page of this letter, where it has one of its own."""
        return f"a-z/{self.key}.html" if sheet == 1 else f"a-z/{self.key}-{sheet}.html"


def index_sheets(desk: Desk, found: Sequence[Document]) -> Iterator[Sheet]:
    """The page to search on and every page of the A to Z; none where there is nothing to find."""
    if not found:
        return
    kinds = tuple(dict.fromkeys(document.kind for document in found if document.kind != MADE))
    letters = by_letter(found)
    about: dict[str, Any] = {"letters": letters, "all": len(found), "a_to_z": A_TO_Z}
    yield desk.sheet(("search",), SEARCH, PART, kind="search", kinds=kinds, **about)
    is_divided = len(found) > ROWS_A_PAGE
    yield desk.sheet(("a-z",), A_TO_Z, PART, kind="a-z", divided=is_divided, **about)
    if is_divided:
        for letter in letters:
            yield from _letter_sheets(desk, letter, letters)


def by_letter(found: Sequence[Document]) -> tuple[Letter, ...]:
    """Everything in the order of its title without accents, put together by first letter."""
    ordered = sorted(found, key=lambda d: (fold(d.title), d.address))
    groups = groupby(ordered, key=lambda d: letter_of(d.title))
    return tuple(_letter(first, tuple(group)) for first, group in sorted(_joined(groups).items()))


def letter_of(title: str) -> str:
    """The letter under which a title stands; all digits stand under one, as all else does."""
    first = fold(title)[:1]
    return first if first.isalpha() else _DIGITS


def _joined(groups: groupby[str, Document]) -> dict[str, list[Document]]:
    joined: dict[str, list[Document]] = {}
    for first, group in groups:
        joined.setdefault(first, []).extend(group)
    return joined


def _letter(first: str, items: Sequence[Document]) -> Letter:
    key = first if first.isascii() else f"u{ord(first):04x}"
    return Letter("0–9" if first == _DIGITS else first.upper(), key, items)


def _letter_sheets(desk: Desk, letter: Letter, letters: Sequence[Letter]) -> Iterator[Sheet]:
    sheets = in_sheets(letter.items)
    for number, items in enumerate(sheets, start=1):
        yield desk.sheet(
            ("a-z_letter",),
            letter.address(number),
            PART,
            kind="a-z",
            letter=letter,
            letters=letters,
            items=items,
            sheet=number,
            sheets=[letter.address(other) for other in range(1, len(sheets) + 1)],
            a_to_z=A_TO_Z,
        )
