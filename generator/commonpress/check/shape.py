# SPDX-License-Identifier: AGPL-3.0-or-later
"""From raw records to records: each field becomes what its kind declares, or a finding.

The declared types are the only description of a record. They are compiled once into plans;
a record is then walked along its plan, and everything wrong with it is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonpress.check import forms, scalars
from commonpress.check.plans import ListPlan, Plan, ScalarPlan, StructPlan, plan_of
from commonpress.check.scalars import Fault, quote
from commonpress.ground.diagnostics import Code, Diagnostic, Span
from commonpress.ground.spelling import nearest
from commonpress.kinds.base import Kind, ListIn, Months, Record
from commonpress.read.content import NOT_A_LIST, NOT_FIELDS
from commonpress.read.raw import Fields, Items, Node, RawRecord, Text

UNKNOWN_FIELD = Code(
    "unknown-field",
    "A record holds the fields of its kind and no others: a field that nobody reads looks as if "
    "it were published, and is not.",
)
MISSING_FIELD = Code("missing-field", "The record cannot be understood without this field.")
NOT_TEXT = Code("not-text", "The field holds a piece of text, not a list or fields of its own.")
ID_FORM = Code(
    "id-form",
    "An id has the form of its kind. It is part of addresses and of what other records write, "
    "and it never changes.",
)
ID_DIFFERS = Code(
    "id-differs",
    "A record with a file of its own has the file's name as its id. Where the field `id` says "
    "something else, one of the two is wrong.",
)
ENTRY_WITHOUT_ID = Code(
    "entry-without-id",
    "Whoever writes an entry may leave its id blank. Before it is published it needs one, since "
    "corrections, addresses and receipts point to it: `commonpress number` fills it in.",
)
CODES = (
    *scalars.CODES,
    *forms.CODES,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    NOT_TEXT,
    ID_FORM,
    ID_DIFFERS,
    ENTRY_WITHOUT_ID,
)

_MISSING: Any = object()


def shape(raw: RawRecord) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """The record that was written, or None with all that is wrong with it."""
    work = _Shaping(raw)
    values = work.record()
    if work.findings:
        return None, tuple(work.findings)
    return raw.kind.record(**values, places=MappingProxyType(work.places)), ()


@dataclass(slots=True)
class _Shaping:
    raw: RawRecord
    findings: list[Diagnostic] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        raw = self.raw
        self.places[""] = raw.span
        plan = plan_of(raw.kind.record)
        fields = raw.fields
        if raw.kind.has_body:
            fields = self.with_body(fields)
        values = self.fields(plan, fields, "", raw.kind)
        self.identify(values)
        return values

    def with_body(self, fields: Fields) -> Fields:
        """The fields with what stands below them; a field `body` would compete with that."""
        pairs = []
        for key, node in fields:
            if key.value == "body":
                hint = "write it below the second line `---`"
                self.note(UNKNOWN_FIELD, key.span, "`body` is not written as a field", hint)
            else:
                pairs.append((key, node))
        if self.raw.body is not None:
            pairs.append((Text("body", self.raw.body.span), self.raw.body))
        return Fields(tuple(pairs), fields.span)

    def fields(
        self, plan: StructPlan, written: Fields, above: str, kind: Kind | None
    ) -> dict[str, Any]:
        """The values of a set of fields; what is not written is left to its default."""
        values: dict[str, Any] = {}
        for key, node in written:
            spec = plan.by_name.get(key.value)
            if spec is None:
                self.unknown(key, plan, kind)
                continue
            path = f"{above}{spec.attribute}"
            self.place(path, f"{above}{key.value}", node.span)
            value = self.value(spec.plan, node, path, key.value)
            if value is not _MISSING:
                values[spec.attribute] = value
            elif spec.required and _is_blank(node):
                hint = f"write `{spec.name}: {spec.example}`"
                self.note(MISSING_FIELD, node.span, f"`{key.value}` is empty", hint)
        for spec in plan.required:
            if written.get(spec.name) is None and not self.comes_from_file(spec.name, above):
                message = f"`{spec.name}` is missing"
                self.note(
                    MISSING_FIELD, written.span, message, f"add `{spec.name}: {spec.example}`"
                )
        return values

    def comes_from_file(self, name: str, above: str) -> bool:
        return name == "id" and not above and bool(self.raw.id)

    def value(self, plan: Plan, node: Node, path: str, name: str) -> Any:
        """The value of one field, or _MISSING where it is blank or wrong (and then noted)."""
        if _is_blank(node):
            return _MISSING
        if isinstance(plan, ListPlan):
            return self.list(plan, node, path, name)
        if isinstance(plan, StructPlan):
            return self.struct(plan, node, path, name)
        return self.scalar(plan, node, name)

    def scalar(self, plan: ScalarPlan, node: Node, name: str) -> Any:
        if not isinstance(node, Text):
            held = "a list" if isinstance(node, Items) else "fields"
            hint = "put the text in double quotes if it begins with [ or {"
            self.note(NOT_TEXT, node.span, f"`{name}` must be text, not {held}", hint)
            return _MISSING
        value = plan.parse(node.value)
        if isinstance(value, Fault):
            hint = _any_hint(plan) if self.raw.kind.guarded else value.hint
            self.note(value.code, node.span, f"`{name}` {value.message}", hint)
            return _MISSING
        return value

    def list(self, plan: ListPlan, node: Node, path: str, name: str) -> Any:
        if isinstance(node, Text) and self.raw.path.endswith(".csv"):
            node = _cell_items(node)
        if not isinstance(node, Items):
            hint = "begin each thing in it with `- ` on a line of its own"
            self.note(NOT_A_LIST, node.span, f"`{name}` must be a list", hint)
            return _MISSING
        values = []
        for number, item in enumerate(node.items):
            self.places[f"{path}.{number}"] = item.span
            if _is_blank(item):
                self.note(MISSING_FIELD, item.span, f"`{name}` has an empty line", "delete it")
                continue
            values.append(self.value(plan.item, item, f"{path}.{number}", name))
        return tuple(values)

    def struct(self, plan: StructPlan, node: Node, path: str, name: str) -> Any:
        if not isinstance(node, Fields):
            hint = f"it has the fields {', '.join(plan.by_name)}"
            self.note(NOT_FIELDS, node.span, f"`{name}` must be made of fields", hint)
            return _MISSING
        before = len(self.findings)
        values = self.fields(plan, node, f"{path}.", None)
        return _MISSING if len(self.findings) > before else plan.struct(**values)

    def unknown(self, key: Text, plan: StructPlan, kind: Kind | None) -> None:
        names = [name for name in plan.by_name if name != "body"]
        near = nearest(key.value, names)
        hint = f"did you mean `{near}`?" if near else f"fields are {', '.join(names)}"
        whose = f" of {kind.one}" if kind else " here"
        self.note(UNKNOWN_FIELD, key.span, f"{quote(key.value)} is not a field{whose}", hint)

    def identify(self, values: dict[str, Any]) -> None:
        """Settle the record's id: from its file's name, or as it was written in its list."""
        raw = self.raw
        kind = raw.kind
        if isinstance(kind.shelf, Months) and not raw.id:
            if isinstance(raw.fields.get("id"), Text | None):
                hint = "run `commonpress number`, which fills it in"
                self.note(ENTRY_WITHOUT_ID, self.id_span(), f"this {kind.word} has no id yet", hint)
            return
        if not isinstance(kind.shelf, Months | ListIn) and values.get("id", raw.id) != raw.id:
            hint = f"write `id: {raw.id}`, or leave the field out"
            message = f"the id is {quote(values['id'])}, and the file is named `{raw.id}`"
            self.note(ID_DIFFERS, self.id_span(), message, hint)
        values["id"] = raw.id
        if raw.id and not re.fullmatch(kind.id_form, raw.id):
            message = f"{quote(raw.id)} is not an id of {kind.one}"
            hint = f"write it as `{kind.id_example}`"
            self.note(ID_FORM, self.id_span(), message, hint)

    def id_span(self) -> Span:
        return self.places.get("id", self.raw.span)

    def place(self, path: str, written: str, span: Span) -> None:
        self.places[path] = self.places[written] = span

    def note(self, code: Code, span: Span, message: str, hint: str = "") -> None:
        self.findings.append(Diagnostic(code, span, message, hint))


# A text that is no value of any field and like none.
_NONSENSE = "\0\n\0"


def _any_hint(plan: ScalarPlan) -> str:
    """A hint that says how the field is written, and nothing of what was written in it."""
    fault = plan.parse(_NONSENSE)
    return fault.hint if isinstance(fault, Fault) else ""


def _is_blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.value.strip()


def _cell_items(cell: Text) -> Items:
    """The things in one cell of a table, apart with spaces or semicolons."""
    return Items(tuple(_words(cell)), cell.span)


def _words(cell: Text) -> Iterator[Text]:
    for found in re.finditer(r"[^\s;]+", cell.value):
        yield Text(found[0], cell.span)
