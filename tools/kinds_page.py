# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write `docs/content/pages/records.md`: every kind of record, where it lies, every field.

The page is made from the kinds themselves, so it says what the program reads and nothing else.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from commonpress.kinds import KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, OneFile, field_notes

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "content" / "pages" / "records.md"

HEAD = """\
---
title: Every record and every field
description: The kinds of record in a book, where each lies, and what each field holds.
---
# Every record and every field

A book is a folder of records. Each kind of record has its place and its fields. Dates are written
`2026-03-24`, amounts as digits with at most one point, and yes and no as words. A field that is
not needed is left out.

This page is made by `tools/kinds_page.py`.
"""
_WORDS = {"str": "text", "int": "whole number", "bool": "yes or no", "date": "date"}


def kinds_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *map(_section, KINDS)])


def _section(kind: Kind) -> str:
    lines = [f"## {kind.title}", "", f"{kind.summary} {_place(kind)}", ""]
    lines += _table(kind.record)
    for name, struct in _inner(kind.record):
        lines += ["", f"### Each of `{name}` in {kind.plural}", "", *_table(struct)]
    return "\n".join([*lines, ""])


def _place(kind: Kind) -> str:
    shelf = kind.shelf
    if isinstance(shelf, OneFile):
        return f"It is the file `{shelf.path}`."
    if isinstance(shelf, FileEach):
        return f"Each has a file of its own, such as `{shelf.path(kind.id_example)}`."
    if isinstance(shelf, ListIn):
        return f"They are the list `{shelf.key}` in `{shelf.path}`."
    month = f"{shelf.folder.format(year=2026)}/2026-03"
    return (
        f"They are the list `{shelf.key}` in a file for each month, such as "
        f"`{month}.yml`, or the rows of `{month}.csv`."
    )


def _table(struct: type[msgspec.Struct]) -> list[str]:
    hints = get_type_hints(struct, include_extras=True)
    rows = ["| Field | Holds | Must | What it says |", "|---|---|---|---|"]
    for field in msgspec.structs.fields(struct):
        if field.name == "places":
            continue
        must = "yes" if field.required else ""
        about = str(field_notes(hints[field.name])["description"]).replace("|", "\\|")
        rows.append(f"| `{field.encode_name}` | {_holds(hints[field.name])} | {must} | {about} |")
    return rows


def _holds(annotation: Any) -> str:
    """What a field takes, in a few words."""
    ref = field_notes(annotation).get("ref", ())
    inner, is_list = _bare(annotation)
    if is_list:
        return f"list of {_holds(_item(annotation))}"
    if ref:
        return "id of " + " or ".join(ref)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return ", ".join(f"`{member.value}`" for member in inner)
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        return "fields of its own"
    return "amount" if inner is Decimal else _WORDS[inner.__name__]


def _inner(struct: type[msgspec.Struct]) -> Iterator[tuple[str, type[msgspec.Struct]]]:
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        inner, _ = _bare(hints[field.name]) if field.name != "places" else (None, False)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            yield field.encode_name, inner


def _bare(annotation: Any) -> tuple[Any, bool]:
    """The type below `Annotated`, `X | None` and `tuple[X, ...]`, and whether it is a list."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (types.UnionType, Union):
        return _bare(next(a for a in get_args(annotation) if a is not type(None)))
    if get_origin(annotation) is tuple:
        return _bare(get_args(annotation)[0])[0], True
    return annotation, False


def _item(annotation: Any) -> Any:
    while get_origin(annotation) is not tuple:
        annotation = get_args(annotation)[0]
    return get_args(annotation)[0]


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(kinds_page(), encoding="utf-8")
