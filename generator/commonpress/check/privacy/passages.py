# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which texts of a book the gate reads, and how strictly it reads each of them.

Strict are the stories of people, the notes of the ledger and the census (domain rules, section
7). Everything else that is printed is read for what has a form; capitals only make it warn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from commonpress.check.register import Register
from commonpress.kinds import KIND_OF_RECORD, KINDS
from commonpress.kinds.base import Kind, Months, Record
from commonpress.kinds.fields import Field, declared, fields_of, item_of

_STRICT = frozenset({"census", "tombstone"})
_TEXTS = frozenset({"line", "prose"})
# Lines that are no sentences.
_NO_TEXT = frozenset({"hash", "licence", "translated_from"})
# Their texts are words that others are judged by, or names that were consented to.
_UNREAD = frozenset({"allow", "handle"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a record: which field holds it, and whether it may lead to nobody at all."""

    record: Record
    kind: Kind
    field: str
    text: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """Notes of lines of a month which are not records themselves (`check.abridged`).

    `record` stands for all of those lines.
    """

    record: Record
    kind: Kind
    notes: tuple[str, ...]

    def passages(self) -> Iterator[Passage]:
        """Each note."""
        strict = is_strict_kind(self.kind)
        return (Passage(self.record, self.kind, "note", note, strict) for note in self.notes)


def passages(register: Register) -> Iterator[Passage]:
    """Every text that people wrote into the book, kind by kind."""
    for kind in KINDS:
        if kind.name in _UNREAD:
            continue
        strict = is_strict_kind(kind)
        for record in register.of(kind.record):
            for field, text in texts_of(record, kind):
                yield Passage(record, kind, field, text, strict)


def texts_of(record: Record, kind: Kind) -> Iterator[tuple[str, str]]:
    """The free texts of a record with their fields; of a line of a month its note and reason."""
    if isinstance(kind.shelf, Months):
        for field in ("note", "reason"):
            if text := getattr(record, field, ""):
                yield field, text
        return
    yield from _texts(record, "")


def is_strict(record: Record) -> bool:
    """Whether a record's texts may lead to nobody at all."""
    return is_strict_kind(KIND_OF_RECORD[type(record)])


def is_strict_kind(kind: Kind) -> bool:
    """The same for all records of a kind."""
    return kind.guarded or kind.name in _STRICT or isinstance(kind.shelf, Months)


def _texts(struct: msgspec.Struct, above: str) -> Iterator[tuple[str, str]]:
    for name, written in _own_texts(type(struct)):
        value = getattr(struct, name)
        if not value:
            continue
        own = f"{above}{written}"
        many = isinstance(value, tuple)
        items = [(f"{own}.{i}", v) for i, v in enumerate(value)] if many else [(own, value)]
        for path, item in items:
            if isinstance(item, msgspec.Struct):
                yield from _texts(item, f"{path}.")
            elif item:
                yield path, item


@cache
def _own_texts(struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields of a struct that hold free text, or structs that may."""
    return tuple(
        (field.name, field.written)
        for field in fields_of(struct)
        if field.written not in _NO_TEXT and (field.declared.struct or _is_text(field))
    )


def _is_text(field: Field) -> bool:
    """Whether a field holds free text, or a list of such texts."""
    if field.declared.type is not str:
        return False
    notes = declared(item_of(field.annotation)).notes if field.declared.is_list else {}
    return bool(_TEXTS & {field.declared.notes.get("form"), notes.get("form")})
