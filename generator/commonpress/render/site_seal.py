# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which anyone holds this book against paper, a slip or an id, in their browser."""

from __future__ import annotations

from collections.abc import Iterator

from commonpress.render.site_desk import Desk, Sheet
from commonpress.render.verdict_words import page_words

PART = "seal"
SEAL_PAGE = "seal/index.html"


def seal_sheets(desk: Desk) -> Iterator[Sheet]:
    """The page, where anything has been sealed."""
    if view := desk.publication.seal:
        yield desk.sheet(("seal",), SEAL_PAGE, PART, kind="seal", view=view, says=page_words())
