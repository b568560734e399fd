# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress number`: give every line of the ledger that has no id the next free one."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from pathlib import Path

from commonpress.cli.verb import (
    CLEAN,
    FOUND,
    Verb,
    WrongUseError,
    add_book,
    book_at,
    progress,
    tell,
)
from commonpress.read.blank_ids import Numbered, fill_ids, is_filled, number_blanks
from commonpress.read.book import read_book
from commonpress.read.raw import ReadBook
from commonpress.read.shelves import is_month


def _run(options: argparse.Namespace) -> int:
    book = book_at(options.book)
    with progress("Numbering the ledger"):
        read = read_book(book)
        if code := _refused(read):
            return code
        numbered = number_blanks(read.raws)
        before = {one.raw.path: (book / one.raw.path).read_bytes() for one in numbered}
        after = fill_ids(numbered, before)
        _verify(read, numbered, after)
        _replace(book, after)
    sys.stdout.write(_told(numbered))
    return CLEAN


def _refused(read: ReadBook) -> int:
    """Numbers are given only where every month can be read: one that cannot may hold the next."""
    unread = tuple(finding for finding in read.findings if is_month(finding.span.path))
    if not unread:
        return CLEAN
    tell(unread, read.sources)
    sys.stdout.write("Nothing was numbered: the months above cannot be read.\n")
    return FOUND


def _verify(read: ReadBook, numbered: tuple[Numbered, ...], after: dict[str, bytes]) -> None:
    """Read the new files before they are written: each must hold the same, and the ids."""
    for path, content in after.items():
        before = [raw for raw in read.raws if raw.path == path]
        ids = [one.id for one in numbered if one.raw.path == path]
        if not is_filled(path, content, before, ids):
            raise WrongUseError(
                f"the ids cannot be filled in here: {path} is written in an unusual way; "
                "write `id:` as the first field of each of them and try again"
            )


def _replace(book: Path, after: dict[str, bytes]) -> None:
    """Write every file aside first, so that all of them change or none."""
    aside = {path: (book / path).with_name(f".{Path(path).name}.new") for path in after}
    try:
        for path, content in after.items():
            aside[path].write_bytes(content)
            shutil.copymode(book / path, aside[path])
        for path in after:
            aside[path].replace(book / path)
    finally:
        for new in aside.values():
            new.unlink(missing_ok=True)


def _told(numbered: tuple[Numbered, ...]) -> str:
    if not numbered:
        return "Every line of the ledger has its id.\n"
    counted = Counter(one.raw.path for one in numbered)
    lines = []
    for path, count in sorted(counted.items()):
        here = [one for one in numbered if one.raw.path == path]
        kind = here[0].raw.kind
        given = here[0].id if count == 1 else f"{here[0].id} to {here[-1].id}"
        said = f"1 {kind.word}" if count == 1 else f"{count} {kind.words}"
        lines.append(f"{path}: {said} numbered, {given}\n")
    return "".join(lines)


VERB = Verb(
    name="number",
    summary="Give every line of the ledger that has no id the next free one of its month.",
    example="commonpress number",
    add_options=add_book,
    run=_run,
)
