# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walking a book: which files there are, and which of them are refused before they are opened.

A pull request may bring anything that git can hold. So the walk never follows a link, takes
plain files only, and only under names that mean the same file on every system.
"""

from __future__ import annotations

import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonpress.ground.diagnostics import Code, Diagnostic, Related, Span
from commonpress.read.limits import MEDIA_BYTES, NAME_BYTES, PATH_BYTES
from commonpress.read.picture_parts import picture_findings
from commonpress.read.shelves import ROOMS, Place, is_beside, is_media, near_place, place_of
from commonpress.read.text import TOO_LARGE

SYMLINK = Code(
    "symlink",
    "A link to another file or folder is not followed: it could lead out of the book, and what "
    "it points to would be published. Put the file itself there.",
)
NOT_A_FILE = Code(
    "not-a-file",
    "The book holds plain files and folders only, and all of them can be opened by whoever reads "
    "the book.",
)
EXECUTABLE = Code(
    "executable-file",
    "Records are read, never run. A file that may be run does not belong in a book.",
)
FILE_NAME = Code(
    "file-name",
    "File names hold a to z, 0 to 9, dot, hyphen and underscore, begin with a letter or a digit, "
    "and are not names that Windows keeps for itself. Then every system reads the same book, and "
    "an address on the site is the file's name.",
)
CASE_COLLISION = Code(
    "case-collision",
    "Two names that differ only in capital letters are one file on many systems, where one of "
    "them would be lost without a word.",
)
MISPLACED_FILE = Code(
    "misplaced-file",
    "Every file of the book is a record of some kind, and where it lies says which. A file that "
    "lies elsewhere is read by nobody.",
)
CODES = (SYMLINK, NOT_A_FILE, EXECUTABLE, FILE_NAME, CASE_COLLISION, MISPLACED_FILE)

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?<!\.)")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
# The seal is written and read by its own code, byte for byte.
_SEALED = "ledger/seal"
# macOS leaves this in every folder someone looks at; nothing reads or publishes it.
DROPPINGS = frozenset({".DS_Store"})


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file that may be opened, and the records it may hold."""

    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Walk:
    """The files of a book in the order of their paths, what was refused, and all there is."""

    files: tuple[BookFile, ...]
    findings: tuple[Diagnostic, ...]
    refused: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    mode: int
    size: int

    @property
    def executable(self) -> bool:
        return bool(self.mode & 0o111)


def walk_book(folder: Path) -> Walk:
    """Every file of the book that may be read, and a finding for every one that may not."""
    names: list[tuple[str, str]] = []
    found = [file for room in ROOMS for file in _below(folder / room, room, names)]
    # Some disks (and shared folders of a virtual machine) know no modes: there all look the same.
    modes_tell = not all(file.executable for file in found if stat.S_ISREG(file.mode))
    files: list[BookFile] = []
    findings = list(_collisions(names))
    refused: list[str] = []
    found.sort(key=lambda file: file.path)
    for file in found:
        wrong = tuple(_wrong(file, modes_tell=modes_tell))
        if not wrong and is_media(file.path):
            wrong = _in_picture(folder, file.path)
        findings.extend(wrong)
        place = place_of(file.path)
        if any(finding.code is not EXECUTABLE for finding in wrong):
            refused.append(file.path)
        elif place and not is_beside(file.path.rpartition("/")[2]):
            files.append(BookFile(file.path, place))
    paths = tuple(file.path for file in found)
    return Walk(tuple(files), tuple(findings), tuple(refused), paths)


def _below(folder: Path, path: str, names: list[tuple[str, str]]) -> Iterator[_Found]:
    """Everything under a folder that is not a folder itself, links unfollowed."""
    try:
        mode = folder.lstat().st_mode
        entries = list(folder.iterdir()) if stat.S_ISDIR(mode) and not _is_long(path) else None
    except FileNotFoundError:
        return
    except OSError:
        mode, entries = 0, None
    if entries is None:
        yield _Found(path, mode, 0)
        return
    for entry in entries:
        inside = f"{path}/{entry.name}"
        if entry.name in DROPPINGS or inside == _SEALED:
            continue
        names.append((path, entry.name))
        about = entry.lstat()
        if stat.S_ISDIR(about.st_mode):
            yield from _below(entry, inside, names)
        else:
            yield _Found(inside, about.st_mode, about.st_size)


