# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a book reads in each language: its records in the words of their translations.

All that is derived is derived again from those records, so that a title is the same in a list, in
a link and at the head of its page. Figures do not hang on words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonpress.check.register import Register
from commonpress.kinds import KIND_OF_RECORD, KINDS
from commonpress.kinds.base import Record
from commonpress.kinds.translating import is_whole, print_of, texts_in, told_by
from commonpress.kinds.translation import TRANSLATED, Translation

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A translation that is shown: from which language, all or part of it, and how new it is."""

    record: Translation
    from_language: str
    is_whole: bool
    is_old: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """A book as it reads in one language.

    `shown` are the translations that stand in place of their records' own words. `texts` says of
    every text that is not in the language of the book in which it is.
    """

    register: Register
    shown: Mapping[Key, TranslationView]
    texts: Mapping[str, str]

    @property
    def is_plain(self) -> bool:
        """Whether it reads as the book does, every record in the language of the book."""
        return not self.shown and not self.texts


def telling(register: Register, language: str) -> Telling:
    """The book in a language: translated as far as it is, and every other record as it was."""
    own = register.settings.language
    shown: dict[Key, TranslationView] = {}
    texts: dict[str, str] = {}
    told: dict[Key, Record] = {}
    for key, record in _with_words(register):
        translation = _translation(register, key, language)
        if translation is not None:
            shown[key] = _view(record, translation, own)
            told[key] = told_by(record, translation)
            texts |= dict.fromkeys(texts_in(translation), language)
        elif record.lang not in ("", own):
            texts |= dict.fromkeys(texts_in(record), record.lang)
    chosen = register.narrowed(_instead(register, told)) if told else register
    return Telling(chosen, MappingProxyType(shown), MappingProxyType(texts))


def without_their_record(register: Register) -> Register:
    """The book without translations of what is not in it."""
    every = register.of(Translation)
    kept = {one.id for one in every if _is_of_a_record(register, one)}
    if len(kept) == len(every):
        return register
    records = (r for kind in KINDS for r in register.of(kind.record))
    return register.narrowed(r for r in records if not isinstance(r, Translation) or r.id in kept)


def _is_of_a_record(register: Register, one: Translation) -> bool:
    return one.of_kind in TRANSLATED and register.get(one.of_kind, one.of_id) is not None


def _with_words(register: Register) -> Iterator[tuple[Key, Record]]:
    for kind in KINDS:
        if kind.name in TRANSLATED:
            for record in register.of(kind.record):
                yield (kind.name, record.id), record


def _translation(register: Register, key: Key, language: str) -> Translation | None:
    found = register.get("translation", f"{language.lower()}/{key[0]}/{key[1]}")
    return found if isinstance(found, Translation) and found.lang == language else None


def _view(record: Record, translation: Translation, own: str) -> TranslationView:
    return TranslationView(
        translation,
        record.lang or own,
        is_whole(record, translation),
        is_old=translation.translated_from != print_of(record),
    )


def _instead(register: Register, told: Mapping[Key, Record]) -> Iterator[Record]:
    for kind in KINDS:
        for record in register.of(kind.record):
            yield told.get((KIND_OF_RECORD[type(record)].name, record.id), record)
