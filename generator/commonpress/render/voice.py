# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language that is being printed, and its words.

A door of the printing says `with speaking("es"):` around one whole site or zine; everything
printed within is in that language. It is said by the book's settings and never by the machine.
English is the language messages are written in, so it needs no catalogue and costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
)

# A message by its context (blank for most) and its English words.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A language and what it says for each message.

    `words` holds a translation a message, `plurals` all its forms; `form` says which of them
    goes with a number. `records` is the language of records that name none, and `texts` says of
    their texts that are in another one in which they are.
    """

    language: str
    records: str = ""
    words: Mapping[Key, str] = field(default_factory=dict)
    plurals: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_source(self) -> bool:
        """Whether this is English, in which every message is written."""
        return not self.words

    def counts(self, one: str) -> bool:
        """Whether there are words in this language for so many of a thing."""
        return bool(self.plurals.get(("", one)))

    @property
    def direction(self) -> str:
        """Which way it is written: "ltr" or "rtl"."""
        return direction_of(self.language)

    def foreign(self, text: str) -> str:
        """The language of a text of a record; blank where it is the one being printed."""
        language = self.texts.get(text, self.records)
        return "" if language == self.language else language

    def of(self, message: str, context: str = "") -> str:
        """What is said for a message; the English where nothing is."""
        return self.words.get((context, message)) or message

    def of_many(self, value: int, one: str, many: str) -> str:
        """The form of a message that goes with a number."""
        forms = self.plurals.get(("", one))
        if not forms:
            return one if value == 1 else many
        return forms[self.form(abs(value))] or many


ENGLISH: Final = Voice("en")
_speaking: ContextVar[Voice] = ContextVar("commonpress_voice", default=ENGLISH)


def voice() -> Voice:
    """The language that is being printed."""
    return _speaking.get()


@contextmanager
def speaking(chosen: Voice) -> Iterator[Voice]:
    """Print in a language until the end of the block."""
    token = _speaking.set(chosen)
    try:
        yield chosen
    finally:
        _speaking.reset(token)


def say(message: str, /, **values: Any) -> str:
    """A message in the language being printed; `{names}` in it are filled in from the values."""
    said = _speaking.get().of(message)
    return said.format(**values) if values else said


def say_many(value: int, one: str, many: str, /, **values: Any) -> str:
    """One of two messages, or as many as the language has forms, by a number: `{n}` is it."""
    return _speaking.get().of_many(value, one, many).format(**{"n": value, **values})


def say_value(value: Any) -> Any:
    """The word for a value out of a closed list, as `last_call`; whatever is no text stays."""
    if not isinstance(value, str):
        return value
    return _speaking.get().of(value, "value")


def direction_of(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
