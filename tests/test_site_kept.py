# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of funds, hours, loans, corrections and receipts, read back as a browser reads them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from commonpress.derive.answers import HoursTable
from commonpress.derive.functions import functions_of
from commonpress.ground.periods import month
from commonpress.kinds.entry import Action
from commonpress.kinds.ledger import Resource
from commonpress.kinds.project import Project
from commonpress.render.addresses import ROWS_A_PAGE
from commonpress.render.charts.pens import Pattern
from commonpress.render.links import check_links
from commonpress.render.site import make_site
from commonpress.render.site_hours import hours_drawn
from commonpress.render.site_kept import in_all
from tests.kept_book import BOOK, FUNDS, back, hours, lent, money
from tests.publications import day, entry, publication
from tests.site_reading import (
    ReadPage,
    book,
    figures,
    head,
    in_a_shell,
    pages,
    read,
    rows,
    site,
    words,
)


def page(address: str, name: str = "kept") -> ReadPage:
    return pages(name)[address]


def by_id(read_page: ReadPage, place: str) -> ET.Element:
    (found,) = (e for e in read_page.root.iter() if e.get("id") == place)
    return found


def made(*records: Any, as_of: str = "2026-06-30") -> dict[str, ReadPage]:
    return read(make_site(publication(*BOOK, *records, as_of=as_of)))


def table_of(read_page: ReadPage, caption: str) -> list[list[str]]:
    (found,) = (
        t for t in read_page.all("table") if caption in words(next(iter(t.iter("caption"))))
    )
    return rows(found)


# --- funds ---------------------------------------------------------------------------------------


def test_the_page_of_funds_says_who_gave_most_and_adds_up() -> None:
    shown = page("funds/index.html")
    assert words(shown.one("h1")) == "Trust gave 50 % of the money of twelve months"
    told = table_of(shown, "Money received")
    assert told == [
        ["Trust", "Foundation", "100.00 €", "50 %"],
        ["City", "State", "10.00 €", "5 %"],
        ["Mill", "Cooperative", "0.00 €", "0 %"],
        ["Earned by the commons itself", "no funder", "40.00 €", "–"],
        ["People, pooled", "no funder", "50.00 €", "–"],
        ["All", "200.00 €", ""],
    ]
    assert {"From the state or with conditions55 %", "Concentration0.25"} <= {
        words(fact) for fact in shown.one("dl", "facts")
    }


def test_each_funder_s_share_is_drawn_against_its_limit_with_the_finding_in_words() -> None:
    view = book("sample").funding
    assert view is not None
    funds = page("funds/index.html", "sample")
    (said,) = [i.get("alt", "") for i in funds.all("img") if "funding-shares" in i.get("src", "")]
    assert view.now.largest is not None
    assert view.now.largest.funder in said
    drawn = next(d for d in site("sample").drawings if d.path == "drawings/funding-shares.svg")
    text = drawn.content.decode()
    for funder in view.now.funders:
        assert (funder.funder in text) == (funder.amount > 0)
    assert text.count(">30\u00a0%<") == sum(f.amount > 0 for f in view.now.funders)
    assert ">50\u00a0%<" in text
    over = [f for f in view.now.funders if f.share > Decimal("0.30")]
    assert text.count("<clipPath") == len(over) + (view.now.leaning_share > Decimal("0.50"))


def test_a_fund_says_what_it_asks_for_how_it_is_left_and_what_is_owed() -> None:
    trust = words(by_id(page("funds/index.html"), "fund-trust"))
    assert "It asks for these things: For the kitchenA sign by the door" in trust
    assert "How it is left: Any day; what is left goes back." in trust
    assert "A letter done on 4 March 2026, due on 1 March 2026" in trust
    assert "The accounts not done on 30 June 2026, due on 1 June 2026" in trust
    assert "A visit whenever it is asked for" in trust
    assert "It asks for nothing." in words(by_id(page("funds/index.html"), "fund-mill"))


