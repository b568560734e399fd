# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of page in a browser: light and dark, narrow and wide, in both directions.

No rule of axe is broken, nothing complains, nothing is fetched from elsewhere or left behind, no
page is wider than the sheet, each is light, and on paper no cell of a table is lost.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.every_kind import DIRECTIONS, EveryKind, built
from tests.test_browser import PHONE, Watched, browser, served

__all__ = ["browser"]  # what it makes is asked for by name

AXE = (Path(__file__).parent / "axe/axe.min.js").read_text(encoding="utf-8")
WIDE, ZOOMED = 1280, 320  # 320: what is left of 1280 at 400 %
FIRST_LOAD, FIRST_LOAD_RAW, PAGE = 60_000, 200_000, 100_000  # bytes; kB as networks count them
A4 = 794  # CSS pixels

# All rules in light; in dark, where only colours change, those that judge colours. Colours do
# not know which way a text is written, so once is enough.
RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"ltr": ("light", "dark"), "rtl": ("light",)}
JUDGED = """axe.run(document, {
    resultTypes: ["violations"], preload: false, elementRef: false,
    ...(RULES ? { runOnly: { type: "rule", values: RULES } } : {}),
  }).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.any.map(why => why.message)}`)))"""

# What can be scrolled sideways, and whether the keyboard comes to it and a reader hears its name.
UNREACHED = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
    && /auto|scroll/.test(getComputedStyle(e).overflowX))
  .filter(e => e.tabIndex !== 0 || !e.getAttribute("aria-label")
    || e.getAttribute("role") !== "region")
  .map(e => e.outerHTML.slice(0, 120))"""
LOOSE_TABLES = """() => [...document.querySelectorAll("table")]
  .filter(e => !e.closest("[role=region][tabindex='0'][aria-label]"))
  .map(e => e.outerHTML.slice(0, 120))"""
WIDER = """() => {
  const sheet = document.documentElement;
  return sheet.scrollWidth > sheet.clientWidth ? [...document.querySelectorAll("body *")]
    .filter(e => { const box = e.getBoundingClientRect();
      return box.right > sheet.clientWidth + 1 || box.left < -1; })
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120)) : []; }"""
KEPT = "() => localStorage.length + sessionStorage.length"
LOADED = """() => performance.getEntriesByType("resource").map(entry => entry.name)"""
WORDLESS = """() => [...document.querySelectorAll("a, button, summary")]
  .filter(e => !e.textContent.trim() && !e.querySelector("img[alt]:not([alt=''])"))
  .map(e => e.outerHTML.slice(0, 120))"""
FOCUSED = """() => { const e = document.activeElement, style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return { at: window.reachable.indexOf(e), what: e.outerHTML.slice(0, 100),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight }; }"""
REACHABLE = """() => { window.reachable = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(e => e.checkVisibility() && !e.disabled); return window.reachable.length; }"""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> EveryKind:
    """A site with a page of every kind, in English and Arabic."""
    return built(tmp_path_factory.mktemp("every-kind"))


@pytest.fixture(scope="module")
def address(every: EveryKind) -> Iterator[str]:
    """Where that site is served."""
    with served(every.folder) as address:
        yield address


class Judge:
    """axe in a world of its own beside the page, which its policy does not bind."""

    def __init__(self, page: Page) -> None:
        self._talk: CDPSession = page.context.new_cdp_session(page)
        self._frame = self._talk.send("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def __call__(self, scheme: str) -> list[str]:
        """Every rule that is broken, and by which element."""
        world = self._talk.send(
            "Page.createIsolatedWorld", {"frameId": self._frame, "worldName": "judge"}
        )["executionContextId"]
        self._said(world, f"globalThis.axe ? 0 : (() => {{ {AXE}; return 0 }})()")
        judged = self._said(world, JUDGED.replace("RULES", json.dumps(RULES[scheme])))
        assert isinstance(judged, list)
        return judged

    def _said(self, world: int, words: str) -> Any:
        answer = self._talk.send(
            "Runtime.evaluate",
            {"expression": words, "contextId": world, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")


def judged_in(scheme: str, page: Page, judge: Judge) -> list[str]:
    """What axe finds in light or in dark."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    return [f"{scheme}: {broken}" for broken in judge(scheme)]


@pytest.mark.parametrize("half", [0, 1])  # so that two processes share them
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_pages_of_every_kind_can_be_used_by_everyone(
    every: EveryKind, address: str, browser: Browser, direction: str, half: int
) -> None:
    wrong: dict[str, list[str]] = {}
    with browser.new_context() as context:
        watched = Watched(context)
        page = watched.page
        judge = Judge(page)
        for kind, name in every.addresses(direction)[half::2]:
            page.goto(f"{address}/{name}")
            found = [f"{width}: {what}" for width, what in _wrong_with(page, judge, direction)]
            written = page.evaluate("getComputedStyle(document.body).direction")
            assert written == direction or kind == "slip"  # a slip is in the words it was kept in
            if found:
                wrong[f"{kind} {name}"] = found
        assert wrong == {}
        assert watched.wrong == []
        assert watched.elsewhere(address) == []
        assert page.evaluate(KEPT) == 0
        assert context.cookies() == []


