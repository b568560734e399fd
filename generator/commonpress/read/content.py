# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the bytes of one file to the raw records that its place says it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.ground.spelling import nearest
from commonpress.kinds.base import Kind, ListIn, Months
from commonpress.read.canonical_fields import read_canonical_fields
from commonpress.read.front_matter import read_front_matter
from commonpress.read.limits import EVENTS, MONTH_BYTES, MONTH_EVENTS, RECORD_BYTES
from commonpress.read.raw import Fields, Items, MonthText, Node, PlainRecord, RawRecord, Text
from commonpress.read.shelves import Place
from commonpress.read.tables import Columns, read_table
from commonpress.read.text import decode
from commonpress.read.yaml_tree import Tree, read_yaml

NOT_FIELDS = Code(
    "not-fields", "A record is a set of fields, each a name, a colon and what it holds."
)
NOT_A_LIST = Code(
    "not-a-list",
    "Where a field or a file holds several things, they stand in a list, one `- ` each.",
)
UNKNOWN_KEY = Code(
    "unknown-key", "A file that holds a list of records holds nothing beside that list."
)
CODES = (NOT_FIELDS, NOT_A_LIST, UNKNOWN_KEY)


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave."""

    raws: tuple[RawRecord, ...]
    findings: tuple[Diagnostic, ...]
    text: str
    lost: bool
    month: MonthText | None = None
    plain: PlainRecord | None = None


def read_content(path: str, place: Place, content: bytes, *, quickly: bool = False) -> FileRead:
    """Read the bytes of one file as the records that its place says it holds.

    `quickly` leaves a month as text, and the fields of a Markdown record that is plainly written
    without their places, so that either may be read the fast way.
    """
    by_line = _is_by_line(place)
    source = decode(path, content, most_bytes(place))
    if source.lost:
        return FileRead((), source.findings, "", lost=True)
    if quickly and by_line and not source.findings:
        month = MonthText(place.kinds[0], path, source.text)
        return FileRead((), (), source.text, lost=False, month=month)
    if quickly and not source.findings and (plain := _plain_record(path, place, source.text)):
        return FileRead((), (), source.text, lost=False, plain=plain)
    raws, findings, lost = _records(path, place, source.text, MONTH_EVENTS if by_line else EVENTS)
    return FileRead(raws, (*source.findings, *findings), source.text, lost=lost)


def _plain_record(path: str, place: Place, text: str) -> PlainRecord | None:
    kind = place.kinds[0]
    parts = read_canonical_fields(text) if kind.has_body else None
    return PlainRecord(kind, place.id, path, text, *parts) if parts else None


def most_bytes(place: Place) -> int:
    """How large a file may be that lies there."""
    return MONTH_BYTES if _is_by_line(place) else RECORD_BYTES


def _is_by_line(place: Place) -> bool:
    return any(isinstance(kind.shelf, Months) for kind in place.kinds)


_Records = tuple[tuple[RawRecord, ...], tuple[Diagnostic, ...], bool]


def _records(path: str, place: Place, text: str, most: int) -> _Records:
    kind = place.kinds[0]
    if path.endswith(".csv"):
        table = read_table(path, text, columns_of(kind))
        raws = tuple(_listed(kind, row, path) for row in table.rows)
        return raws, table.findings, table.lost
    if kind.has_body:
        parts = read_front_matter(path, text)
        return _single(kind, place.id, parts.tree, parts.body, path)
    tree = read_yaml(path, text, most=most)
    if isinstance(kind.shelf, ListIn | Months):
        return _lists(place.kinds, tree, path)
    return _single(kind, place.id, tree, None, path)


def columns_of(kind: Kind) -> Columns:
    """The columns that a table of a kind may have, and those it must have."""
    fields = [field for field in msgspec.structs.fields(kind.record) if field.name != "places"]
    return Columns(
        known=tuple(field.encode_name for field in fields),
        required=tuple(field.encode_name for field in fields if field.required),
    )


def _single(kind: Kind, record_id: str, tree: Tree, body: Text | None, path: str) -> _Records:
    """A file that is one record."""
    if tree.lost and tree.root is None:
        return (), tree.findings, True
    root = tree.root or Fields((), Span(path))
    if not isinstance(root, Fields):
        return (), (*tree.findings, _not_fields(root, kind)), True
    raw = RawRecord(kind, record_id, root, body, Span(path), path)
    return (raw,), tree.findings, tree.lost


def _lists(kinds: tuple[Kind, ...], tree: Tree, path: str) -> _Records:
    """A file of lists, each under the key that names its kind."""
    if tree.root is None:
        return (), tree.findings, tree.lost
    by_key = {kind.shelf.key: kind for kind in kinds if isinstance(kind.shelf, ListIn | Months)}
    keys = ", ".join(f"`{key}:`" for key in by_key)
    if not isinstance(tree.root, Fields):
        message = "this file does not begin with the name of its list"
        finding = Diagnostic(NOT_FIELDS, tree.root.span, message, f"begin it with {keys}")
        return (), (*tree.findings, finding), True
    raws: list[RawRecord] = []
    findings = list(tree.findings)
    for key, node in tree.root:
        kind = by_key.get(key.value)
        if kind is None:
            near = nearest(key.value, by_key)
            hint = f"did you mean `{near}`?" if near else f"write {keys}"
            findings.append(
                Diagnostic(
                    UNKNOWN_KEY, key.span, f"`{key.value}` is not the name of this list", hint
                )
            )
            continue
        for item in _items(key, node, findings):
            if isinstance(item, Fields):
                raws.append(_listed(kind, item, path))
            else:
                findings.append(_not_fields(item, kind))
    return tuple(raws), tuple(findings), bool(findings)


def _items(key: Text, node: Node, findings: list[Diagnostic]) -> Iterator[Node]:
    if isinstance(node, Items):
        yield from node.items
    elif not (isinstance(node, Text) and not node.value):
        message = f"`{key.value}` must be a list"
        hint = "begin each record with `- ` on a line of its own"
        findings.append(Diagnostic(NOT_A_LIST, node.span, message, hint))


def _listed(kind: Kind, fields: Fields, path: str) -> RawRecord:
    written = fields.get("id")
    record_id = written.value if isinstance(written, Text) else ""
    return RawRecord(kind, record_id, fields, None, fields.span, path)


def _not_fields(node: Node, kind: Kind) -> Diagnostic:
    held = "a list" if isinstance(node, Items) else "only text"
    message = f"here should be the fields of {kind.one}, and there is {held}"
    hint = "write each field as `name: value`, with a space after the colon"
    return Diagnostic(NOT_FIELDS, node.span, message, hint)
