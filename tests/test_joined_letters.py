# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arabic in drawings for paper: letters joined, in the order in which they are seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.render.charts.joined_letters import as_seen, joined_text
from commonpress.render.charts.pens import PAPER, SCREEN, Window, label, svg

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
WORDS = st.text(alphabet=LETTERS + " ", min_size=1)


@given(WORDS)
def test_no_letter_is_lost_and_all_are_turned(text: str) -> None:
    assert unicodedata.normalize("NFKC", as_seen(text)[::-1]) == text


def test_letters_take_the_form_of_their_place() -> None:
    assert [
        unicodedata.name(c).removesuffix(" FORM").removeprefix("ARABIC LETTER ")
        for c in as_seen("بيت")[::-1]
    ] == [
        "BEH INITIAL",
        "YEH MEDIAL",
        "TEH FINAL",
    ]
    assert as_seen("دار") == "".join(reversed("ﺩﺍﺭ"))  # none of these joins to what follows


def test_lam_and_alef_are_one() -> None:
    assert as_seen("بلا") == "ﻼﺑ"


@pytest.mark.parametrize(
    ("said", "from_the_left"),
    [
        ("على 19 مارس", "ﺱﺭﺎﻣ 19 ﻰﻠﻋ"),
        ("دخل 868.85 €", "€ 868.85 ﻞﺧﺩ"),
        ("من The Roll Cart", "The Roll Cart ﻦﻣ"),
    ],
)
def test_numbers_and_words_of_another_script_keep_their_order(
    said: str, from_the_left: str
) -> None:
    assert as_seen(said) == from_the_left


@given(st.text(alphabet="abc ÄÖ 0123.,-€’Ж"))
def test_what_is_no_arabic_stays(text: str) -> None:
    assert as_seen(text) == text


def test_a_drawing_is_made_ready_for_paper_and_left_alone_for_a_screen() -> None:
    body = label("خبز & ماء", 1, 2)
    window = Window(0, 0, 10, 10)
    assert "خبز" in svg(window, SCREEN, "", body)
    paper = svg(window, PAPER, "", body)
    assert "خبز" not in paper
    assert "&amp;" in paper
    assert joined_text('<path d="M0 0"/>') == '<path d="M0 0"/>'
