# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole way through the real program: what is written, when nothing is, and the same bytes.

The sample commons is built once; site, zine and data are then read back and held against
each other and against sums made here, apart from the program.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.books import book, called, edited

ROOT = Path(__file__).parents[1]
IGNORED = shutil.ignore_patterns("build", ".*", "tests", "generator", "docs", "bench")
SEASON = (date(2026, 3, 20), date(2026, 6, 20))


class Posting(NamedTuple):
    """A row of postings.csv."""

    day: date
    kind: str
    resource: str
    amount: Decimal
    source: str
    target: str
    unit: str
    entry: str


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample commons, built by the program as anyone would."""
    output = tmp_path_factory.mktemp("built")
    run = called("build", ROOT, "--output", output)
    assert run.code == 0, run.out
    return output


def table(built: Path, name: str) -> list[dict[str, str]]:
    with (built / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def figures(built: Path) -> dict[str, dict[str, str]]:
    """The figures of the season that the home page and the newest zine tell."""
    rows = table(built, "figures.csv")
    return {row["id"]: row for row in rows if row["period"] == "2026-spring"}


@pytest.fixture(scope="session")
def postings(built: Path) -> list[Posting]:
    rows = [
        Posting(
            date.fromisoformat(row["date"]),
            row["kind"],
            row["resource"],
            Decimal(row["amount"]) * (-1 if row["backwards"] == "yes" else 1),
            row["source"],
            row["target"],
            row["unit"],
            row["entry"],
        )
        for row in table(built, "postings.csv")
    ]
    return [row for row in rows if SEASON[0] <= row.day <= SEASON[1]]


class Printed(NamedTuple):
    """A figure as a page prints it."""

    id: str
    value: Decimal
    text: str


class FigureReader(HTMLParser):
    """Every `<data data-figure>` of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Printed] = []
        self._open: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a figure."""
        if tag == "data":
            values = dict(attrs)
            self._open = [values["data-figure"], values["value"], ""]

    def handle_data(self, data: str) -> None:
        """Take its text."""
        if self._open:
            self._open[2] = f"{self._open[2]}{data}"

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag == "data":
            name, value, text = self._open
            assert name
            assert value
            self.found.append(Printed(name, Decimal(value), text or ""))
            self._open = []


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers(text: str) -> list[Decimal]:
    """Every number of a text, thousands joined."""
    return [Decimal(n.replace(",", "").rstrip(".")) for n in NUMBER.findall(text)]


def test_every_figure_of_the_home_page_is_in_the_open_data(
    built: Path, figures: dict[str, dict[str, str]]
) -> None:
    reader = FigureReader()
    reader.feed((built / "site" / "index.html").read_text(encoding="utf-8"))
    assert len(reader.found) > 20
    for printed in reader.found:
        row = figures[printed.id]
        assert printed.value == Decimal(row["value"]), printed
        assert numbers(printed.text) == [abs(Decimal(row["value"]))], printed


def test_no_figure_of_the_home_page_goes_unmarked(built: Path) -> None:
    """Whatever stands on the home page as a decimal number or with a unit is a marked figure."""
    page = (built / "site" / "index.html").read_text(encoding="utf-8")
    main = page[page.index("<main") : page.index("</main>")]
    # Decisions and minutes speak of money in their own words; those are records, not figures.
    figures_part = main.split("Decided since", 1)[0]
    unmarked = re.sub(r"<data\b.*?</data>|<[^>]*>", " ", figures_part, flags=re.DOTALL)
    assert not re.findall(r"\d+\.\d|\d[\u00a0\s]?(?:kg|€|meals|tools)", unmarked)


def food_sums(built: Path, postings: list[Posting]) -> dict[str, Decimal]:
    """The season's food from the postings alone, by what anyone would call each line."""
    accounts = {row["id"]: row for row in table(built, "accounts.csv")}
    parents = {row["id"]: row["parent"] for row in table(built, "categories.csv")}
    of = {row["id"]: row["category"] for row in table(built, "resources.csv")}
    food = {r for r, c in of.items() if "food" in (c, parents.get(c))}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in postings:
        if row.resource not in food:
            continue
        if row.kind == "received":
            sums["came-in"] += row.amount
        if row.kind == "distributed":
            bridge = accounts[row.target]["purpose"] == "commons"
            sums["passed-on" if bridge else "distributed"] += row.amount
        if row.kind in {"used", "spoiled"}:
            sums[row.kind] += row.amount
    return sums


def test_the_figures_are_what_the_postings_add_up_to(
    built: Path, figures: dict[str, dict[str, str]], postings: list[Posting]
) -> None:
    for line, amount in food_sums(built, postings).items():
        assert Decimal(figures[f"food-{line}"]["value"]) == amount, line
    made = sum(p.amount for p in postings if (p.kind, p.resource) == ("made", "meals"))
    paid = sum(p.amount for p in postings if p.kind == "paid")
    lent = sum(p.amount for p in postings if p.kind == "lent")
    assert Decimal(figures["meals-total"]["value"]) == made
    assert Decimal(figures["money-paid"]["value"]) == paid
    assert Decimal(figures["loans-lent"]["value"]) == lent


