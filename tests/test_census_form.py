# SPDX-License-Identifier: AGPL-3.0-or-later
"""The slip as a file: it writes answers on the device, and can send nothing, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from commonpress.pipeline import publish
from commonpress.render.census_form import census_forms
from tests.books import book
from tests.test_browser import BROWSERS

SLIP = "content/questionnaires/where-we-turn.yml"
QUESTIONS = """
title: Where does your household turn?
intro: Tick one answer to each question, or leave it blank.
hand_in: In the box by the door.
questions:
  - id: food
    topic: need
    title: Food
    ask: Where did you mostly turn for food?
    choices:
      - id: table
        title: To the table & the cart
        where: here
      - id: family
        title: To family
  - id: tools
    topic: need
    title: Tools
    ask: Where did tools mostly come from?
    choices:
      - id: library
        title: From the library
        where: here
      - id: bought
        title: We bought them
  - id: dispute
    topic: conflict
    title: A dispute
    ask: Whom did you mostly ask in a quarrel?
    choices:
      - id: bench
        title: The bench
        where: here
      - id: nobody
        title: Nobody
tables:
  - id: food
    rows: food
"""
# What a page can try in order to tell somebody something; `HOST` is who would hear it.
WAYS_OUT = {
    "fetch": "fetch('HOST/fetch')",
    "beacon": "navigator.sendBeacon('HOST/beacon', 'x')",
    "image": "new Image().src = 'HOST/image'",
    "script": "put('script', 'src', 'HOST/script')",
    "frame": "put('iframe', 'src', 'HOST/frame')",
    "style": "put('link', 'href', 'HOST/style')",
    "form": "put('form', 'action', 'HOST/form').submit()",
}
PUT = """(() => { const put = (tag, name, value) => {
  const made = document.createElement(tag); made.rel = "stylesheet"; made[name] = value;
  document.body.append(made); return made; };
  try { WAY } catch {} })()"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A slip alone in a folder, as on somebody's stick."""
    folder = tmp_path_factory.mktemp("form")
    published = publish(book(folder / "book", {SLIP: QUESTIONS}, bare=True)).publication
    assert published is not None
    (artifact,) = census_forms(published)
    file = folder / artifact.path.rpartition("/")[2]
    file.write_bytes(artifact.content)
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def test_the_form_writes_a_file_and_sends_nothing(
    form: Path, browser: Browser, tmp_path: Path
) -> None:
    asked: list[str] = []
    with browser.new_context(accept_downloads=True, viewport={"width": 360, "height": 740}) as told:
        page = told.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(form.as_uri())
        page.get_by_label("To the table & the cart").check()
        page.get_by_label("The bench").check()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Write the file").click()
        taken.value.save_as(tmp_path / "answers.csv")
        assert page.get_by_role("status").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert told.cookies() == []
        assert page.evaluate("localStorage.length") == 0
        assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
        assert told_elsewhere(page) == []
    assert taken.value.suggested_filename == "where-we-turn.csv"
    assert (tmp_path / "answers.csv").read_text() == ("food,tools,dispute\ntable,,bench\n")


def test_a_page_without_that_policy_would_have_told(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<p>a page</p>")
        assert told_elsewhere(page) == sorted(WAYS_OUT)


def told_elsewhere(page: Page) -> list[str]:
    """By which ways another host is reached when a page tries them all."""
    heard: set[str] = set()

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.add(self.path.strip("/?"))
            self.send_response(204)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def do_OPTIONS(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        for way in WAYS_OUT.values():
            page.evaluate(PUT.replace("WAY", way.replace("HOST", host)))
        page.wait_for_timeout(500)
        server.shutdown()
    return sorted(heard)


def test_without_scripts_the_form_says_so_and_can_be_printed(form: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(form.as_uri())
        assert "Print it, and tick the boxes on paper" in page.inner_text("main")
        assert not page.get_by_role("button").is_visible()
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_form_is_allowed_nothing_but_its_own_script_and_style(form: Path) -> None:
    written = form.read_text(encoding="utf-8")
    (policy,) = [line for line in written.splitlines() if "Content-Security-Policy" in line]
    assert "default-src &#39;none&#39;" in policy
    assert "form-action &#39;none&#39;" in policy
    assert "unsafe" not in policy
    assert "http:" not in written
    assert "https:" not in written
