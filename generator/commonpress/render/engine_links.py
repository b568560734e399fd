# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the links of free pages lead: to other free pages, to records, to shared pictures.

People write a link as a forge follows it, to the record's file (`../decisions/dec-2026-014.md`),
or by the record's id alone (`dec-2026-014`). Where a record's page stands follows from its kind
and id, so a page can be set before any record is known. Whether it is really there is for the
check of the finished site to say.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from commonpress.kinds import KINDS
from commonpress.kinds.base import SLUG, FileEach, Kind
from commonpress.render.addresses import record_address, relative
from commonpress.render.sanitize import Resolve, prefixed

PAGES: Final = "content/pages"

_MEDIA = re.compile(r"content/(media/[a-z0-9][a-z0-9._-]*)")
_FILED = tuple((kind, kind.shelf) for kind in KINDS if isinstance(kind.shelf, FileEach))


class FreeLinks:
    """The links of all free pages; `sources` are their paths below `content/pages`.

    `pictures` says of each in `content/media` where the site has it.
    """

    def __init__(
        self, sources: Iterable[str], pictures: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._pictures = pictures
        self._pages = frozenset(f"{source.removesuffix('.md')}.html" for source in sources)

    def resolver(self, source: str) -> Resolve:
        """From a link on the page made from `source` to the address to print, or None."""
        here = f"{source.removesuffix('.md')}.html"

        def resolve(url: str) -> str | None:
            path, mark, fragment = url.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
            if target in self._pages:
                return path + (mark and prefixed(fragment, mark))
            address = record_of(posixpath.join(PAGES, posixpath.dirname(source)), path)
            address = self._pictures.get(address, address)
            if address:
                return relative(here, address if "#" in address else address + mark + fragment)
            return url if _stays_inside(path, target) else None

        return resolve


def record_of(folder: str, path: str) -> str:
    """The address of what a link from a folder of the book means, or a blank.

    A record's file, a picture in `content/media`, or an id that only one kind has.
    """
    named = posixpath.normpath(posixpath.join(folder, path))
    media = _MEDIA.fullmatch(named)
    if media:
        return media[1]
    place, name = posixpath.split(named)
    stem, suffix = posixpath.splitext(name)
    for kind, shelf in _FILED:
        named_here = shelf.folder == place and suffix == f".{shelf.suffix}"
        if named_here and _fits(kind, shelf.prefix + stem):
            return record_address(kind.name, shelf.prefix + stem)
        if path == name and kind.id_form != SLUG and kind.name != "page" and _fits(kind, path):
            return record_address(kind.name, path)
    return ""


def _fits(kind: Kind, record_id: str) -> bool:
    return re.fullmatch(kind.id_form, record_id) is not None


def _stays_inside(path: str, target: str) -> bool:
    return not path.startswith("/") and target != ".." and not target.startswith("../")
