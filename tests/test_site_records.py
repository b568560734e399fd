# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of decisions, assemblies, roles, cases and the rest, with what each must not hide."""

from __future__ import annotations

import msgspec
import pytest

from commonpress.kinds import KIND_OF, LINE_BY_LINE
from commonpress.kinds.assembly import Assembly, AssemblyKind
from commonpress.kinds.decision import Decision, State
from commonpress.render.addresses import address_book, relative
from commonpress.render.site import make_site
from tests import publications
from tests.site_reading import ROOT, book, number, pages, read, rows, site, words


def test_a_decision_prints_dissent_before_its_reasons_and_counts_people() -> None:
    page = pages("tidewater")["decisions/dec-2026-014.html"]
    heads = [text for level, text in page.headings() if level == 2]
    assert heads[:3] == [
        "22 agreed and three stood aside", "What those who disagreed say", "Reasons",
    ]  # fmt: skip
    assert "One objection was raised and met" in heads
    people = [p for p in page.all("img") if "people" in p.get("src", "")]
    sizes = [int(p.get("src", "").removesuffix(".svg").rpartition("-")[2]) for p in people]
    assert sizes == [10, 10, 2, 3, 2]
    assert "22 + 3 + 2 + 0 = 27 counted, 27 present" in page.text
    assert "0 objections left; one was met" in page.text
    assert "Six thousand euros" in words(page.one("blockquote", "dissent"))


def test_a_decision_tells_what_came_before_and_what_was_spent() -> None:
    page = pages("tidewater")["decisions/dec-2026-011.html"]
    assert "This one takes the place of We cook three times a week" in page.text
    spent = next(v.spent for v in book("tidewater").decisions if v.record.id == "dec-2026-011")
    heads = [text for _, text in page.headings()]
    assert any(
        "has been spent on it" in text and number(text.partition("€")[0]) == spent for text in heads
    )
    old = pages("tidewater")["decisions/dec-2025-002.html"]
    assert "This one was superseded by" in old.text
    assert words(old.one("p", "state")) == "Superseded"


def test_the_log_of_700_decisions_folds_up_its_earlier_years() -> None:
    page = read(make_site(publications.archive(700)))["decisions/index.html"]
    listed = [words(item) for item in page.all("p", "log-title")]
    assert len(listed) == 700
    assert listed[0] == "We settle the 700th question in the way that was proposed"
    years = page.all("details", "year")
    opened = [year for year in years if year.get("open") is not None]
    assert 0 < sum(len(list(year.iter("li"))) for year in opened) < 80
    assert [f"#{year.get('id')}" for year in years] == [h for h in page.links() if h[0] == "#"]


def test_a_small_assembly_says_that_its_counts_are_not_printed() -> None:
    small = publications.publication(
        publications.SETTINGS,
        msgspec.structs.replace(_assembly("asm-2026-01"), present=4),
        Decision(
            id="dec-2026-001",
            title="We begin",
            state=State.ADOPTED,
            subject="start",
            question="Do we begin?",
            decided_on=publications.day("2026-01-04"),
            decided_at="asm-2026-01",
            reached=True,
            review_on=publications.day("2027-01-04"),
        ),
    )
    made = read(make_site(small))
    page = made["decisions/dec-2026-001.html"]
    assert "It was agreed" in page.text
    assert "The counts are not printed" in page.text


def _assembly(record_id: str) -> Assembly:
    return Assembly(
        id=record_id,
        date=publications.day("2026-01-04"),
        place="The yard",
        kind=AssemblyKind.OPEN,
        decisions=("dec-2026-001",),
    )


