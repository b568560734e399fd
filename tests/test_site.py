# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's pages, read back: anyone can walk them, and home prints what the data publish."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import FileEach, ListIn, Months, OneFile
from commonpress.kinds.case import NORM, Norm
from commonpress.kinds.commons import Commons, NoIndex, PublicPlaces, Publish, Visibility
from commonpress.kinds.decision import Decision, State
from commonpress.kinds.fund import FUND
from commonpress.kinds.hours import HOURS
from commonpress.kinds.publication import Page
from commonpress.render.artifact import Artifact
from commonpress.render.census_form import form_address
from commonpress.render.export import data_files
from commonpress.render.links import check_links
from commonpress.render.site import make_site
from commonpress.render.site_desk import Desk
from commonpress.render.site_others import MADE_ELSEWHERE, has_plain_pages, kind_sheets
from commonpress.render.sitemap import MOST_ADDRESSES, found_by, sitemap
from commonpress.render.words import day, days, period, sentence
from tests import publications
from tests.site_reading import (
    BOOKS,
    DATA,
    ROOT,
    ReadPage,
    book,
    figures,
    head,
    in_a_shell,
    number,
    pages,
    rows,
    site,
    words,
)
from tests.small_site import words as plain

every_book = pytest.mark.parametrize("name", BOOKS)


@every_book
def test_every_link_and_picture_of_every_page_is_there(name: str) -> None:
    free = {p.address for p in site(name).frame.parts if p.key.startswith("page-")}
    slips = {form_address(series.slip) for series in book(name).censuses}
    beside = [Artifact(path, b"") for path in sorted(DATA.addresses() | free | slips)]
    assert check_links([*in_a_shell(site(name)), *beside]) == ()


@every_book
def test_every_page_has_one_first_heading_and_skips_none_after_it(name: str) -> None:
    for address, page in pages(name).items():
        levels = [level for level, _ in page.headings()]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            address,
            page.headings(),
        )
        assert all(text for _, text in page.headings()), address


@every_book
def test_every_page_has_a_title_and_a_description_in_plain_text(name: str) -> None:
    for address, page in pages(name).items():
        for text in (page.page.title, page.page.description):
            assert text.strip(), address
            assert "<" not in text, address
            assert "  " not in text, address
    addresses = [page.address for page in site(name).pages]
    assert len(addresses) == len(set(addresses))


@every_book
def test_tables_can_be_heard_and_scrolled(name: str) -> None:
    for address, page in pages(name).items():
        regions = page.all("div", "scroll")
        tables = page.all("table")
        assert len(regions) >= len(tables), address
        for region in regions:
            assert region.get("role") == "region", address
            assert region.get("tabindex") == "0", address
            assert region.get("aria-label"), address
        for table in page.all("table", "ledger"):
            assert words(next(table.iter("caption"))), address
            assert all(cell.get("scope") for cell in table.iter("th")), address
            columns = len(head(table))
            assert all(len(row) <= columns for row in rows(table)), address


@every_book
def test_no_page_styles_or_runs_anything_by_itself(name: str) -> None:
    for address, page in pages(name).items():
        for element in page.root.iter():
            assert element.tag not in {"style", "iframe"}, address
            if element.tag == "script":
                assert element.get("src", "").endswith(".js"), address
                assert not element.text, address
            assert not [a for a in element.attrib if a == "style" or a.startswith("on")], address


@every_book
def test_every_picture_says_how_large_it_is_and_has_words_or_none_on_purpose(name: str) -> None:
    for address, page in pages(name).items():
        for picture in page.all("img"):
            assert picture.get("alt") is not None, address
            assert int(picture.get("width", "0")) > 0, address
            assert int(picture.get("height", "0")) > 0, address


@every_book
def test_every_drawing_is_shown_somewhere(name: str) -> None:
    shown = set()
    for page in pages(name).values():
        for picture in (*page.all("img"), *page.all("source")):
            source = picture.get("src") or picture.get("srcset") or ""
            shown.add(source.rpartition("/")[2])
    assert {drawing.path.rpartition("/")[2] for drawing in site(name).drawings} == shown


