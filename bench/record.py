# SPDX-License-Identifier: AGPL-3.0-or-later
"""A generated record: written as a file of the book, and as a plain Markdown page for a peer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

# What stands under a field. Everything is text, as in the book.
Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.'()/_-]*")


@dataclass(frozen=True, slots=True)
class Written:
    """A record with a file of its own; `body` is None for a file of fields alone."""

    kind: str  # in the plural, as addresses have it
    folder: str
    id: str
    title: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    body: str | None = None

    @property
    def path(self) -> str:
        """Where the record lies in the book."""
        return f"{self.folder}/{self.id}.{'yml' if self.body is None else 'md'}"

    def as_file(self) -> str:
        """The file of the book."""
        fields = block({"title": self.title, **self.fields})
        return fields if self.body is None else f"---\n{fields}---\n{self.body}\n"

    def as_page(self) -> str:
        """The same words as a page of plain Markdown: short fields as a table, lists as lists."""
        title = _quoted(self.title)
        parts = [f"---\ntitle: {title}\n---\n# {self.title}"]
        if facts := {name: v for name, v in self.fields.items() if isinstance(v, str)}:
            rows = "\n".join(f"| {name} | {value} |" for name, value in facts.items())
            parts.append(f"| Field | What it says |\n|---|---|\n{rows}")
        for name, value in self.fields.items():
            if not isinstance(value, str):
                parts.append(f"**{name}**\n\n{_list(value)}")
        return "\n\n".join([*parts, self.body or ""]) + "\n"


def block(fields: Mapping[str, Value], indent: str = "") -> str:
    """Fields as YAML in block style."""
    return "".join(f"{indent}{name}:{_after(value, indent)}" for name, value in fields.items())


def _after(value: Value, indent: str) -> str:
    """What stands after a colon."""
    if isinstance(value, str):
        return f" {_quoted(value)}\n"
    if isinstance(value, Mapping):
        return "\n" + block(value, indent + "  ")
    if all(isinstance(item, str) for item in value):
        return "\n" + "".join(f"{indent}  - {_quoted(str(item))}\n" for item in value)
    return "\n" + "".join(_item(item, indent + "  ") for item in value)


def _item(value: Value, indent: str) -> str:
    """A set of fields in a list: the dash stands where its first indent would."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a list of fields holds {value!r}")
    return f"{indent}- {block(value, indent + '  ').lstrip()}"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else '"' + text.replace('"', "'") + '"'


def _list(value: Value) -> str:
    if isinstance(value, str):
        return f"- {value}"
    if isinstance(value, Mapping):
        return "\n".join(f"- {name} {inner}" for name, inner in value.items())
    return "\n".join(f"- {_line(item)}" for item in value)


def _line(value: Value) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(inner) for inner in value.values())
    return str(value)
