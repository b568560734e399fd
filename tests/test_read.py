# SPDX-License-Identifier: AGPL-3.0-or-later
"""The careful reader: what it takes as text, where it says things stand, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonpress.read.content import FileRead, read_content
from commonpress.read.raw import Fields, Items, Node, RawRecord, Text
from commonpress.read.shelves import place_of
from tests.books import MARCH, SETTINGS, SOUND, book, findings

PAGE = "content/pages/take-part.md"
TABLE = "ledger/2026/2026-03.csv"


def read(path: str, content: str | bytes) -> FileRead:
    place = place_of(path)
    assert place
    return read_content(path, place, content.encode() if isinstance(content, str) else content)


def told(file: FileRead) -> list[tuple[str, int, int]]:
    return [(d.code.slug, d.span.line, d.span.column) for d in file.findings]


def said(node: Node) -> object:
    """What a node says, without its places."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [said(item) for item in node.items]
    return {key.value: said(value) for key, value in node}


def where(fields: Fields, *keys: str) -> tuple[int, int, int]:
    node: Node | None = fields
    for key in keys:
        assert isinstance(node, Fields)
        node = node.get(key)
    assert node
    return node.span.line, node.span.column, node.span.end_column


def one(file: FileRead) -> RawRecord:
    assert file.findings == ()
    (raw,) = file.raws
    return raw


# --- text scalars ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["12:30", "010", "no", "1.10", "2026-03-24", "~", "null", "0x1F", ".inf", "1_000"]
)
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    assert said(one(read(SETTINGS, f"name: {written}\n")).fields) == {"name": written}


def test_quotes_and_blocks_keep_their_text() -> None:
    raw = one(read(SETTINGS, "name: \"a: b\"\ntagline: 'it''s'\nabout: |\n  one\n\n  two\n"))
    assert said(raw.fields) == {"name": "a: b", "tagline": "it's", "about": "one\n\ntwo\n"}


def test_every_key_and_value_has_its_place() -> None:
    raw = one(read(SETTINGS, "# a remark\nname: Row\nlimits:\n  case_k: 5\nlanguages: [en, es]\n"))
    assert where(raw.fields, "name") == (2, 7, 10)
    assert where(raw.fields, "limits", "case_k") == (4, 11, 12)
    assert [key.span.line for key, _ in raw.fields] == [2, 3, 5]
    languages = raw.fields.get("languages")
    assert isinstance(languages, Items)
    assert [item.span.column for item in languages.items] == [13, 17]


def test_columns_count_letters_not_bytes() -> None:
    raw = one(read(SETTINGS, "{name: Łąka, currency: EUR}\n"))
    assert where(raw.fields, "currency") == (1, 24, 27)


# --- front matter ---------------------------------------------------------------------------------


def test_places_count_from_the_top_of_the_file() -> None:
    raw = one(
        read(PAGE, "---\n\ntitle: Take part\n---\n\nCome on *Tuesday*.\n\n---\n\nOr later.\n")
    )
    assert where(raw.fields, "title") == (3, 8, 17)
    assert raw.body
    assert raw.body.value == "Come on *Tuesday*.\n\n---\n\nOr later."
    assert raw.body.span.line == 6


def test_a_page_without_fields_is_all_prose() -> None:
    raw = one(read(PAGE, "Come on Tuesday.\n"))
    assert raw.fields.pairs == ()
    assert raw.body == Text("Come on Tuesday.", raw.span)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [("\n---\ntitle: a\n---\n", 2, 1), (" ---\ntitle: a\n---\n", 1, 2), ("---\ntitle: a\n", 1, 1)],
)
def test_fields_that_do_not_stand_at_the_top_are_no_fields(
    content: str, line: int, column: int
) -> None:
    file = read(PAGE, content)
    assert told(file) == [("front-matter", line, column)]
    assert file.lost


# --- what YAML could mean, and may not ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "slug", "line", "column"),
    [
        ("name: a\nname: b\n", "doubled-key", 2, 1),
        ("name: a\nlimits: {case_k: 5, case_k: 6}\n", "doubled-key", 2, 21),
        ("name: &a Row\n", "yaml-anchor", 1, 7),
        ("name: *a\n", "yaml-anchor", 1, 7),
        ("limits: &a {case_k: 5}\n", "yaml-anchor", 1, 9),
        ("limits:\n  <<: {case_k: 5}\n", "yaml-anchor", 2, 3),
        ("name: !!python/object:os.system x\n", "yaml-tag", 1, 7),
        ("name: !!str Row\n", "yaml-tag", 1, 7),
        ("contact: !a [b]\n", "yaml-tag", 1, 10),
        ("name: a\n---\nname: b\n", "several-documents", 2, 1),
        ("? {a: b}\n: c\n", "bad-key", 1, 3),
        ("a: " + "[" * 20 + "]" * 20, "too-deep", 1, 23),
    ],
)
def test_a_record_says_only_what_is_written(
    written: str, slug: str, line: int, column: int
) -> None:
    file = read(SETTINGS, written)
    assert told(file) == [(slug, line, column)]
    assert file.lost


