# SPDX-License-Identifier: AGPL-3.0-or-later
"""What MkDocs warns of is a finding, at the page that it is about, each time a book is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonpress.render.page_warnings import page_warnings
from tests.books import Run, book, run

PAGES = ("content/pages/take-part.md", "content/pages/guides/first-visit.md")
NAV = """
    site_name: A commons
    docs_dir: content/pages
    use_directory_urls: false
    theme: {name: material, font: false}
    plugins: [commonpress]
    nav: [take-part.md, tuesday.md]
"""


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("Doc file 'take-part.md' contains a link '#x'", PAGES[0]),
        ("Doc file 'guides/first-visit.md' contains 'take-part.md'", PAGES[1]),
        ("A reference to 'tuesday.md' is included in the 'nav' configuration", "mkdocs.yml"),
        ("Config value 'x': Unrecognised configuration name: x", "mkdocs.yml"),
        ("", "mkdocs.yml"),
    ],
)
def test_a_warning_stands_at_the_page_that_it_names_first(message: str, place: str) -> None:
    (finding,) = page_warnings([message], PAGES, "mkdocs.yml")
    assert finding.span.path == place
    assert not finding.is_error


def test_a_warning_is_one_line_and_each_is_told() -> None:
    found = list(page_warnings(["one\n  and more.", "two."], PAGES, "mkdocs.yml"))
    assert [f.message for f in found] == ["MkDocs says: one and more", "MkDocs says: two"]


def test_a_warning_is_told_at_every_build_and_stops_none(tmp_path: Path) -> None:
    """The second build takes the pages from the cache; what was warned of is kept with them."""
    page = "---\ntitle: Take part\n---\nCome.\n"
    tiny = book(tmp_path, {"mkdocs.yml": NAV, "content/pages/take-part.md": page})

    def build() -> Run:
        return run("build", tiny, "--no-zine", "--format", "concise")

    first, second = build(), build()
    assert first.code == second.code == 0
    assert first.out == second.out
    assert first.out.startswith("mkdocs.yml:1:1: warning[page-warning] MkDocs says: A reference")
    assert str(tmp_path) not in first.out
    assert first.err.split()[0] != "0"
    assert second.err.split()[0] == "0"