def _wrong_with(page: Page, judge: Judge, direction: str) -> Iterator[tuple[int, str]]:
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 740})
        for scheme in SCHEMES[direction]:
            yield from ((width, broken) for broken in judged_in(scheme, page, judge))
        for question in (UNREACHED, LOOSE_TABLES, WIDER):
            yield from ((width, element) for element in page.evaluate(question))
    page.set_viewport_size({"width": ZOOMED, "height": 256})
    yield from ((ZOOMED, element) for element in page.evaluate(WIDER))


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_keyboard_comes_to_everything_in_the_order_it_is_read(
    every: EveryKind, address: str, browser: Browser, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        for kind in ("home", "case", "resources"):
            page.goto(f"{address}/{every.pages[kind]}")
            page.evaluate("document.activeElement.blur()")
            count = page.evaluate(REACHABLE)
            assert count > 20
            passed = [_tabbed(page) for _ in range(count)]
            assert [stop["at"] for stop in passed] == list(range(count)), (kind, passed[:3])
            assert [stop["what"] for stop in passed if not (stop["ring"] and stop["seen"])] == []


def _tabbed(page: Page) -> dict[str, Any]:
    page.keyboard.press("Tab")
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


def test_the_menu_of_a_phone_is_reached_by_the_keyboard_and_holds_every_part(
    every: EveryKind, address: str, browser: Browser
) -> None:
    with browser.new_context(
        viewport={"width": ZOOMED, "height": 256}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{address}/{every.pages['decision']}")
        page.locator(".masthead-contents").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#contents")
        page.keyboard.press("Tab")
        focused = page.locator("#contents a:focus")
        assert focused.inner_text() == page.locator("#contents a").first.inner_text()
        in_masthead = page.locator(".parts a").all_text_contents()
        assert set(in_masthead) <= set(page.locator("#contents a").all_text_contents())


def test_pages_say_the_same_with_pictures_and_icons_off(
    every: EveryKind, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": PHONE, "height": 740}) as context:
        context.route(re.compile(r"\.(svg|png)$"), lambda route: route.abort())
        page = context.new_page()
        for kind, name in every.addresses("ltr"):
            page.goto(f"{address}/{name}")
            assert page.evaluate("[...document.images].every(i => !i.naturalWidth)"), kind
            assert page.evaluate(WORDLESS) == [], kind
            assert page.evaluate(WIDER) == [], kind


# --- weight --------------------------------------------------------------------------------------


def test_the_first_page_anyone_opens_is_light(
    every: EveryKind, address: str, browser: Browser
) -> None:
    heavy = {}
    with browser.new_context() as context:
        page = context.new_page()
        for kind, name in every.addresses("ltr"):
            page.goto(f"{address}/{name}", wait_until="networkidle" if kind == "home" else "load")
            raw, sent = _weight(every.folder, [page.url, *page.evaluate(LOADED)])
            if sent > FIRST_LOAD or raw > FIRST_LOAD_RAW:
                heavy[f"{kind} {name}"] = (sent, raw)
    assert heavy == {}


def _weight(site: Path, loaded: list[str]) -> tuple[int, int]:
    files = {site / unquote(urlsplit(url).path).lstrip("/") for url in loaded}
    texts = [file.read_bytes() for file in files]
    assert texts
    return sum(map(len, texts)), sum(_sent(text) for text in texts)


def _sent(text: bytes) -> int:
    """A file as a server sends it; a face is packed already."""
    return min(len(text), len(gzip.compress(text, 6)))


def test_no_page_at_all_is_heavy(every: EveryKind) -> None:
    sizes = {page: _sent(page.read_bytes()) for page in every.folder.rglob("*.html")}
    assert len(sizes) > 500
    assert {page: size for page, size in sizes.items() if size > PAGE} == {}


# --- paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["statement", "funds", "account", "practice"])
def test_a_printed_page_keeps_every_cell_of_its_tables(
    every: EveryKind, address: str, browser: Browser, tmp_path: Path, kind: str
) -> None:
    printed = tmp_path / "page.pdf"
    with browser.new_context(viewport={"width": A4, "height": 1123}) as context:
        page = context.new_page()
        page.goto(f"{address}/{every.pages[kind]}")
        cells = page.locator("table :is(td, th)").all_inner_texts()
        page.pdf(path=printed, format="A4")
        page.emulate_media(media="print")
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll(".scroll")]
            .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length"""
            )
            == 0
        )
    on_paper = _words_on(printed)
    missing = {word for cell in cells for word in cell.split()} - on_paper
    assert len(cells) > 5
    assert missing == set()


def _words_on(printed: Path) -> set[str]:
    """Every word that lies wholly on a sheet."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    found: set[str] = set()
    root = ET.fromstring(boxes)  # noqa: S314 - poppler wrote it, of our own page
    for sheet in root.iter("{http://www.w3.org/1999/xhtml}page"):
        width = float(sheet.get("width", "0"))
        for word in sheet.iter("{http://www.w3.org/1999/xhtml}word"):
            if float(word.get("xMin", "-1")) >= 0 and float(word.get("xMax", "inf")) <= width:
                found.add(word.text or "")
    return found


# --- the judges themselves -----------------------------------------------------------------------


def test_what_is_wrong_is_noticed(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><html><title>A</title><img src=a.png><p style='color:#ccc;width:900px'>Pale"
        "<div style='overflow:auto;width:100px'><table><td>A_very_long_word</table></div>",
        encoding="utf-8",
    )
    context: BrowserContext
    with (
        served(tmp_path) as address,
        browser.new_context(viewport={"width": PHONE, "height": 740}) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}/index.html")
        broken = {line.split(":")[1].strip() for line in judged_in("light", page, Judge(page))}
        assert {"image-alt", "html-has-lang", "color-contrast"} <= broken
        for question in (UNREACHED, LOOSE_TABLES, WIDER):
            assert len(page.evaluate(question)) >= 1, question
