# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text index: what is found, how words are compared, and how the files lie."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpress.kinds import LINE_BY_LINE
from commonpress.render import search_index
from commonpress.render.artifact import Artifact
from commonpress.render.search_documents import MADE, Document, documents
from commonpress.render.search_index import postings_of, search_files, shards_of, word_file
from commonpress.render.search_words import RULES, SKIPPED, fold, stem, words_of
from tests.site_reading import book, pages, site

VECTORS = Path(__file__).with_name("search_vectors.json")
VALUE = re.compile(r'find\.take\("([^"]+)",(.*)\);\n', re.DOTALL)


def vectors() -> dict[str, Any]:
    """What Python and the browser must both make of texts and words."""
    read: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return read


def handed_over(files: tuple[Artifact, ...]) -> dict[str, Any]:
    """The value of every file of the index, by its name."""
    found = {}
    for file in files:
        if taken := VALUE.fullmatch(file.content.decode()):
            found[taken[1]] = json.loads(taken[2])
    return found


def document(number: int, title: str, text: str = "", language: str = "en") -> Document:
    """A decision of this number."""
    name = f"dec-2026-{number:03}"
    return Document("decision", number, name, f"decisions/{name}.html", title, "", text, language)


# --- words ---------------------------------------------------------------------------------------


def test_texts_are_taken_apart_as_the_vectors_say() -> None:
    assert {text: words_of(text) for text in vectors()["texts"]} == vectors()["texts"]


@pytest.mark.parametrize("language", ["ar", "en", "es"])
def test_words_are_stemmed_as_the_vectors_say(language: str) -> None:
    told = vectors()["stems"][language]
    assert {word: stem(fold(word), language) for word in told} == told


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "decide decides decided deciding decision decisions"),
        ("en", "neighbour neighbours neighbor"),
        ("en", "agree agrees agreed agreement"),
        ("es", "vecino vecina vecinos vecinas"),
        ("es", "decisión decisiones DECIDIR"),
        ("es", "reparar reparado reparación reparando"),
        ("ar", "طعام الطعام والطعام طَعَام"),
        ("ar", "اجتماع الاجتماعات"),
    ],
)
def test_the_forms_of_a_word_are_one_word(language: str, forms: str) -> None:
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


@given(st.text(max_size=60))
def test_a_folded_text_folds_to_itself_and_holds_no_marks(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(sorted(RULES)), st.text("abcdeiklmnorstuyالوهي", min_size=1, max_size=14))
def test_a_stem_is_never_blank_nor_longer_than_its_word(language: str, word: str) -> None:
    assert 0 < len(stem(word, language)) <= len(word)


def test_words_that_are_skipped_are_written_folded() -> None:
    assert all(fold(word) == word for word in SKIPPED)


# --- what can be found ---------------------------------------------------------------------------


def found_in(name: str) -> tuple[Document, ...]:
    """Everything that can be found in a book."""
    return documents(book(name), site(name).pages)


def test_every_record_and_every_page_can_be_found_but_no_line() -> None:
    published = book("sample")
    found = found_in("sample")
    records = {(d.kind, d.id) for d in found if d.kind != MADE}
    expected = {
        (kind, record.id)
        for kind, group in published.records.items()
        for record in group
        # no page of their own; a translation is found as the record it translates
        if kind not in {*LINE_BY_LINE, "allow", "commons", "tombstone", "translation"}
    }
    assert records == expected
    told = {d.address for d in found}
    index = {a for a in pages("sample") if a.startswith(("a-z/", "search/"))}
    assert index == {"a-z/index.html", "search/index.html"}
    gone = {page.address for page in site("sample").pages if page.kind == "withdrawn"}
    assert len(gone) > 1
    assert set(pages("sample")) - index - gone <= told
    assert not told & gone


def test_no_line_of_the_ledger_is_in_the_index() -> None:
    lines = [r for kind in LINE_BY_LINE for r in book("sample").records.get(kind, ())]
    assert len(lines) > 500
    values = handed_over(site("sample").scripts)
    indexed = {word for name, words in values.items() if name[:2] == "w-" for word in words}
    prose = "".join(d.text for d in found_in("sample"))  # may cite a line by its id
    lone = {word for line in lines for word in words_of(line.id) if line.id not in prose}
    assert not lone & indexed


