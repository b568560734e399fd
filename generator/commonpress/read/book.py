# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a whole book: every file is opened, every record found, every fault told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from commonpress.ground.diagnostics import Diagnostic, Span, sorted_diagnostics
from commonpress.read.content import FileRead, most_bytes, read_content
from commonpress.read.files import NOT_A_FILE, BookFile, walk_book
from commonpress.read.raw import ReadBook
from commonpress.read.seal import read_seal
from commonpress.read.text import bytes_of, too_large

Opener = Callable[[Path, BookFile], FileRead]


def read_file(folder: Path, file: BookFile) -> FileRead:
    """One file of a book, with the place of every field."""
    return _read_file(folder, file, quickly=False)


def read_file_quickly(folder: Path, file: BookFile) -> FileRead:
    """One file of a book; a month stays text, and a plain record has no places."""
    return _read_file(folder, file, quickly=True)


def read_book(folder: Path, *, quickly: bool = False, opened: Opener | None = None) -> ReadBook:
    """Read every file of the book in `folder`. Raises nothing for anything a file may hold.

    `quickly` leaves months as text and plain records without places, so that `check` may read
    them the fast way. `opened` is asked for every file instead, by who remembers some.
    """
    walk = walk_book(folder)
    opened = opened or (read_file_quickly if quickly else read_file)
    read = {file.path: opened(folder, file) for file in walk.files}
    seal = read_seal(folder)
    findings = sorted_diagnostics(
        walk.findings, *(file.findings for file in read.values()), seal.findings if seal else ()
    )
    sources = {path: file.text for path, file in read.items()} | (
        dict(seal.sources) if seal else {}
    )
    return ReadBook(
        raws=tuple(raw for file in read.values() for raw in file.raws),
        findings=findings,
        sources=MappingProxyType(sources),
        unread=tuple(sorted([*walk.refused, *(path for path, file in read.items() if file.lost)])),
        seal=seal,
        months=tuple(file.month for file in read.values() if file.month),
        plain=tuple(file.plain for file in read.values() if file.plain),
        paths=walk.paths,
    )


def _read_file(folder: Path, file: BookFile, *, quickly: bool) -> FileRead:
    most = most_bytes(file.place)
    try:
        content = bytes_of(folder / file.path, most)
    except OSError:
        finding = Diagnostic(NOT_A_FILE, Span(file.path), "this file cannot be opened")
        return FileRead((), (finding,), "", lost=True)
    if isinstance(content, int):
        return FileRead((), (too_large(file.path, content, most),), "", lost=True)
    return read_content(file.path, file.place, content, quickly=quickly)