def test_without_institutions_nobody_has_a_share() -> None:
    shown = made(FUNDS[0], money(1, "2026-05-01", "12", "gifts"))["funds/index.html"]
    assert words(shown.one("h1")) == "No institution gave any of the money of twelve months"
    assert table_of(shown, "Money received")[0] == ["People, pooled", "no funder", "12.00 €", "–"]
    empty = made(*FUNDS)["funds/index.html"]
    assert words(empty.one("h1")) == "No money came in during twelve months"
    assert not empty.all("figure")


def test_a_book_without_funds_has_no_page_of_them() -> None:
    assert not {"funds/index.html", "hours/index.html", "ledger/loans.html"} & set(pages("archive"))


def test_the_foundation_of_the_sample_stays_below_what_the_assembly_allowed() -> None:
    """The minutes of October 2025 say 29 of 100 with the second half, and the limit is thirty."""
    view = book("sample").funding
    assert view is not None
    shares = {m.name: then.largest.share for m, then in view.months if then.largest}
    assert round(shares["2025-10"] * 100) == 29
    assert max(shares.values()) < Decimal("0.3")
    assert max(then.leaning_share for _, then in view.months) < Decimal("0.5")


# --- hours ---------------------------------------------------------------------------------------


def test_the_page_of_hours_adds_up_by_month_and_season() -> None:
    shown = page("hours/index.html", "sample")
    for caption in ("Hours by season", "Hours by month"):
        *lines, total = [[_minutes(c) for c in row[1:]] for row in table_of(shown, caption)]
        assert [sum(column) for column in zip(*lines, strict=True)] == total
        assert all(sum(line[:-1]) == line[-1] for line in (*lines, total))


def _minutes(printed: str) -> int:
    found = re.fullmatch(r"(?:([\d,]+) h)? ?(?:(\d+) min)?", printed)
    assert found
    return int((found[1] or "0").replace(",", "")) * 60 + int(found[2] or 0)


def test_a_line_that_was_put_right_is_struck_out_and_leads_to_the_one_that_counts() -> None:
    shown = page("hours/2026-05.html")
    wrong = by_id(shown, "hrs-2026-05-002")
    assert "does not count: put right by hrs-2026-05-003" in words(wrong)
    assert [words(e) for e in wrong.iter("s")] == ["5 min"]
    assert [a.get("href") for a in wrong.iter("a")] == ["#hrs-2026-05-003"]
    assert words(shown.one("h1")) == "2 h 30 min were worked in May 2026"


def test_a_month_of_many_hours_is_set_in_sheets_with_an_anchor_for_each_line() -> None:
    lines = [hours(n, "2026-05-03", "Cooking", 1) for n in range(1, ROWS_A_PAGE + 2)]
    site = make_site(publication(*BOOK, *lines, as_of="2026-06-30"))
    shown = read(site)
    assert by_id(shown["hours/2026-05.html"], f"hrs-2026-05-{ROWS_A_PAGE}") is not None
    assert by_id(shown["hours/2026-05-2.html"], f"hrs-2026-05-{ROWS_A_PAGE + 1}") is not None
    assert check_links(in_a_shell(site)) == ()


def test_home_counts_the_hours_of_the_season_in_squares() -> None:
    home = page("index.html", "sample")
    told = {name: value for name, value, _ in figures(home) if name.startswith("hours-")}
    parts = [value for figure, value in told.items() if figure != "hours-total"]
    rounding = Decimal("0.05") * (len(parts) + 1)  # each is told to a tenth of an hour on its own
    assert len(parts) == 4
    assert abs(told["hours-total"] - sum(parts)) <= rounding
    assert "Cooking took six hours in every ten" in home.text
    assert "../" not in " ".join(a for a in home.links() if "hours" in a)
    assert "hours/index.html" in home.links()


def drawn(*minutes: int) -> Any:
    works = tuple((f"Work {n}", m) for n, m in enumerate(minutes, start=1))
    return hours_drawn("x", HoursTable(month(2026, 5), works))


