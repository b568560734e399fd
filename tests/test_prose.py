# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prose: CommonMark with tables and footnotes, no HTML, links that stay inside or say so."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from commonpress.render import prose
from commonpress.render.prose import to_html, to_text
from commonpress.render.sanitize import clean_record
from tests.small_site import element, elements, words

ADDRESSES = {
    "dec-2026-014": "../decisions/dec-2026-014.html",
    "../media/yard.png": "../media/yard.png",
}


def link(target: str) -> str | None:
    return ADDRESSES.get(target)


def test_what_commonmark_says() -> None:
    html = to_html("A *word* and **two**.\n\n- one\n- `two`\n\n> said\n\n~~gone~~")
    assert html == (
        "<p>A <em>word</em> and <strong>two</strong>.</p>\n"
        "<ul>\n<li>one</li>\n<li><code>two</code></li>\n</ul>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n<p><del>gone</del></p>\n"
    )


@pytest.mark.parametrize(
    ("written", "top", "levels"),
    [
        ("# a\n## b\n### c", 2, [2, 3, 4]),
        ("## a\n### b", 2, [2, 3]),
        ("### a\n# b", 3, [5, 3]),
        ("#### a", 2, [2]),
        ("# a\n##### b", 4, [4, 6]),
        ("no heading", 2, []),
    ],
)
def test_headings_move_together_so_that_the_highest_is_the_one_asked_for(
    written: str, top: int, levels: list[int]
) -> None:
    found = [
        int(e.name[1])
        for e in elements(to_html(written, top=top))
        if e.name[0] == "h" and e.name[1:].isdigit()
    ]
    assert found == levels


def test_a_table_is_a_named_region_that_the_keyboard_can_scroll() -> None:
    html = to_html('| Food & *drink* | "kg" |\n|---|--:|\n| Bread | 4.0 |')
    region = element(html, "div")
    assert region.attributes == {
        "class": "scroll",
        "role": "region",
        "tabindex": "0",
        "aria-label": 'Food & drink, "kg"',
    }
    heads = [e.attributes for e in elements(html) if e.name == "th"]
    assert heads == [{"scope": "col"}, {"scope": "col", "class": "right"}]
    assert [e.attributes for e in elements(html) if e.name == "td"] == [{}, {"class": "right"}]


def test_footnotes_of_two_texts_on_one_page_do_not_meet() -> None:
    html = to_html("a[^1]\n\n[^1]: x", ids="reasons") + to_html("b[^1]\n\n[^1]: y", ids="dissent")
    ids = [e.attributes["id"] for e in elements(html) if "id" in e.attributes]
    assert ids == [
        "c-reasons-fnref-1",
        "c-reasons-fn-1",
        "c-dissent-fnref-1",
        "c-dissent-fn-1",
    ]
    links = [e.attributes["href"] for e in elements(html) if e.name == "a"]
    assert {address.removeprefix("#") for address in links} == set(ids)


@pytest.mark.parametrize(
    ("written", "attributes"),
    [
        ("[x](dec-2026-014)", {"href": "../decisions/dec-2026-014.html"}),
        (
            "[x](https://example.org/?a&b)",
            {"href": "https://example.org/?a&b", "rel": "noopener noreferrer"},
        ),
        ("<https://example.org>", {"href": "https://example.org", "rel": "noopener noreferrer"}),
        (
            "[x](mailto:a@example.org)",
            {"href": "mailto:a@example.org", "rel": "noopener noreferrer"},
        ),
        ('[x](dec-2026-014 "on\'mouseover")', {"href": "../decisions/dec-2026-014.html"}),
        ("[x](nowhere)", {}),
        ("[x](http://example.org)", {}),
        ("[x](//example.org/a)", {}),
        (r"[x](\\example.org)", {}),
        ("[x](</\\example.org>)", {}),
        ("[x](javascript:alert(1))", {}),
        ("[x](JaVaScRiPt&#58;alert(1))", {}),
        ("[x](&#106;avascript:alert(1))", {}),
        ("[x](data:text/html,a)", {}),
        ("[x](vbscript:a)", {}),
        ("[x](https:example.org)", {}),
        ("[x](https:/example.org)", {}),
        ("[x](ftp://example.org)", {}),
    ],
)
def test_a_link_leads_inside_or_to_a_named_site_or_nowhere(
    written: str, attributes: dict[str, str]
) -> None:
    assert element(to_html(written, link=link), "a").attributes == attributes


