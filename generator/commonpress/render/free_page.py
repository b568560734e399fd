# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page of `content/pages` after MkDocs has set it."""

from __future__ import annotations

from dataclasses import dataclass

from commonpress.render.forme import Forme


@dataclass(frozen=True, slots=True)
class FreePage:
    """A free page, set and cut; only what every page says is still open in its forme.

    `source` is its file in the book. Title and description are plain text.
    """

    address: str
    title: str
    description: str
    source: str
    forme: Forme
