# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme: where its templates lie, and the files every page asks for.

A book may bring templates and assets of its own in `site_templates/theme/`; they are looked
up first. Templates are read by MkDocs alone; of the assets, the stylesheets are set into one
and the rest goes to the site as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commonpress.render.packaged import packaged

OWN_SHEET: Final = "assets/commonpress.css"
CONTENT_SHEET: Final = "assets/content.css"
FACE: Final = "assets/fonts/common-display.woff2"

# Set into one stylesheet, in this order: the shell of the pages, what stands in them, and what
# only the page of the seal and the page to search on have.
SHEETS: Final = (
    "assets/commonpress.css",
    "assets/components.css",
    "assets/seal.css",
    "assets/search.css",
)
_FACE_SOURCE = ("fonts", "display.woff2")
TEMPLATE_SUFFIX: Final = ".html"


def theme_folders(book: Path) -> tuple[Path, ...]:
    """The folders of the theme, the book's own first."""
    folders = (book / "site_templates/theme", packaged("theme"))
    found = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return tuple(found)


def theme_files(book: Path) -> dict[str, Path]:
    """Every file of the theme by its path in it, sorted, and the face of the headings."""
    files: dict[str, Path] = {FACE: packaged(*_FACE_SOURCE)}
    for folder in reversed(theme_folders(book)):
        files |= {path.relative_to(folder).as_posix(): path for path in _files_below(folder)}
    return dict(sorted(files.items()))


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path