def test_lists_twenty_deep_are_read() -> None:
    assert read(SETTINGS, "a: " + "[" * 19 + "]" * 19).findings == ()


def test_a_bomb_of_aliases_costs_nothing() -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    file = read(SETTINGS, f"a0: &a0 ha\n{levels}")
    assert {slug for slug, _, _ in told(file)} == {"yaml-anchor"}


@pytest.mark.parametrize(
    ("written", "line", "column", "message"),
    [
        ("name: a\n\tcurrency: b\n", 2, 1, "this line is indented with a tab"),
        ("limits:\n\tcase_k: 5\n", 2, 1, "this line is indented with a tab"),
        ("name: a\ncurrency:EUR\n", 2, 9, "there is no space after the colon of `currency`"),
        ("name:Row\ncurrency: EUR\n", 1, 5, "there is no space after the colon of `name`"),
        ('name: "Row\ncurrency: EUR\n', 1, 7, "the quote that opens here is not closed"),
        ("name: 'Row\n", 1, 7, "the quote that opens here is not closed"),
        ("name: Row: ours\n", 1, 10, "a colon followed by a space begins a new field here"),
        ("name: %d\n", 1, 7, "text may not begin with `%`"),
        ("name: @wren\n", 1, 7, "text may not begin with `@`"),
        ("name: a\n  - b\n currency: c\n", 3, 10, "a colon followed by a space begins a new"),
        ("contact:\n  - a\n - b\n", 3, 2, "this line does not fit the lines above it"),
        ("name: [a, b\n", 2, 1, "this line does not fit the lines above it"),
    ],
)
def test_broken_yaml_is_told_in_plain_words(
    written: str, line: int, column: int, message: str
) -> None:
    (finding,) = read(SETTINGS, written).findings
    assert finding.code.slug == "bad-yaml"
    assert finding.message.startswith(message)
    assert (finding.span.line, finding.span.column) == (line, column)


def test_broken_yaml_in_front_matter_counts_from_the_top_of_the_file() -> None:
    assert told(read(PAGE, "---\ntitle: Take part\ndescription:How\n---\n")) == [
        ("bad-yaml", 3, 12)
    ]


# --- lists of records -----------------------------------------------------------------------------


def test_a_file_of_two_lists_gives_records_of_two_kinds() -> None:
    file = read("ledger/resources.yml", SOUND["ledger/resources.yml"])
    assert [(raw.kind.name, raw.id) for raw in file.raws] == [
        ("category", "vegetables"),
        ("category", "money"),
        ("resource", "vegetables"),
        ("resource", "euro"),
    ]


@pytest.mark.parametrize(
    ("written", "slug", "line", "column"),
    [
        ("handle:\n  - id: wren\n", "unknown-key", 1, 1),
        ("handles:\n  id: wren\n", "not-a-list", 2, 3),
        ("handles:\n  - wren\n", "not-fields", 2, 5),
        ("- id: wren\n", "not-fields", 1, 1),
        ("wren\n", "not-fields", 1, 1),
    ],
)
def test_a_list_of_records_begins_with_its_name(
    written: str, slug: str, line: int, column: int
) -> None:
    file = read("content/handles.yml", written)
    assert told(file) == [(slug, line, column)]
    assert file.lost


@pytest.mark.parametrize("written", ["", "# nobody yet\n", "handles:\n", "handles: []\n"])
def test_an_empty_list_is_a_list(written: str) -> None:
    file = read("content/handles.yml", written)
    assert (file.raws, file.findings, file.lost) == ((), (), False)


# --- tables ---------------------------------------------------------------------------------------

HEADER = "id,date,action,resource,quantity,unit,note\n"


def rows(content: str) -> list[object]:
    file = read(TABLE, content)
    assert file.findings == ()
    return [said(raw.fields) for raw in file.raws]


def test_a_cell_knows_its_place() -> None:
    file = read(TABLE, HEADER + 'e1,2026-03-01,received,rice,2,kg,"a, ""b"""\n\n"e2",,,,"3",kg,\n')
    first, second = file.raws
    assert where(first.fields, "note") == (2, 34, 44)
    assert said(first.fields) == {
        "id": "e1", "date": "2026-03-01", "action": "received", "resource": "rice",
        "quantity": "2", "unit": "kg", "note": 'a, "b"',
    }  # fmt: skip
    assert where(second.fields, "quantity") == (4, 9, 12)
    assert where(second.fields, "unit") == (4, 13, 15)
    assert second.id == "e2"


