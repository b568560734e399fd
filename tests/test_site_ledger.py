# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the ledger: they tell the story, draw it, add it up, and list every line."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from commonpress.derive.flow_views import Statement
from commonpress.derive.publication import Publication
from commonpress.kinds.entry import Action, Entry
from commonpress.render.addresses import ROWS_A_PAGE, address_book, statement_address
from commonpress.render.links import check_links
from commonpress.render.site import make_site
from tests import publications
from tests.site_reading import book, head, in_a_shell, number, pages, read, rows, site, words


@pytest.mark.parametrize("name", ["sample", "tidewater", "fund"])
def test_the_lines_of_every_category_table_add_up(name: str) -> None:
    tables = 0
    for address, page in pages(name).items():
        if not address.startswith("ledger/2"):
            continue
        for table in page.all("table", "ledger"):
            if "Closing" not in head(table):
                continue  # lines, both ends of a flow, days: each has a test of its own
            lines = [[number(cell) for cell in row[1:]] for row in rows(table)]
            _conserves(head(table)[1:], lines)
            if len(lines) > 1 and head(table)[0] != "Month":
                sums = [sum(column) for column in zip(*lines[:-1], strict=True)]
                assert sums == lines[-1], address
            tables += 1
    assert tables > 5


SEASON = "ledger/season-2026-spring.html"


def _tables(name: str, address: str, first: str) -> list[list[list[str]]]:
    """The rows of every table of a page whose first column is called so."""
    found = pages(name)[address].all("table", "ledger")
    return [rows(table) for table in found if head(table)[0] == first]


@pytest.mark.parametrize("name", ["sample", "tidewater"])
def test_both_ends_of_a_flow_stand_beside_it_to_the_last_giver_and_total_the_same(
    name: str,
) -> None:
    (season,) = [s for s in book(name).seasons if s.period.name == "2026-spring"]
    sides = [(f.total, nodes) for f in season.flows for nodes in (f.sources, f.uses)]
    tables = [
        t
        for pair in zip(_tables(name, SEASON, "From"), _tables(name, SEASON, "To"), strict=True)
        for t in pair
    ]
    for (total, nodes), table in zip(sides, tables, strict=True):
        amounts = [number(row[1]) for row in table]
        assert amounts == [*(node.amount for node in nodes), total]
        assert sum(amounts[:-1]) == total


@pytest.mark.parametrize("name", ["sample", "tidewater"])
def test_the_report_of_a_season_follows_it_month_by_month(name: str) -> None:
    page = pages(name)[SEASON]
    (season,) = [s for s in book(name).seasons if s.period.name == "2026-spring"]
    tables = [t for t in page.all("table", "ledger") if head(t)[0] == "Month"]
    assert len(tables) == len(season.courses)
    for table, course in zip(tables, season.courses, strict=True):
        opening, closing = head(table).index("Opening") - 1, head(table).index("Closing") - 1
        *months, whole = [[number(cell) for cell in row[1:]] for row in rows(table)]
        assert len(months) == len(course.months)
        assert [m[closing] for m in months] == [c.closing for _, c in course.months]
        for at in range(len(whole)):
            if at == opening:
                assert whole[at] == months[0][at]
            elif at == closing:
                assert whole[at] == months[-1][at]
            else:
                assert whole[at] == sum(month[at] for month in months)


def test_the_report_of_a_season_says_what_stood_behind_it_and_what_was_put_right() -> None:
    page = pages("sample")[SEASON]
    (report,) = [r for r in book("sample").reports if r.statement.period.name == "2026-spring"]
    assert report.corrections
    assert report.hours is not None
    assert "should have been" in page.text
    for view in report.decisions:
        assert view.record.title in page.text
    for chain in report.corrections:
        assert chain.first.entry.id in page.text
    assert "Neighbours worked" in page.text
    assert "Resources circulated" in page.text
    totals = _tables("sample", SEASON, "What")[0]
    shown = {row[0]: [number(cell) for cell in row[1:]] for row in totals}
    for table in report.statement.tables:
        if table.total is not None:
            line = shown[table.category.title]
            assert line[0] + line[1] - line[2] - line[3] + line[4] == line[5]
            assert line[5] == table.total.closing


def test_every_drawing_of_a_season_says_its_finding_in_one_sentence() -> None:
    page = pages("sample")[SEASON]
    said = [img.get("alt", "") for img in page.all("img") if "/drawings/" in img.get("src", "")]
    by_month = [text for text in said if " by month in spring 2026: most came in in " in text]
    stock = [text for text in said if " through spring 2026: " in text]
    assert len(by_month) == len([c for c in _season().courses if len(c.months) > 1])
    assert stock
    assert all(text.count(". ") == 0 and text.endswith(".") for text in (*by_month, *stock))


def test_what_is_eaten_as_it_is_made_has_no_picture_of_its_stock() -> None:
    drawn = [d.path for d in site("sample").drawings]
    assert "drawings/months-2026-spring-meals.svg" in drawn
    assert "drawings/stock-2026-spring-meals.svg" not in drawn
    assert "drawings/stock-2026-spring-food.svg" in drawn


def _season() -> Statement:
    (season,) = [s for s in book("sample").seasons if s.period.name == "2026-spring"]
    return season


