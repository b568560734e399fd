# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting proves its slots, and stamping fills each with the escape of its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.forme import (
    FRAME_SLOTS,
    Forme,
    FormeError,
    FormeKey,
    Slot,
    cut,
    expected_slots,
    fill,
    forme_key,
    forme_keys,
    marks_for,
    stamp,
)
from commonpress.render.site_page import BookPart, Elsewhere, Link, SiteFrame, SitePage
from tests.small_site import FRAME, PAGES, element, page

MARKS = marks_for("a configuration")
KEY = FormeKey("assembly", 1, source=True, earlier=True, later=True)

# Every slot in the place it has in a page.
BESIDE = replace(FRAME, elsewhere=(Elsewhere("es", "Español", "es/", "https://row.example/es/"),))
PAGE = """\
<title>{title}</title><meta name="description" content="{description}">
<link rel="canonical" href="{canonical}"><p id="day">{as-of}</p>{notice}
<article class="page{kind}" lang="{language}" dir="{direction}">{body}</article>
<a rel="prev" href="{earlier-address}">{earlier-title}</a>
<a rel="next" href="{later-address}">{later-title}</a>
<a id="edit" href="{edit}">Change</a><footer>{colophon}</footer>
"""


def set_page(template: str = PAGE) -> str:
    for slot in Slot:
        template = template.replace(f"{{{slot}}}", MARKS.of[slot])
    return template


def cut_page(template: str = PAGE) -> Forme:
    return cut(set_page(template), MARKS, expected_slots(KEY, FRAME), name="a page")


MIDDLE = replace(
    page("decisions/dec-2026-013.html", "assembly", "B & C", kind="decision"),
    source="content/decisions/dec-2026-013.md",
    earlier=Link("decisions/dec-2026-012.html", "<first>"),
    later=Link("index.html", "Home"),
    description='He said "no"',
    lang="ar",
)


def test_a_stamped_page_says_everything_in_its_place() -> None:
    html = stamp(cut_page(), MIDDLE, FRAME).decode()
    assert element(html, "title").text == "B & C"
    assert element(html, "meta").attributes["content"] == 'He said "no"'
    assert element(html, "link").attributes["href"] == (
        "https://tidewater-row.example/decisions/dec-2026-013.html"
    )
    assert element(html, "article").attributes == {
        "class": "page page-decision",
        "lang": "ar",
        "dir": "rtl",
    }
    earlier = element(html, "a", rel="prev")
    assert (earlier.attributes["href"], earlier.text) == (
        "../decisions/dec-2026-012.html",
        "<first>",
    )
    assert element(html, "a", rel="next").attributes["href"] == "../index.html"
    assert element(html, "a", id="edit").attributes["href"] == (
        "https://forge.example/book/_edit/main/content/decisions/dec-2026-013.md"
    )
    assert element(html, "p", id="day").text == "30 June 2026"
    assert element(html, "footer").text == "\n".join(FRAME.colophon)


def test_a_page_without_a_description_has_the_tagline() -> None:
    html = stamp(cut_page(), replace(MIDDLE, description=""), FRAME).decode()
    assert element(html, "meta").attributes["content"] == FRAME.tagline


def test_a_notice_stands_only_where_there_is_one() -> None:
    assert "notice" not in stamp(cut_page(), MIDDLE, FRAME).decode()
    drafted = stamp(cut_page(), MIDDLE, replace(FRAME, notice="A <draft>.")).decode()
    assert element(drafted, "p", **{"class": "notice"}).text == "A <draft>."


# A page of a site that stands beside one in another language has every slot there is.
WHOLE = PAGE + "{alternates}{languages}"


def cut_one_of_several(template: str) -> Forme:
    return cut(set_page(template), MARKS, expected_slots(KEY, BESIDE), name="a page")


def test_a_page_with_every_slot_is_cut() -> None:
    cut_one_of_several(WHOLE)


@pytest.mark.parametrize("slot", list(Slot))
def test_a_page_that_lost_a_slot_is_not_cut(slot: Slot) -> None:
    with pytest.raises(FormeError, match=f"a page: the slot {slot} stands there 0 times, not 1"):
        cut_one_of_several(WHOLE.replace(f"{{{slot}}}", "", 1))


