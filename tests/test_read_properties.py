# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for any file at all: the reader never fails, and never loses a thing unsaid."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commonpress.check.scalars import parse_amount
from commonpress.check.shape import shape
from commonpress.ground.diagnostics import Span
from commonpress.kinds import KIND_OF, KINDS
from commonpress.read import yaml_tree
from commonpress.read.book import read_book
from commonpress.read.content import FileRead, read_content
from commonpress.read.raw import Fields, Items, Node, RawRecord, Text
from commonpress.read.shelves import Place, place_of
from commonpress.read.tables import Columns, read_table
from commonpress.read.text import _MARKED, decode
from commonpress.read.yaml_tree import read_yaml

PATHS = (
    "content/commons.yml",
    "content/handles.yml",
    "content/roles/treasurer.yml",
    "content/decisions/dec-2026-014.md",
    "content/pages/guides/first-visit.md",
    "ledger/2026/2026-03.yml",
    "ledger/2026/2026-03.csv",
)
# Text in which the signs that mean something to the readers are as common as letters.
SIGNS = st.sampled_from([*"-:#{}[],&*!|>'\"%@`?~<=;.\t \n\r", "---\n", "- ", ": ", "\n  ", "<<: "])
WORDS = st.sampled_from(["id", "name", "entries", "date", "quantity", "title", "é", "\u202e", "\0"])
SOUP = st.lists(SIGNS | WORDS | st.text(max_size=3), max_size=40).map("".join)


def read(path: str, content: bytes) -> FileRead:
    place = place_of(path)
    assert place
    return read_content(path, place, content)


def spans(node: Node) -> list[Span]:
    inside: list[Span] = [node.span]
    if isinstance(node, Items):
        inside += [span for item in node.items for span in spans(item)]
    if isinstance(node, Fields):
        inside += [span for key, item in node for span in [key.span, *spans(item)]]
    return inside


def lies_inside(span: Span, text: str) -> bool:
    """Whether a place is one of the file: on a line it has, at most one past that line's end."""
    lines = text.split("\n")
    fits = 1 <= span.line <= len(lines) and 1 <= span.column <= len(lines[span.line - 1]) + 1
    return fits and (span.end_column == 0 or span.column < span.end_column)


@given(st.sampled_from(PATHS), SOUP)
@example("content/commons.yml", "?")
@example("content/commons.yml", "\ufeff")
@example("content/commons.yml", "a: \ufeffb")
@example("content/decisions/dec-2026-014.md", "---\n---\n---\n")
@example("content/decisions/dec-2026-014.md", "---")
@example("ledger/2026/2026-03.csv", '"')
@example("ledger/2026/2026-03.csv", ",")
@example("ledger/2026/2026-03.csv", "id,date\n\n\n,")
def test_any_text_gives_records_or_findings_each_in_its_place(path: str, text: str) -> None:
    file = read(path, text.encode("utf-8", "surrogatepass"))
    assert file.raws or file.findings or not file.lost
    for finding in file.findings:
        assert lies_inside(finding.span, file.text) or not file.text
    for raw in file.raws:
        assert all(lies_inside(span, file.text) for span in spans(raw.fields))


def test_every_sign_that_is_refused_is_seen() -> None:
    """The bytes of a file are looked at first: none of these may pass as harmless."""
    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    refused = [sign for sign in signs if _MARKED.match(sign) and sign != "\r"]
    assert len(refused) > 200
    assert all(decode("a.md", sign.encode(), 9).findings for sign in refused)


@given(st.sampled_from(PATHS), st.binary(max_size=200))
def test_any_bytes_are_read_or_told(path: str, content: bytes) -> None:
    file = read(path, content)
    assert file.lost <= bool(file.findings)


@given(st.sampled_from(PATHS), SOUP)
def test_any_record_is_shaped_or_told(path: str, text: str) -> None:
    for raw in read(path, text.encode("utf-8", "surrogatepass")).raws:
        record, findings = shape(raw)
        assert (record is None) == bool(findings)


@given(st.sampled_from(PATHS), SOUP.filter(lambda text: "\r" not in text))
def test_line_ends_and_a_mark_change_nothing(path: str, text: str) -> None:
    content = text.lstrip("\ufeff").encode("utf-8", "surrogatepass")
    assert read(path, b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == read(path, content)


@given(st.dictionaries(st.sampled_from(PATHS), SOUP.map(str.encode), max_size=3))
def test_any_book_is_read(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        for path, content in files.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(content)
        book = read_book(Path(name))
    assert set(book.unread) <= {finding.span.path for finding in book.findings}


SCALARS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
PLAIN = SCALARS.filter(lambda text: not set(text) & set("\u202a\u202b\u202c\u202d\u202e\ufeff"))
TREES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4),
    max_leaves=12,
)


def said(node: Node | None) -> object:
    if isinstance(node, Items):
        return [said(item) for item in node.items]
    if isinstance(node, Fields):
        return {key.value: said(item) for key, item in node}
    return node.value if node else ""


@given(TREES, st.booleans())
def test_what_another_program_writes_is_read_back(tree: object, flow: bool) -> None:  # noqa: FBT001
    """PyYAML's own writer is the judge: strings are quoted wherever YAML would take them wrong."""
    written = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=60)
    found = read_yaml("a.yml", written)
    if "<<" in written:
        return
    assert found.findings == ()
    assert said(found.root) == tree


@given(SOUP)
def test_the_parser_in_c_and_the_one_in_python_see_the_same(text: str) -> None:
    """Where both read a text, they read the same tree in the same places."""
    quick = read_yaml("a.yml", text)
    loader, yaml_tree._LOADER = yaml_tree._LOADER, yaml.SafeLoader
    try:
        slow = read_yaml("a.yml", text)
    finally:
        yaml_tree._LOADER = loader
    if not quick.lost and not slow.lost:
        assert said(quick.root) == said(slow.root)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_a_table_that_another_program_writes_is_read_back(rows: list[tuple[str, ...]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([("a", "b", "c"), *rows])
    table = read_table("a.csv", file.getvalue(), Columns(("a", "b", "c"), ()))
    assert table.findings == ()
    full = [
        tuple(cell.strip() for cell in row) for row in rows if any(cell.strip() for cell in row)
    ]
    assert [
        tuple(node.value for _, node in row if isinstance(node, Text)) for row in table.rows
    ] == full
    for row in table.rows:
        assert all(lies_inside(span, file.getvalue()) for span in spans(row))


@given(st.text(st.sampled_from("0123456789.,-+ e_kg'\u0663\u00b2"), max_size=12))
def test_a_quantity_is_digits_and_at_most_one_point(text: str) -> None:
    value = parse_amount(text)
    whole, _, part = text.partition(".")
    plain = (
        whole.isascii()
        and whole.isdigit()
        and ((part.isascii() and part.isdigit()) or "." not in text)
    )
    assert hasattr(value, "as_tuple") == (plain and len(whole) <= 12 and len(part) <= 6)


def test_every_kind_is_reached_from_a_path() -> None:
    reached = {kind.name for path in PATHS for kind in (place_of(path) or Place(())).kinds}
    assert reached < set(KIND_OF)
    assert all(isinstance(raw, RawRecord) for path in PATHS for raw in read(path, b"").raws)
    assert len(KINDS) == len(KIND_OF)
