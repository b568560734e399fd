# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the ledger: they tell the story, draw it, add it up, and list every line."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from commonpress.derive.publication import Publication
from commonpress.kinds.entry import Action, Entry
from commonpress.render.addresses import ROWS_A_PAGE, address_book, statement_address
from commonpress.render.links import check_links
from commonpress.render.site import make_site
from tests import publications
from tests.site_reading import book, head, in_a_shell, number, pages, read, rows, words


@pytest.mark.parametrize("name", ["sample", "tidewater", "fund"])
def test_the_lines_of_every_category_table_add_up(name: str) -> None:
    tables = 0
    for address, page in pages(name).items():
        if not address.startswith("ledger/2"):
            continue
        for table in page.all("table", "ledger"):
            if "entries" in (table.get("class") or ""):
                continue
            lines = [[number(cell) for cell in row[1:]] for row in rows(table)]
            _conserves(head(table)[1:], lines)
            if len(lines) > 1:
                sums = [sum(column) for column in zip(*lines[:-1], strict=True)]
                assert sums == lines[-1], address
            tables += 1
    assert tables > 5


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
