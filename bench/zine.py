# SPDX-License-Identifier: AGPL-3.0-or-later
"""An issue of 64 pages, printed for a screen, beside one run of WeasyPrint over the very same HTML.

WeasyPrint gets the finished text of all pages, the fonts and the style sheet, and writes tagged
pages. Ours starts from the records: it reads and checks the book, makes the text, finds out which
page is which, sets the pages and proves them. Cold is without anything kept; one changed chapter
is a new process after one decision was summed up in other words, with what the last run kept.

    python -m bench.zine FOLDER

writes the book and what WeasyPrint gets into a folder, to look at.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.book_of import paged_records, write_book
from bench.chance import Chance
from bench.measure import Command, in_turn
from bench.places import Place
from bench.record import Value, block
from bench.report import Finding, Target
from bench.size import SMALL
from commonpress.pipeline import publish
from commonpress.render import zine

NAME = "zine"
COLD, CHANGED, SAME = "commonpress zine", "… one chapter changed", "… nothing changed"
PEER = "weasyprint"
PAGES, PAGES_QUICK = 64, 28
SIZE = replace(SMALL, decisions=104, cases=12, norms=6)
EDITED = "dec-2016-002"
ISSUE = "long"
_SUMMARY = re.compile(r"^summary: .*$", re.MULTILINE)
_OF_A_SECTION = 13  # decisions, about six pages


@dataclass(frozen=True, slots=True)
class Folders:
    """The book, and the finished text beside its fonts and styles."""

    book: Path
    text: Path

    @property
    def edited(self) -> Path:
        """The record that is edited."""
        return self.book / "content" / "decisions" / f"{EDITED}.md"


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The same pages: cold, after one edit, after none."""
    folders = Folders(place.folder / "book", place.folder / "text")
    pages = PAGES_QUICK if quick else PAGES
    prepare(folders, pages)
    runs = in_turn(list(_commands(folders)), rounds)
    targets = [Target(COLD, 1.0, PEER, figure) for figure in ("wall", "cpu")]
    targets += [Target(CHANGED, 0.4, PEER, figure) for figure in ("wall", "cpu")]
    yield Finding(f"Zine: {pages} pages of half an A4", runs, targets)


def prepare(folders: Folders, pages: int) -> None:
    """Write the book with its issue, and the text that WeasyPrint gets."""
    write_book(folders.book, SIZE)
    zines = folders.book / "content" / "zines"
    zines.mkdir()
    (zines / f"{ISSUE}.md").write_text(issue(pages), encoding="utf-8")
    folders.text.mkdir()
    for name, content in text_of(folders.book).items():
        (folders.text / name).write_bytes(content)


def issue(pages: int) -> str:
    """An issue that fills its pages: a long letter, decisions in sections of a page or two, cases.

    Half of what it tells stands before the ledger, so that the spread is in the middle.
    """
    sections = list(_sections(pages))
    half = len(sections) // 2
    told: list[Value] = [{"section": "letter"}, *sections[:half], {"section": "ledger"}]
    told += [{"section": "circulated"}, *sections[half:], {"section": "colophon"}]
    fields: dict[str, Value] = {
        "title": "A long issue",
        "number": "1",
        "season": "2016-winter",
        "date": SIZE.last_day.isoformat(),
        "state": "final",
        "pages": str(pages),
        "editions": ["screen"],
        "letter_title": "All of it at once",
        "sections": told,
        "colophon": "Made by a program, for a program.",
    }
    letter = "\n\n".join(Chance(f"letter/{n}").paragraph(600) for n in range(pages // 8))
    return f"---\n{block(fields)}---\n{letter}\n"


def _sections(pages: int) -> Iterator[Value]:
    """Sections of decisions with a case after every fourth, about as many as fill the pages."""
    ids: dict[str, list[str]] = {}
    for record in paged_records(SIZE):
        ids.setdefault(record.kind, []).append(record.id)
    decisions, cases = ids["decisions"], ids["cases"]
    wanted = (pages - 14) // 6
    for number in range(min(wanted, len(decisions) // _OF_A_SECTION)):
        picked = decisions[number * _OF_A_SECTION : (number + 1) * _OF_A_SECTION]
        title = f"Decided, part {number + 1}"
        yield {"section": "decisions", "title": title, "pick": picked}
        if number % 4 == 3 and number // 4 < len(cases):
            yield {"section": "case", "pick": [cases[number // 4]]}


def text_of(book: Path) -> dict[str, bytes]:
    """The finished text of the issue and all it uses, by file name, as WeasyPrint takes it."""
    publication = publish(book).publication
    if publication is None:
        raise ValueError("the generated book is not sound")
    composed = zine.compose(publication, publication.issues[0])
    files = zine.assets_of(None, "zine.css", *composed.styles, "screen.css")
    text = zine.whole_text(composed).replace('"asset:', '"')
    files["zine.css"] = files["zine.css"].replace(b"url(asset:", b"url(")
    return {**files, "issue.html": text.encode()}


def _commands(folders: Folders) -> Iterator[Command]:
    kept = folders.book / "build"

    def forget() -> None:
        shutil.rmtree(kept, ignore_errors=True)

    def edit() -> None:
        text = folders.edited.read_text(encoding="utf-8")
        folders.edited.write_text(with_new_summary(text), encoding="utf-8")

    for name, before in ((COLD, forget), (CHANGED, edit), (SAME, lambda: None)):
        line: Sequence[str] = (_program("commonpress"), "zine", ".", ISSUE, "--edition", "screen")
        yield Command(name, line, folders.book, before)
    line = (_program("weasyprint"), "issue.html", "issue.pdf", "--pdf-variant", "pdf/ua-1")
    yield Command(PEER, line, folders.text)


def with_new_summary(text: str) -> str:
    """A record that sums itself up in other words, which hang on the ones before."""
    before = _SUMMARY.search(text)
    if before is None:
        raise ValueError("the record has no summary")
    after = f"summary: {Chance(before[0]).paragraph(200)}"
    return text.replace(before[0], after, 1)


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


if __name__ == "__main__":
    prepare(Folders(Path(sys.argv[1], "book"), Path(sys.argv[1], "text")), PAGES)
