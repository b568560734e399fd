# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages in the commons' own words, as the site in each language shows them."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.kinds.publication import Page
from commonpress.render.addresses import record_address
from commonpress.render.site_desk import Desk
from commonpress.render.site_page import FreeWords
from commonpress.render.voice import voice


def _marked(note: str) -> str:
    """A note marked as what it is: the page around it may be in another language."""
    chosen = voice()
    return note.replace("<p ", f'<p lang="{chosen.language}" dir="{chosen.direction}" ', 1)


def free_words(desk: Desk) -> Iterator[FreeWords]:
    """Every free page that is translated here, or that stands in another language than the site."""
    for page in desk.publication.records.get("page", ()):
        note = desk.note_over(page, record_address("page", page.id))
        if note and isinstance(page, Page):
            view = desk.publication.translations.get(("page", page.id))
            yield FreeWords(
                uri=f"{page.id}.md",
                source=view.record.path if view else page.path,
                title=page.title,
                description=page.description,
                language=desk.language_of(page),
                body=page.body if view else "",
                note=_marked(note),
            )