def test_a_line_end_inside_quotes_belongs_to_the_cell() -> None:
    file = read(TABLE, HEADER + 'e1,,,,,,"two\nlines"\ne2,,,,7,,\n')
    assert [raw.span.line for raw in file.raws] == [2, 4]
    assert said(file.raws[0].fields.get("note") or file.raws[0].fields) == "two\nlines"
    assert where(file.raws[1].fields, "quantity") == (4, 7, 8)


@pytest.mark.parametrize(
    ("written", "slug", "line", "column"),
    [
        ("", "bad-table", 1, 1),
        ("id;date;action\n", "bad-table", 1, 1),
        ("id\tdate\taction\n", "bad-table", 1, 1),
        (HEADER + 'e1,,,,,,"open\n', "bad-table", 2, 9),
        (HEADER + 'e1,,,,,,"shut"x\n', "bad-table", 2, 9),
        (HEADER + "e1,,,,,,,\n", "ragged-row", 2, 10),
        (HEADER + "e1,,,\n", "ragged-row", 2, 6),
        (HEADER.replace("note", "nota"), "unknown-column", 1, 39),
        (HEADER.replace("note", ""), "unknown-column", 1, 39),
        (HEADER.replace("note", "date"), "doubled-column", 1, 39),
        (HEADER.replace(",unit", ""), "missing-column", 1, 1),
        (HEADER.replace("note", "places"), "unknown-column", 1, 39),
    ],
)
def test_a_table_that_cannot_be_read_is_told_where(
    written: str, slug: str, line: int, column: int
) -> None:
    file = read(TABLE, written)
    assert told(file) == [(slug, line, column)]
    assert file.lost


def test_rows_beside_a_ragged_one_are_read() -> None:
    file = read(TABLE, HEADER + "e1,,,,,,\ne2,,\ne3,,,,,,\n")
    assert [raw.id for raw in file.raws] == ["e1", "e3"]


def test_a_month_may_be_kept_in_both_forms(tmp_path: Path) -> None:
    more = HEADER + "ent-2026-03-0004,2026-03-05,received,vegetables,3,kg,leeks\n"
    assert findings(book(tmp_path, {TABLE: more})) == ()


def test_an_id_that_stands_in_both_forms_is_doubled(tmp_path: Path) -> None:
    more = HEADER + "ent-2026-03-0001,2026-03-05,received,vegetables,3,kg,leeks\n"
    assert ("doubled-id", MARCH, 2, 9) in findings(book(tmp_path, {TABLE: more}))


# --- bytes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SOUND))
def test_a_mark_at_the_beginning_and_other_line_ends_change_nothing(path: str) -> None:
    plain = read(path, SOUND[path])
    other = read(path, b"\xef\xbb\xbf" + SOUND[path].replace("\n", "\r\n").encode())
    assert plain.raws
    assert other == plain


@pytest.mark.parametrize(
    ("content", "slug", "line", "column"),
    [
        (b"name: a\nabout: \xe9\n", "not-utf8", 2, 8),
        ("name: a\n".encode("utf-16"), "not-utf8", 1, 1),
        (b"name: a\x00b\n", "forbidden-character", 1, 8),
        (b"name: a\x1b[31m\n", "forbidden-character", 1, 8),
        ("name: a\u0085b\n".encode(), "forbidden-character", 1, 8),
        ("name: a\u2028b\n".encode(), "forbidden-character", 1, 8),
        ("name: a\u202eb\n".encode(), "hidden-character", 1, 8),
        ("name: a\u2066b\n".encode(), "hidden-character", 1, 8),
        ("name: a\U000e0041b\n".encode(), "hidden-character", 1, 8),
        (b"name: a\nabout: " + b"a" * 10_001, "too-large", 2, 1),
        (b"#" + b"a\n" * 130_000, "too-large", 1, 1),
    ],
)
def test_what_is_not_plain_text_is_told(content: bytes, slug: str, line: int, column: int) -> None:
    assert told(read(SETTINGS, content)) == [(slug, line, column)]


def test_a_joiner_that_scripts_need_is_text() -> None:
    assert read(SETTINGS, "name: می\u200cخواهم 👩\u200d🌾\n").findings == ()


def test_the_rest_of_a_file_with_a_bad_character_is_read() -> None:
    file = read(SETTINGS, "name: a\x07b\ncurrency: EUR\n")
    assert said(file.raws[0].fields) == {"name": "a\ufffdb", "currency": "EUR"}
    assert "\x07" not in file.text
