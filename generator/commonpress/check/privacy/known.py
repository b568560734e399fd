# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words with a capital that may stand: those of the calendar, of the book, of its allow-list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_CALENDAR = """January February March April May June July August September October November
December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays
Thursdays Fridays Saturdays Sundays Easter Christmas""".split()
_SIGNS = """I OK EUR USD GBP QR USB LED WC PDF CSV ID IDs TV DIY PC FAQ URL SPDX CC BY SA AGPL BY-SA
CC-BY-SA UTC A4 A5 A3 A6 YYYY MM DD YYYY-MM-DD Ok Nr Nº YAML JSON XML HTML CSS JPEG PNG SVG ISO RFC
IANA BCP UTF UTF-8 SHA SHA-256 HTTP HTTPS API URI""".split()
_DAYS = (
    "Christmas Eve",
    "Christmas Day",
    "New Year's Eve",
    "New Year's Day",
    "New Year",
    "May Day",
)
_FIRST = re.compile(r"[\w'’-]+")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_PERSON = re.compile(
    r"\b(?:Person|Persons|Persona|Personas|Personne|Personnes|Personen)\s[A-Z]\b"
    r"(?:(?:,\s|\s(?:and|or|und|oder|y|o|et|ou)\s)(?:Person\s)?[A-Z]\b)*"
)
PERSONS = _PERSON


@dataclass(slots=True)
class Known:
    """Words and phrases that are no name, and which of them were needed.

    `phrases` are exact, with their capitals; a possessive `'s` may follow.
    """

    phrases: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def holds(self, word: re.Match[str], text: str) -> bool:
        """Whether a word at its place is known, or part of a phrase that is."""
        bare = word[0]
        if "'" in bare or "’" in bare:
            bare = _POSSESSIVE.sub("", bare)
        if bare in _ALWAYS:
            return True
        for phrase in self.phrases.get(bare, ()):
            begin = max(0, word.start() - len(phrase))
            around = text[begin : word.end() + len(phrase)].replace("\n", " ")
            start = around.find(phrase)
            while start >= 0:
                if begin + start <= word.start() < begin + start + len(phrase):
                    self.used.add(phrase)
                    return True
                start = around.find(phrase, start + 1)
        return False

    def has(self, name: str) -> bool:
        """Whether a whole phrase is known."""
        first = _FIRST.match(name)
        if first is None or name not in self.phrases.get(first[0], ()):
            return False
        self.used.add(name)
        return True


def known_words(phrases: Iterable[str], more_than: Known | None = None) -> Known:
    """Known words, each found by any word of its phrase; beside those of another list."""
    known = (
        Known({word: list(those) for word, those in more_than.phrases.items()})
        if more_than
        else Known()
    )
    for phrase in dict.fromkeys((*phrases, *(() if more_than else _DAYS))):
        for word in dict.fromkeys(_FIRST.findall(phrase)):
            known.phrases.setdefault(_POSSESSIVE.sub("", word), []).append(phrase)
    return known


_ALWAYS = frozenset((*_CALENDAR, *_SIGNS))
