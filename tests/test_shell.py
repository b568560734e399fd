# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shell of the pages: its policy, its weight, its parts, and what it keeps of Material."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from commonpress.render.engine import fingerprint_of, set_formes
from commonpress.render.forme import marks_for
from commonpress.render.policy import POLICY
from commonpress.render.press import print_site, stamped
from commonpress.render.voice import direction_of as direction
from tests.small_site import FRAME, KEYS, PAGES, element, elements, make_book, words


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def site(book: Path) -> dict[str, bytes]:
    run = set_formes(book / "mkdocs.yml", FRAME, KEYS)
    return {file.path: file.content for file in print_site(run, PAGES, FRAME)}


def html_files(site: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in site.items() if path.endswith(".html")}


def test_a_free_page_is_all_there(site: dict[str, bytes]) -> None:
    about = site["about.html"].decode()
    assert element(about, "title").text == "About this book · Tidewater Row Commons"
    links = {e.text: e.attributes["href"] for e in elements(about) if e.name == "a"}
    assert links["how to take part"] == "take-part.html#c-tools"
    assert links["a decision"] == "decisions/dec-2026-014.html"
    assert links["its\nfile"] == "decisions/dec-2026-013.html"
    assert links["another site"] == "https://example.org/"
    assert links["One"] == "#c-one"
    assert links["Change this page"].endswith("/_edit/main/content/pages/about.md")
    assert [e.text for e in elements(about) if e.attributes.get("aria-current")] == ["About"]
    assert "With a word." in words(about)
    assert element(about, "div", role="region").attributes["aria-label"] == "Food, Opening"
    labels = {e.attributes["for"] for e in elements(about) if e.name == "label"}
    radios = {e.attributes["id"] for e in elements(about) if e.name == "input"}
    assert labels == radios
    assert len(radios) == 2


def test_every_page_says_what_every_page_says(site: dict[str, bytes]) -> None:
    for path, html in html_files(site).items():
        assert "30 June 2026" in words(html), path
        assert "Text and data: CC BY-SA 4.0." in words(html), path


def test_no_mark_is_left_in_any_file(book: Path, site: dict[str, bytes]) -> None:
    stem = marks_for(fingerprint_of(book / "mkdocs.yml", FRAME, KEYS)).stem
    assert [
        path for path, content in site.items() if stem.encode() in content or stem in path
    ] == []


def test_the_part_a_page_is_in_is_marked_in_the_masthead(site: dict[str, bytes]) -> None:
    html = site["decisions/dec-2026-013.html"].decode()
    current = [e for e in elements(html) if e.attributes.get("aria-current")]
    assert [(e.text, e.attributes["href"]) for e in current] == [
        ("Assembly", "../assemblies/index.html")
    ] * 2


def test_a_page_keeps_its_policy_by_itself(site: dict[str, bytes]) -> None:
    for path, html in html_files(site).items():
        found = elements(html)
        head = [e for e in found if e.name == "meta"]
        assert head[0].attributes == {
            "http-equiv": "Content-Security-Policy",
            "content": POLICY,
        }, path
        assert {"name": "referrer", "content": "no-referrer"} in [e.attributes for e in head]
        assert [e.name for e in found if e.name in {"script", "style"}] == [], path
        loose = [a for e in found for a in e.attributes if a == "style" or a.startswith("on")]
        assert loose == [], path
    assert "unsafe" not in POLICY


ELSEWHERE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
REQUESTED = ("src", "href", "srcset", "poster", "data", "action", "ping", "background")


def test_no_page_or_stylesheet_asks_another_host(site: dict[str, bytes]) -> None:
    for path, html in html_files(site).items():
        for e in elements(html):
            named = e.name == "a" or (e.name == "link" and e.attributes["rel"] == "canonical")
            asked = [e.attributes[a] for a in REQUESTED if a in e.attributes and not named]
            assert [url for url in asked if ELSEWHERE.match(url)] == [], path
            assert (
                e.attributes.get("rel") not in {"preconnect", "dns-prefetch", "next", "prefetch"}
                or named
            )
    for path, content in site.items():
        if path.endswith(".css"):
            urls = re.findall(r"url\(([^)]*)\)|@import ([^;]*)", content.decode())
            asked = [(a or b).strip("\"'") for a, b in urls]
            assert [u for u in asked if ELSEWHERE.match(u)] == [], path
            assert asked, path


def test_the_first_page_is_light_to_load(site: dict[str, bytes]) -> None:
    shared = [content for path, content in site.items() if path.startswith("assets/")]
    for name in ("index.html", "about.html", "decisions/dec-2026-013.html"):
        loaded = [site[name], *shared]
        assert sum(map(len, loaded)) <= 200_000
        assert sum(len(gzip.compress(one, mtime=0)) for one in loaded) <= 60_000


def test_the_page_for_missing_addresses_finds_its_way_from_anywhere(site: dict[str, bytes]) -> None:
    html = site["404.html"].decode()
    assert element(html, "h1").text == "There is no page at this address"
    own = [e.attributes["href"] for e in elements(html) if e.name in {"a", "link"}]
    assert [url for url in own if not url.startswith(("/", "#"))] == []


@pytest.mark.parametrize("language", ["ar", "ti", "pt-BR"])
def test_a_book_of_another_language_says_so(tmp_path: Path, language: str) -> None:
    frame = replace(FRAME, language=language)
    run = set_formes(make_book(tmp_path) / "mkdocs.yml", frame, KEYS)
    html = stamped(run, [PAGES[0]], frame)[0].content.decode()
    root = element(html, "html").attributes
    assert (root["lang"], element(html, "body").attributes["dir"]) == (
        language,
        direction(language),
    )
