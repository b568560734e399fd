# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word of English is left on a page in another language, but what people wrote.

The sample is printed with nonsense in the place of every text that people wrote. Whatever
is read then on a page or a drawing was said by the program: in Spanish, every word of it that
English knows is one that Spanish knows, too, and in Arabic no word is of Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from commonpress.check import check_book
from commonpress.check.privacy.lexicon import lexicon
from commonpress.check.privacy.passages import _own_texts
from commonpress.check.register import Register
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds import KINDS
from commonpress.kinds.base import Record
from commonpress.printing import site_in
from commonpress.read.book import read_book
from commonpress.render.artifact import Artifact

ROOT = Path(__file__).parents[1]
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SPOKEN = ("alt", "title", "aria-label", "placeholder", "data-sift", "data-sifted")
# Texts that are looked up, or are no words: nonsense in them would be another book.
KEPT = {"condition", "picture", "hash", "salt", "licence", "name", "short_name", "lang"}
# What every language writes alike, abbreviations of Babel's, the name of the sample, the title
# that stands in the mark, and words that Spanish has and its list has not.
ALIKE = {
    "es": set("jun may abr oct sept ago min fanzine fanzines atom scripts".split()),
    "ar": {"atom", "json"},
}
OF_ALL = set("tidewater row commons kg eur".split())
MARK = "assets/mark.svg"

S = TypeVar("S", bound=msgspec.Struct)


class Shown(HTMLParser):
    """What is read on a page in its own language: its text, and what its attributes say."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.found = language, list[str]()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Whether what stands in it is read, and what it says itself."""
        said = dict(attrs)
        hidden = tag in {"script", "style", "code", "pre"}
        lang = said.get("lang")
        above = self._open[-1][1] if self._open else True
        is_read = not hidden and (above if lang is None else lang == self.language)
        if is_read:
            self.found += [value for name in SPOKEN if (value := said.get(name))]
        if tag not in VOID:
            self._open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        """Back to what it stands in."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """A text."""
        if self._open and self._open[-1][1]:
            self.found.append(data)


class Nonsense:
    """A word of its own for every text, the same each time."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._numbers = count()

    def word(self, text: str) -> str:
        """The word for a text."""
        if not text or re.fullmatch("[A-Z]{3}", text):  # a currency
            return text
        if text not in self._words:
            digits = str(next(self._numbers)).translate(str.maketrans("0123456789", "bcdfghjklm"))
            word = f"zq{digits}"
            self._words[text] = word.capitalize() if text[0].isupper() else word
        return self._words[text]

    def instead(self, struct: S) -> S:
        """The struct with nonsense in all its texts."""
        changes = {
            name: self._value(getattr(struct, name))
            for name, written in _own_texts(type(struct))
            if written not in KEPT
        }
        return msgspec.structs.replace(struct, **changes)

    def _value(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self._value(item) for item in value)
        if isinstance(value, msgspec.Struct):
            return self.instead(value)
        return self.word(value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def nonsense() -> tuple[Publication, set[str]]:
    """The sample in nonsense, and what in it is no sentence: ids, handles, subjects."""
    register, _ = check_book(read_book(ROOT, quickly=True))
    assert register is not None
    words = Nonsense()
    records: list[Record] = [
        record if kind.name in {"allow", "handle"} else words.instead(record)
        for kind in KINDS
        if kind.name != "translation"
        for record in register.of(kind.record)
    ]
    ids = {record.id for record in records}
    return disclose(Register(records), register.book_date), ids


def read_on(language: str, told: Publication, ids: set[str]) -> Iterator[tuple[str, str, str]]:
    """Every word the program says, with the text and the file it stands in.

    Of pages and drawings that are alike by their name, the first few and the last.
    """
    shelves: dict[str, list[Artifact]] = {}
    for file in site_in(language, told, ROOT, []):
        if file.path.endswith((".html", ".svg")) and not file.path.endswith(MARK):
            shape = re.sub(r"\d+|-[a-z]+", "", file.path)
            shelves.setdefault(shape, []).append(file)
    for file in (file for shelf in shelves.values() for file in (*shelf[:4], *shelf[4:][-2:])):
        page = Shown(language)
        page.feed(b"".join(file.pieces()).decode())
        for text in page.found:
            # Names of files, ids, hashes, `{words}` that a script fills in.
            said = re.sub(r"\{\w+\}|\S*[-_./=+\d]\S*", " ", text)
            for word in re.findall(r"[^\W\d_]{2,}", said):
                small = word.lower()
                if not small.startswith("zq") and small not in ids | OF_ALL | ALIKE[language]:
                    yield small, text.strip()[:120], file.path


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_word_on_a_page_is_of_its_language(
    language: str, nonsense: tuple[Publication, set[str]]
) -> None:
    english, own = lexicon("en"), lexicon(language)
    assert english is not None
    seen = 0
    wrong: dict[str, str] = {}
    for word, text, path in read_on(language, *nonsense):
        seen += 1
        is_ours = own.holds(word) or not english.holds(word) if own else not word.isascii()
        if not is_ours:
            wrong.setdefault(word, f"{text}   in {path}")
    assert seen > 20_000
    assert wrong == {}
