# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the text gate: check digits, word lists, views, manners, names found again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commonpress.check.privacy import numbers
from commonpress.check.privacy.gate import Manner, judge
from commonpress.check.privacy.known import known_words
from commonpress.check.privacy.lexicon import lexicon
from commonpress.check.privacy.views import views_of
from commonpress.check.rules.private_text import texts_lead_to_nobody
from tests.books import run
from tests.registers import case, entry, register

ROOT = Path(__file__).parents[1]


def seen(text: str, *, strict: bool = True, allowed: tuple[str, ...] = ()) -> list[str]:
    """What the gate finds in an English text."""
    manner = Manner(strict=strict, lexicon=lexicon("en"), known=known_words(allowed))
    return [text[one.start : one.end] for one in judge(text, manner)]


# Numbers that the issuers print as examples.
@pytest.mark.parametrize(
    ("judges", "number"),
    [
        (numbers.is_bank_account, "GB82WEST12345698765432"),
        (numbers.is_card, "4111111111111111"),
        (numbers.is_spanish, "12345678Z"),
        (numbers.is_brazilian, "52998224725"),
        (numbers.is_polish, "44051401359"),
        (numbers.is_german, "86095742719"),
        (numbers.is_italian, "RSSMRA85T10A562S"),
    ],
)
def test_a_number_is_known_by_its_check_digit_and_not_without_it(
    judges: Callable[[str], bool], number: str
) -> None:
    assert judges(number)
    last = number[-1]
    other = chr(ord(last) + 1) if last not in "9Z" else chr(ord(last) - 1)
    assert not judges(number[:-1] + other)


def test_a_word_list_holds_words_letter_for_letter() -> None:
    english = lexicon("en")
    assert english is not None
    words = ("compost", "compoz", "compostx", "", "a", "Compost", "*rose", "*")
    assert [word for word in words if english.holds(word)] == ["compost", "a", "*rose"]
    assert lexicon("en-GB") is english
    assert lexicon("ar") is None


def test_a_view_says_where_its_letters_stand_in_the_source() -> None:
    source = "We met Quill**feather** there"
    _, shown = views_of(source)
    start = shown.text.index("Quillfeather")
    assert shown.source(start, start + 12) == (7, 21)
    assert seen(source) != []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We asked Quillfeather's neighbour.", "Quillfeather's"),
        ("It was Tamsel al-Brandt who came.", "Tamsel al-Brandt"),
        ("They met Tamsel van der Brandt again.", "Tamsel van der Brandt"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    assert [name.startswith(one) or one == name for one in seen(text)] == [True]


def test_a_term_of_the_list_may_stand_as_it_is_written() -> None:
    assert seen("We asked Quillfeather there.", allowed=("Quillfeather",)) == []
    assert seen("We asked Quillfeathers there.", allowed=("Quillfeather",)) == ["Quillfeathers"]


def test_code_is_no_prose_but_where_stories_stand() -> None:
    text = "It prints `for Quillfeather` at the end."
    assert seen(text, strict=False) == []
    assert seen(text) == ["Quillfeather"]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Sharing Rules for the Long Table", []),
        ("Sharing rules for the Long Table", ["Long Table"]),
        ("A Table for Rose", ["Rose"]),
        ("A Table for Quillfeather", ["Quillfeather"]),
        ("Sharing Rules\n\nWe set the Long Table for all of them.", ["Long Table"]),
    ],
)
def test_in_a_heading_of_capitals_a_word_of_the_dictionary_is_no_name(
    heading: str, found: list[str]
) -> None:
    assert seen(heading, strict=False) == found
    assert seen(heading), "where people's stories stand, a capital is always asked about"


def test_a_day_in_brackets_is_no_telephone_number() -> None:
    assert seen("before it began (2026-01-05), and after", strict=False) == []
    assert seen("before it began (0600) 123 456, and after", strict=False) != []


def test_a_name_is_looked_for_in_the_paragraph_where_its_digits_stand() -> None:
    text = "First.\n\nThe shelf was made at 12 Larch Street.\n\nLast 3."
    assert seen(text, strict=False) == ["12 Larch Street."]


def test_a_name_of_a_note_is_found_in_small_letters_elsewhere() -> None:
    told = case(body="It was quillfeather who came back.")
    note = entry("2026-03-02 received 5 kg vegetables grocers store", note="Ask Quillfeather")
    said = [f.message for f in texts_lead_to_nobody(register(told, note))]
    assert len(said) == 2
    assert all("Q……r" in message or "q……r" in message for message in said)


@pytest.mark.parametrize(
    "text",
    [
        "Set the secret `COMMENT_TOKEN` there.",
        "1. So:\n\n    ```sh\n    git push Quillfeather\n    ```\n",
        "See [Open data](data.md) and [How to cook](cook.md).",
    ],
)
def test_what_is_typed_and_what_a_link_begins_with_is_no_name(text: str) -> None:
    assert seen(text, strict=False) == []


def test_a_contact_in_code_is_found_all_the_same() -> None:
    assert seen("Ask `sorrel@mail.example` first.", strict=False)


def test_the_documentation_holds_what_it_asks_of_others() -> None:
    assert run("check", ROOT / "docs").out.startswith("No findings")
