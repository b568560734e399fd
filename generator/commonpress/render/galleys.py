# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes out of the typesetting room: where things came to stand, and chapters by themselves.

Plain data, so that it can be kept from one run to the next without asking WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class UnprintableError(Exception):
    """The page cannot be set as it was written; ``reasons`` are sentences, in order."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Spot(msgspec.Struct, frozen=True):
    """Where an element came to stand on one page: the page from 1, its edges in mm."""

    page: int
    top: float
    foot: float
    left: float = 0.0
    right: float = 0.0


class Galley(msgspec.Struct, frozen=True):
    """What a first setting tells: how many pages, and on which each element with an id stands."""

    pages: int
    spots: Mapping[str, tuple[Spot, ...]]


class Mark(msgspec.Struct, frozen=True):
    """A head in the outline: its level from 1, its page in the chapter from 0, its place in pt."""

    level: int
    label: str
    page: int
    x: float
    y: float
    is_open: bool = True


class Chapter(msgspec.Struct, frozen=True):
    """A part of an issue that was set by itself: tagged pages, and the heads on them."""

    pdf: bytes
    marks: tuple[Mark, ...]
