# SPDX-License-Identifier: AGPL-3.0-or-later
"""The A to Z, the page to search on, and that every id has an address."""

from __future__ import annotations

from commonpress.kinds import KINDS
from commonpress.render.addresses import address_book
from commonpress.render.search_documents import Document
from commonpress.render.site import make_site
from commonpress.render.site_index import by_letter, letter_of
from tests import publications
from tests.site_reading import book, pages, read


def document(number: int, title: str) -> Document:
    """Something that is called this."""
    return Document("norm", number, f"n-{number}", f"norms/n-{number}.html", title, "", "", "en")


def test_titles_stand_under_their_letter_whatever_their_accents() -> None:
    titles = ["Écoles", "eggs", "12 eggs", "«Zines»", "الطعام", "Ñame"]
    letters = by_letter([document(n, title) for n, title in enumerate(titles)])
    told = [(letter.name, letter.key, [d.title for d in letter.items]) for letter in letters]
    assert told == [
        ("0–9", "0", ["12 eggs"]),
        ("E", "e", ["Écoles", "eggs"]),
        ("N", "n", ["Ñame"]),
        ("Z", "z", ["«Zines»"]),
        ("ا", "u0627", ["الطعام"]),
    ]
    assert letter_of("§") == "0"


def test_a_short_list_is_one_page_whose_letters_lead_to_its_parts() -> None:
    page = pages("tidewater")["a-z/index.html"]
    letters = [link for link in page.links() if link.startswith("#") or "#letter-" in link]
    assert letters
    assert {e.get("id") for e in page.all("section", "part")} >= {
        link.partition("#")[2] for link in letters
    }


def test_a_long_list_is_a_page_a_letter_of_at_most_500_titles() -> None:
    made = read(make_site(publications.archive(1_200)))
    lists = {address: page for address, page in made.items() if address.startswith("a-z/")}
    titles = {
        address: [link for link in page.links() if "/decisions/dec-" in link]
        for address, page in lists.items()
    }
    assert "a-z/index.html" in lists
    assert not titles["a-z/index.html"]
    assert max(map(len, titles.values())) <= 500
    assert len({link for found in titles.values() for link in found}) == 1_200


def test_without_script_the_page_to_search_on_leads_to_the_a_to_z() -> None:
    page = pages("tiny")["search/index.html"]
    without = next(p for p in page.all("p") if p.get("id") == "no-script")
    assert without.get("hidden") is None
    assert [a.get("href") for a in without.iter("a")] == ["../a-z/index.html"]
    form = next(page.root.iter("form"))
    assert form.get("hidden") is not None


def test_every_published_id_has_an_address_that_is_there() -> None:
    for name in ("sample", "tidewater", "kept", "fund", "archive", "tiny"):
        published = book(name)
        at = address_book(published)
        made = pages(name)
        free = {f"{p.id}.html" for p in published.records.get("page", ())}
        for kind in (kind for kind in KINDS if kind.name != "allow"):  # it has no page
            for record in published.records.get(kind.name, ()):
                page, _, anchor = at.of(kind.name, record.id).partition("#")
                assert page in made or page in free, (kind.name, record.id, page)
                if anchor:
                    ids = {e.get("id") for e in made[page].root.iter()}
                    assert anchor in ids, (kind.name, record.id)
