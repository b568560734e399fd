# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures in prose: each says in words what it shows, and lies in the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonpress.check.privacy.passages import texts_of
from commonpress.check.privacy.places import place_in
from commonpress.ground.diagnostics import Code, Diagnostic
from commonpress.ground.spelling import nearest
from commonpress.kinds import KINDS
from commonpress.kinds.base import Months

if TYPE_CHECKING:
    from commonpress.check.register import Register
    from commonpress.kinds.base import Record

PICTURE_WITHOUT_WORDS = Code(
    "picture-without-words",
    "A picture says in words what it shows, for everyone who does not see it, and for paper, which "
    "prints the words: `![A table in the yard](../media/yard.jpg)`. A picture that says nothing is "
    "left out.",
)
PICTURE_MISSING = Code(
    "picture-missing",
    "Pictures of the book lie in `content/media`, as PNG or JPEG. They are drawn anew for the "
    "site, and only those are published that a page shows.",
)
CODES = (PICTURE_WITHOUT_WORDS, PICTURE_MISSING)

_PICTURE = re.compile(r"!\[(?P<says>[^\[\]\n]{0,400})\]\((?P<file>[^()\s<>]{1,300})")
_TAG = re.compile(r"<img\b(?P<attributes>[^<>]{0,600})>", re.IGNORECASE)
_ALT = re.compile(r"\salt\s?=\s?(?:\"[^\"]*[^\"\s][^\"]*\"|'[^']*[^'\s][^']*')", re.IGNORECASE)
_CODE = re.compile(r"(?ms:^(?:```|~~~).*?^(?:```|~~~)$)|(`+)[^`\n]+\1")
_FOLDER = "content/media/"


def pictures_say_what_they_show(register: Register) -> Iterator[Diagnostic]:
    """No picture in prose is without words."""
    for record, field, text in _prose_with_pictures(register):
        for picture in _PICTURE.finditer(text):
            if not picture["says"].strip():
                yield _without_words(record, field, text, picture)
        for tag in _TAG.finditer(text) if field == "body" else ():
            if not _ALT.search(tag["attributes"]):
                yield _without_words(record, field, text, tag)


def pictures_lie_in_the_book(register: Register) -> Iterator[Diagnostic]:
    """Every picture that prose names in `content/media` is there."""
    there = {path for path in register.paths if path.startswith(_FOLDER)}
    for record, field, text in _prose_with_pictures(register):
        for picture in _PICTURE.finditer(text):
            name = posixpath.basename(picture["file"].partition("#")[0])
            if not _is_of_the_book(picture["file"]) or f"{_FOLDER}{name}" in there:
                continue
            message = f"there is no picture `{name}` in {_FOLDER.rstrip('/')}"
            near = nearest(name, sorted(path.removeprefix(_FOLDER) for path in there))
            hint = f"did you mean `../media/{near}`?" if near else "put it there, or take it out"
            place = place_in(record, field, text, picture.span("file"))
            yield Diagnostic(PICTURE_MISSING, place, message, hint)


def _without_words(record: Record, field: str, text: str, picture: re.Match[str]) -> Diagnostic:
    message = "this picture does not say what it shows"
    hint = "write it between the brackets: `![What it shows](../media/...)`"
    place = place_in(record, field, text, picture.span())
    return Diagnostic(PICTURE_WITHOUT_WORDS, place, message, hint)


def _prose_with_pictures(register: Register) -> Iterator[tuple[Record, str, str]]:
    """The texts that may show a picture, with what stands in marks of code left blank."""
    for kind in KINDS:
        for record in () if isinstance(kind.shelf, Months) else register.of(kind.record):
            for field, text in texts_of(record, kind):
                if "![" in text or "<img" in text.lower():
                    yield record, field, _CODE.sub(lambda code: " " * len(code[0]), text)


def _is_of_the_book(file: str) -> bool:
    """Whether an address means a file of the book: `media/yard.jpg`, from wherever it stands."""
    return posixpath.dirname(file).rpartition("/")[2] == "media" and ":" not in file


RULES = (pictures_say_what_they_show, pictures_lie_in_the_book)
