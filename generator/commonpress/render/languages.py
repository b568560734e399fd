# SPDX-License-Identifier: AGPL-3.0-or-later
"""A book in several languages: which they are, and the publication that each site is made from.

The site in the book's own language stands at the root; every other is a whole site in a folder
named after its language. Data is the same for all and stands once, at the root; so do zines, each
language in files of its own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from msgspec.structs import replace as with_fields

from commonpress.derive.publication import Publication
from commonpress.kinds.commons import Commons
from commonpress.kinds.publication import Zine
from commonpress.render.site_page import Elsewhere
from commonpress.render.voice import ENGLISH, Voice, voice


def other_languages(commons: Commons) -> tuple[str, ...]:
    """The languages a book is printed in beside its own, in the order of its settings."""
    return commons.printed_in[1:]


def zine_language(commons: Commons, zine: Zine) -> str:
    """The language an issue was written in."""
    return zine.lang or commons.language


def zine_languages(commons: Commons, zine: Zine) -> tuple[str, ...]:
    """The languages an issue is printed in: its own first, then those it names or the book does."""
    named = zine.languages or commons.languages
    return tuple(dict.fromkeys((zine_language(commons, zine), *named)))


def zine_in(publication: Publication, language: str) -> Publication:
    """The publication as a zine in this language tells it, with the site of that language."""
    commons = publication.commons
    if language == commons.language:
        return publication
    if language in commons.printed_in:
        return in_language(publication, language)
    told = publication.tellings.get(language, publication)
    return replace(told, commons=with_fields(told.commons, lang="", language=language))


def zine_voice(publication: Publication, language: str, own: Path | None = None) -> Voice:
    """The voice of a zine in this language."""
    if language == publication.commons.language:
        return own_voice(publication, own)
    return other_voice(publication, language, own)


def in_language(publication: Publication, language: str) -> Publication:
    """The publication as the site in another language tells it: at its own address.

    Records are in the words of their translations; `publication.translations` says which.
    """
    told = publication.tellings.get(language, publication)
    commons = told.commons
    site_url = f"{commons.site_url.rstrip('/')}/{language}/" if commons.site_url else ""
    own = with_fields(commons, lang="", language=language, site_url=site_url)
    return replace(told, commons=own)


def own_voice(publication: Publication, own: Path | None = None) -> Voice:
    """The voice of the site at the root, which is in the language of the book.

    `own` is the book's own folder of templates.
    """
    language = publication.commons.language
    if language.partition("-")[0] == ENGLISH.language:
        return replace(ENGLISH, texts=publication.texts) if publication.texts else ENGLISH
    from commonpress.render.catalogues import voice_of  # noqa: PLC0415 - Babel, for these alone

    return replace(voice_of(language, own, records=""), texts=publication.texts)


def other_voice(publication: Publication, language: str, own: Path | None = None) -> Voice:
    """The voice of the site in another language."""
    from commonpress.render.catalogues import voice_of  # noqa: PLC0415 - Babel, for these alone

    told = publication.tellings.get(language, publication)
    found = voice_of(language, own, records=publication.commons.language)
    return replace(found, texts=told.texts)


def site_of(language: str, commons: Commons) -> str:
    """Where the site in a language stands, seen from the site that is being printed."""
    own = voice().records or commons.language
    up = "" if commons.language == own else "../"
    return up if language == own else f"{up}{language}/"


def sites_beside(commons: Commons, language: str) -> tuple[Elsewhere, ...]:
    """The same site in every other language, seen from the site in this one."""
    from commonpress.render.reckoning import own_name  # noqa: PLC0415 - only where there are any

    up = "" if language == commons.language else "../"
    root = commons.site_url.rstrip("/") + "/" if commons.site_url else ""
    folders = {commons.language: ""} | {name: f"{name}/" for name in other_languages(commons)}
    return tuple(
        Elsewhere(name, own_name(name), up + folder, root and root + folder)
        for name, folder in folders.items()
        if name != language
    )