@pytest.mark.parametrize(
    ("minutes", "size"), [(1, 1), (150 * 60, 1), (150 * 60 + 1, 2), (900 * 60, 6), (10**7, 1112)]
)
def test_squares_stay_within_a_page(minutes: int, size: int) -> None:
    shown = drawn(minutes)
    assert shown.square_is == size
    assert 1 <= shown.picture.svg.count("<path") <= 151


def test_what_was_done_at_all_has_a_square_and_fills_that_run_out_are_shared() -> None:
    shown = drawn(90_000, 1, 0, 200, 100, 50, 60)
    assert [group.pattern for group in shown.groups] == [
        Pattern.SOLID, Pattern.LEVEL, Pattern.SLANT, Pattern.OPEN, Pattern.UPRIGHT,
    ]  # fmt: skip
    assert [work for work, *_ in shown.groups[-1].works] == ["Work 6", "Work 2"]
    assert [group.minutes for group in shown.groups] == [90_000, 200, 100, 60, 51]
    assert (shown.most, shown.tenths) == ("Work 1", 10)


# --- loans ---------------------------------------------------------------------------------------


def test_the_page_of_loans_says_what_is_out_until_when_and_what_was_late() -> None:
    shown = page("ledger/loans.html")
    assert words(shown.one("h1")) == "2 pieces are out on loan, 1 of them past its day"
    assert table_of(shown, "Loans that are out") == [
        ["Drills3 of 4 came back", "1 May 2026", "15 May 202646 days over", "1 piece"],
        ["Drills", "20 June 2026", "4 July 2026", "1 piece"],
        ["All that is out", "2 pieces"],
    ]
    assert table_of(shown, "after its day") == [
        ["Drills", "15 May 2026", "20 May 2026", "3 pieces", "5"]
    ]


def test_things_without_a_unit_in_common_are_not_added_up() -> None:
    rice = entry(2, "2026-05-02", Action.LENT, "rice", "3", "box", "out", due=day("2026-05-09"))
    stock = [
        entry(n, "2026-05-01", Action.RECEIVED, what, "9", "counts", "box")
        for n, what in ((8, "rice"), (9, "drill"))
    ]
    records = (*stock, lent(1, "2026-05-01", "1", "2026-05-15"), rice)
    assert in_all(publication(*BOOK, *records).loans) is None
    shown = made(*records)["ledger/loans.html"]
    assert words(shown.one("h1")) == "Two loans are not yet back"


def test_when_all_is_back_the_page_says_so() -> None:
    shown = made(
        entry(9, "2026-05-01", Action.RECEIVED, "drill", "9", "counts", "box"),
        lent(1, "2026-05-01", "1", "2026-05-15"),
        back(2, "2026-05-15", "1"),
    )["ledger/loans.html"]
    assert words(shown.one("h1")) == "Everything that was lent has come back"
    assert "Nothing came back late" in shown.text


def test_the_loans_of_the_sample_are_what_its_balances_hold() -> None:
    """The loans that are out, added up, are what the account of loans holds."""
    publication_ = book("sample")
    held = sum(
        (
            amount
            for view in publication_.accounts
            if view.account.purpose == "loans"
            for _, amount in view.balances
        ),
        Decimal(0),
    )
    assert sum((loan.out for loan in publication_.loans), Decimal(0)) == held


# --- corrections and receipts --------------------------------------------------------------------


def test_the_page_of_corrections_tells_both_lines_and_the_reason() -> None:
    shown = page("ledger/corrections.html")
    assert words(shown.one("h1")) == "Two lines were written wrong and put right"
    assert "100.00 € should have been 10.00 €" in shown.text
    assert "A nought too many" in shown.text
    assert "5 min of mending should have been 50 min" in shown.text
    assert {"../ledger/2026-01.html#ent-2026-01-0001", "../hours/2026-05.html#hrs-2026-05-003"} <= {
        link if link.startswith("..") else f"../ledger/{link}" for link in shown.links()
    }


