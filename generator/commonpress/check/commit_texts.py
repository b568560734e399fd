# SPDX-License-Identifier: AGPL-3.0-or-later
"""The texts of the files of a commit, as passages that the gate can read, and where they stand.

A record that cannot be shaped is read as it is written: nobody may hide a name behind a missing
colon. So is what lies beside the records, and every comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonpress.check.discretion import is_guarded
from commonpress.check.privacy.passages import Passage, is_strict, is_strict_kind, texts_of
from commonpress.check.privacy.places import place_in
from commonpress.check.privacy.reading import WORDS_FROM
from commonpress.check.privacy.signs import Found, masked
from commonpress.check.register import Register
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Diagnostic, Span
from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.allow import AllowList
from commonpress.kinds.base import Kind, Record
from commonpress.kinds.case import Case
from commonpress.kinds.commons import Commons
from commonpress.kinds.publication import Page
from commonpress.kinds.role import Handle
from commonpress.read.content import FileRead, read_content
from commonpress.read.shelves import place_of

_COMMENT = re.compile(r"(?:^|(?<=\s))#(?:[ \t])(?P<text>[^\n]+)", re.MULTILINE)
_UNREAD = (AllowList, Handle)
_STAND_IN = Commons(name="", places=MappingProxyType({"": Span("content/commons.yml")}))


@dataclass(frozen=True, slots=True)
class Told:
    """A passage that a commit brings, and what was found in it that was not there before.

    `before` is what its file held before, in small letters.
    """

    commit: str
    passage: Passage
    found: tuple[Found, ...]
    before: str = ""
    is_message: bool = False


def register_of(books: Iterable[Mapping[str, bytes]]) -> Register:
    """The records whose words are no names, of several books; settings are those of the last."""
    found: list[Record] = []
    for files in books:
        for path, content in files.items():
            place = place_of(path)
            if place is not None and any(kind.name in WORDS_FROM for kind in place.kinds):
                found.extend(_records(read_content(path, place, content)))
    settings = [one for one in found if isinstance(one, Commons)][-1:] or [_STAND_IN]
    others = (one for one in found if not isinstance(one, Commons))
    return Register((*others, *settings))


def passages_of(path: str, content: bytes) -> Iterator[Passage]:
    """Every text in a file of the book."""
    place = place_of(path)
    if place is None:
        yield _whole(path, content, KIND_OF_RECORD[Case if is_guarded(path) else Page])
        return
    read = read_content(path, place, content)
    shaped = [shape(raw)[0] for raw in read.raws]
    if read.lost or not all(shaped):
        yield _whole(path, content, place.kinds[0])
        return
    for record in shaped:
        if record is None or isinstance(record, _UNREAD):
            continue
        kind = KIND_OF_RECORD[type(record)]
        for field, text in texts_of(record, kind):
            yield Passage(record, kind, field, text, is_strict(record))
    yield from _comments(path, read.text, place.kinds[0])


def record_findings(
    told: Told, found: Iterable[Found], *, show: bool = False
) -> Iterator[Diagnostic]:
    """A finding for each sign, with its commit, its file and its line; or what it is about."""
    text = told.passage.text
    for one in sorted(found, key=lambda one: one.start):
        value = told_of(text[one.start : one.end].strip(), show=show)
        if told.is_message:
            line = text.count("\n", 0, one.start)
            path = f"commit {told.commit}" if told.commit else "commit message"
            message = f"{one.sign.name} stands in the message: {value}"
            yield Diagnostic(one.sign.code, Span(path, line + 1), message, _REWORD)
            continue
        place = place_in(told.passage.record, told.passage.field, text, (one.start, one.end))
        message = f"{one.sign.name} stands here: {value}, in commit {told.commit}"
        yield Diagnostic(one.sign.code, place, message, one.sign.instead)


def told_of(value: str, *, show: bool) -> str:
    """What may be said of a value: all of it only to somebody who asked on their own machine."""
    return f"`{value}`" if show else masked(value)


_REWORD = "write the message anew: `git commit --amend`, or `git rebase`"


def _records(read: FileRead) -> Iterator[Record]:
    for raw in read.raws:
        record, _ = shape(raw)
        if record is not None:
            yield record


def _whole(path: str, content: bytes, kind: Kind) -> Passage:
    """A file as it is written, dates and numbers of its fields left blank."""
    text = content.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return _passage(path, _FIELD.sub(_blank, text), kind, 1)


_FIELD = re.compile(r"^[ \t-]*[a-z_]+:[ \t]*[\d.:-]*[ \t]*(?=\n|\Z)|^[ \t-]*[a-z_]+:", re.MULTILINE)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _comments(path: str, text: str, kind: Kind) -> Iterator[Passage]:
    """What stands behind a `#` in a file of fields; in Markdown, only above the body."""
    if path.endswith(".csv"):
        return
    if path.endswith(".md"):
        text = text.split("\n---", 1)[0]
    for found in _COMMENT.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        # Comments name licences and commands; only in a case is every capital a finding.
        own = kind if kind.guarded else KIND_OF_RECORD[Page]
        column = found.start("text") - text.rfind("\n", 0, found.start("text"))
        yield _passage(path, found["text"], own, line, column)


def _passage(path: str, text: str, kind: Kind, line: int, column: int = 1) -> Passage:
    places = MappingProxyType({"": Span(path, line, column)})
    strict = is_strict_kind(kind)
    return Passage(Commons(name="", places=places), kind, "", text, strict)
