# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words are words of a language: lists that keep capitals, and hold no name on purpose.

A list is an automaton on disk (`words/<language>.words`, made by `tools/build_lexicon.py`): it is
mapped, not read, so that opening it costs nothing, and it answers exactly. Its edges are numbers
of 32 bits, least byte first: seven bits of letter, one that says the last edge of its node, one
that says a word ends here, and 23 bits for the node it leads to.

Entries are in small letters. A word with its capital stands there where its language writes it so
(German nouns); with `*` before it, it is a given name as well (`*rose`).
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAGIC = b"words 1\n"
LETTER, LAST, FINAL, CHILD = 0x7F, 0x80, 0x100, 9
_FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("de", "en", "es", "fr")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language."""

    language: str
    letters: dict[str, int]
    edges: memoryview
    # The edge of each first letter: the first node has one for nearly every letter there is.
    first: dict[str, int]

    def holds(self, word: str) -> bool:
        """Whether this is an entry, letter for letter."""
        begin = self.first.get(word[:1], 0)
        node, final = begin >> CHILD, begin & FINAL or 1
        for letter in word[1:]:
            wanted = self.letters.get(letter)
            if wanted is None or node == 0:
                return False
            edge = self.edges[node]
            while edge & LETTER != wanted:
                if edge & LAST:
                    return False
                node += 1
                edge = self.edges[node]
            node, final = edge >> CHILD, edge & FINAL or 1
        return final == FINAL

    def may_be_a_name(self, word: str) -> bool:
        """Whether a word of the language is a given name too, such as `rose`."""
        return self.holds(f"*{word.lower()}")


@cache
def lexicon(language: str) -> Lexicon | None:
    """The words of a language (`es-MX` is `es`); None where there is no list of them."""
    language = language.partition("-")[0].lower()
    if language not in LANGUAGES:
        return None
    return _opened(language)


@cache
def given_names() -> Lexicon:
    """Given names in small letters. They judge the allow-list, and no text: no list is whole."""
    return _opened("given")


@cache
def _opened(language: str) -> Lexicon:
    with (_FOLDER / f"{language}.words").open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    start = len(MAGIC)
    size = int.from_bytes(mapped[start : start + 4], "little")
    letters = str(mapped[start + 4 : start + 4 + size], "utf-8").rstrip("\0")
    edges = mapped[start + 4 + size :]
    if sys.byteorder != "little":
        from array import array  # noqa: PLC0415 - only here

        swapped = array("I", bytes(edges))
        swapped.byteswap()
        edges = memoryview(swapped).cast("B")
    numbers = edges.cast("I")
    first = {letters[edge & LETTER]: edge for edge in _node(numbers, 0)}
    return Lexicon(language, {letter: i for i, letter in enumerate(letters)}, numbers, first)


def _node(edges: memoryview, node: int) -> Iterator[int]:
    """The edges of a node."""
    while not edges[node] & LAST:
        yield edges[node]
        node += 1
    yield edges[node]
