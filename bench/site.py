# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site of 4,000 generated records beside MkDocs and Hugo on the same pages.

First the records alone, so that all make the same pages, each with its search where it has one;
then the same book with ten years of ledger, which only ours prints.

Cold is a build without any output or cache of ours; after one edit is a new process over the
output of the last one, with one sentence added to one decision.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.book_of import free_pages, paged_records, write_book
from bench.measure import Command, in_turn, run_once
from bench.peers import HUGO, MKDOCS, Peer, write_hugo, write_mkdocs
from bench.places import Place
from bench.report import Finding, Target
from bench.size import SITE, SMALL, Size

NAME = "site"
OURS = "commonpress build"
EDITED = "dec-2016-002"


@dataclass(frozen=True, slots=True)
class Folders:
    """The three inputs, side by side."""

    book: Path
    mkdocs: Path
    hugo: Path

    def sources(self) -> tuple[Path, Path, Path]:
        """The record that is edited, in each of them."""
        name = f"decisions/{EDITED}.md"
        return (
            self.book / "content" / name,
            self.mkdocs / "docs" / name,
            self.hugo / "content" / name,
        )


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The same pages for all, then our whole book with its ledger, which the peers cannot print."""
    size = SMALL if quick else SITE
    for name, of in (("pages", replace(size, has_ledger=False)), ("book", size)):
        where = f"{of.pages:,} records on {place.kind or 'an unknown file system'}"
        told = where if name == "pages" else f"{where}, ours with the ledger"
        yield from _compared(Place(place.folder / name, place.kind), rounds, of, told)


def _compared(place: Place, rounds: int, size: Size, pages: str) -> Iterator[Finding]:
    """Both cases, cold and after one edit."""
    folders = Folders(*(place.folder / name for name in ("book", "mkdocs", "hugo")))
    prepare(folders, size)
    notes = [f"{peer.name} is not installed: `{peer.install}`" for peer in _absent()]
    yield Finding(
        f"Site, cold: {pages}",
        in_turn(_cold(folders), rounds),
        (Target(OURS, 0.10, MKDOCS.name), Target(OURS, 1.0, HUGO.name)),
        notes,
    )
    yield Finding(
        f"Site, after one edit: {pages}",
        in_turn(_edited(folders), rounds),
        (Target(OURS, 0.02, MKDOCS.name), Target(OURS, 1.0, HUGO.name)),
        notes,
    )


def _absent() -> Sequence[Peer]:
    return [peer for peer in (MKDOCS, HUGO) if not peer.found]


def prepare(folders: Folders, size: Size) -> None:
    """Write all inputs. Our site is built once, since Hugo's frame is cut from a page of it."""
    write_book(folders.book, size)
    run_once(_ours(folders))
    page = folders.book / "build" / "site" / "decisions" / f"{EDITED}.html"
    records = (*free_pages(size), *paged_records(size))
    write_mkdocs(folders.mkdocs, records)
    write_hugo(folders.hugo, records, page.read_text(encoding="utf-8"))


def _ours(folders: Folders) -> Command:
    program = str(Path(sys.executable).with_name("commonpress"))
    return Command(OURS, (program, "build", ".", "--no-zine"), folders.book)


def _commands(folders: Folders) -> Iterator[tuple[Command, Path, Path]]:
    """Each command with its output and the record that is edited."""
    ours, mkdocs, hugo = folders.sources()
    yield _ours(folders), folders.book / "build", ours
    if MKDOCS.found:
        line = (MKDOCS.found, "build", "--quiet")
        yield Command(MKDOCS.name, line, folders.mkdocs), folders.mkdocs / "site", mkdocs
    if HUGO.found:
        yield (
            Command(HUGO.name, (HUGO.found, "--quiet"), folders.hugo),
            folders.hugo / "public",
            hugo,
        )


def _cold(folders: Folders) -> Sequence[Command]:
    def removed(output: Path) -> None:
        shutil.rmtree(output, ignore_errors=True)

    return [
        Command(c.name, c.line, c.folder, lambda output=output: removed(output))  # type: ignore[misc]
        for c, output, _ in _commands(folders)
    ]


def _edited(folders: Folders) -> Sequence[Command]:
    def edit(source: Path) -> None:
        source.write_text(source.read_text(encoding="utf-8") + "One more word.\n", encoding="utf-8")

    return [
        Command(c.name, c.line, c.folder, lambda source=source: edit(source))  # type: ignore[misc]
        for c, _, source in _commands(folders)
    ]