def _conserves(columns: list[str], lines: list[list[Decimal]]) -> None:
    gains = {"Opening", "Received", "Made", "Came back", "Found by count"}
    for line in lines:
        signed = dict(zip(columns, line, strict=True))
        closing = signed.pop("Closing")
        assert sum(v if name in gains else -v for name, v in signed.items()) == closing


def test_a_statement_says_its_story_draws_it_and_lists_every_line() -> None:
    page = pages("tidewater")["ledger/2026-05.html"]
    assert page.page.title == "In May 2026, 258\u00a0kg of food came in and 5\u00a0kg spoiled"
    assert page.all("img")[0].get("alt", "").startswith("Food in May 2026. From Grocers")
    (statement,) = [s for s in book("tidewater").statements if s.period.name == "2026-05"]
    shown = [row.get("id") for row in page.one("table", "entries").iter("tr") if row.get("id")]
    assert shown == [line.entry.id for line in statement.entries]
    assert page.page.earlier is not None
    assert page.page.later is not None
    assert page.page.earlier.address == "ledger/2026-04.html"
    assert page.page.later.address == "ledger/2026-06.html"


def test_a_season_that_still_runs_ends_with_the_book() -> None:
    page = pages("tidewater")["ledger/season-2026-summer.html"]
    assert page.page.title.startswith("In summer 2026 so far,")
    assert "21 to 30 June 2026, so far" in page.text
    assert "22 September" not in page.text


def test_each_line_says_where_to_check_it() -> None:
    page = pages("tidewater")["ledger/2026-06.html"]
    checks = {row[1]: row[3] for row in rows(page.one("table", "entries")) if len(row) == 4}
    payment = next(text for what, text in checks.items() if "paid from" in what)
    assert payment == "receipt 027, dec-2026-011, two approvals"
    gift = next(text for what, text in checks.items() if "Dry goods received" in what)
    assert gift == "not counted since"
    used = next(text for what, text in checks.items() if "Vegetables used" in what)
    assert used == "count of 27 June"
    counted = next(text for what, text in checks.items() if "Vegetables counted" in what)
    assert counted.startswith("within 999")


def _one_month(count: int) -> Publication:
    base = publications.fund(1)
    kept = [r for group in base.records.values() for r in group if not isinstance(r, Entry)]
    lines = (
        publications.entry(
            n + 1, f"2026-05-{1 + n % 28:02d}", Action.RECEIVED, "dollar", "1", "gifts", "account"
        )
        for n in range(count)
    )
    return publications.publication(*kept, *lines)


def test_a_month_of_many_lines_becomes_several_pages_of_500() -> None:
    publication = _one_month(1120)
    made = read(make_site(publication))
    sheets = [made[statement_address("2026-05", n)] for n in (1, 2, 3)]
    ids = [[row.get("id") for row in sheet.all("tr") if row.get("id")] for sheet in sheets]
    assert [len(found) for found in ids] == [ROWS_A_PAGE, ROWS_A_PAGE, 120]
    assert [i for found in ids for i in found] == [e.entry.id for e in publication.entries]
    assert sheets[1].page.earlier is not None
    assert sheets[1].page.earlier.address == sheets[0].page.address
    assert sheets[1].page.later is not None
    assert sheets[1].page.later.address == sheets[2].page.address
    assert sheets[2].page.later is None
    assert "2026-05-3.html" in sheets[0].links()
    book_of = address_book(publication)
    for sheet, found in zip(sheets, ids, strict=True):
        assert all(book_of.of("entry", str(i)) == f"{sheet.page.address}#{i}" for i in found)
    assert check_links(in_a_shell(make_site(publication))) == ()


def test_a_resource_page_conserves_it_month_by_month() -> None:
    page = pages("tidewater")["resources/vegetables.html"]
    table = page.all("table", "ledger")[1]
    lines = [[number(cell) for cell in row[1:]] for row in rows(table)]
    _conserves(head(table)[1:], lines)
    opening, closing = head(table).index("Opening") - 1, head(table).index("Closing") - 1
    months = lines[:-1]
    assert all(before[closing] == after[opening] for before, after in pairwise(months))
    assert page.page.title == "Of the vegetables, 98\u00a0kg are in stock"


def test_the_overview_holds_every_balance_once() -> None:
    page = pages("tidewater")["ledger/index.html"]
    assert (
        words(page.one("h1"))
        == f"{len(book('tidewater').entries)} lines tell where everything went"
    )
    accounts = {body.get("id") for body in page.all("tbody") if body.get("id")}
    assert accounts == {f"account-{a.account.id}" for a in book("tidewater").accounts}


def test_a_resource_is_drawn_at_its_month_ends_and_says_where_it_ended() -> None:
    page = pages("sample")["resources/vegetables.html"]
    (view,) = [v for v in book("sample").resources if v.resource.id == "vegetables"]
    (said,) = [
        i.get("alt", "") for i in page.all("img") if "resource-vegetables" in i.get("src", "")
    ]
    assert said.startswith("Vegetables in stock at the end of each month: most in ")
    assert f"and {view.months[-1][1].closing.normalize():f}\u00a0kg on 30\u00a0June 2026." in said
    drawn = next(d for d in site("sample").drawings if d.path == "drawings/resource-vegetables.svg")
    shown = [c.closing for _, c in view.months[-24:] if c.closing]
    assert drawn.content.decode().count("<path") == 1 + 2 * len(shown), (
        "the axis, and a bar a month"
    )