@every_book
def test_only_parts_that_hold_something_stand_in_the_masthead(name: str) -> None:
    parts = {part.key: part.address for part in site(name).frame.parts}
    expected = {
        "sample": {"ledger", "assembly", "decisions", "guardrails", "roles", "cases", "projects"}
        | {"zine", "data", "practices", "scrutiny", "symbol", "gathering", "self-government"}
        | {"census", "withdrawn"},
        "tidewater": {"ledger", "assembly", "decisions", "roles", "cases", "projects", "zine"}
        | {"data", "self-government"},
        "tiny": {"ledger", "data"},
        "fund": {"ledger", "data"},
        "archive": {"decisions", "data"},
        "kept": {"ledger", "data"},
    }
    listed = {key for key in parts if not key.startswith("page-")}
    assert listed == expected[name] | {"a-z"}
    made = pages(name)
    assert all(made[parts[key]].page.part == key for key in expected[name])


def test_the_same_book_gives_the_same_pages_in_every_process() -> None:
    script = (
        "import hashlib; from tests.publications import tidewater;"
        "from commonpress.render.site import make_site; s = make_site(tidewater());"
        "print(hashlib.sha256(repr((s.pages, s.frame, s.drawings)).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Apia"))
    }
    assert len(seen) == 1


# --- home ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sample", "tidewater", "tiny", "fund"])
def test_every_figure_on_the_home_page_is_one_that_the_data_publish(name: str) -> None:
    table = next(a.content for a in data_files(book(name)) if a.path == "figures.csv")
    published = {
        row["id"]: Decimal(row["value"])
        for row in csv.DictReader(io.StringIO(table.decode()))
        if row["period"] == book(name).glance.period.name
    }
    printed = list(figures(pages(name)["index.html"]))
    assert len(printed) >= 8
    for figure, value, text in printed:
        assert published[figure] == value, figure
        assert number(text) in {value, abs(value)}, (figure, text)


@pytest.mark.parametrize("name", ["sample", "tidewater", "tiny", "fund"])
def test_no_number_of_the_season_stands_on_the_home_page_unpublished(name: str) -> None:
    page = pages(name)["index.html"]
    season = book(name).glance.period
    said = " ".join(
        word for section in page.all("section")[:2] for word in _outside_figures(section)
    ).replace("\u00a0", " ")
    told = (days(season.start, season.end), day(season.end), period(season))
    for known in (*told, sentence(period(season))):
        said = said.replace(known.replace("\u00a0", " "), "")
    assert not re.findall(r"\d[\d,.]*", said.replace("One loop is $1.", ""))


def _outside_figures(element: ET.Element) -> list[str]:
    if element.tag == "data":
        return []
    inside = [word for child in element for word in (*_outside_figures(child), child.tail or "")]
    return [element.text or "", *inside]


def test_the_large_figure_is_said_once_aloud_and_counted_in_loops() -> None:
    page = pages("tidewater")["index.html"]
    assert words(page.one("h1")) == "2,106 meals were made here in spring 2026"
    assert page.one("p", "numeral").get("aria-hidden") == "true"
    assert page.one("figure", "loops").findall(".//img")[0].get("alt") == (
        "211\u00a0loops, one for every 10\u00a0meals."
    )


def test_a_book_without_a_headline_shows_what_came_in() -> None:
    assert words(pages("tiny")["index.html"].one("h1")) == (
        "12 loaves came in during spring 2026 so far, and 11 loaves went out"
    )
    assert words(pages("fund")["index.html"].one("h1")) == (
        "$165.00 came in during spring 2026, and $55.45 went out"
    )


def test_a_book_without_a_ledger_says_so() -> None:
    page = pages("archive")["index.html"]
    assert words(page.one("h1")) == "No line was written in spring 2004 so far"
    assert "The ledger of this book is still empty." in page.text
    assert "Where it came from" not in page.text


