# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which kind of record a file of the book holds, by where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from commonpress.ground.spelling import nearest
from commonpress.kinds import KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, Months, OneFile

ROOMS = ("cases", "content", "ledger")
_OTHER_ENDINGS = {"yaml": "yml", "markdown": "md", "mdown": "md", "txt": "md", "jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Place:
    """The kinds whose records a file may hold, and the record's id where its name says so."""

    kinds: tuple[Kind, ...]
    id: str = ""


@cache
def place_of(path: str) -> Place | None:
    """The place of a file in the book, or None where it belongs to no kind."""
    near = _kinds_in(path.rpartition("/")[0])
    found = [(kind, record_id) for kind in near if (record_id := _id_at(kind, path)) is not None]
    if not found:
        return None
    return Place(tuple(kind for kind, _ in found), found[0][1])


@cache
def _kinds_in(folder: str) -> tuple[Kind, ...]:
    """The kinds of which a file right in this folder may be."""
    return tuple(kind for kind in KINDS if _may_lie_in(folder, kind))


def _may_lie_in(folder: str, kind: Kind) -> bool:
    match kind.shelf:
        case OneFile(own) | ListIn(own, _):
            return own.rpartition("/")[0] == folder
        case FileEach(own, _, deep, _):
            return folder == own or (deep and folder.startswith(f"{own}/"))
        case Months():
            return True


def is_media(path: str) -> bool:
    """Whether a file is a picture of the book."""
    return re.fullmatch(r"content/media/[^/]+\.(png|jpg)", path) is not None


def is_beside(name: str) -> bool:
    """Whether a file may lie in any folder of the book without being a record."""
    return (
        name in {"README.md", ".gitkeep"}
        or re.fullmatch(r"LICENSE[A-Za-z0-9._-]*", name) is not None
    )


def near_place(path: str) -> str:
    """Where a misplaced file probably belongs, as words for a hint."""
    near = _near_path(path)
    homes = sorted({kind.home for kind in KINDS})
    return f"did you mean `{near}`?" if near else f"records lie in {', '.join(homes)}"


def likely_place(path: str) -> Place | None:
    """The place of the records that a misplaced file probably holds, if any."""
    return place_of(_near_path(path))


def _near_path(path: str) -> str:
    """The path that was probably meant; blank where nothing is near."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    ending = _OTHER_ENDINGS.get(ending, ending)
    for candidate in _candidates(path, folder, stem, ending):
        if candidate != path and (place_of(candidate) or is_media(candidate)):
            return candidate
    return ""


def month_files(kind: Kind, year: str, month: str) -> tuple[str, ...]:
    """The files that may hold a month of a kind."""
    if not isinstance(kind.shelf, Months):
        return ()
    stem = f"{kind.shelf.folder.format(year=year)}/{year}-{month}"
    return (f"{stem}.csv", f"{stem}.yml")


def is_month(path: str) -> bool:
    """Whether a file holds records line by line for one month."""
    place = place_of(path)
    return place is not None and any(isinstance(kind.shelf, Months) for kind in place.kinds)


def _id_at(kind: Kind, path: str) -> str | None:
    """The id that a file's name gives a record of this kind; "" if none; None if not its place."""
    match kind.shelf:
        case OneFile(own):
            return kind.name if path == own else None
        case ListIn(own, _):
            return "" if path == own else None
        case FileEach(folder, suffix, deep, prefix):
            inside = path.removeprefix(f"{folder}/")
            stem = inside.removesuffix(f".{suffix}")
            fits = inside != path and stem not in {inside, ""} and (deep or "/" not in stem)
            return prefix + stem if fits else None
        case Months():
            found = re.search(r"([0-9]{4})-(0[1-9]|1[0-2])\.(?:yml|csv)$", path)
            return "" if found and path in month_files(kind, found[1], found[2]) else None


def _candidates(path: str, folder: str, stem: str, ending: str) -> Iterator[str]:
    """Paths close to the one given, the most likely first."""
    yield f"{folder}/{stem}.{ending}"
    for kind in KINDS:
        if isinstance(kind.shelf, FileEach):
            if not kind.shelf.deep and _is_telling(kind) and re.fullmatch(kind.id_form, stem):
                yield kind.shelf.path(stem)
            if nearest(folder, [kind.shelf.folder]):
                yield kind.shelf.path(stem)
    yield from _months(path, folder, ending)
    fixed = [k.shelf.path for k in KINDS if isinstance(k.shelf, OneFile | ListIn)]
    yield nearest(f"{folder}/{stem}.{ending}", fixed)
    yield next((own for own in fixed if own.endswith(f"/{stem}.{ending}")), "")
    yield f"content/media/{stem}.{ending}"


def _months(path: str, folder: str, ending: str) -> Iterator[str]:
    """Files of the month that a path speaks of; of the kind whose folder it lies in first."""
    numbers = re.findall(r"[0-9]+", path)
    if len(numbers) < 2:
        return
    near = [
        file
        for kind in KINDS
        for file in month_files(kind, numbers[-2], numbers[-1].zfill(2))
        if file.endswith(f".{ending}")
    ]
    yield from sorted(near, key=lambda file: file.rpartition("/")[0] != folder)


def _is_telling(kind: Kind) -> bool:
    """Whether the form of an id says which kind it is of: `dec-2026-014` does, a slug does not."""
    return kind.id_form.startswith(kind.id_example.split("-")[0] + "-")
