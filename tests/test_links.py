# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check of the finished site sees what a browser sees, and lets no dead link pass."""

from __future__ import annotations

import re

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from commonpress.ground.sharing import working_in
from commonpress.render import links
from commonpress.render.artifact import Artifact
from commonpress.render.links import (
    BROKEN_LINK,
    DOUBLED_ANCHOR,
    OTHER_HOST,
    check_links,
    read_page,
)
from tests.site_reading import DATA, book, in_a_shell, site


def page(path: str, body: str) -> Artifact:
    return Artifact(path, f"<!doctype html><html><body>{body}</body></html>".encode())


def found(*files: Artifact, site_url: str = "") -> list[tuple[str, str]]:
    """Each finding as its code and what is between the first pair of backticks."""
    return [(f.code.slug, f.message.split("`")[1]) for f in check_links(files, site_url=site_url)]


OTHER = page("decisions/dec-1.html", '<h1 id="top-of-it">One</h1>')


@pytest.mark.parametrize(
    "link",
    [
        "decisions/dec-1.html",
        "decisions/dec-1.html#top-of-it",
        "decisions/dec-1.html#",
        "decisions/dec-1.html?x=1#top",
        "./decisions/../decisions/dec-1.html",
        "decisions/dec%2D1.html",
        "#here",
        "#w%C3%B6rter",
        "https://other.example/",
        "mailto:a@b.example",
        "//other.example/",
    ],
)
def test_a_link_that_leads_somewhere_is_no_finding(link: str) -> None:
    body = f'<p id="here"></p><p id="wörter"></p><a href="{link}">x</a>'
    assert found(page("index.html", body), OTHER) == []


@pytest.mark.parametrize(
    "link",
    [
        "decisions/dec-2.html",
        "decisions/dec-1.html#not-there",
        "Decisions/dec-1.html",
        "decisions/",
        "decisions",
        "/decisions/dec-1.html",
        "../decisions/dec-1.html",
        "#nowhere",
        "dec-1.html",
    ],
)
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    made = page("index.html", f'<a href="{link}">x</a>')
    assert found(made, OTHER) == [("broken-link", link)]


@pytest.mark.parametrize("markup", ['<img src="{}" alt="">', '<source srcset="{} 2x">'])
def test_pictures_are_followed_and_never_fetched_from_elsewhere(markup: str) -> None:
    here = Artifact("drawings/a.svg", b"<svg/>")
    assert found(page("index.html", markup.format("drawings/a.svg")), here) == []
    assert found(page("index.html", markup.format("drawings/b.svg")), here) == [
        ("broken-link", "drawings/b.svg")
    ]
    assert found(page("index.html", markup.format("https://cdn.example/b.svg")), here) == [
        ("other-host", "https://cdn.example/b.svg")
    ]


def test_styles_of_another_host_are_found_and_canonical_links_are_not_fetched() -> None:
    made = page(
        "index.html",
        '<link rel="stylesheet" href="//fonts.example/a.css">'
        '<link rel="canonical" href="https://row.example/index.html">',
    )
    assert found(made) == [("other-host", "//fonts.example/a.css")]


def test_an_id_that_stands_twice_is_found() -> None:
    made = page("index.html", '<p id="a"></p><p id="b"></p><p id="a"></p>')
    assert [(f.code, f.message) for f in check_links([made])] == [
        (DOUBLED_ANCHOR, "the id `a` stands 2 times on index.html")
    ]


def test_what_is_not_markup_names_nothing() -> None:
    body = (
        '<!-- <a href="gone.html"> --><script>x = \'<a href="gone.html" id="a">\'</script>'
        '<style>a::after{content:"<img src=gone.png>"}</style>'
        '<p title=\'<a href="gone.html">\'>&lt;a href="gone.html"&gt; a > b</p>'
    )
    assert found(page("index.html", body)) == []


def test_a_finding_says_the_line_or_the_file_of_the_book() -> None:
    made = page("decisions/dec-1.html", '\n\n<a\nhref="gone.html">x</a>')
    (on_page,) = check_links([made])
    assert (on_page.span.path, on_page.span.line) == ("decisions/dec-1.html", 3)
    (in_book,) = check_links([made], {"decisions/dec-1.html": "content/decisions/dec-1.md"})
    assert in_book.span.path == "content/decisions/dec-1.md"
    assert in_book.message == (
        "the page decisions/dec-1.html, line 3, links to `gone.html`, which is not there"
    )
    assert in_book.is_error


