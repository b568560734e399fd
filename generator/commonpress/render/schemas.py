# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON Schemas of the book's files, in the draft-07 shape that editors read, and what uses them.

They are generated from the kinds. Of each struct a twin is made that holds what people write
(`yes` for true, digits for an amount, nothing for a field left blank), and msgspec tells its
schema. An editor is friendlier than `check` and knows less: what a schema refuses, `check`
refuses as well, and not the other way round.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import SLUG, FileEach, Kind, ListIn, Months, OneFile
from commonpress.kinds.fields import Field, declared, fields_of, item_of
from commonpress.render.artifact import Artifact

FOLDER = "schemas"
_DRAFT = "http://json-schema.org/draft-07/schema#"
# What YAML makes of text without quotes: a year looks like a number. The book reads all of it as
# text, so an editor must not complain.
_Plain = str | float
_AMOUNT = r"^[0-9]+(\.[0-9]+)?$"
_AS_WRITTEN: Mapping[type, Any] = {
    bool: Literal["yes", "no"],
    int: Annotated[int, msgspec.Meta(ge=0)],
    Decimal: Annotated[float, msgspec.Meta(ge=0)] | Annotated[str, msgspec.Meta(pattern=_AMOUNT)],
}
# The forms whose text is never a number. `check.forms` has the last word on each.
FORM_PATTERNS: Mapping[str, str] = {
    "slug": SLUG,
    "time": r"([01][0-9]|2[0-3]):[0-5][0-9]",
    "currency": r"[A-Z]{3}",
    "url": r"https://\S+",
}


@dataclass(frozen=True, slots=True)
class FileSchema:
    """The schema of a sort of file: its name, the files it is for, the kinds that lie in them."""

    name: str
    files: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def is_front_matter(self) -> bool:
        """Whether the fields stand above prose, where editors of YAML do not look."""
        return self.kinds[0].has_body


def file_schemas() -> tuple[FileSchema, ...]:
    """Every sort of file there is, in the order of the kinds."""
    by_files: dict[tuple[str, ...], list[Kind]] = defaultdict(list)
    for kind in KINDS:
        by_files[_files(kind)].append(kind)
    return tuple(FileSchema(_name(kinds), files, tuple(kinds)) for files, kinds in by_files.items())


def schema_files() -> tuple[Artifact, ...]:
    """Each schema as a file."""
    return tuple(
        Artifact(f"{FOLDER}/{one.name}.schema.json", to_json(schema_of(one)))
        for one in file_schemas()
    )


def schema_of(file: FileSchema) -> dict[str, Any]:
    """The schema of a sort of file."""
    first = file.kinds[0]
    lists = {k.shelf.key: k for k in file.kinds if isinstance(k.shelf, ListIn | Months)}
    if lists:
        fields = [(key, list[_twin_of(kind)] | None, None) for key, kind in lists.items()]  # type: ignore[misc]
        root = msgspec.defstruct(f"{file.name}_file", fields, forbid_unknown_fields=True)
    else:
        root = _twin_of(first)
    (reference,), parts = msgspec.json.schema_components(
        [root], ref_template="#/definitions/{name}"
    )
    parts = _tidy(parts)
    name = reference["$ref"].rpartition("/")[2]
    summary = " ".join(kind.summary for kind in file.kinds)
    body = {**parts.pop(name), "title": first.title, "description": summary}
    head = {"$schema": _DRAFT, "$comment": "Made from the kinds of record by Commonpress."}
    return {**head, **body, "definitions": dict(sorted(parts.items()))}


def to_json(value: object) -> bytes:
    """A value as a JSON file that a person can read."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _files(kind: Kind) -> tuple[str, ...]:
    match kind.shelf:
        case OneFile(path) | ListIn(path, _):
            return (path,)
        case FileEach(folder, suffix, deep):
            return (f"{folder}/{'**/' if deep else ''}*.{suffix}",)
        case Months(folder, _):
            return (f"{folder.replace('{year}', '[0-9][0-9][0-9][0-9]')}/*.yml",)


def _name(kinds: Sequence[Kind]) -> str:
    shelf = kinds[0].shelf
    if isinstance(shelf, ListIn):
        return shelf.path.rpartition("/")[2].removesuffix(".yml")
    return kinds[0].name


def _twin_of(kind: Kind) -> type[msgspec.Struct]:
    """What people write of a kind: with an id of its form, or none where the file's name is it."""
    own = None if isinstance(kind.shelf, OneFile) else kind
    left_out = frozenset({"body"} if kind.has_body else ()) | frozenset(() if own else {"id"})
    return _twin(kind.record, own.name if own else "", left_out)


@cache
def _twin(
    struct: type[msgspec.Struct], kind: str = "", left_out: frozenset[str] = frozenset()
) -> type[msgspec.Struct]:
    """A struct of the same fields that holds what is written in a file."""
    fields: list[Any] = []
    for field in fields_of(struct):
        if field.written in left_out:
            continue
        if field.written == "id" and kind:
            must = isinstance(KIND_OF[kind].shelf, ListIn)
            held: Any = Annotated[str, msgspec.Meta(pattern=_whole(KIND_OF[kind].id_form))]
        else:
            must, held = field.required, _written(field.annotation)
        fields.append(_field(field, held, must=must))
    return msgspec.defstruct(struct.__name__, fields, forbid_unknown_fields=True, kw_only=True)


def _field(field: Field, held: Any, *, must: bool) -> Any:
    about = msgspec.Meta(description=field.about)
    if example := field.declared.notes.get("example"):
        about = msgspec.Meta(description=field.about, examples=[example])
    if must:
        return field.name, Annotated[held, about], msgspec.field(name=field.written)
    left = msgspec.field(name=field.written, default=None)
    return field.name, Annotated[held | None, about], left


def _written(annotation: Any) -> Any:
    """What is written for a field of this type."""
    held = declared(annotation)
    if held.is_list:
        return list[_written(item_of(annotation))]  # type: ignore[misc]
    if held.struct:
        return _twin(held.struct)
    if issubclass(held.type, StrEnum | date):
        return held.type
    return _AS_WRITTEN[held.type] if held.type in _AS_WRITTEN else _text(held.notes)


def _text(notes: Mapping[str, Any]) -> Any:
    kinds = notes.get("ref", ())
    if kinds:
        form = "|".join(f"(?:{KIND_OF[name].id_form})" for name in kinds)
        return Annotated[str, msgspec.Meta(pattern=_whole(form))]
    if pattern := FORM_PATTERNS.get(notes.get("form", "")):
        return Annotated[str, msgspec.Meta(pattern=_whole(pattern))]
    return _Plain


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


class _Never:
    """Nothing is one."""


def _tidy(node: Any) -> Any:
    """Without what says nothing: defaults that stand for a field left out, titles of twins."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    says_nothing: dict[str, type] = {"default": type(None), "title": str}
    kept = {
        key: _tidy(value)
        for key, value in node.items()
        if not isinstance(value, says_nothing.get(key, _Never))
    }
    if "$ref" in kept and len(kept) > 1:  # draft-07 reads nothing that stands beside a reference
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept
