# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of a record can be translated, and the record with a translation in place of its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeVar

import msgspec

from commonpress.kinds import KIND_OF_RECORD
from commonpress.kinds.base import Record
from commonpress.kinds.fields import fields_of
from commonpress.kinds.translation import TRANSLATED, Translation

R = TypeVar("R", bound=Record)

_DIGITS: Final = 12  # of a print: 48 bits, to tell versions of one record apart


def translated_fields(record: Record) -> tuple[str, ...]:
    """The fields of a record that may be translated; none where its kind stays as it is."""
    return TRANSLATED.get(KIND_OF_RECORD[type(record)].name, ())


def print_of(record: Record) -> str:
    """A print of all texts of a record that may be translated: another one where one is changed.

    Texts that are blank are no part of it, so a field that a kind gets in later years changes
    no print.
    """
    said = {name: _plain(getattr(record, name), name) for name in translated_fields(record)}
    written = {name: text for name, text in said.items() if text}
    return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def told_by(record: R, translation: Translation) -> R:
    """A record in the words of a translation, as far as these go, and in its language."""
    words = {
        name: _over(getattr(record, name), said)
        for name in translated_fields(record)
        if (said := getattr(translation, name))
    }
    return msgspec.structs.replace(record, lang=translation.lang, **words)


def is_whole(record: Record, translation: Translation) -> bool:
    """Whether a translation says everything that the record says."""
    return all(
        _covers(getattr(record, name), getattr(translation, name))
        for name in translated_fields(record)
    )


def texts_in(record: Record) -> Iterator[str]:
    """Every text of a record, or of a translation, that is or may be translated."""
    is_one = isinstance(record, Translation)
    for name in _all_fields() if is_one else translated_fields(record):
        yield from _leaves(_plain(getattr(record, name), name))


@cache
def _all_fields() -> tuple[str, ...]:
    return tuple(sorted({name for names in TRANSLATED.values() for name in names}))


@cache
def _inside(name: str) -> tuple[str, ...]:
    """The texts of each thing in a list of small records; none where it holds texts."""
    declared = next(field.declared for field in fields_of(Translation) if field.name == name)
    return declared.struct.__struct_fields__ if declared.struct else ()


def _plain(value: Any, name: str) -> Any:
    """A value as text, a list of texts, or a list of names and texts; nothing that is no text."""
    return _as_plain(value, _inside(name))


def _as_plain(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return [_as_plain(item, names) for item in value]
    if isinstance(value, msgspec.Struct):
        return {
            name: text for name in names if (text := _as_plain(getattr(value, name), _TITLE_ALONE))
        }
    return value


# A list inside a list is that of the answers to a question, of which the title is read.
_TITLE_ALONE: Final = ("title",)


def _over(original: Any, said: Any) -> Any:
    """A value in other words; what these leave out stays as it is."""
    if isinstance(said, tuple):
        told = tuple(_over(one, other) for one, other in zip(original, said, strict=False))
        return told + original[len(told) :]
    if isinstance(said, msgspec.Struct):
        words = {name: getattr(said, name) for name in said.__struct_fields__}
        over = {n: _over(getattr(original, n), other) for n, other in words.items() if other}
        return msgspec.structs.replace(original, **over)
    return said or original


def _covers(original: Any, said: Any) -> bool:
    if isinstance(original, tuple):
        return len(said) == len(original) and all(map(_covers, original, said))
    if isinstance(original, msgspec.Struct):
        return all(
            _covers(getattr(original, name), getattr(said, name)) for name in said.__struct_fields__
        )
    return bool(said) or not original


def _leaves(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        if plain:
            yield plain
        return
    for item in plain.values() if isinstance(plain, dict) else plain:
        yield from _leaves(item)
