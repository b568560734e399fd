# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample commons with the same words in every field that takes words.

What stands in a field is put in its place by the field's own declaration, so that a kind or a
field of tomorrow is reached without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from commonpress.check import check_book
from commonpress.check.register import Register
from commonpress.derive.disclose import disclose
from commonpress.derive.publication import Publication
from commonpress.kinds import KINDS
from commonpress.kinds.base import field_notes
from commonpress.kinds.fields import Field, fields_of, item_of
from commonpress.read.book import read_book

ROOT = Path(__file__).parents[1]
# Entries enough for a page of every sort; the others only say the same again.
MONTH = "2026-03"
BY_LINE = frozenset({"entry", "hours"})


@cache
def sample() -> Register:
    """Every record of the sample."""
    register, _ = check_book(read_book(ROOT))
    assert register
    return register


def takes_words(field: Field) -> bool:
    """Whether a field of text takes any words: no id, no name of a record, no form of its own."""
    notes = dict(field.declared.notes)
    if field.declared.is_list:
        notes |= field_notes(item_of(field.annotation))
    is_text = field.declared.type is str and field.name not in {"id", "languages"}
    return is_text and not notes.get("ref") and notes.get("form", "line") in {"line", "prose"}


def saying(value: Any, words: str) -> Any:
    """A record, or a set of fields in one, in which every field of words says the same."""
    changed: dict[str, Any] = {}
    for field in fields_of(_struct(value)):
        held = getattr(value, field.name)
        if takes_words(field):
            # One at least, where there may be none: an empty field shows nothing.
            changed[field.name] = (words,) * max(len(held), 1) if type(held) is tuple else words
        elif isinstance(held, msgspec.Struct):
            changed[field.name] = saying(held, words)
        elif type(held) is tuple and field.declared.struct:
            changed[field.name] = tuple(saying(item, words) for item in held)
    return msgspec.structs.replace(value, **changed)


def _struct(value: msgspec.Struct) -> type[msgspec.Struct]:
    return type(value)


def reached(struct: type[msgspec.Struct], path: str) -> Iterator[str]:
    """Every field of words of a struct and of the structs inside it."""
    for field in fields_of(struct):
        if field.declared.struct:
            yield from reached(field.declared.struct, f"{path}.{field.name}")
        elif takes_words(field):
            yield f"{path}.{field.name}"


def all_saying(words: str) -> Publication:
    """The sample as it would be published if every field of words said this."""
    register = sample()
    records = [
        saying(record, words)
        for kind in KINDS
        for record in register.of(kind.record)
        if kind.name not in BY_LINE or MONTH in record.path
    ]
    return disclose(Register(records), register.book_date)
