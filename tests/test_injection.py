# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hostile texts in every slot: a browser must build the same page as from harmless ones.

The judge is an HTML parser that builds what browsers build. A hostile title must leave the
elements and attributes of a page as they are and stand there as text; a hostile body may bring
only elements and attributes from the list of its kind.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commonpress.render.engine import EngineRun, set_formes
from commonpress.render.forme import forme_keys
from commonpress.render.press import print_site
from commonpress.render.prose import to_html
from commonpress.render.sanitize import clean_page, clean_record
from commonpress.render.site_page import BookPart, Link, SiteFrame, SitePage
from tests.small_site import FRAME, element, elements, make_book, page, shape, words

HOSTILE = [
    "</title><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<img src=x onerror=alert(1)>",
    "</article></main><div id=main>",
    "<svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "javascript:alert(1)",
    "--><script>alert(1)</script><!--",
    "<!--head--><!--foot-->",
    "{{ 7*7 }} {% raw %} {# x #}",
    "{{ config.site_name.__class__ }}",
    "</textarea></noscript></style></template><b>",
    "<base href=//evil.example>",
    "\u202ereversed\u202c",
    "%3Cscript%3E",
    "${alert(1)} `x` \\",
]


# --- records -------------------------------------------------------------------------------------


def hostile_page(said: str) -> SitePage:
    return replace(
        page("decisions/dec-2026-013.html", "assembly", "x", kind="decision"),
        title=said,
        description=said,
        body="<h1>x</h1>",
        source="content/decisions/dec-2026-013.md",
        earlier=Link("index.html", said),
        later=Link("index.html", said),
    )


def printed(run: EngineRun, said: str) -> str:
    frame = replace(FRAME, as_of=said, colophon=(said, said), notice=said)
    site = {file.path: file.content for file in print_site(run, [hostile_page(said)], frame)}
    return site["decisions/dec-2026-013.html"].decode()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> EngineRun:
    book = make_book(tmp_path_factory.mktemp("book"))
    return set_formes(book / "mkdocs.yml", FRAME, forme_keys([hostile_page("x")], FRAME))


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_text_in_a_slot_is_read_as_text(run: EngineRun, said: str) -> None:
    html = printed(run, said)
    assert shape(html) == shape(printed(run, "x"))
    assert element(html, "title").text == f"{said} · {FRAME.name}"
    assert element(html, "meta", name="description").attributes["content"] == said
    assert element(html, "a", rel="prev").text == said
    assert element(html, "p", **{"class": "notice"}).text == said
    assert words(html).count(said) == 7


def every_page(book: Path, word: str) -> str:
    """All pages of a site whose settings say nothing but a word."""
    frame = SiteFrame(
        name=word,
        short_name=word,
        tagline=word,
        parts=(BookPart("ledger", word, "ledger/index.html"),),
        edit_base="https://forge.example/?" + word,
    )
    pages = [page("index.html", "home", "x"), page("one.html", "ledger", "x", source="a.md")]
    run = set_formes(book / "mkdocs.yml", frame, forme_keys(pages, frame))
    site = print_site(run, pages, frame)
    return "".join(file.content.decode() for file in site if file.path.endswith(".html"))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> str:
    return every_page(make_book(tmp_path_factory.mktemp("book")), "x")


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_setting_is_read_as_text(tmp_path: Path, harmless: str, said: str) -> None:
    assert shape(every_page(make_book(tmp_path), said)) == shape(harmless)


# --- bodies --------------------------------------------------------------------------------------

BODIES = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" &#x6A;avascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    '<a href="\\\\evil.example">x</a>',
    '<a href="https:evil">x</a>',
    '<a href="data:text/html,x" target=_blank ping=//evil.example>x</a>',
    '<p style="background:url(//evil.example)" onclick="x()">x</p>',
    '<div id="main" class="masthead skip notice" name="x">x</div>',
    "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='//evil.example/#x'/><image href='//evil.example'/></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=//evil.example></iframe><object data=x></object><embed src=x>",
    "<form action=//evil.example><input name=q type=text><button>x</button></form>",
    "<input type=image src=//evil.example onfocus=x autofocus>",
    "<link rel=stylesheet href=//evil.example><meta http-equiv=refresh content='0;//evil.example'>",
    "<base href=//evil.example><style>@import '//evil.example'</style>",
    "<video src=//evil.example poster=//evil.example></video><audio src=x></audio>",
    "</article></main></body><script>alert(1)</script>",
    "<template><script>x</script></template><noscript><p title='</noscript><script>x'>",
    "<!--head--><!--foot--><!-- <script> -->",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<label for=__drawer>x</label><a id=__config>x</a>",
    "![x](//evil.example/x.png) ![x](https://evil.example/x.png) ![x](javascript:x)",
    "[x](javascript:alert(1)) [x](vbscript:x) [x](//evil.example) <javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](x){ onclick=alert(1) style=color:red id=main .masthead }",
    "`<script>` and\n\n```\n</code></pre><script>alert(1)</script>\n```",
    "| <script> | [x](javascript:x) |\n|---|---|\n| <img src=x onerror=x> | x |",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    '--8<-- "/etc/passwd"',
]