def _wrong(file: _Found, *, modes_tell: bool) -> Iterator[Diagnostic]:
    shown = printable(file.path)
    if _is_long(file.path):
        message, hint = "this path is too long", f"keep it under {PATH_BYTES} letters"
        yield Diagnostic(FILE_NAME, Span(shown), message, hint)
        return
    if stat.S_ISLNK(file.mode):
        yield Diagnostic(SYMLINK, Span(shown), "this is a link", "put the file itself here")
        return
    if not stat.S_ISREG(file.mode):
        yield Diagnostic(
            NOT_A_FILE, Span(shown), "this is not a file that can be opened", "delete it"
        )
        return
    if modes_tell and file.executable:
        hint = f"run `chmod -x {shown}`; in git: `git update-index --chmod=-x {shown}`"
        yield Diagnostic(EXECUTABLE, Span(shown), "this file may be run as a program", hint)
    name = file.path.rpartition("/")[2]
    if is_beside(name) and all(map(_NAME.fullmatch, file.path.split("/")[:-1])):
        return
    if wrong := _wrong_name(file.path):
        yield Diagnostic(FILE_NAME, Span(shown), *wrong)
    elif is_media(file.path):
        if file.size > MEDIA_BYTES:
            message = f"this picture has {file.size // 1000} kB; {MEDIA_BYTES // 1000} kB is most"
            yield Diagnostic(TOO_LARGE, Span(shown), message, "make it smaller")
    elif not place_of(file.path):
        message = "no kind of record lies here"
        yield Diagnostic(MISPLACED_FILE, Span(shown), message, near_place(file.path))


def _in_picture(folder: Path, path: str) -> tuple[Diagnostic, ...]:
    """What a picture carries beside what is seen."""
    try:
        content = (folder / path).read_bytes()
    except OSError:
        return (Diagnostic(NOT_A_FILE, Span(path), "this file cannot be opened"),)
    return tuple(picture_findings(path, content))


def _wrong_name(path: str) -> tuple[str, str] | None:
    """What is wrong with a path's names, and what to do."""
    for name in path.split("/"):
        if len(name.encode(errors="replace")) > NAME_BYTES:
            return "this name is too long", f"keep it under {NAME_BYTES} letters"
        if not _NAME.fullmatch(name):
            return f"the name `{printable(name)}` would not work everywhere", _plain(name)
        if _RESERVED.fullmatch(name):
            return f"Windows keeps the name `{name}` for itself", "give it another name"
    return None


def _is_long(path: str) -> bool:
    return len(path.encode(errors="replace")) > PATH_BYTES


def _plain(name: str) -> str:
    """A name of plain letters close to the one given, as a hint."""
    plain = re.sub(r"[^a-z0-9._]+", "-", name.lower()).strip("-._")
    rule = "use a to z, 0 to 9, hyphen, underscore and dot"
    return f"rename it to `{plain}`" if _NAME.fullmatch(plain) else rule


def _collisions(names: list[tuple[str, str]]) -> Iterator[Diagnostic]:
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for folder, name in names:
        alike[folder, name.casefold()].append(printable(f"{folder}/{name}"))
    for _, paths in sorted(alike.items()):
        if len(paths) > 1:
            first, second, *_ = sorted(paths)
            related = (Related(Span(first), "the other one"),)
            message = "another name here differs only in capital letters"
            yield Diagnostic(CASE_COLLISION, Span(second), message, "rename one of them", related)


def printable(path: str) -> str:
    """A path as it can be printed: whatever is not a visible sign becomes an escape."""
    if path.isprintable():
        return path
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)