def test_the_page_of_receipts_shows_ages_and_a_sum_of_zero() -> None:
    shown = page("ledger/receipts.html")
    assert words(shown.one("h1")) == "13 slips were given out as a thank-you"
    *ages, all_of_them = table_of(shown, "by age")
    assert sum(int(row[1].split()[0]) for row in ages) == int(all_of_them[1].split()[0]) == 13
    assert "All accounts together hold zero" in shown.text
    assert head(shown.all("table")[1]) == ["Account", "Holds"]
    assert table_of(shown, "What each account holds")[-1] == ["The sum of all", "0 slips"]


def test_the_ledger_leads_to_all_of_them() -> None:
    links = page("ledger/index.html").links()
    assert {
        "../funds/index.html", "../hours/index.html", "loans.html", "corrections.html",
        "receipts.html",
    } <= set(links)  # fmt: skip


# --- the ledgers of projects ---------------------------------------------------------------------


def test_a_project_has_its_whole_ledger_season_by_season() -> None:
    shown = page("ledger/project-rope-works-library.html", "sample")
    *seasons, total = table_of(shown, "Tools by season")
    columns = [[Decimal(cell.replace(",", "")) for cell in row[1:]] for row in (*seasons, total)]
    assert [sum(column) for column in zip(*columns[:-1], strict=True)] == columns[-1]
    assert "../projects/rope-works-library.html" in shown.links()


def test_the_ledgers_of_all_projects_hold_every_line_of_the_book_once() -> None:
    shown = book("sample")
    lines = [line.entry.id for own in shown.project_ledgers for line in own.lines]
    assert sorted(lines) == sorted(line.entry.id for line in shown.entries)
    assert shown.hours is not None
    worked = sum(minutes for own in shown.project_ledgers for _, minutes in own.minutes)
    assert worked == shown.hours.whole.total


def test_what_projects_moved_adds_up_to_what_the_statements_say() -> None:
    shown = book("sample")
    told = [
        flows.whole.made
        for own in shown.project_ledgers
        for flows in own.flows
        if flows.title == "Meals"
    ]
    meals = next(v for v in shown.resources if v.resource.id == "meals")
    assert sum(told) == meals.whole.made > 0
    assert len(told) > 1


def test_the_page_of_a_project_and_the_overview_lead_to_its_ledger() -> None:
    assert "../ledger/project-roll-cart.html" in page("projects/roll-cart.html", "sample").links()
    assert "project-roll-cart.html" in page("ledger/index.html", "sample").links()


def test_things_of_a_category_without_a_unit_in_common_stand_each_for_itself() -> None:
    told = {"title": "The Shed", "function": "Lends.", "otherwise": "Buying."}
    project = Project(id="shed", started=day("2026-01-01"), **told)  # type: ignore[arg-type]
    nails = Resource(id="nails", title="Nails", category="tools", unit="kg")
    lines = [
        entry(n, "2026-05-01", Action.RECEIVED, what, "9", "gifts", "box", project="shed")
        for n, what in ((1, "drill"), (2, "nails"))
    ]
    shown = made(project, nails, *lines)["ledger/project-shed.html"]
    captions = [words(next(iter(t.iter("caption")))) for t in shown.all("table")]
    assert captions[:2] == ["Drills by season, in pieces", "Nails by season, in kg"]


def test_the_list_of_projects_is_the_map_of_functions() -> None:
    """What each carries out, for whom, and where people would otherwise turn: as on the wall."""
    listed = page("projects/index.html", "sample").text
    lines = functions_of(book("sample"))
    assert any(line.for_whom for line in lines)
    for line in lines:
        for said in (line.record.function, f"Otherwise: {line.record.otherwise}"):
            assert said in listed
        if line.for_whom:
            assert f"For: {', '.join(line.for_whom)}" in listed