def test_a_commons_may_write_its_own_first_page() -> None:
    front = Page(id="index", title="Welcome")
    made = make_site(publications.publication(publications.SETTINGS, front))
    assert "index.html" not in {page.address for page in made.pages}
    assert [part.address for part in made.frame.parts if part.key == "page-index"]


def test_home_tells_what_was_decided_what_is_next_and_how_to_take_part() -> None:
    page = pages("tidewater")["index.html"]
    heads = [text for _, text in page.headings()]
    assert "Decided since spring began" in heads
    assert "We decline the city’s partnership and keep the street table" in heads
    assert "We move the table indoors from November" in heads, "the open proposal"
    assert "5 July 2026, 15:00, the rope works yard" in heads
    assert "How to take part" in heads
    assert "zine/spring-2026-booklet.pdf" in page.links()
    assert "take-part.html" in page.links()


# --- what others may change ----------------------------------------------------------------------


def test_a_title_cannot_carry_markup() -> None:
    evil = 'Soup & <img src=x onerror="a()"> for "all"'
    publication = publications.publication(
        publications.SETTINGS,
        Decision(
            id="dec-2026-001", title=evil, state=State.PROPOSED, subject="soup", question=evil,
            proposed_on=publications.day("2026-01-04"), body=f"See <script>x</script> {evil}",
        ),
    )  # fmt: skip
    made = make_site(publication)
    found = {page.address: ReadPage(page) for page in made.pages}
    page = found["decisions/dec-2026-001.html"]
    assert page.page.title == evil
    assert words(page.one("h1")) == evil
    assert all("drawings/" in p.get("src", "") for p in page.all("img"))
    assert not page.all("script")


def test_a_book_may_bring_its_own_template_of_a_kind(tmp_path: Path) -> None:
    own = tmp_path / "site_templates"
    (own / "site").mkdir(parents=True)
    (own / "site" / "norm.html.jinja").write_text(
        "{% set title %}Ours: {{ record.title }}{% endset %}{% set description %}D{% endset %}"
        "<h1>{{ title }}</h1>",
        encoding="utf-8",
    )
    made = {p.address: p for p in make_site(book("tidewater"), DATA, own).pages}
    assert made["norms/call-the-pot.html"].body.strip() == "<h1>Ours: Call the pot</h1>"
    assert made["cases/case-2025-003.html"] == pages("tidewater")["cases/case-2025-003.html"].page


def test_a_kind_that_nobody_designed_still_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = replace(NORM, name="recipe", plural="recipes", title="Recipes")
    monkeypatch.setitem(KIND_OF, "recipe", kind)
    norms = [r for r in book("tidewater").records["norm"] if isinstance(r, Norm)]
    publication = replace(
        book("tidewater"), records={**book("tidewater").records, "recipe": tuple(norms)}
    )
    desk = Desk(publication, DATA)
    listed, page = map(ReadPage, desk.printed(list(kind_sheets(desk, kind, norms))))
    assert listed.page.address == "recipes/index.html"
    assert "call-the-pot.html" in listed.links()
    assert page.page.address == "recipes/call-the-pot.html"
    assert "Anyone may call the pot" in page.text
    assert "The decision that adopted it." in page.text
    assert "It came out of a loud evening." in page.text


def test_every_kind_has_a_place_on_the_site() -> None:
    """Designed, plain, or lines of a month: a kind that is forgotten has none of the three."""
    for kind in KINDS:
        ways = (
            kind.name in MADE_ELSEWHERE,
            has_plain_pages(kind),
            isinstance(kind.shelf, Months),
            isinstance(kind.shelf, OneFile),
        )
        assert sum(ways) == 1, kind.name
        assert isinstance(kind.shelf, FileEach | ListIn) or kind.name not in MADE_ELSEWHERE


def test_a_list_of_records_that_nobody_designed_has_pages_too() -> None:
    kind = replace(FUND, name="grant", plural="grants")
    assert has_plain_pages(kind)
    assert not has_plain_pages(FUND)
    assert not has_plain_pages(HOURS)


