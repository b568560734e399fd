# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress diff`: what a change would make public, beside a revision of git or a folder.

Of a revision only the records are taken out, as files, into a folder that is deleted again. They
are read and never run.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commonpress.cli.verb import (
    CLEAN,
    Verb,
    WrongUseError,
    add_book,
    book_at,
    progress,
)
from commonpress.read.shelves import ROOMS

if TYPE_CHECKING:
    from commonpress.render.change_report import ChangeReport


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base", metavar="BASE", help="a revision of git, such as main, or the folder of a book"
    )
    add_book(parser)
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="for a terminal, for one comment, or for programs (default: text)",
    )


def _run(options: argparse.Namespace) -> int:
    from commonpress.render.change_report import REPORTS

    book = book_at(options.book)
    with progress("Comparing"), _base(options.base, book) as base:
        report = _compared(base, book)
    sys.stdout.write(REPORTS[options.format](report))
    return CLEAN  # it tells; whether the book is sound is for `check` to say


def _compared(base: Path, book: Path) -> ChangeReport:
    from commonpress.check.privacy.masking import hidden_names
    from commonpress.derive.changes import changes
    from commonpress.pipeline import publish
    from commonpress.render.change_report import ChangeReport, page_changes

    earlier, outcome = publish(base, draft=True), publish(book, draft=True)
    each = (hidden_names(one.findings, one.sources) for one in (earlier, outcome))
    names = tuple(form for form in each if form)
    before, after = earlier.publication, outcome.publication
    if after is None:
        return ChangeReport(None, outcome.findings, names=names)
    pages = page_changes(before, after)
    return ChangeReport(changes(before, after), outcome.findings, pages, names)


@contextmanager
def _base(base: str, book: Path) -> Iterator[Path]:
    """The folder of the book as it was."""
    folder = Path(base)
    if folder.is_dir() and any((folder / room).is_dir() for room in ROOMS):
        yield folder
        return
    import tempfile

    with tempfile.TemporaryDirectory() as kept:
        _take_out(base, book, Path(kept))
        yield Path(kept)


def _take_out(revision: str, book: Path, into: Path) -> None:
    """The records of a book as they are in a revision."""
    import tarfile

    commit = _git(
        book, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise WrongUseError(f"`{revision}` is neither a revision of git here nor a book's folder")
    prefix = (_git(book, "rev-parse", "--show-prefix") or b"").decode().strip()
    tree = f"{commit.decode().strip()}:{prefix}"
    names = (
        (_git(book, "ls-tree", "--name-only", "-z", tree, full=True) or b"").decode().split("\0")
    )
    rooms = [room for room in ROOMS if room in names]
    if not rooms:
        return
    packed = _git(book, "archive", "--format=tar", tree, *rooms, full=True)
    if packed is None:
        raise WrongUseError(f"git cannot take the book out of `{revision}`")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content:
                _put(into, member.name, content.read())


def _put(into: Path, name: str, content: bytes) -> None:
    """A plain file at its place. Links are no records, and no name leads out of the folder."""
    file = into / name
    if ".." in file.parts or not file.is_relative_to(into):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _git(book: Path, *arguments: str, full: bool = False) -> bytes | None:
    """What git answers; None where it refuses. `full` takes trees as seen from the top."""
    import subprocess

    where = book
    if full:
        top = _git(book, "rev-parse", "--show-toplevel")
        where = Path(top.decode().removesuffix("\n")) if top else book
    try:
        done = subprocess.run(
            ["git", "-C", where, *arguments],  # noqa: S607 - git as one's own PATH has it
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise WrongUseError("git is not installed here; compare with a folder instead") from None
    return done.stdout if done.returncode == 0 else None


VERB = Verb(
    name="diff",
    summary="Say in plain sentences what a change would make public, privacy first.",
    example="commonpress diff main --format markdown",
    add_options=_add_options,
    run=_run,
)