def test_the_page_for_missing_addresses_is_followed_from_the_root_of_the_host() -> None:
    home = page("index.html", "")
    missing = page("404.html", '<a href="/book/index.html">x</a><a href="/index.html">y</a>')
    assert found(home, missing, site_url="https://row.example/book/") == [
        ("broken-link", "/index.html")
    ]


NAMES = st.sampled_from(["a", "img", "p", "source", "A", "x-y"])
VALUES = st.text("abc.#/ <>&=\u00e9\n", max_size=8)
ATTRIBUTES = st.sampled_from(["href", "src", "id", "title", "HREF", "data-x"])


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Tags with attributes quoted in every way HTML has, and text between them."""
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        written = []
        for _ in range(draw(st.integers(0, 3))):
            name, value = draw(ATTRIBUTES), draw(VALUES)
            quote = draw(st.sampled_from(['"', "'", ""]))
            if not quote:
                value = "".join(c for c in value if c not in " <>=\n") or "v"
                value = value.rstrip("/") or "v"
            written.append(f"{name}={quote}{value.replace('&', '&amp;')}{quote}")
        name, text = draw(NAMES), draw(st.text("ab <3&gt;", max_size=6))
        text = re.sub("<(?=[a-z])", "<3", text)  # a sign, never the beginning of one more tag
        # A browser opens a link left open again, attributes and all, inside what comes next.
        end = "</a>" if name in "aA" else ""
        parts.append(f"<{name} {' '.join(written)}>{text}{end}")
    return "".join(parts)


def _as_a_browser(html: str) -> tuple[list[str], list[str]]:
    """The ids and the links and pictures of a page, by a parser that follows the standard."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    every = [e for e in root.iter() if isinstance(e.tag, str)]
    ids = [e.get("id", "") for e in every if "id" in e.attrib]
    named = [e.get(name, "").strip() for e in every for name in ("href", "src") if name in e.attrib]
    return ids, named


@given(markup())
def test_pages_are_read_as_a_browser_reads_them(body: str) -> None:
    html = f"<!doctype html><html><head></head><body>{body}</body></html>"
    ids, named = _as_a_browser(html)
    read = read_page(html)
    assert sorted(read.ids) == sorted(ids)
    assert sorted(w.target for w in read.wanted) == sorted(named)


@pytest.mark.parametrize("name", ["sample", "tidewater"])
def test_real_pages_are_read_as_a_browser_reads_them(name: str) -> None:
    for artifact in in_a_shell(site(name)):
        if not artifact.path.endswith(".html"):
            continue
        html = artifact.content.decode()
        ids, named = _as_a_browser(html)
        read = read_page(html)
        assert list(read.ids) == ids, artifact.path
        drawn = [w.target for w in read.wanted]
        assert [n for n in named if n] == [t for t in drawn if t in set(named)], artifact.path


def test_one_record_taken_away_is_missed_on_every_page_that_named_it() -> None:
    pages = in_a_shell(site("tidewater"))
    gone = "norms/call-the-pot.html"
    beside = [Artifact(path, b"") for path in sorted(DATA.addresses() | {"take-part.html"})]
    left = [artifact for artifact in pages if artifact.path != gone]
    broken = {f.span.path for f in check_links([*left, *beside]) if f.code is BROKEN_LINK}
    norm = next(n for n in book("tidewater").norms if n.record.id == "call-the-pot")
    naming = {f"cases/{c.id}.html" for c in (*norm.applied_in, *norm.came_from)}
    assert naming | {"cases/index.html", "norms/index.html"} <= broken
    assert OTHER_HOST not in {f.code for f in check_links([*pages, *beside])}


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        page(f"cases/case-{n}.html", f'<a href="case-{n % 7}.html#here">x</a>') for n in range(9)
    ]
    files += [page("cases/case-3.html", '<p id="here"></p>'), OTHER]
    alone = check_links(files)
    monkeypatch.setattr(links, "_WORTH_SHARING", 2)
    with working_in(2):
        assert check_links(files) == alone
    assert {f.span.path for f in alone} >= {"cases/case-0.html", "cases/case-8.html"}
