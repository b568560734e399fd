# SPDX-License-Identifier: AGPL-3.0-or-later
"""A book in several languages: which they are, and the publication that each site is made from.

The site in the book's own language stands at the root; every other is a whole site in a folder
named after its language. Data and zines are the same for all and stand once, at the root.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as with_fields

from commonpress.derive.publication import Publication
from commonpress.kinds.commons import Commons
from commonpress.render.site_page import Elsewhere


def other_languages(commons: Commons) -> tuple[str, ...]:
    """The languages a book is printed in beside its own, in the order of its settings."""
    named = dict.fromkeys(commons.languages)
    return tuple(language for language in named if language != commons.language)


def in_language(publication: Publication, language: str) -> Publication:
    """The publication as the site in another language tells it: at its own address."""
    commons = publication.commons
    site_url = f"{commons.site_url.rstrip('/')}/{language}/" if commons.site_url else ""
    return replace(publication, commons=with_fields(commons, language=language, site_url=site_url))


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
