# SPDX-License-Identifier: AGPL-3.0-or-later
"""A field of a record as the forms in the browser ask for it, in the words of Decap CMS.

Everything is text there. A box for numbers would make 1.1 of `1.10`, and a switch would write
`true`; what people write is what stands in the file. Prose is a plain text area for the same
reason: an editor of rich text sets Markdown anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import msgspec

from commonpress.kinds import KIND_OF
from commonpress.kinds.base import Kind, ListIn
from commonpress.kinds.fields import Declared, Field, declared, fields_of, item_of
from commonpress.render.schemas import FORM_PATTERNS
from commonpress.render.voice import say

Widget = dict[str, Any]

_NUMBERS: Final[Mapping[type, tuple[str, str]]] = {
    int: (r"[0-9]+", "12"),
    Decimal: (r"[0-9]+(\.[0-9]+)?", "1.50"),
}
_EXAMPLES: Final = {
    "slug": "long-table",
    "time": "15:00",
    "currency": "EUR",
    "url": "https://tidewater-row.example/",
}
_LAST: Final = frozenset({"lang"})  # what few people ever fill in
_MOST_OFFERED: Final = 50  # records that a box shows before anybody has typed


def widgets_of(
    struct: type[msgspec.Struct],
    edited: frozenset[str],
    left_out: frozenset[str] = frozenset(),
    *,
    may_be_blank: bool = False,
) -> list[Widget]:
    """The boxes for the fields of a struct, in order.

    `edited` names the kinds that have forms, so that a box can offer their records. Where the
    whole may be left blank, so may each part: `check` says what is missing from a part.
    """
    return [
        _widget(field, edited, must=field.required and not may_be_blank)
        for field in sorted(fields_of(struct), key=lambda field: field.written in _LAST)
        if field.written not in left_out
    ]


def _widget(field: Field, edited: frozenset[str], *, must: bool) -> Widget:
    held = field.declared
    head = {
        "name": field.written,
        "label": _label(field.written),
        "hint": field.about.replace("`", "“", 1).replace("`", "”", 1)
        if field.about.count("`") == 2
        else field.about.replace("`", ""),
        "required": must,
    }
    return head | (_list_of(field, edited) if held.is_list else _one(held, edited, must=must))


def _label(written: str) -> str:
    return written.replace("_", " ").capitalize()


def _list_of(field: Field, edited: frozenset[str]) -> Widget:
    held = field.declared
    if held.struct:
        return {
            "widget": "list",
            "collapsed": True,
            "summary": _summary(held.struct),
            "fields": widgets_of(held.struct, edited),
        }
    item = _one(declared(item_of(field.annotation)), edited, must=True)
    if item["widget"] in {"relation", "select"}:
        return item | {"multiple": True}
    return {"widget": "list", "collapsed": False, "field": {"name": "item", "label": "", **item}}


def _summary(struct: type[msgspec.Struct]) -> str:
    """What a folded item of a list shows: its first two fields of text."""
    plain = [f.written for f in fields_of(struct) if f.required and not f.declared.is_list]
    return " · ".join(f"{{{{fields.{name}}}}}" for name in plain[:2])


def _one(held: Declared, edited: frozenset[str], *, must: bool) -> Widget:
    if held.struct:
        parts = widgets_of(held.struct, edited, may_be_blank=not must)
        return {"widget": "object", "collapsed": not must, "fields": parts}
    if held.type is bool:
        return {"widget": "select", "options": ["yes", "no"]}
    if issubclass(held.type, StrEnum):
        return {"widget": "select", "options": [str(word) for word in held.type]}
    if held.type is date:
        # Blank until somebody chooses a day: Decap would fill in today.
        days = {"format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
        return {"widget": "datetime", "default": "", **days}
    if held.type in _NUMBERS:
        return {"widget": "string", "pattern": _pattern(*_NUMBERS[held.type])}
    return _text(held.notes, edited)


def _text(notes: Mapping[str, Any], edited: frozenset[str]) -> Widget:
    if kinds := tuple(KIND_OF[name] for name in notes.get("ref", ())):
        if len(kinds) == 1 and kinds[0].name in edited:
            return _relation(kinds[0])
        form = "|".join(f"(?:{kind.id_form})" for kind in kinds)
        return {"widget": "string", "pattern": _pattern(form, kinds[0].id_example)}
    form = notes.get("form", "")
    if form == "prose":
        return {"widget": "text"}
    pattern = FORM_PATTERNS.get(form)
    return {"widget": "string"} | (
        {"pattern": _pattern(pattern, notes.get("example") or _EXAMPLES[form])} if pattern else {}
    )


def _relation(kind: Kind) -> Widget:
    """A box that offers the records of a kind."""
    names = {field.written for field in fields_of(kind.record)}
    told = ["title"] if "title" in names else []
    if isinstance(kind.shelf, ListIn):
        file = file_name(kind.shelf)
        where = {"collection": file, "file": file, "value_field": f"{kind.shelf.key}.*.id"}
        shown = looked_in = [f"{kind.shelf.key}.*.{name}" for name in ("id", *told)]
    else:
        where = {"collection": kind.name, "value_field": "{{slug}}"}
        shown, looked_in = ["{{slug}}", *told], told or ["id"]
    boxes = {"search_fields": looked_in, "display_fields": shown}
    return {"widget": "relation", **where, **boxes, "options_length": _MOST_OFFERED}


def file_name(shelf: ListIn) -> str:
    """What the forms call a file of lists, and the collection it makes."""
    return shelf.path.rpartition("/")[2].removesuffix(".yml")


def _pattern(form: str, example: str) -> list[str]:
    return [f"^(?:{form})$", say("Write it as {example}.", example=example)]
