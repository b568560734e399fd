# SPDX-License-Identifier: AGPL-3.0-or-later
"""The built site in a browser: whole from a USB stick or a server, with and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.books import called

ROOT = Path(__file__).parents[1]
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# One page of each shape. (404.html is shown by servers only, under any address.)
PAGES = (
    "index.html",
    "about.html",
    "assemblies/asm-2026-04.html",
    "cases/index.html",
    "decisions/index.html",
    "ledger/2026-04.html",
    "ledger/index.html",
    "norms/index.html",
    "open-data.html",
    "resources/vegetables.html",
    "roles/treasurer.html",
    "zines/spring-2026.html",
)
PHONE = 360
DISPLAY_FACE = """document.fonts.ready.then(fonts =>
  [...fonts].find(face => face.family.includes("Common Display"))?.status ?? "not named")"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample commons' site, built by the program as anyone would."""
    output = tmp_path_factory.mktemp("browsed")
    run = called("build", ROOT, "--output", output, "--no-zine")
    assert run.code == 0, run.out
    return output / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; Playwright's own where the system has none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        # The tests may run as root in a container, where Chromium refuses its sandbox.
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder at an address of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def opened_from(site: Path, way: Literal["file", "http"]) -> Iterator[str]:
    """The address under which the site's pages lie."""
    if way == "file":
        yield site.as_uri()
    else:
        with served(site) as address:
            yield address


class Watched:
    """A context whose every request, complaint and failure is written down."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", self._miss)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("console", self._hear)

    def elsewhere(self, address: str) -> list[str]:
        """What was asked for from outside the site."""
        return [url for url in self.asked if not url.startswith((f"{address}/", "data:"))]

    def _miss(self, request: Request) -> None:
        # Going to the next page breaks off an icon that is still on its way.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.failure}: {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{message.type}: {message.text}")


@pytest.mark.parametrize("scripts", ["scripts", "no-scripts"])
@pytest.mark.parametrize("way", ["file", "http"])
def test_pages_are_whole_and_ask_no_other_host(
    site: Path, browser: Browser, way: Literal["file", "http"], scripts: str
) -> None:
    context = browser.new_context(
        java_script_enabled=scripts == "scripts", viewport={"width": PHONE, "height": 740}
    )
    with opened_from(site, way) as address, context:
        watched = Watched(context)
        for name in PAGES:
            watched.page.goto(f"{address}/{name}")
            assert len(watched.page.inner_text("main")) > 40, name
        assert watched.elsewhere(address) == []
        assert watched.wrong == []
        assert context.cookies() == []


@pytest.mark.parametrize("way", ["file", "http"])
def test_pages_wear_their_face_and_fit_a_phone(
    site: Path, browser: Browser, way: Literal["file", "http"]
) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 740})
    with opened_from(site, way) as address, context:
        page = context.new_page()
        for name in PAGES:
            page.goto(f"{address}/{name}")
            assert page.evaluate(DISPLAY_FACE) == "loaded", name
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
            assert page.evaluate("localStorage.length") == 0, name


def test_a_request_elsewhere_is_noticed(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(
        '<img src="//elsewhere.invalid/a.png"><script>lost()</script>', encoding="utf-8"
    )
    with opened_from(tmp_path, "http") as address, browser.new_context() as context:
        watched = Watched(context)
        watched.page.goto(f"{address}/index.html")
        assert watched.elsewhere(address) == ["http://elsewhere.invalid/a.png"]
        assert any(line.startswith("script: ") for line in watched.wrong)
