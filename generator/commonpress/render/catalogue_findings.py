# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said of a language that the settings name and that nobody has written words for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commonpress.ground.diagnostics import Code, Diagnostic, Severity
from commonpress.kinds.commons import Commons
from commonpress.render.packaged import packaged
from commonpress.render.voice import ENGLISH

NO_CATALOGUE = Code(
    "no-catalogue",
    "The words of the interface stand in a catalogue, one a language. Without one a site speaks "
    "English under the name of another language, and a screen reader reads it out wrongly.",
    severity=Severity.WARNING,
)
CODES = (NO_CATALOGUE,)

FOLDER: Final = "locales"
FILE: Final = "messages.po"


def catalogue_files(language: str, own: Path | None = None) -> tuple[Path, ...]:
    """The catalogues of a language that are there, each before those that go before it.

    `own` is the book's own folder of templates. `es-MX` is spoken in the words of `es` and its own.
    """
    base = language.partition("-")[0]
    folders = [packaged(), *([own] if own else [])]
    tried = [f / FOLDER / name / FILE for f in folders for name in dict.fromkeys((base, language))]
    return tuple(file for file in tried if file.is_file())


def languages_without_words(commons: Commons, own: Path | None = None) -> Iterator[Diagnostic]:
    """A finding for every language of a book that has no catalogue; English needs none."""
    for language in commons.printed_in:
        base = language.partition("-")[0]
        if base != ENGLISH.language and not catalogue_files(language, own):
            field = "language" if language == commons.language else "languages"
            message = f"there are no words in `{language}`: its site would speak English"
            hint = f"write `site_templates/{FOLDER}/{base}/{FILE}`, as the page on languages says"
            yield Diagnostic(NO_CATALOGUE, commons.span(field), message, hint)
