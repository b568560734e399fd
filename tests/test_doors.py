# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both doors of the real program on the sample book: the same site, the same findings."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.small_site import ROOT, element

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, without the zine that takes seconds to set."""
    book = tmp_path_factory.mktemp("sample")
    for name in ("content", "ledger", "cases"):
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns("zines"))
    shutil.copy(ROOT / "mkdocs.yml", book)
    return book


def run(book: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / command[0], *command[1:]], cwd=book, capture_output=True, text=True, check=False
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_both_doors_build_the_same_site(sample: Path) -> None:
    ours, theirs = run(sample, "commonpress", "build"), run(sample, "mkdocs", "build", "--strict")
    assert ours.returncode == 0, ours.stdout + ours.stderr
    assert theirs.returncode == 0, theirs.stderr
    built = files(sample / "build/site")
    assert files(sample / "build/site-mkdocs") == built
    assert {"index.html", "404.html", "about.html", "decisions/dec-2026-014.html"} <= built.keys()


def test_a_second_build_writes_nothing(sample: Path) -> None:
    run(sample, "commonpress", "build")
    site = sample / "build/site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = run(sample, "commonpress", "build")
    assert "0 files changed" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_an_error_in_the_book_stops_both_doors_with_the_same_words(
    sample: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    shutil.copytree(sample, book, ignore=shutil.ignore_patterns("build"))
    decision = next((book / "content/decisions").glob("*.md"))
    decision.write_text(decision.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    ours, theirs = run(book, "commonpress", "build"), run(book, "mkdocs", "build")
    assert ours.returncode == 1
    assert theirs.returncode == 1
    first = next(line for line in ours.stdout.splitlines() if "titel" in line)
    assert first in theirs.stderr
    assert not (book / "build/site-mkdocs").exists()


# --- mkdocs serve --------------------------------------------------------------------------------


@dataclass
class Served:
    """A book behind `mkdocs serve`."""

    book: Path
    port: int

    def page(self, address: str) -> str:
        """What stands at an address now; blank while the server is not up."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", f"/{address}")
            return connection.getresponse().read().decode()
        except ConnectionError:
            return ""
        finally:
            connection.close()

    def page_with(self, address: str, words: str) -> str:
        """The page, as soon as these words stand on it."""
        for _ in range(300):
            page = self.page(address)
            if words in page:
                return page
            time.sleep(0.1)
        raise AssertionError(f"{words!r} did not come to {address}")


@pytest.fixture
def served(sample: Path, tmp_path: Path) -> Iterator[Served]:
    book = tmp_path / "book"
    shutil.copytree(sample, book, ignore=shutil.ignore_patterns("build"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [str(BIN / "mkdocs"), "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=book, stderr=subprocess.DEVNULL)
    try:
        yield Served(book, port)
    finally:
        server.terminate()
        server.wait(30)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_serving_shows_the_built_pages_and_each_change_of_a_record(
    sample: Path, served: Served
) -> None:
    run(sample, "commonpress", "build")
    address = "decisions/dec-2026-014.html"
    page = served.page_with(address, "<main")
    built = (sample / "build/site" / address).read_text("utf-8")
    assert main_of(page) == main_of(built)
    title = element(page, "h1").text
    source = served.book / "content/decisions/dec-2026-014.md"
    changed = source.read_text("utf-8").replace(f"title: {title}", "title: We changed our minds", 1)
    source.write_text(changed, "utf-8")
    changed_page = served.page_with(address, "We changed our minds")
    assert element(changed_page, "h1").text == "We changed our minds"
