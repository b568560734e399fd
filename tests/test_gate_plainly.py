# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short ways of the text gate lead to what the long one finds (`tests/plain_gate.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from commonpress.check.privacy.gate import Manner, judge
from commonpress.check.privacy.known import known_words
from commonpress.check.privacy.lexicon import lexicon
from tests.plain_gate import judge_plainly

ROOT = Path(__file__).parents[1]
_MARKED = re.compile(r"\[\[\w+:(.*?)\]\]")
_KNOWN = ("Rope Works", "Long Table", "Wren", "Larch")


def manner(language: str, *, strict: bool) -> Manner:
    """How a text is judged, beside a second language and a short list of words."""
    words, other = lexicon(language), lexicon("fr")
    return Manner(
        strict=strict,
        lexicon=words,
        known=known_words(_KNOWN),
        others=(other,) if other and other is not words else (),
        letters_of_its_own=words is None,
    )


def is_told_the_same(text: str, language: str) -> bool:
    """Hold both ways against each other, in both manners. Whether anything was found."""
    found = []
    for strict in (True, False):
        found.append(judge(text, manner(language, strict=strict)))
        assert found[-1] == judge_plainly(text, manner(language, strict=strict)), (text, strict)
    return any(found)


# --- texts that people wrote ---------------------------------------------------------------------


def of_the_set() -> Iterator[tuple[str, str]]:
    """Every sentence of the gate's own sets, with its language; and in small letters."""
    for name in ("spans.txt", "unseen.txt", "clean.txt"):
        for line in (ROOT / "tests" / "gate" / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                language, *_, sentence = line.split(" | ")
                text = _MARKED.sub(r"\1", sentence)
                yield language, text
                yield language, text.lower()


def of_files(folder: str, most: int) -> Iterator[tuple[str, str]]:
    """The beginning of every file of a folder, as one text."""
    for file in sorted((ROOT / folder).rglob("*")):
        if file.suffix in {".md", ".txt", ".yml"} and file.is_file():
            yield "en", file.read_bytes()[:most].decode("utf-8", "replace")


CORPORA: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "set": of_the_set,
    "sample": lambda: of_files("content", 4_000),
    "cases": lambda: of_files("cases", 4_000),
    "errors": lambda: of_files("tests/errors", 1_000),
    "hostile": lambda: of_files("tests/hostile", 2_000),
}


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_texts_are_told_the_same(name: str) -> None:
    told = [is_told_the_same(text, language) for language, text in CORPORA[name]()]
    assert any(told)


@pytest.mark.parametrize(
    "text",
    [
        "It stood at 2.345,1.234 then",
        "The device 1.2.3.4 was there",
        "The file 12-AB-345 is closed",
        "She was born May\n5 there",
    ],
)
def test_no_short_way_passes_over_these(text: str) -> None:
    """What had been passed over until both ways were held against each other."""
    assert is_told_the_same(text, "en")


# --- any texts -----------------------------------------------------------------------------------

# What the short ways pass over, and what they must stop at.
PIECES = (
    *"my sister rose|our friend|hope|three o'clock|12 Larch Street|| a |**|[x](y)z|&amp;".split(
        "|"
    ),
    *"Person A;Personas B y C;ent-2026-03-0001;x-2026-1;2026/03;1999-2;#tag;word#1234".split(";"),
    *"fe80::1:2:3;01:02:03:04:05:06;@wren;u/wren;www.a.com;a://b;wren (at) b.org".split(";"),
    *"Bread;bread;Rose said;Rose;Rope Works;Wren;Quillfeather;quillfeather;J. K.;A.;OK".split(";"),
    *"d'accord;L'accord;Straße;12 Hauptstraße;die Küche;Ernst;señora Ruiz;Colegio San Jose".split(
        ";"
    ),
    *"h\u00e9;e\u0301;\u200b;\uff46;\u0410;\u05d0\u05d1;“;”;aged 5;5 pm;born 1 May 1990".split(";"),
    *"GB82 WEST 1234 5698 7654 32;RSSMRA85T10A562S;2.345,1.234;geo:1.2,3.4;///a.b.c;5°".split(";"),
    *"7;12;345;6789;-;/;:;'; ;  ;\n;\n\n;. ;? ;! ;, ;| ;# ;- **Word** Sentence;1. ;> ;(;_;`".split(
        ";"
    ),
    *"Carried in the rain;Two sacks came late;Style Guide;St Mary School;Dr Osei;Mr. ".split(";"),
)


def texts() -> st.SearchStrategy[str]:
    """Pieces of all sorts beside each other, with any letter between them."""
    pieces = st.one_of(st.sampled_from(PIECES), st.sampled_from(["", " "]), st.text(max_size=2))
    return st.lists(pieces, max_size=12).map("".join)


@settings(max_examples=400)
@given(texts(), st.sampled_from(["en", "de", "fr", "es", "ar"]))
@example("Ask our sister rose", "en")
@example("At three o'clock", "en")
@example("Rose said", "en")
def test_any_text_is_told_the_same(text: str, language: str) -> None:
    event("found" if is_told_the_same(text, language) else "nothing")
