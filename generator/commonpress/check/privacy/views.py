# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text as it is read rather than written: letters by their look, Markdown without its signs.

A view keeps for each of its characters where it stands in the source, so that what is found in
it can be pointed at. It is plain text made by hand, and no rendering: what it must be right about
is which letters a reader sees side by side.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Letters of other scripts that look like Latin ones (Unicode TR 39, the common ones).
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανο",  # noqa: RUF100
    "ABESIJKMHOPCTYXaeijopcyxshdqwABEZHIKMNOPTYXavo",
)
_ODD = re.compile(f"[{''.join(map(chr, _ALIKE))}]")
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
# What a reader does not see of Markdown, and what an entity stands for.
_SIGNS = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});)"
    r"|(?P<hidden><!--|-->|</?[A-Za-z][^<>\n]{0,200}>|[*_`~]+|\\(?=[^\w\s])|!?\[|\](?:\([^()\s]{0,300})?)"
)
# Where a sign joins letters that stand apart in the source, or an entity is one.
# Each way begins with its own sign, so that the text is passed over sooner.
_JOIN = re.compile(
    r"\*[*_`~]*\w|_[*_`~]*\w|`[*_`~]*\w|~[*_`~]*\w|<[^<>\n]{1,200}>\w|\\\w|\[\w|&#?\w{1,8};"
    r"|\]\([^()\s]{0,300}\)\w"
)


@dataclass(frozen=True, slots=True)
class View:
    """A text, and for each character and its end where that stands in the source."""

    text: str
    places: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that a part of the view was made of."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[end]


def views_of(source: str) -> tuple[View, ...]:
    """The source with its letters by their look, and what a reader sees of it if that differs."""
    written = _folded(source)
    return (written, _shown(written)) if joins(written.text) else (written,)


def joins(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a sign stands inside a word, or an entity for a letter of it."""
    return any(
        sign[0][0] in "&]" or text[max(start, sign.start() - 1)].isalnum()
        for sign in _JOIN.finditer(text, start, len(text) if end is None else end)
    )


def _folded(source: str) -> View:
    if source.isascii() or not _is_odd(source):
        return View(source, range(len(source) + 1))
    letters: list[str] = []
    places: list[int] = []
    latin = re.compile(r"[A-Za-z]")
    for at, sign in enumerate(source):
        if UNSEEN.match(sign):
            continue
        shown = unicodedata.normalize("NFKC", sign)
        around = source[max(0, at - 1) : at] + source[at + 1 : at + 2]
        if latin.search(around):
            shown = shown.translate(_ALIKE)
        letters.append(shown)
        places.extend([at] * len(shown))
    return View("".join(letters), [*places, len(source)])


def _is_odd(source: str) -> bool:
    return (
        not unicodedata.is_normalized("NFKC", source)
        or UNSEEN.search(source) is not None
        or _ODD.search(source) is not None
    )


def _shown(view: View) -> View:
    letters: list[str] = []
    places: list[int] = []
    done = 0
    for sign in _SIGNS.finditer(view.text):
        letters.append(view.text[done : sign.start()])
        places.extend(view.places[done : sign.start()])
        done = sign.end()
        if sign["entity"]:
            shown = html.unescape(sign["entity"])
            letters.append(shown)
            places.extend([view.places[sign.start()]] * len(shown))
    letters.append(view.text[done:])
    places.extend(view.places[done:])
    return View("".join(letters), places)