@pytest.mark.parametrize("slot", list(Slot))
def test_a_page_that_doubled_a_slot_is_not_cut(slot: Slot) -> None:
    with pytest.raises(FormeError, match=f"the slot {slot} stands there 2 times, not 1"):
        cut_one_of_several(WHOLE + f"{{{slot}}}")


def test_a_page_with_a_slot_of_another_variant_is_not_cut() -> None:
    expected = expected_slots(replace(KEY, source=False), FRAME)
    with pytest.raises(FormeError, match="the slot edit stands there 1 times, not 0"):
        cut(set_page(), MARKS, expected, name="a page")


def test_a_piece_of_a_mark_that_is_left_over_is_found() -> None:
    with pytest.raises(FormeError, match="a mark is left over"):
        cut_page(PAGE + MARKS.stem)


def test_marks_follow_from_the_configuration_and_from_nothing_else() -> None:
    assert marks_for("a configuration") == MARKS
    other = marks_for("another configuration")
    assert not set(MARKS.of.values()) & set(other.of.values())
    assert len(set(MARKS.of.values())) == len(Slot)
    assert all(mark.isalnum() and mark.islower() for mark in MARKS.of.values())


def test_one_more_record_needs_no_new_forme() -> None:
    keys = forme_keys(PAGES, FRAME)
    last = PAGES[-1]
    new = page("decisions/dec-2026-015.html", "assembly", source="content/decisions/x.md")
    more = [
        replace(new, earlier=Link(last.address, last.title)),
        replace(last, later=Link(new.address, new.title)),
        replace(last, earlier=None),
    ]
    assert forme_keys([*PAGES, *more], FRAME) == keys
    assert {forme_key(one, FRAME) for one in PAGES} <= set(keys)


def test_no_page_offers_a_change_where_there_is_no_address_for_it() -> None:
    assert not forme_key(MIDDLE, replace(FRAME, edit_base="")).source
    assert forme_key(MIDDLE, FRAME).source


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40
)


@given(TEXT, TEXT, TEXT)
def test_whatever_a_text_holds_a_browser_reads_it_as_text(
    title: str, description: str, neighbour: str
) -> None:
    said = replace(
        MIDDLE,
        title=title,
        description=description,
        earlier=Link("index.html", neighbour),
        body="",
    )
    frame = replace(FRAME, as_of=title, colophon=(description,), notice=neighbour)
    html = stamp(cut_page(), said, frame).decode()
    line = " ".join(title.split())
    assert element(html, "title").text == line
    assert element(html, "p", id="day").text == line
    content = element(html, "meta").attributes["content"]
    assert content == (" ".join(description.split()) or FRAME.tagline)
    assert element(html, "a", rel="prev").text == " ".join(neighbour.split())
    assert element(html, "footer").text == " ".join(description.split())


def test_a_free_page_has_only_what_every_page_says() -> None:
    mark = MARKS.of
    html = f"<p>{mark[Slot.AS_OF]}</p>{mark[Slot.NOTICE]}<div>{mark[Slot.COLOPHON]}</div>"
    forme = cut(html, MARKS, dict.fromkeys(FRAME_SLOTS, 1), name="free")
    assert fill(forme, FRAME).decode() == (
        "<p>30 June 2026</p><div><p>Kept in the open by the assembly.</p>\n"
        "<p>Text and data: CC BY-SA 4.0.</p></div>"
    )


@pytest.mark.parametrize(
    "address",
    ["../out.html", "/etc/x.html", "a//b.html", "A.html", "x.html?y", 'x".html', "x", "a/.html"],
)
def test_an_address_that_would_need_quoting_is_a_mistake(address: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        page(address, "assembly")
    with pytest.raises(ValueError, match="is not an address"):
        Link(address, "x")


def test_a_frame_or_a_page_of_an_unsound_word_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is not a language"):
        SiteFrame(name="x", parts=(), language='en" onload="x')
    with pytest.raises(ValueError, match="is not a kind"):
        SitePage("a.html", "ledger", "t", "d", "b", kind='x" y="')
    with pytest.raises(ValueError, match="is not a language"):
        SitePage("a.html", "ledger", "t", "d", "b", lang="<en>")
    part = BookPart("ledger", "Ledger", "ledger/index.html")
    with pytest.raises(ValueError, match="have one key"):
        SiteFrame(name="x", parts=(part, part))
