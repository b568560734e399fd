# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write `docs/content/pages/records.md`: every kind of record, where it lies, every field.

The page is made from the kinds themselves, so it says what the program reads and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from commonpress.kinds import KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, OneFile
from commonpress.kinds.fields import declared, fields_of, item_of

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
    rows = ["| Field | Holds | Must | What it says |", "|---|---|---|---|"]
    for field in fields_of(struct):
        must = "yes" if field.required else ""
        about = field.about.replace("|", "\\|")
        rows.append(f"| `{field.written}` | {_holds(field.annotation)} | {must} | {about} |")
    return rows


def _holds(annotation: Any) -> str:
    """What a field takes, in a few words."""
    held = declared(annotation)
    if held.is_list:
        return f"list of {_holds(item_of(annotation))}"
    if ref := held.notes.get("ref"):
        return "id of " + " or ".join(ref)
    if held.struct:
        return "fields of its own"
    if issubclass(held.type, StrEnum):
        return ", ".join(f"`{member.value}`" for member in held.type)
    return "amount" if held.type is Decimal else _WORDS[held.type.__name__]


def _inner(struct: type[msgspec.Struct]) -> Iterator[tuple[str, type[msgspec.Struct]]]:
    for field in fields_of(struct):
        if inner := field.declared.struct:
            yield field.written, inner


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(kinds_page(), encoding="utf-8")
