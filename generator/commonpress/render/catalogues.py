# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room of catalogues: reads the words of a language from its `.po` file.

They are read as they lie, with no step that compiles them. Only books printed in more than
English come here, so nobody else waits for Babel.
"""

from __future__ import annotations

import gettext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from commonpress.render.catalogue_findings import FILE, FOLDER, catalogue_files
from commonpress.render.packaged import packaged
from commonpress.render.voice import ENGLISH, Key, Voice


def languages() -> tuple[str, ...]:
    """Every language the interface is printed in: English, and those with a catalogue."""
    found = (path.parent.name for path in packaged(FOLDER).glob(f"*/{FILE}"))
    return ("en", *sorted(found))


def voice_of(language: str, own: Path | None = None, records: str = "en") -> Voice:
    """The words of a language; English ones, in its name, where it has no catalogue.

    `own` is the book's own folder of templates, whose catalogue goes before the packaged one;
    `records` is the language the book's records are written in.
    """
    voice = Voice(language, records)
    if language.partition("-")[0] == ENGLISH.language:
        return voice
    for file in catalogue_files(language, own):
        voice = _joined(voice, _read(file, file.stat().st_mtime_ns))
    return voice


def _joined(voice: Voice, more: Voice) -> Voice:
    words, plurals = {**voice.words, **more.words}, {**voice.plurals, **more.plurals}
    return replace(voice, words=words, plurals=plurals, form=more.form)


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int) -> Voice:
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=file.parent.name, abort_invalid=True)
    return _voice(catalogue, file.parent.name)


def _voice(catalogue: Catalog, language: str) -> Voice:
    words: dict[Key, str] = {}
    plurals: dict[Key, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        key = message.context or ""
        if isinstance(message.id, str):
            words[key, message.id] = str(message.string)
        else:
            plurals[key, message.id[0]] = tuple(map(str, message.string or ()))
    return Voice(language, "", words, plurals, gettext.c2py(catalogue.plural_expr))
