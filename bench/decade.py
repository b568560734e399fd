# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of a decade: checked, published and exported, beside what others need to read it.

    python -m bench.decade STAGE FOLDER

The book is made once, and its ledger is written for hledger and Beancount by our own program.
PyYAML only loads the text of the months, with its C loader, and does nothing with it. What
differs: hledger and Beancount read two legs an entry from one file and keep neither rules nor
records beside the ledger.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.book_of import write_book
from bench.measure import Command, in_turn
from bench.peers import Peer
from bench.places import Place
from bench.report import Finding, Target
from bench.size import DECADE, SMALL
from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.journal_beancount import write_beancount
from commonpress.render.journal_hledger import write_hledger
from commonpress.render.ledger_formats import LEDGER_FORMATS
from tests.accounting_peers import (
    beancount_balances,
    beancount_judges,
    held_in_beancount,
    held_in_hledger,
    hledger_balances,
    hledger_judges,
)

NAME = "decade"
_HOUSE = Path(__file__).parents[1]
_CHECK, _LOAD, _PUBLISH = "commonpress check", "PyYAML's C loader", "publish"
_HLEDGER = Peer("hledger check --strict", "hledger", "sudo apt-get install hledger")
_BEANCOUNT = Peer("bean-check", "bean-check", "make test")
_CHANGED = "one month, changed"


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """One book for all; the peers read what `export` wrote."""
    size = SMALL if quick else DECADE
    book = place.folder / "book"
    write_book(book, size)
    _export(place.folder)
    program = str(Path(sys.executable).with_name("commonpress"))
    commands = [
        Command(_CHECK, (program, "check", str(book)), _HOUSE),
        _stage("load", _LOAD, place.folder),
        _stage("month", _CHANGED, place.folder),
    ]
    for peer, line in _peers(place.folder):
        if peer.found:
            commands.append(Command(peer.name, (peer.found, *line), _HOUSE))
    yield Finding(
        f"Check of {size.entries:,} entries",
        in_turn(commands, rounds),
        (
            Target(_CHECK, 0.06, _LOAD),
            Target(_CHECK, 0.12, _HLEDGER.name),
            Target(_CHECK, 0.08, _BEANCOUNT.name),
        ),
    )
    yield Finding(
        f"Publishing {size.entries:,} entries, and writing them for other programs",
        in_turn([_stage(name, name, place.folder) for name in (_PUBLISH, "export")], rounds),
        (Target(_PUBLISH, 600, figure="peak"), Target("export", 600, figure="peak")),
    )


def _stage(stage: str, name: str, folder: Path) -> Command:
    return Command(name, (sys.executable, "-m", "bench.decade", stage, str(folder)), _HOUSE)


def _peers(folder: Path) -> tuple[tuple[Peer, tuple[str, ...]], ...]:
    return (
        (_HLEDGER, ("-f", str(folder / "ledger.journal"), "check", "--strict")),
        (_BEANCOUNT, ("--no-cache", str(folder / "ledger.beancount"))),
    )


# --- what is timed -------------------------------------------------------------------------------


def _months(folder: Path) -> list[Path]:
    return sorted((folder / "book" / "ledger").glob("20*/*.yml"))


def _load(folder: Path) -> None:
    import yaml  # noqa: PLC0415 - the other stages do without it

    for month in _months(folder):
        with month.open("rb") as text:
            yaml.load(text, Loader=yaml.CSafeLoader)


def _month(folder: Path) -> None:
    """What it takes to read one month again: its text, its records, nothing of the others."""
    from commonpress.check.months import MonthShaper  # noqa: PLC0415 - likewise
    from commonpress.kinds.entry import ENTRY  # noqa: PLC0415
    from commonpress.read.raw import MonthText  # noqa: PLC0415

    month = _months(folder)[-1]
    text = month.read_text(encoding="utf-8")
    if not MonthShaper().shape(MonthText(ENTRY, "ledger/2025/2025-12.yml", text)):
        raise SystemExit("the month is not read the fast way")


def _published(folder: Path) -> Publication:
    gc.disable()  # as the command does
    publication = publish(folder / "book").publication
    if publication is None:
        raise SystemExit("the book is not sound")
    return publication


def _publish(folder: Path) -> None:
    _published(folder)


def _export(folder: Path) -> None:
    """The three formats of the whole ledger, each gone from memory before the next."""
    publication = _published(folder)
    for each in LEDGER_FORMATS:
        (folder / each.path).write_bytes(each.write(publication))


def _agree(folder: Path) -> None:
    """Whether both programs accept the ledger and hold in every account what we say."""
    publication = _published(folder)
    journal, beancount = folder / "ledger.journal", folder / "ledger.beancount"
    journal.write_bytes(write_hledger(publication))
    beancount.write_bytes(write_beancount(publication))
    said = {
        "hledger check --strict": hledger_judges(journal).said == "",
        "bean-check": beancount_judges(beancount).said == "",
        "hledger balance": hledger_balances(journal) == held_in_hledger(publication),
        "bean-query": beancount_balances(beancount) == held_in_beancount(publication),
    }
    for name, agrees in said.items():
        print(f"{name}: {'agrees' if agrees else 'does NOT agree'}")
    if not all(said.values()):
        raise SystemExit(1)


def _all_of_it(folder: Path) -> None:
    """Make the book and hold it against both programs."""
    write_book(folder / "book", DECADE)
    _agree(folder)


STAGES: dict[str, Callable[[Path], None]] = {
    "load": _load,
    "month": _month,
    _PUBLISH: _publish,
    "export": _export,
    "agree": _agree,
    "peers": _all_of_it,
}


if __name__ == "__main__":
    STAGES[sys.argv[1]](Path(sys.argv[2]))