def test_no_link_can_reach_the_callback_but_a_plain_relative_one() -> None:
    asked: list[str] = []
    to_html(
        "[a](dec-1) [b](../x.md#y) [c](//h) [d](javascript:x) [e](https://h) ![f](p.png) [g](#z)",
        link=asked.append,
    )
    assert asked == ["dec-1", "../x.md#y", "p.png"]


def test_a_picture_of_this_site_is_shown_and_any_other_is_its_words() -> None:
    html = to_html("![The yard](../media/yard.png) ![A spy](https://x.example/p.gif)", link=link)
    assert element(html, "img").attributes == {"src": "../media/yard.png", "alt": "The yard"}
    assert words(html) == "A spy"


@pytest.mark.parametrize(
    "written",
    [
        "<b onclick=alert(1)>bold</b>",
        "<script>alert(1)</script>",
        "<div>\nblock\n</div>",
        "<!-- a comment -->",
        "<?php echo 1 ?>",
        "<![CDATA[ x ]]>",
        "[x](<b> c <i> [a",
        "a <https://x <b>",
        "<a href='https://x'>",
    ],
)
def test_a_tag_is_printed_as_the_letters_it_is_made_of(written: str) -> None:
    shown = re.sub(r"\s+", "", words(to_html(written)))
    assert shown == re.sub(r"\s+", "", written)
    assert {e.name for e in elements(to_html(written))} <= {"html", "head", "body", "p", "a"}


def test_code_shows_tags_as_they_were_written() -> None:
    html = to_html("`<b>&amp;</b>`\n\n```html\n<p class=x>\n```")
    assert element(html, "pre").text == "<p class=x>"
    assert words(html) == "<b>&amp;</b> <p class=x>"


PLAIN = st.text(
    st.characters(categories=["L", "N"], include_characters=" .,;:!?'\"<>()[]*_`~#-+|&/\n"),
    max_size=80,
)


TAGS = """
html head body p em strong del a img ul ol li blockquote code pre hr br div table thead tbody tr th
td sup section h2 h3 h4 h5 h6
"""
ATTRIBUTES = "href rel id aria-label class role tabindex scope start src alt"


@given(PLAIN, st.integers(2, 6))
def test_nothing_comes_out_that_is_not_on_the_list(written: str, top: int) -> None:
    for found in elements(to_html(written, top=top, link=lambda target: target)):
        assert found.name in TAGS.split()
        assert set(found.attributes) <= set(ATTRIBUTES.split())


@given(PLAIN.filter(lambda text: not re.search(r"[|~^<]|//|www|@|\[\^", text)))
def test_another_engine_reads_the_same_words(written: str) -> None:
    judge = MarkdownIt("commonmark", {"html": False}).render(written)
    judged = [e.name for e in elements(judge) if e.name != "a"]
    assert words(to_html(written, link=lambda target: target)) == words(judge)
    shift = {f"h{n}": "h" for n in range(1, 7)}
    ours = [e.name for e in elements(to_html(written)) if e.name != "a"]
    assert [shift.get(n, n) for n in ours] == [shift.get(n, n) for n in judged]


def test_plain_text_has_no_marks_no_notes_and_one_line() -> None:
    written = (
        "# Head\n\nA *word*[^1] &amp; `code`, ![the yard](y.png)\n\n- one\n- two\n\n[^1]: hidden"
    )
    assert to_text(written) == "Head A word & code, the yard one two"


@given(PLAIN, st.integers(2, 40))
def test_a_shortened_text_begins_like_the_whole_and_fits(written: str, longest: int) -> None:
    whole, short = to_text(written), to_text(written, longest=longest)
    assert len(short) <= longest
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


@given(st.text(st.sampled_from("abz é’'-.,;!? 1\n*w:"), max_size=24))
@example("One thing. And, another one; is it? Yes!")
@example("www.a.example x")
@example("a  b")
@example("it's 3.5 o'clock")
def test_simple_words_are_what_the_engine_makes_of_them(text: str) -> None:
    parsed = prose._parsed(text)
    if prose._SIMPLE.fullmatch(text):
        assert to_html(text) == clean_record(parsed)