def test_texts_of_parts_are_found_and_where_links_lead_is_not() -> None:
    texts = {d.id: d.text for d in found_in("sample") if d.kind == "decision"}
    records = book("sample").records["decision"]
    for record in records:
        options: Any = record
        for option in options.options:
            assert option.title in texts[record.id]
    assert "](" not in "".join(texts.values())


# --- the files -----------------------------------------------------------------------------------


def unpacked(packed: str) -> list[tuple[int, int, int]]:
    """Kind, number and weight of every document of a word, read as the browser reads them."""
    found = []
    for part in packed.split("."):
        number = value = 0
        unit = 1
        for letter in part[1:]:
            digit = search_index._DIGITS.index(letter)
            value, unit = value + digit % 32 * unit, unit * 32
            if digit < 32:
                number += value // 3
                found.append((search_index._DIGITS.index(part[0]), number, value % 3))
                value, unit = 0, 1
    return found


@given(
    st.sets(st.integers(0, 100_000), max_size=50)
    .map(sorted)
    .flatmap(
        lambda numbers: st.tuples(
            st.just(numbers),
            st.lists(st.integers(0, 2), min_size=len(numbers), max_size=len(numbers)),
        )
    )
)
def test_what_is_packed_is_unpacked(given: tuple[list[int], list[int]]) -> None:
    numbers, weights = given
    places = [3 * number + weight for number, weight in zip(numbers, weights, strict=True)]
    assert unpacked("A" + search_index._packed(places)) == [
        (0, number, weight) for number, weight in zip(numbers, weights, strict=True)
    ]


def test_a_word_weighs_more_in_a_title_and_where_it_stands_often() -> None:
    group = [
        document(0, "Bread for all", "soup"),
        document(1, "Soup", "bread"),
        document(2, "Tables", "bread and breads"),
    ]
    packed = postings_of([("decision", group)])
    assert unpacked(packed["bread"]) == [(0, 0, 2), (0, 1, 0), (0, 2, 1)]
    assert unpacked(packed["dec2026001"]) == [(0, 1, 2)]


def longest_beginning(word: str, beginnings: set[str]) -> str:
    """The rule by which a browser finds the file of a word."""
    return next(word[:at] for at in range(len(word), -1, -1) if word[:at] in beginnings)


def test_every_word_stands_in_the_file_of_its_longest_listed_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_index, "LARGEST", 400)
    postings = postings_of([("decision", [d for d in found_in("sample") if d.kind == "decision"])])
    shards = shards_of(postings)
    assert len(shards) > 30
    assert {w for words in shards.values() for w in words} == set(postings)
    for beginning, words in shards.items():
        assert {longest_beginning(word, set(shards)) for word in words} <= {beginning}


def test_a_new_record_changes_only_files_of_its_words_and_the_last_of_its_kind() -> None:
    old = [document(n, f"Number {n}", f"word{n} shared") for n in range(70)]
    new = document(70, "Zebras", "zucchini")
    before, after = (
        {f.path: f.content for f in search_files(group, "en")} for group in (old, [*old, new])
    )
    changed = {path for path in after if before.get(path) != after[path]}
    words = {path for path in after if "/w-" in path}
    assert changed <= words | {"search/contents.js", "search/d-decision-2.js"}
    assert "search/d-decision-2.js" in changed


def test_the_files_are_named_so_that_any_disk_keeps_them() -> None:
    assert word_file("con") == "w-con"
    assert word_file("طع") == "w--637-639"


def test_no_text_can_end_a_script() -> None:
    files = search_files([document(0, "</script><script>alert(1)</script>", "a")], "en")
    assert all(b"<" not in f.content for f in files if f.path != "search/search.js")
    shown = handed_over(files)["d-decision-0"]
    assert shown[0][1] == "</script><script>alert(1)</script>"
