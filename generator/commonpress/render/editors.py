# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor goes by in a book: schemas for its YAML files, snippets for its Markdown files.

VS Code's YAML extension completes and checks fields of YAML files by a schema. It does not look
into the fields above prose, so for these kinds there are snippets, with the words of each closed
list to choose from.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from commonpress.kinds import KINDS
from commonpress.kinds.base import Kind
from commonpress.kinds.fields import Field, fields_of
from commonpress.render.artifact import Artifact
from commonpress.render.schemas import file_schemas, schema_of, to_json

_FOLDER = ".vscode"


def editor_files() -> tuple[Artifact, ...]:
    """The folder `.vscode` of a book."""
    described = [file for file in file_schemas() if not file.is_front_matter]
    settings = {
        "yaml.schemas": {
            f"./{_FOLDER}/schemas/{file.name}.schema.json": list(file.files) for file in described
        },
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "[markdown]": {"editor.quickSuggestions": {"other": True}},
    }
    return (
        Artifact(f"{_FOLDER}/settings.json", to_json(settings)),
        Artifact(
            f"{_FOLDER}/extensions.json", to_json({"recommendations": ["redhat.vscode-yaml"]})
        ),
        Artifact(f"{_FOLDER}/commonpress.code-snippets", to_json(dict(_snippets()))),
        *(
            Artifact(f"{_FOLDER}/schemas/{file.name}.schema.json", to_json(schema_of(file)))
            for file in described
        ),
    )


def _snippets() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in KINDS:
        if kind.has_body:
            yield (
                f"New {kind.word}",
                {
                    "scope": "markdown",
                    "prefix": kind.name,
                    "description": kind.summary,
                    "body": ["---", *_Stops().lines(kind), "---", "$0"],
                },
            )


class _Stops:
    """The lines of a snippet, whose places to fill in are counted as they are met."""

    def __init__(self) -> None:
        self._count = 0

    def lines(self, kind: Kind) -> list[str]:
        """Every field that must be there."""
        return self._fields(kind.record)

    def _fields(self, struct: type[msgspec.Struct]) -> list[str]:
        needed = (f for f in fields_of(struct) if f.required and f.written != "id")
        return [line for field in needed for line in self._field(field)]

    def _field(self, field: Field) -> list[str]:
        held = field.declared
        if held.struct:
            first, *rest = self._fields(held.struct)
            inside = (
                [f"- {first}", *(f"  {line}" for line in rest)] if held.is_list else [first, *rest]
            )
            return [f"{field.written}:", *(f"  {line}" for line in inside)]
        if held.is_list:
            return [f"{field.written}:", f"  - {self._stop(field)}"]
        return [f"{field.written}: {self._stop(field)}"]

    def _stop(self, field: Field) -> str:
        self._count += 1
        held = field.declared
        if held.type is bool:
            return f"${{{self._count}|no,yes|}}"
        if issubclass(held.type, StrEnum):
            return f"${{{self._count}|{','.join(held.type)}|}}"
        return f"${{{self._count}:{_plain(held.notes.get('example') or field.about)}}}"


def _plain(text: str) -> str:
    """A text that means nothing in a snippet, nor in YAML."""
    return "".join(sign for sign in text if sign not in "`$}\\:#")
