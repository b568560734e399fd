# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole site as one zip, to be opened from a disk by a double click on `index.html`.

The page of the open data offers it with its size. That page is in the zip as well, where it
cannot know the size and has nothing to offer, so in the copy that part is left out. The same
site gives the same zip wherever the same zlib packs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from commonpress.render.addresses import OPEN_DATA, relative
from commonpress.render.artifact import Artifact
from commonpress.render.editing_forms import is_of_the_forms
from commonpress.render.words import file_size

OFFLINE_COPY: Final = "offline-copy.zip"
FOLDER: Final = "site"  # in the zip, so that it unpacks into one place
LARGEST: Final = 400_000_000  # bytes before packing; beyond, nobody would carry it

# What only the published page says stands between these; the address and the size are filled in.
_BEGIN, _END = b"<!--offline-copy-->", b"<!--/offline-copy-->"
_ADDRESS, _SIZE = b"@offline-copy@", b"@offline-copy-size@"
_NOT_IN_IT = frozenset({"404.html", "sitemap.xml", "robots.txt"})  # of use to a server only
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day, and needs none
_PLAIN_FILE = 0o100644 << 16


def with_offline_copy(site: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """The site with its copy beside it and offered, sorted by path; not where it is too large."""
    bare = without_offline_copy(site)
    if sum(file.size for file in bare) > LARGEST:
        return bare
    packed = Artifact(OFFLINE_COPY, zipped(f for f in bare if _is_in_it(f.path)))
    offered = (_offering(file, packed.size) if _may_offer(file) else file for file in site)
    return tuple(sorted((*offered, packed), key=lambda file: file.path))


def without_offline_copy(site: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """The site without what offers a copy: for the copy itself, and where none is made."""
    return tuple(_bare(file) if _may_offer(file) else file for file in site)


def zipped(files: Iterable[Artifact]) -> bytes:
    """Files as a zip with the same bytes on any day, in the order given."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as folder:
        for file in files:
            with folder.open(_entry(file.path), "w") as written:
                for piece in file.pieces():
                    written.write(piece)
    return out.getvalue()


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(f"{FOLDER}/{path}", _EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3  # the same on every system
    entry.external_attr = _PLAIN_FILE
    return entry


def _is_in_it(path: str) -> bool:
    return path not in _NOT_IN_IT and not is_of_the_forms(path)


def _may_offer(file: Artifact) -> bool:
    return file.path.rpartition("/")[2] == OPEN_DATA


def _bare(page: Artifact) -> Artifact:
    return replace(page, content=b"".join(_kept(page.content)))


def _kept(content: bytes) -> Iterator[bytes]:
    before, begun, rest = content.partition(_BEGIN)
    yield before
    if begun:
        yield rest.partition(_END)[2]


def _offering(page: Artifact, size: int) -> Artifact:
    content = page.content.replace(_BEGIN, b"").replace(_END, b"")
    content = content.replace(_ADDRESS, relative(page.path, OFFLINE_COPY).encode())
    return replace(page, content=content.replace(_SIZE, file_size(size).encode()))
