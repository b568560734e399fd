# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts artifacts into a folder, writing only what changed.

The only code that touches the output. A folder is never cleaned and filled again: making
4,000 names costs more than rendering what is in them. Files that are the same stay
untouched, with their times; those that differ are overwritten where they lie; what belongs to
no artifact is removed. Nothing outside the folder is ever read, written or removed: a link in
it is taken away, not followed.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from commonpress.render.artifact import Artifact

# What no file system and no address should have to bear.
_FORBIDDEN = frozenset('\\:*?"<>|') | frozenset(map(chr, range(32))) | {"\x7f"}


class TreeError(Exception):
    """Artifacts that cannot all lie in one folder. The message names their paths."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files of a folder; each a sorted list of paths."""

    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def write_tree(folder: Path, artifacts: Iterable[Artifact]) -> Written:
    """Make a folder hold these artifacts and nothing else.

    Raises TreeError, before anything is touched, where two paths are one on a disk that does
    not tell capitals apart, where one is a folder of the other, or where a path leads outside.
    """
    wanted = _by_path(artifacts)
    removed = _remove_strays(folder, wanted)
    changed, kept = _lay(folder, wanted)
    return Written(changed, kept, removed)


def lay_in(folder: Path, artifacts: Iterable[Artifact]) -> Written:
    """Put artifacts into a folder that holds files of others too, which stay as they are."""
    changed, kept = _lay(folder, _by_path(artifacts))
    return Written(changed, kept)


# --- which files ---------------------------------------------------------------------------------


def _by_path(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    wanted: dict[str, Artifact] = {}
    taken: dict[str, str] = {}
    for artifact in artifacts:
        path = _checked(artifact.path)
        rival = taken.setdefault(_folded(path), path)
        if path in wanted or rival != path:
            raise TreeError(f"{rival} and {path} would be one file on some disks.")
        wanted[path] = artifact
    for path in wanted:
        for above in _folders_above(path):
            if _folded(above) in taken:
                raise TreeError(f"{taken[_folded(above)]} is a file and the folder of {path}.")
    return wanted


def _checked(path: str) -> str:
    names = path.split("/")
    if any(name in {"", ".", ".."} or _FORBIDDEN & set(name) for name in names):
        raise TreeError(f"{path!r} is not a path inside a folder.")
    return path


def _folded(path: str) -> str:
    """What a disk sees that tells neither capitals nor compositions of letters apart."""
    return unicodedata.normalize("NFC", path).casefold()


def _folders_above(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:count]) for count in range(1, len(names))]


# --- removing ------------------------------------------------------------------------------------


def _remove_strays(folder: Path, wanted: Mapping[str, Artifact]) -> tuple[str, ...]:
    """Remove what is not wanted, before anything is written: on some disks `A` is also `a`."""
    folders = {above for path in wanted for above in _folders_above(path)}
    removed: list[str] = []
    if folder.is_dir():
        _remove_below(str(folder), "", wanted, folders, removed)
    return tuple(sorted(removed))


def _remove_below(
    root: str, inside: str, wanted: Mapping[str, Artifact], folders: set[str], removed: list[str]
) -> None:
    with os.scandir(os.path.join(root, inside)) as entries:  # noqa: PTH118 - half the time
        found = list(entries)
    for entry in found:
        path = inside + entry.name
        if entry.is_dir(follow_symlinks=False):
            _remove_below(root, f"{path}/", wanted, folders, removed)
            if path not in folders:
                Path(entry.path).rmdir()
        elif path not in wanted or not entry.is_file(follow_symlinks=False):
            Path(entry.path).unlink()
            removed.append(path)


# --- writing -------------------------------------------------------------------------------------


def _lay(folder: Path, wanted: Mapping[str, Artifact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folder.mkdir(parents=True, exist_ok=True)
    _make_folders(folder, wanted)
    changed: list[str] = []
    kept: list[str] = []
    for path in sorted(wanted):
        same = _hold(f"{folder}/{path}", wanted[path])
        (kept if same else changed).append(path)
    return tuple(changed), tuple(kept)


def _make_folders(folder: Path, wanted: Iterable[str]) -> None:
    for above in sorted({above for path in wanted for above in _folders_above(path)}):
        place = folder / above
        if not _is_folder(place):
            place.unlink(missing_ok=True)
            place.mkdir()


def _is_folder(place: Path) -> bool:
    """Whether it is a folder itself, not a link to one."""
    try:
        return stat.S_ISDIR(place.lstat().st_mode)
    except FileNotFoundError:
        return False


def _hold(path: str, content: Artifact) -> bool:
    """Make a file hold these bytes. True where it held them already."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        _write(path, content, os.O_CREAT | os.O_EXCL)
        return False
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.unlink(path)  # noqa: PTH108 - it leads outside: take the name, leave what it names
        _write(path, content, os.O_CREAT | os.O_EXCL)
        return False
    if found.st_size == content.size and _is_same(path, content):
        return True
    _write(path, content, os.O_TRUNC)
    return False


def _is_same(path: str, content: Artifact) -> bool:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as file:  # noqa: PTH123
        return all(file.read(len(piece)) == piece for piece in content.pieces())


def _write(path: str, content: Artifact, flags: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_NOFOLLOW | flags, 0o644), "wb") as file:  # noqa: PTH123
        file.writelines(content.pieces())
