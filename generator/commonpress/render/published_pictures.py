# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of the book as the site shows them: drawn anew, no larger than a page needs.

A picture is published where a page shows it, and nowhere else. Its address is made of what it is,
so that no name of a file is published, and one that changed has another address. Its bytes follow
from the committed file and the version of the library that draws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.read.media import MEDIA, read_pictures
from commonpress.render.artifact import Artifact

PICTURE_UNREADABLE = Code(
    "picture-unreadable",
    "A page shows a picture that no program can draw: it is broken, or has more dots than a "
    "computer of a library can hold.",
)
CODES = (PICTURE_UNREADABLE,)

FOLDER = "media"
# Changed where pictures come out otherwise, so that nothing old is found at their address.
_RECIPE = b"1"
_SHOWN = re.compile(rf"\b{FOLDER}/[0-9a-f]{{20}}\.(?:png|jpg)\b")


@dataclass(frozen=True)
class Pictures:
    """The pictures that lie in a book, by their path as prose names it: `media/yard.jpg`."""

    contents: Mapping[str, bytes]

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each stands on the site, if a page shows it."""
        return {path: _address(path, content) for path, content in self.contents.items()}

    def shown_in(self, pages: Iterable[str]) -> Shown:
        """Those that any of these pages shows, and what is wrong with them."""
        if not self.contents:
            return Shown()
        found = {address for page in pages if FOLDER in page for address in _SHOWN.findall(page)}
        drawn = [
            (address, self.at(address)) for address in sorted(found) if address in self._by_address
        ]
        # One that cannot be drawn is a file without a dot, so that there is one finding, not two.
        return Shown(
            tuple(
                Artifact(address, one if isinstance(one, bytes) else b"") for address, one in drawn
            ),
            tuple(one for _, one in drawn if isinstance(one, Diagnostic)),
        )

    def at(self, address: str) -> bytes | Diagnostic | None:
        """What stands at an address, or why it cannot; None where no picture does."""
        path = self._by_address.get(address)
        return None if path is None else _drawn(path, self.contents[path])

    @cached_property
    def _by_address(self) -> Mapping[str, str]:
        return {address: path for path, address in self.addresses.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures as pages show them, and a finding for each that cannot be drawn."""

    files: tuple[Artifact, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def _drawn(path: str, content: bytes) -> bytes | Diagnostic:
    from commonpress.render import clean_picture  # noqa: PLC0415 - Pillow, where a page shows one

    try:
        return clean_picture.drawn_for_a_page(content)
    except clean_picture.NoPictureError as refused:
        message = f"a page shows this picture, and {refused}"
        hint = "take it anew from where it came, or save it smaller"
        return Diagnostic(PICTURE_UNREADABLE, Span(f"content/{path}"), message, hint)


def pictures_of(book: Path) -> Pictures:
    """The pictures in `content/media` of a book."""
    folder = book.joinpath(*MEDIA)
    names = (file.name for file in folder.iterdir()) if folder.is_dir() else ()
    found = read_pictures(book, (name for name in names if name.endswith((".png", ".jpg"))))
    return Pictures({f"{FOLDER}/{name}": content for name, content in found.items()})


def _address(path: str, content: bytes) -> str:
    name = sha256(_RECIPE + content).hexdigest()[:20]
    return f"{FOLDER}/{name}.{path.rpartition('.')[2]}"