def pages_of(pdf: Path) -> list[str]:
    """The text of every page, by poppler."""
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1]


def season_sums(built: Path, postings: list[Posting]) -> set[Decimal]:
    """What each account gave and took and each project used, by unit, from the data alone."""
    project_of = {row["id"]: row["project"] or "long-table" for row in table(built, "entries.csv")}
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for posting in postings:
        ends = (posting.source, posting.target)
        giver, taker = ends if posting.amount >= 0 else ends[::-1]
        sums["gave", giver, posting.unit] += posting.amount
        sums["took", taker, posting.unit] += posting.amount
        if posting.kind == "used":
            sums["used", project_of[posting.entry], posting.unit] += posting.amount
    return set(sums.values())


AXIS = re.compile(r"^ *[\d,]+ kg *$", re.MULTILINE)  # a chart's scale says no figure


def answers(built: Path) -> set[Decimal]:
    """The season's hours by kind of work, its loans and its corrections, from their tables."""
    minutes: dict[str, int] = defaultdict(int)
    rows = table(built, "hours.csv")
    put_right = {row["corrects"] for row in rows}
    for row in (row for row in rows if row["id"] not in put_right):
        if SEASON[0] <= date.fromisoformat(row["date"]) <= SEASON[1]:
            minutes[row["work"]] += int(row["minutes"])
    times = [*minutes.values(), sum(minutes.values())]
    known = {Decimal(part) for time in times for part in divmod(time, 60)}
    known |= {
        Decimal(row[c]) for row in table(built, "corrections.csv") for c in ("written", "stands")
    }
    lent = [date.fromisoformat(row["lent_on"]) for row in table(built, "loans.csv")]
    return known | {Decimal(sum(SEASON[0] <= day <= SEASON[1] for day in lent))}


def test_every_number_of_the_zines_ledger_is_in_the_open_data(
    built: Path, figures: dict[str, dict[str, str]], postings: list[Posting]
) -> None:
    pages = pages_of(built / "zine" / "spring-2026-screen.pdf")
    heads = ("The season’s ledger", "Food, 20 March", "Resources circulated")
    told = [p for p in pages if any(head in p[:200] for head in heads)]
    assert len(told) == 3
    known = {abs(Decimal(row["value"])) for row in figures.values()}
    known |= season_sums(built, postings)
    known |= answers(built)
    known |= {Decimal(n) for n in range(1, 32)}  # days of the month and page numbers
    known |= {Decimal(2026)}
    for page in told:
        for number in numbers(AXIS.sub("", page.replace("\u2212", " "))):
            assert number in known, (number, page)


def test_the_cover_counts_what_the_data_says(
    built: Path, figures: dict[str, dict[str, str]]
) -> None:
    cover = numbers(pages_of(built / "zine" / "spring-2026-screen.pdf")[0])
    for name in ("meals-in-long-table", "meals-in-roll-cart"):
        assert Decimal(figures[name]["value"]) in cover


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("seed", ["7", "4242"])
def test_the_same_book_gives_the_same_bytes_anywhere(
    built: Path, tmp_path: Path, seed: str
) -> None:
    copy = tmp_path / "another place" / "book"
    shutil.copytree(ROOT, copy, ignore=IGNORED)
    elsewhere = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT / "generator"),
    }
    subprocess.run(
        [sys.executable, "-m", "commonpress", "build", ".", "--output", tmp_path / "out"],
        cwd=copy,
        env=elsewhere,
        check=True,
        capture_output=True,
    )
    assert digest(tmp_path / "out") == digest(built)


def test_a_second_build_writes_nothing(built: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()}
    run = called("build", ROOT, "--output", built)
    assert run.code == 0
    assert "0 files changed" in run.err
    assert {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()} == before


def test_nothing_is_written_while_an_error_stands(tmp_path: Path) -> None:
    wrong = book(tmp_path, edited("ledger/resources.yml", "unit: kg", "unit: kilo"))
    run = called("build", wrong, "--output", tmp_path / "out")
    assert run.code == 1
    assert "error[" in run.out
    assert "Nothing was written" in run.err
    assert not (tmp_path / "out").exists()


def test_a_draft_shows_what_there_is_and_says_so_on_every_page(tmp_path: Path) -> None:
    wrong = book(tmp_path, edited("ledger/resources.yml", "unit: kg", "unit: kilo"))
    run = called("build", wrong, "--output", tmp_path / "out", "--draft")
    assert run.code == 1
    pages = list((tmp_path / "out" / "site").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        assert "draft" in page.read_text(encoding="utf-8").lower(), page
