# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawings as pages use them: a file of the site, how large it is, and what it says in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from commonpress.render.artifact import Artifact

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its name, its SVG, and the sentence that says what it shows.

    `says` is blank where the words beside it say the same. `narrow` is drawn for sheets too
    narrow for this one.
    """

    name: str
    svg: str
    says: str = ""
    narrow: Picture | None = None

    @property
    def address(self) -> str:
        """Where it stands, from the root of the site."""
        return f"drawings/{self.name}.svg"

    @property
    def width(self) -> int:
        """Its width in pixels, for the page to keep room for it."""
        return self._size()[0]

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self._size()[1]

    def artifacts(self) -> Iterator[Artifact]:
        """Its files."""
        yield Artifact(self.address, self.svg.encode())
        if self.narrow is not None:
            yield from self.narrow.artifacts()

    def _size(self) -> tuple[int, int]:
        return _size_of(self.svg, self.name)


@lru_cache(maxsize=1 << 10)
def _size_of(svg: str, name: str) -> tuple[int, int]:
    """The size that a drawing says it has; one drawing is often asked on many pages."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError(f"the drawing {name} has no size")
    return round(float(found[1])), round(float(found[2]))
