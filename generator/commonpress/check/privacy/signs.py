# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the gate looks for: each sign with its finding, its name, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from commonpress.ground.diagnostics import Code, Severity

CONTACT = Code(
    "private-contact",
    "An e-mail address, a telephone number, a web address or an account name leads to somebody. "
    "None of them stands in a case or in a note of the ledger.",
    private=True,
)
MOMENT = Code(
    "private-moment",
    "An exact day or hour lets a neighbour work out who was there. A case says a month since "
    "the report at most, and a note of the ledger leaves it to the date of its entry.",
    private=True,
)
NUMBER = Code(
    "private-number",
    "The number of an account, a card, a passport, a court file, a car or a device belongs to "
    "one person or household. It stands nowhere in the book, which is public with all its history.",
    private=True,
)
PLACE = Code(
    "private-place",
    "A street with a number, a flat, a point on a map or the name of a school or a clinic says "
    "where somebody can be found.",
    private=True,
)
AGE = Code(
    "private-age",
    "An age or a year of birth, beside anything else that is told, is often enough to know who "
    "is meant.",
    private=True,
)
NAME = Code(
    "private-name",
    "Cases, notes of the ledger and tables of the census name nobody. There, every word that is "
    "neither in the dictionary nor on the list in `content/allow.yml` may be a name, and so may "
    "every word with a capital inside a sentence. A name that was found is looked for in the "
    "whole book.",
    private=True,
)
LIKELY_NAME = Code(
    "likely-name",
    "A word with a capital inside a sentence may be somebody's name. People of the book are "
    "written by their handle; the names of places and organisations stand in `content/allow.yml`.",
    severity=Severity.WARNING,
    private=True,
)
WORDS = Code(
    "private-words",
    "A long quotation can be searched for and recognised by whoever heard it. A case says in its "
    "own words what was said.",
    private=True,
)
SCRIPT = Code(
    "other-script",
    "Words in another script than that of the text cannot be looked up in its dictionary, and "
    "may be names.",
    private=True,
)
DISGUISED = Code(
    "disguised-letters",
    "A word with letters of two scripts, or with characters inside it that cannot be seen, reads "
    "like another word and is not found by those who look for it.",
    private=True,
)
CODES = (CONTACT, MOMENT, NUMBER, PLACE, AGE, NAME, LIKELY_NAME, WORDS, SCRIPT, DISGUISED)


@dataclass(frozen=True, slots=True)
class Sign:
    """What leads to somebody: the finding it makes, its name, and what to write instead."""

    code: Code
    name: str
    instead: str


class Found(NamedTuple):
    """A sign in a text, from one position to another."""

    start: int
    end: int
    sign: Sign


_OUT = "take it out"
EMAIL = Sign(CONTACT, "an e-mail address", _OUT)
WEB = Sign(CONTACT, "an address on the web", _OUT)
PROFILE = Sign(CONTACT, "somebody's page on the web", _OUT)
ACCOUNT = Sign(CONTACT, "an account name", _OUT)
TELEPHONE = Sign(CONTACT, "a telephone number", _OUT)
DATE = Sign(MOMENT, "an exact date", "write the season or the year, or nothing")
HOUR = Sign(MOMENT, "an hour", "write morning, evening or night")
BANK = Sign(NUMBER, "the number of a bank account", _OUT)
CARD = Sign(NUMBER, "the number of a card", _OUT)
IDENTITY = Sign(NUMBER, "a number that one person has", _OUT)
FILE = Sign(NUMBER, "the number of a court file", "write that there was a case at court")
PLATE = Sign(NUMBER, "the plate of a car", "write a car or a van")
DEVICE = Sign(NUMBER, "the number of a device", _OUT)
STREET = Sign(PLACE, "a street with a number", "write a shared house, or a street")
DOOR = Sign(PLACE, "the number of a flat", "write a flat")
POINT = Sign(PLACE, "a point on a map", "write a place that many people use")
NAMED_PLACE = Sign(PLACE, "the name of a school, a clinic or a shop", "write a school, a shop")
YEARS = Sign(AGE, "an age", "write a child, a young adult, an older person")
BIRTH = Sign(AGE, "a date of birth", "take it out")
SOMEBODY = Sign(NAME, "what may be a name", "write `Person A` or a role, or another word")
UNKNOWN = Sign(
    NAME,
    "a word that is in no dictionary",
    "write another word, or `Person A` for a name; a thing goes into `content/allow.yml`",
)
LIKELY = Sign(
    LIKELY_NAME,
    "what may be a name",
    "write a handle or a role; the name of a place goes into `content/allow.yml`",
)
AGAIN = Sign(NAME, "a name that was found elsewhere in the book", "write a handle or a role")
QUOTED = Sign(WORDS, "a quotation of more than twelve words", "say in other words what was said")
FOREIGN = Sign(
    SCRIPT, "a word in another script", "write it in the letters of this text, or leave it out"
)
MIXED = Sign(DISGUISED, "a word with letters of two scripts", "type the word anew")
UNSEEN = Sign(DISGUISED, "a character that cannot be seen, inside a word", "type the word anew")


def masked(text: str) -> str:
    """What a finding says of a text it must not print: `M……o (16 characters)`."""
    if len(text) < 4:
        return f"({len(text)} characters)"
    return f"{text[0]}……{text[-1]} ({len(text)} characters)"