def test_minutes_link_to_decisions_by_id_or_by_file() -> None:
    book_of = address_book(book("tidewater"))
    for written in ("dec-2026-014", "../decisions/dec-2026-014.md", "dec-2026-014.md"):
        assert book_of.resolve(written) == "decisions/dec-2026-014.html"
    assert book_of.resolve("../roles/treasurer.yml") == "roles/treasurer.html"
    assert book_of.resolve("dec-2026-014#reasons") == "decisions/dec-2026-014.html#reasons"
    assert book_of.resolve("call-the-pot") == "norms/call-the-pot.html"
    assert book_of.resolve("nothing-there") is None
    page = pages("tidewater")["assemblies/asm-2026-06.html"]
    assert "../decisions/dec-2026-014.html" in page.links()


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("index.html", "ledger/2026-03.html", "ledger/2026-03.html"),
        ("ledger/index.html", "ledger/2026-03.html#ent-1", "2026-03.html#ent-1"),
        ("ledger/2026-03.html", "ledger/2026-03.html#ent-1", "#ent-1"),
        ("decisions/dec-1.html", "index.html", "../index.html"),
        ("decisions/dec-1.html", "drawings/a.svg", "../drawings/a.svg"),
    ],
)
def test_links_are_relative_to_their_page(here: str, address: str, link: str) -> None:
    assert relative(here, address) == link


def test_a_role_says_who_stayed_too_long() -> None:
    page = pages("tidewater")["roles/treasurer.html"]
    assert page.page.title == "The treasurer until 10\u00a0August 2026 is plover"
    assert "One term ran past the agreed end" in [text for _, text in page.headings()]
    table = {row[0]: row for row in rows(page.one("table", "ledger"))}
    assert "35 days over" in table["wren"][3]
    assert "wren from 5\u00a0January to 10\u00a0May 2026, 35\u00a0days past the term" in (
        page.all("img")[0].get("alt") or ""
    )


def test_a_case_goes_step_by_step_and_its_loop_closes_at_the_end() -> None:
    page = pages("tidewater")["cases/case-2025-003.html"]
    steps = page.one("ol", "steps")
    assert [words(h) for h in steps.iter("h3")] == ["Reported", "Listening", "Agreement", "Closed"]
    drawn = [p.get("src", "").rpartition("/")[2] for p in steps.iter("img")]
    assert drawn == ["step-1.svg", "step-2.svg", "step-4.svg", "step-7.svg"]
    assert "Anyone may call the pot" in words(page.one("div", "norm"))
    first = rows(page.one("table", "ledger"))[0]
    assert first[0].startswith("case-2024-006")
    assert first[1:] == ["followed", "Hear each one alone."]


def test_a_norm_names_the_cases_before_and_after_it() -> None:
    page = pages("tidewater")["norms/call-the-pot.html"]
    assert "It came out of one case" in page.text
    assert "One case applied it" in page.text
    assert {"../cases/case-2025-003.html", "../cases/case-2025-011.html"} <= set(page.links())


def test_a_record_page_leads_to_its_source_what_it_cites_and_what_cites_it() -> None:
    publication = book("sample")
    for page in site("sample").pages:
        record_id = page.address.rpartition("/")[2].removesuffix(".html")
        key = (page.kind, record_id)
        if key not in publication.sources:
            continue
        # A forge shows beside a file when it was changed, so no case leads to its own.
        wanted = None if KIND_OF[page.kind].guarded else publication.sources[key]
        assert page.source == wanted, page.address
        assert (ROOT / publication.sources[key]).is_file()
        links = pages("sample")[page.address].links()
        book_of = address_book(publication)
        pointed = (*publication.cites.get(key, ()), *publication.cited_by.get(key, ()))
        for link in pointed:
            if link.kind == "commons" or link.kind in LINE_BY_LINE:
                continue
            assert relative(page.address, book_of.of(link.kind, link.id)) in links, (key, link)


def test_zines_and_data_offer_their_files() -> None:
    assert "../zine/spring-2026-booklet.pdf" in pages("tidewater")["zines/spring-2026.html"].links()
    data = pages("tidewater")["open-data.html"]
    assert {"data/entries.csv", "data/README.md"} <= set(data.links())
    assert words(data.one("h1")) == "Two files hold all of this book"
