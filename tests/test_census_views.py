# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a census tells on its pages, in its drawings and in the open data: with its rounding."""

from __future__ import annotations

import json
import re

import pytest

from commonpress.derive.census import DomainView
from commonpress.derive.publication import Publication
from commonpress.pipeline import publish
from commonpress.render.charts.pens import PAPER, SCREEN, Pens
from commonpress.render.charts.ranges import Range, RangeGroup, ranges
from commonpress.render.export import data_files
from commonpress.render.site import Site, make_site
from tests.books import book
from tests.site_reading import read, rows, words
from tests.test_census_form import QUESTIONS, SLIP


def census(day: str, told: str, rest: str) -> str:
    return f"questionnaire: where-we-turn\ndate: {day}\ntold: {told}\n{rest}"


def counts(*pairs: tuple[str, str]) -> str:
    lines = [f"      - row: [{row}]\n        count: {count}\n" for row, count in pairs]
    return "".join(lines)


TABLE = "base: 85\ntables:\n  - id: food\n    counts:\n"
BOOK = {
    SLIP: QUESTIONS,
    "content/census/2023.yml": census("2023-01-15", "held", ""),
    "content/census/2024.yml": census(
        "2024-01-14", "bands", "bands:\n  - question: food\n    share: a_quarter_to_a_half\n"
    ),
    "content/census/2025.yml": census(
        "2025-01-19", "tables", TABLE + counts(("table", "<10"), ("family", "75"), ("blank", "<10"))
    ),
    "content/census/2026.yml": census(
        "2026-01-18", "tables",
        TABLE.replace("85", "95") + counts(("table", "50"), ("family", "40"), ("blank", "<10")),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    outcome = publish(book(tmp_path_factory.mktemp("census") / "book", BOOK))
    assert outcome.publication is not None, outcome.findings
    return outcome.publication


@pytest.fixture(scope="module")
def site(published: Publication) -> Site:
    return make_site(published)


def food(published: Publication) -> DomainView:
    (series,) = published.censuses
    return series.domains[0]


def test_the_reliance_index_keeps_what_rounding_leaves_open(published: Publication) -> None:
    told = {found.year: found for found in food(published).years}
    latest = told["2026"]
    assert (latest.about, latest.low, latest.high) == (53, 48 * 100 // 97, -(-52 * 100 // 93))
    assert latest.households == (48, 52)
    few = told["2025"]
    assert (few.about, few.low, few.high, few.households) == (None, 0, 11, (0, 9))
    assert (told["2024"].about, told["2024"].low, told["2024"].high) == (None, 25, 50)
    assert not told["2023"].is_told


def test_the_page_of_all_censuses_says_each_share_with_its_range(site: Site) -> None:
    page = read(site)["censuses/index.html"]
    (table, *_) = page.root.iter("table")
    said = {row[1]: row[2:] for row in rows(table) if row[0] == "Food"}
    assert said == {
        "2023": ["held back", "held back", "", ""],
        "2024": ["a quarter to a half", "a quarter to a half", "25 %", "50 %"],
        "2025": ["at most 9", "at most 11 %", "0 %", "11 %"],
        "2026": ["about 50, between 48 and 52", "about 53 %", "49 %", "56 %"],
    }


def test_a_census_shows_what_its_size_allows_and_no_exact_count(site: Site) -> None:
    pages = read(site)
    (table,) = pages["censuses/census-2026.html"].root.iter("table")
    assert rows(table)[-4:] == [
        ["To the table & the cart", "50"],
        ["To family", "40"],
        ["Left blank", "under 10"],
        ["All", "95"],
    ]
    few = words(pages["censuses/census-2024.html"].root)
    assert "a quarter to a half" in few
    assert "Between 20 and 60 households answered" in few
    assert not list(pages["censuses/census-2024.html"].root.iter("table"))
    assert "Nothing more is told" in words(pages["censuses/census-2023.html"].root)


def test_a_drawing_says_in_words_what_it_shows(site: Site) -> None:
    drawn = {file.path: file.content.decode() for file in site.drawings}
    svg = drawn["drawings/reliance-where-we-turn.svg"]
    assert "<title>Food: 2023 held back, 2024 a quarter to a half, 2025 at most 11 %" in svg
    assert re.search(r"<text[^>]*>about 53 %, between 49 and 56</text>", svg)


@pytest.mark.parametrize("pens", [SCREEN, PAPER])
def test_the_solid_ends_where_it_is_sure_and_the_open_where_it_may_be(pens: Pens) -> None:
    svg = ranges(
        [RangeGroup("Food", (Range("2026", "half", 0.25, 0.75), Range("2025", "held back")))],
        ("none", "all"),
        100.0,
        pens,
        "A drawing",
    )
    solid = re.search(r'class="s" d="M0 [\d.]+h([\d.]+)v', svg)
    paper = re.search(r'class="p" d="M([\d.]+) [\d.]+h([\d.]+)v', svg)
    assert solid
    assert paper
    assert float(solid[1]) == 25
    assert float(paper[1]) + float(paper[2]) == pytest.approx(75, abs=0.02)
    assert svg.count('class="s"') == 1


def test_the_open_data_hold_the_index_and_every_printed_count(published: Publication) -> None:
    files = {file.path: file.content.decode() for file in data_files(published)}
    index = json.loads(files["reliance.json"])
    (latest,) = [row for row in index if (row["domain"], row["year"]) == ("food", "2026")]
    assert (latest["share"], latest["at_least"], latest["at_most"]) == (53, 49, 56)
    assert files["census-counts.csv"].splitlines()[1:] == [
        "census-2026,food,table,*,50,48,52",
        "census-2026,food,family,*,40,38,42",
        "census-2026,food,blank,*,<10,0,9",
        "census-2025,food,table,*,<10,0,9",
        "census-2025,food,family,*,75,73,77",
        "census-2025,food,blank,*,<10,0,9",
    ]
    package = json.loads(files["datapackage.json"])
    (described,) = [r for r in package["resources"] if r["name"] == "census-counts"]
    assert described["schema"]["primaryKey"] == ["census", "table", "row", "column"]
