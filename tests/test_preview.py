# SPDX-License-Identifier: AGPL-3.0-or-later
"""`commonpress serve`, the real program: what was saved stands on its page, and then everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from commonpress.pipeline import publish
from commonpress.preview.proof import Proof
from commonpress.printing import print_book
from tests.books import SOUND, book

DECISION = "content/decisions/dec-2026-001.md"
PAGE = "decisions/dec-2026-001.html"
_TEXT = """\
---
title: We buy a kettle
subject: kitchen
question: Do we buy it?
state: draft
drafted_on: 2026-03-01
---
{words}
"""


class Answer(NamedTuple):
    """What came of a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Served:
    """A book behind the real program."""

    folder: Path
    port: int

    def ask(self, path: str, host: str = "", method: str = "GET") -> Answer:
        """Ask the server for a path, whole."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, f"/{path}", headers={"Host": host} if host else {})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())

    def page(self, path: str) -> str:
        """A page as it is now."""
        return self.ask(path).body.decode()

    def save(self, path: str, text: str | None) -> None:
        """Write a file, or delete it, and wait until the server saw that."""
        number = self.state()["number"]
        if text is None:
            (self.folder / path).unlink()
        else:
            (self.folder / path).write_text(text, encoding="utf-8")
        self.until(lambda state: state["number"] > number)

    def settle(self) -> None:
        """Wait until everything is done."""
        self.until(lambda state: bool(state["settled"]))

    def until(self, holds: Callable[[dict[str, int]], bool]) -> None:
        """Wait for a state of the server."""
        for _ in range(300):
            if holds(self.state()):
                return
            time.sleep(0.05)
        raise AssertionError(f"the preview stayed as it was: {self.state()}")

    def state(self) -> dict[str, int]:
        """How often the book was saved, and whether all of that is done."""
        state: dict[str, int] = json.loads(self.page("-preview/state.json"))
        return state


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    book(folder, {**SOUND, DECISION: _TEXT.format(words="It boils water.")})
    command = [sys.executable, "-m", "commonpress", "serve", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        said = server.stderr.readline()
        found = re.search(r"127\.0\.0\.1:([0-9]+)", said)
        assert found, said
        yield Served(folder, int(found[1]))
    finally:
        server.terminate()  # not Ctrl-C, which does not reach what runs in the background
        try:
            server.communicate(timeout=20)
        finally:
            server.kill()


def main_of(page: str | bytes) -> str:
    text = page.decode() if isinstance(page, bytes) else page
    return text[text.index("<main") : text.index("</main>")]


def built(folder: Path) -> dict[str, bytes]:
    """What `build --draft --no-zine` would write, made by the path that it goes."""
    outcome = publish(folder, draft=True)
    assert outcome.publication is not None
    site = print_book(outcome.publication, folder, with_zine=False).site
    return {file.path: b"".join(file.pieces()) for file in site}


def assert_as_built(served: Served) -> None:
    served.settle()
    for path, content in built(served.folder).items():
        shown = served.ask(path).body
        if path.endswith(".html") and b"<main" in content and path != "404.html":
            assert main_of(shown) == main_of(content), path
        elif not path.endswith(".html"):
            assert shown == content, path


def test_what_was_saved_is_on_its_page_before_anything_else_is_done(served: Served) -> None:
    served.settle()
    served.save(DECISION, _TEXT.format(words="It boils the water slowly."))
    assert "It boils the water slowly." in main_of(served.page(PAGE))
    assert_as_built(served)


def test_a_record_that_cannot_be_read_is_told_beside_the_last_good_page(served: Served) -> None:
    served.save(DECISION, _TEXT.format(words="It whistles.").replace("title:", "titel:"))
    for _ in range(2):  # at once, and when the whole book was read
        page = served.page(PAGE)
        assert "unknown-field" in page
        assert "It boils" in main_of(page)
        served.settle()
    served.save(DECISION, _TEXT.format(words="It whistles."))
    assert_as_built(served)
    assert "unknown-field" not in served.page(PAGE)
    assert "It whistles." in main_of(served.page(PAGE))


def test_settings_that_cannot_be_read_leave_the_site_as_it_was(served: Served) -> None:
    settings = (served.folder / "content/commons.yml").read_text("utf-8")
    served.save("content/commons.yml", "name: [\n")
    served.settle()
    page = served.page(PAGE)
    assert "content/commons.yml" in page
    assert "It whistles." in main_of(page)
    served.save("content/commons.yml", settings.replace("Tidewater Row", "Canal Street"))
    assert_as_built(served)
    assert "Canal Street" in served.page(PAGE)


def test_new_records_free_pages_and_deletions_reach_every_page(served: Served) -> None:
    other = DECISION.replace("001", "002")
    served.save(other, _TEXT.format(words="And a pot.").replace("a kettle", "a pot"))
    (served.folder / "content/pages").mkdir(exist_ok=True)
    served.save("content/pages/about.md", "---\ntitle: About\n---\nWho we are.\n")
    assert_as_built(served)
    assert "Who we are." in served.page("about.html")
    served.save(other, None)
    assert_as_built(served)
    assert served.ask(PAGE.replace("001", "002")).status == 404


def test_the_findings_beside_a_page_show_no_name_that_an_id_holds(served: Served) -> None:
    kept = (served.folder / "ledger/accounts.yml").read_text("utf-8")
    month = (served.folder / "ledger/2026/2026-03.yml").read_text("utf-8")
    served.save("ledger/accounts.yml", kept.replace("id: store\n", "id: amaranta\n"))
    served.save("ledger/2026/2026-03.yml", month.replace("to: store\n", "to: amarant\n"))
    served.settle()
    page = served.page(PAGE)
    panel = page.partition('<aside class="preview"')[2].partition("</aside>")[0]
    assert "id-like-a-name" in panel
    assert "unknown-reference" in panel, "its hint would name the nearest account"
    assert "amarant" not in panel.lower().replace("`amarant`", "")
    served.save("ledger/2026/2026-03.yml", month)
    served.save("ledger/accounts.yml", kept)
    served.settle()


def test_a_page_is_loaded_again_only_when_it_is_other_than_it_was(served: Served) -> None:
    served.settle()
    seen = re.search(r'data-seen="(\w+)"', served.page(PAGE))
    assert seen
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=20)) as connection:
        connection.request("GET", f"/-preview/events?page={PAGE}&seen={seen[1]}")
        with connection.getresponse() as line:
            assert line.headers["Content-Type"] == "text/event-stream"
            served.save(DECISION, _TEXT.format(words="It sings."))
            while (told := line.readline()) and b"changed" not in told:
                assert told.strip() in {b"", b": still here"}
    assert told == b"event: changed\n"
    assert "It sings." in served.page(PAGE)


def test_only_this_machine_is_answered_and_no_path_leads_out(served: Served) -> None:
    assert served.ask("index.html", host="commons.example").status == 421
    assert served.ask("index.html", host=f"localhost:{served.port}").status == 200
    for path in (
        "../content/commons.yml",
        "%2e%2e/mkdocs.yml",
        "content/commons.yml",
        "/etc/passwd",
    ):
        assert served.ask(path).status == 404
    answer = served.ask("index.html")
    assert "Access-Control-Allow-Origin" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert served.ask("index.html", method="POST").status == 501


def test_a_proof_has_every_file_of_a_build(tmp_path: Path) -> None:
    folder = book(tmp_path, {**SOUND, DECISION: _TEXT.format(words="It boils water.")})
    publication = publish(folder, draft=True).publication
    assert publication is not None
    proof = Proof(publication, folder)
    assert {path: proof.file(path) for path in proof.paths()} == built(folder)
