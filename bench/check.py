# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress check` as a whole process: of the sample, and of 4,000 generated records.

For the first time nothing is known of the book. Again, it is known to be sound as it is. After an
edit the texts that were found clean are known, and every rule is asked. Beside it stands what no
program can avoid.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

from bench.book_of import write_book
from bench.measure import Command, in_turn
from bench.places import Place
from bench.report import Finding, Target
from bench.size import SITE, SMALL

NAME = "check"
FIRST = "commonpress check, for the first time"
AGAIN = "commonpress check, again"
EDITED = "commonpress check, one decision changed"
_BOOK = Path(__file__).parents[1]
_IMPORTS = 'python -c "import msgspec, yaml"'


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """The sample commons, read where it lies; then the larger book."""
    commands = (
        *_ours(_BOOK),
        Command("python -c pass", (sys.executable, "-c", "pass"), _BOOK),
        Command(_IMPORTS, (sys.executable, "-c", "import msgspec, yaml"), _BOOK),
    )
    # Short processes are cheap to run often, and a shared machine is not quiet.
    yield Finding(
        "Check of the sample commons",
        in_turn(commands, 4 * rounds),
        (Target(FIRST, 0.3), Target(AGAIN, 0.3)),
    )
    size = SMALL if quick else SITE
    book = place.folder / "book"
    write_book(book, size)
    edited = Command(EDITED, _line(book), _BOOK, before=lambda: _edit(book))
    title = f"Check of {size.pages:,} records and {size.entries:,} entries"
    yield Finding(title, in_turn((*_ours(book), edited), rounds), ())


def _ours(book: Path) -> tuple[Command, Command]:
    """A check of a book of which nothing is known, and another one."""
    kept = book / "build" / ".cache" / "months"
    return (
        Command(FIRST, _line(book), _BOOK, before=lambda: rmtree(kept, ignore_errors=True)),
        Command(AGAIN, _line(book), _BOOK),
    )


def _line(book: Path) -> tuple[str, ...]:
    return (str(Path(sys.executable).with_name("commonpress")), "check", str(book))


def _edit(book: Path) -> None:
    """One sentence more in one decision."""
    decision = book / "content" / "decisions" / "dec-2016-002.md"
    text = decision.read_text(encoding="utf-8")
    decision.write_text(f"{text}\nWe said so again.\n", encoding="utf-8")
