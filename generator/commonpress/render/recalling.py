# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recalls the pages of one site from the last build, sheet by sheet.

The key of a sheet is made of everything that its template may look at: what the sheet holds, the
source of the template and of all that it imports, the language, and each value of the desk that
one of these names. Functions of the desk are not in it: what they were asked is written down
while the page is printed, and asked again. A template that looks at the whole book is printed
at every build, and so is every page of a commons that has templates of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from commonpress.render.environment import Print, Templates
from commonpress.render.fingerprint import NoFingerprintError
from commonpress.render.page_memory import PageMemory, Question
from commonpress.render.voice import voice

_EXPRESSION: Final = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_STRING: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")

Answer = Callable[..., "str | None"]


class Recaller:
    """Recalls and keeps the pages that are printed by some templates."""

    def __init__(
        self,
        memory: PageMemory,
        templates: Templates,
        values: Mapping[str, Any],
        asked: Mapping[str, Answer],
        beside: object,
    ) -> None:
        """`values` are what templates know by name. Those of `asked` are functions of the book.

        `beside` is whatever else decides what is printed, such as words for units.
        """
        self._memory, self._templates = memory, templates
        self._values, self._asked, self._beside = values, asked, beside
        self._known: dict[Question, str] = {}
        self._made_by: dict[tuple[str, ...], bytes | None] = {}
        self._folder = f"{voice().language}/" if voice().records else ""

    def recall(self, address: str, key: bytes | None) -> Print | None:
        """A page as it was printed by the last build, if it would be printed the same."""
        if key is None:
            return None
        return self._memory.recall(self._folder + address, key, self._answer)

    def keep(self, address: str, key: bytes | None, made: Print, asked: Sequence[Question]) -> None:
        """Let the next build recall a page."""
        if key is not None:
            self._memory.keep(self._folder + address, key, asked, self._answer, made)

    def key(self, templates: tuple[str, ...], values: Mapping[str, Any]) -> bytes | None:
        """What a page is made of; None where that cannot be told."""
        if templates not in self._made_by:
            self._made_by[templates] = self._template_key(templates)
        made_by = self._made_by[templates]
        if made_by is None:
            return None
        try:
            return self._memory.fingerprints.of(made_by, values)
        except NoFingerprintError:
            return None

    def _template_key(self, names: Sequence[str]) -> bytes | None:
        sources = self._templates.sources(names)
        if sources is None:
            return None
        named = names_in(sources) - self._asked.keys()
        looked_at = {name: value for name, value in self._values.items() if name in named}
        speaks = voice()
        try:
            return self._memory.fingerprints.of(
                self._memory.program,
                sources,
                looked_at,
                self._beside,
                [getattr(speaks, field.name) for field in fields(speaks) if field.name != "form"],
            )
        except NoFingerprintError:
            return None

    def _answer(self, question: Question) -> str:
        found = self._known.get(question)
        if found is None:
            name, *given = question
            found = self._known[question] = repr(self._asked[name](*given))
        return found


def names_in(sources: str) -> frozenset[str]:
    """Every name that some templates may look up; more than there are, never fewer."""
    found = (_STRING.sub("", expression) for expression in _EXPRESSION.findall(sources))
    return frozenset(_WORD.findall(" ".join(found)))
