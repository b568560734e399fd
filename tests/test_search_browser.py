# SPDX-License-Identifier: AGPL-3.0-or-later
"""The search in a browser: from a disk and a server, by hand, and what it sends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page

from commonpress.render.artifact import Artifact
from commonpress.render.offline_copy import OFFLINE_COPY, with_offline_copy
from commonpress.render.search_words import RULES
from tests.test_browser import PHONE, Watched, browser, opened_from, site
from tests.test_search import vectors

__all__ = ["browser", "site"]  # what they make is asked for by name

SEARCH = "search/index.html"
FIRST_QUERY = 200_000  # bytes, unpacked: what the first question may send


@pytest.fixture(scope="module")
def searching(site: Path, browser: Browser) -> Iterator[Page]:
    """The page to search on, opened from a disk on a phone."""
    with browser.new_context(viewport={"width": PHONE, "height": 740}) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{SEARCH}")
        yield page


def asked(page: Page, words: str) -> list[str]:
    """The titles of what is found for some words."""
    page.fill("#query", words)
    page.press("#query", "Enter")
    page.wait_for_selector(f'#found:has-text("{words}")')
    return page.locator("#results h3").all_inner_texts()


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_question_is_answered_and_sends_little(site: Path, browser: Browser, way: Any) -> None:
    with opened_from(site, way) as address, browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{address}/{SEARCH}")
        assert not [url for url in watched.asked if "/w-" in url or "/d-" in url]
        assert any("kitchen" in title for title in asked(watched.page, "kitchen wheels"))
        assert watched.elsewhere(address) == []
        assert watched.wrong == []
        files = {url.removeprefix(f"{address}/").partition("#")[0] for url in watched.asked}
        sent = sum((site / file).stat().st_size for file in files if file.startswith("search/"))
        assert 0 < sent < FIRST_QUERY
        assert context.cookies() == []
        assert watched.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_page_loads_a_script_before_somebody_searches(site: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{site.as_uri()}/index.html")
        assert not [url for url in watched.asked if url.endswith(".js")]
        watched.page.click(".masthead-search")
        assert watched.page.url.endswith(SEARCH)
        watched.page.wait_for_selector("#query:focus")


def test_words_are_the_same_in_the_browser(searching: Page) -> None:
    """The page looks words up with the tables of the index; here with those of every language."""
    told = vectors()
    rules = {language: [rule.beginnings, rule.endings] for language, rule in RULES.items()}
    found = searching.evaluate(
        """async ({ texts, stems, rules }) => {
          const contents = await find.fetched("contents");
          const words = Object.fromEntries(texts.map((t) => [t, find.wordsOf(t, contents)]));
          const folded = (word) => find.wordsOf(word, { ...contents, skipped: "" })[0];
          const stemmed = Object.fromEntries(Object.entries(stems).map(([language, of]) =>
            [language, Object.fromEntries(Object.keys(of).map((word) =>
              [word, find.stem(folded(word), rules[language])]))]));
          return { words, stemmed };
        }""",
        {"texts": list(told["texts"]), "stems": told["stems"], "rules": rules},
    )
    assert found == {"words": told["texts"], "stemmed": told["stems"]}


def test_accents_capitals_and_endings_do_not_matter(searching: Page) -> None:
    plain = asked(searching, "kitchen")
    assert plain
    assert asked(searching, "KÍTCHÈNS") == plain


def test_a_title_comes_before_a_text_and_an_id_before_all(searching: Page) -> None:
    titles = asked(searching, "wheels")
    held = ["wheel" in title.lower() for title in titles]
    assert held == sorted(held, reverse=True)
    assert any(held)
    asked(searching, "dec-2025-005")
    assert searching.locator("#results .under").first.inner_text() == "dec-2025-005"


def test_what_is_only_begun_or_misspelt_at_the_end_is_found(searching: Page) -> None:
    assert asked(searching, "kitch") == asked(searching, "kitchenx")


def test_it_says_how_many_were_found_and_that_nothing_was(searching: Page) -> None:
    asked(searching, "kitchen")
    assert re.fullmatch(r"\d\d pages hold “kitchen”\.", searching.inner_text("#found"))
    assert asked(searching, "xylophonist") == []
    assert searching.inner_text("#found").startswith("Nothing was found for “xylophonist”")
    assert searching.get_attribute("#found", "role") == "status"


def test_the_keyboard_goes_through_what_was_found_and_back(searching: Page) -> None:
    titles = asked(searching, "kitchen")
    focus = "document.activeElement.textContent || document.activeElement.id"
    searching.wait_for_selector("#results a:focus")
    assert searching.evaluate(focus) == titles[0]
    searching.keyboard.press("ArrowDown")
    assert searching.evaluate(focus) == titles[1]
    searching.keyboard.press("ArrowUp")
    searching.keyboard.press("ArrowUp")
    assert searching.evaluate(focus) == "query"
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Enter")
    searching.wait_for_selector(f"h1:has-text({json.dumps(titles[0])})")
    searching.go_back()
    searching.wait_for_selector("#results a")
    assert searching.locator("#results h3").first.inner_text() == titles[0]


def test_more_is_shown_when_asked_for(searching: Page) -> None:
    first = asked(searching, "kitchen")
    assert len(first) == 10
    searching.click("#more")
    searching.wait_for_selector("#results li:nth-child(11)")
    assert searching.locator("#results h3").all_inner_texts()[:10] == first
    assert searching.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_table_of_the_ledger_is_sorted_and_sifted_from_the_keyboard(
    site: Path, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": PHONE, "height": 740}) as context:
        watched = Watched(context)
        page = watched.page
        page.goto(f"{site.as_uri()}/ledger/2026-04.html")
        rows = page.locator("table.entries > tbody:first-of-type > tr:visible")
        days = rows.evaluate_all("rows => rows.map(row => row.id)")
        head = page.locator("table.entries thead th")
        assert head.nth(0).get_attribute("aria-sort") == "ascending"
        head.nth(1).get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert head.nth(1).get_attribute("aria-sort") == "ascending"
        assert head.nth(0).get_attribute("aria-sort") is None
        first = [text.split()[0].casefold() for text in rows.locator("th").all_inner_texts()]
        assert first == sorted(first)
        page.locator("table.entries thead button").first.click()
        assert rows.evaluate_all("rows => rows.map(row => row.id)") == days
        page.locator(".sift input").fill("spoiled")
        assert 0 < rows.count() < len(days)
        assert page.inner_text(".sift [role=status]") == (
            f"{rows.count()} of {len(days)} lines are shown."
        )
        page.locator(".sift input").fill("")
        assert rows.count() == len(days)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert watched.wrong == []


def test_the_copy_opens_from_a_disk_and_can_be_searched(
    site: Path, browser: Browser, tmp_path: Path
) -> None:
    files = [
        Artifact(file.relative_to(site).as_posix(), file.read_bytes())
        for file in sorted(site.rglob("*"))
        if file.is_file()
    ]
    packed = next(f for f in with_offline_copy(files) if f.path == OFFLINE_COPY)
    ZipFile(BytesIO(packed.content)).extractall(tmp_path)
    with browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{(tmp_path / 'site/index.html').as_uri()}")
        watched.page.click(".masthead-search")
        watched.page.wait_for_selector("#query:focus")
        assert asked(watched.page, "kitchen")
        assert watched.wrong == []