def test_what_is_not_published_is_not_linked_to() -> None:
    hidden: Commons = msgspec.structs.replace(
        publications.SETTINGS,
        publish=(Publish(kind="case", seen=Visibility.PAPER, decision="dec-2026-011"),),
    )
    records = [
        record
        for group in book("tidewater").records.values()
        for record in group
        if record.id != "commons"
    ]
    made = make_site(publications.publication(hidden, *records, as_of="2026-06-30"), DATA)
    assert not [page.address for page in made.pages if page.address.startswith("cases/case")]
    assert not [page.address for page in made.pages if "case-2025-003" in page.body]


def test_what_is_seen_and_where_is_said_with_the_decisions_behind_it() -> None:
    by = "dec-2026-011"
    settings: Commons = msgspec.structs.replace(
        publications.SETTINGS,
        publish=(Publish(kind="case", seen=Visibility.PAPER, decision=by),),
        public_places=PublicPlaces(named=("The yard", "The hall"), decision=by),
        noindex=NoIndex(decision=by),
    )
    made = make_site(publications.publication(settings, as_of="2026-06-30"), DATA)
    (page,) = (page for page in made.pages if page.address == "open-data.html")
    read = plain(page.body)
    for said in (
        f"Cases: on paper only, as agreed in “{by}”.",
        "Assemblies and gatherings name no other places than these: The yard · The hall.",
        f"This was agreed in “{by}”.",
        f"Search engines are asked to leave this site out, as agreed in “{by}”.",
    ):
        assert said in read
    assert made.frame.noindex
    assert not site("tidewater").frame.noindex


def test_a_draft_says_so_on_every_page() -> None:
    assert site("tidewater").frame.notice == ""
    draft = make_site(replace(book("tiny"), is_draft=True))
    assert draft.frame.notice.startswith("This is a draft.")


# --- the sitemap ---------------------------------------------------------------------------------


def test_the_sitemap_names_every_page_but_the_one_for_missing_addresses() -> None:
    (artifact,) = sitemap(["b.html", "a/b.html", "404.html"], "https://row.example/book")
    places = [e.text for e in _xml(artifact).iter() if e.tag.endswith("loc")]
    assert places == ["https://row.example/book/a/b.html", "https://row.example/book/b.html"]
    assert sitemap(["a.html"], "") == ()


def test_a_site_that_asks_to_be_left_out_has_no_sitemap_and_lets_its_pages_be_read_alone() -> None:
    frame = replace(site("tidewater").frame, noindex=True)
    (artifact,) = found_by(["a.html"], frame)
    assert artifact.path == "robots.txt"
    lines = [line.partition(": ")[::2] for line in artifact.content.decode().splitlines()]
    assert lines[0] == ("User-agent", "*")
    assert [_may_fetch(lines[1:], path) for path in ("/", "/zines/", "/a/b.html")] == [True] * 3
    fetched = ("/data/entries.csv", "/zines/spring.pdf", "/feeds/a.xml", "/a.html.json")
    assert not any(_may_fetch(lines[1:], path) for path in fetched)
    assert [file.path for file in found_by(["a.html"], replace(frame, noindex=False))] == [
        "sitemap.xml"
    ]


def _may_fetch(rules: list[tuple[str, str]], path: str) -> bool:
    """RFC 9309, 2.2.2: the longest rule that fits holds, `*` is anything and `$` the end."""
    fitting = []
    for word, pattern in rules:
        form = re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$")
        if re.match(form, path):
            fitting.append((len(pattern), word))
    return max(fitting)[1] == "Allow"


def test_a_sitemap_too_long_for_one_file_becomes_several() -> None:
    files = sitemap((f"p{n}.html" for n in range(MOST_ADDRESSES + 1)), "https://row.example/")
    assert [f.path for f in files] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    counts = [len(list(_xml(f))) for f in files]
    assert counts == [MOST_ADDRESSES, 1, 2]


def _xml(artifact: Artifact) -> ET.Element:
    return ET.fromstring(artifact.content)  # noqa: S314 - our own file