RECORD_TAGS = """
html head body p em strong del a img ul ol li blockquote code pre hr br div table thead tbody tr th
td sup section h2 h3 h4 h5 h6
"""
RECORD_ATTRIBUTES = "href rel id aria-label class role tabindex scope start src alt"
PAGE_TAGS = (
    RECORD_TAGS
    + """
abbr b caption cite dd details dfn dl dt figcaption figure h1 i ins input kbd label mark path q s
samp small span sub summary svg tfoot time u var
"""
)
PAGE_ATTRIBUTES = (
    RECORD_ATTRIBUTES
    + """
dir lang title open width height checked disabled name for type value reversed d viewBox colspan
rowspan datetime
"""
)
OUR_CLASSES = {"masthead", "skip", "notice", "foot", "parts", "nameplate", "contents", "turn"}


def hold_to_the_list(html: str, tags: str, attributes: str) -> None:
    for e in elements(html):
        assert e.name in tags.split(), e
        assert set(e.attributes) <= set(attributes.split()), e
        assert not OUR_CLASSES & set(e.attributes.get("class", "").split()), e
        assert e.attributes.get("id", "c-").startswith("c-"), e
        assert e.attributes.get("type", "radio") in {"radio", "checkbox"}, e
        for name in ("href", "src"):
            address = e.attributes.get(name, "")
            assert address.startswith(("https://", "mailto:", "#")) or ":" not in address, e
            assert not address.startswith(("//", "\\", "/\\")), e
        assert not e.attributes.get("src", "").startswith("http"), e


@pytest.mark.parametrize("body", BODIES)
def test_a_hostile_body_of_a_record_stays_on_the_list(body: str) -> None:
    hold_to_the_list(to_html(body, link=lambda target: target), RECORD_TAGS, RECORD_ATTRIBUTES)


@pytest.mark.parametrize("body", BODIES)
def test_the_wall_of_records_holds_without_the_engine_before_it(body: str) -> None:
    hold_to_the_list(clean_record(body), RECORD_TAGS, RECORD_ATTRIBUTES)


@pytest.mark.parametrize("body", BODIES)
def test_the_wall_of_free_pages_holds_without_the_engine_before_it(body: str) -> None:
    hold_to_the_list(clean_page(body, lambda url: url), PAGE_TAGS, PAGE_ATTRIBUTES)


@pytest.fixture(scope="module")
def free_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each hostile body as a free page of its own, and one harmless page."""
    written = {f"page-{number}.md": f"# x\n\n{body}\n" for number, body in enumerate(BODIES)}
    book = make_book(tmp_path_factory.mktemp("book"), written | {"harmless.md": "# x\n"})
    site = print_site(set_formes(book / "mkdocs.yml", FRAME, ()), (), FRAME)
    return {file.path: file.content.decode() for file in site if file.path.endswith(".html")}


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_hostile_free_page_stays_on_the_list(free_pages: dict[str, str], number: int) -> None:
    html = free_pages[f"page-{number}.html"]
    begin, end = '<div class="page-text md-typeset">', "</div>\n</article>"
    shell = free_pages["harmless.html"]
    content = html.partition(begin)[2].rpartition(end)[0]
    assert content
    hold_to_the_list(content, PAGE_TAGS, PAGE_ATTRIBUTES)
    outside = html.replace(content, "").replace(f"page-{number}", "harmless")
    assert outside == shell.replace(shell.partition(begin)[2].rpartition(end)[0], "")


FRONT_MATTER = """\
---
title: '{0}'
description: '{0}'
author: '{0}'
template: '{0}'
icon: '{0}'
hide: [toc]
lang: '{0}'
part: '{0}'
tags: ['{0}']
---

Words.
"""


@pytest.fixture(scope="module")
def titled_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Free pages whose front matter says nothing but one of the texts, or an x."""
    written = {
        f"page-{number}.md": FRONT_MATTER.format(said.replace("'", "''"))
        for number, said in enumerate(["x", *HOSTILE])
    }
    book = make_book(tmp_path_factory.mktemp("book"), written)
    site = print_site(set_formes(book / "mkdocs.yml", FRAME, ()), (), FRAME)
    return {file.path: file.content.decode() for file in site if file.path.endswith(".html")}


@pytest.mark.parametrize("number", range(1, len(HOSTILE) + 1))
def test_hostile_front_matter_of_a_free_page_is_read_as_text(
    titled_pages: dict[str, str], number: int
) -> None:
    said, html = HOSTILE[number - 1], titled_pages[f"page-{number}.html"]
    assert shape(html) == shape(titled_pages["page-0.html"])
    assert element(html, "h1").text == said
    assert element(html, "title").text == f"{said} · {FRAME.name}"
    assert element(html, "meta", name="description").attributes["content"] == said
    assert element(html, "article").attributes["lang"] == FRAME.language
