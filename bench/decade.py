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
from shutil import rmtree

from bench.book_of import write_book
from bench.measure import Command, in_turn
from bench.peers import Peer
from bench.places import Place
from bench.report import Finding, Target
from bench.size import DECADE, SMALL
from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.export import data_files
from commonpress.render.journal_beancount import write_beancount
from commonpress.render.journal_hledger import write_hledger
from commonpress.write.aside import kept_aside
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
_CHECK, _LOAD = "commonpress check, nothing changed", "PyYAML's C loader"
_FIRST, _ONE = "commonpress check, for the first time", "commonpress check, one month changed"
_PUBLISH, _EXPORT = "publish", "publish and every data file"
_HLEDGER = Peer("hledger check --strict", "hledger", "sudo apt-get install hledger")
_BEANCOUNT = Peer("bean-check", "bean-check", "make test")
_CHANGED = "one month, read and shaped"


def findings(place: Place, rounds: int, *, quick: bool) -> Iterator[Finding]:
    """One book for all; the peers read what `export` wrote."""
    size = SMALL if quick else DECADE
    book = place.folder / "book"
    write_book(book, size)
    _export(place.folder)
    check = (str(Path(sys.executable).with_name("commonpress")), "check", str(book))
    commands = [
        # Nothing is remembered of a book that was never checked.
        Command(_FIRST, check, _HOUSE, before=lambda: rmtree(book / "build", ignore_errors=True)),
        Command(_CHECK, check, _HOUSE),
        Command(_ONE, check, _HOUSE, before=lambda: _edit(place.folder)),
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
            *(
                Target(ours, most, peer)
                for ours in (_FIRST, _ONE, _CHECK)
                for peer, most in ((_LOAD, 0.06), (_HLEDGER.name, 0.12), (_BEANCOUNT.name, 0.08))
            ),
            Target(_FIRST, 600, figure="peak"),
        ),
    )
    yield Finding(
        f"Publishing {size.entries:,} entries, and writing every data file",
        in_turn(
            [
                _stage("publish", _PUBLISH, place.folder),
                _stage("data", _EXPORT, place.folder),
            ],
            rounds,
        ),
        (Target(_PUBLISH, 600, figure="peak"), Target(_EXPORT, 600, figure="peak")),
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


def _edit(folder: Path) -> None:
    """One edit: another word in the note of a line of the last month, one more each time."""
    month = _months(folder)[-1]
    before, note, after = month.read_text(encoding="utf-8").partition("    note: ")
    month.write_text(before + note + after.replace("\n", " again\n", 1), encoding="utf-8")


def _published(folder: Path) -> Publication:
    gc.disable()  # as the command does
    publication = publish(folder / "book").publication
    if publication is None:
        raise SystemExit("the book is not sound")
    return publication


def _publish(folder: Path) -> None:
    _published(folder)


def _data(folder: Path) -> None:
    """Every data file, written as it is made."""
    with kept_aside(folder / "data") as keep:
        data_files(_published(folder), keep)


def _export(folder: Path) -> None:
    """The ledger for the peers."""
    publication = _published(folder)
    (folder / "ledger.journal").write_bytes(write_hledger(publication))
    (folder / "ledger.beancount").write_bytes(write_beancount(publication))


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
    "publish": _publish,
    "data": _data,
    "agree": _agree,
    "peers": _all_of_it,
}


if __name__ == "__main__":
    STAGES[sys.argv[1]](Path(sys.argv[2]))
