# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which records have forms in the browser, and which have none and why.

Each kind is in one of two lists, so that nobody has to remember that a new kind is about people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from commonpress.kinds import KIND_OF, KINDS
from commonpress.kinds.base import FileEach, Kind, ListIn, Record
from commonpress.kinds.fields import fields_of
from commonpress.render.addresses import record_address
from commonpress.render.editing_fields import Widget, file_name, widgets_of
from commonpress.render.new_record import Shelf, new_id
from commonpress.render.voice import say


class Reason(StrEnum):
    """Why a kind has no form."""

    PRIVATE = "private"  # it tells of people: what is typed here is public, drafts too
    MONTHS = "months"  # long lists, in which a form changes lines nobody meant to change
    FOLDERS = "folders"  # it lies in folders of folders, into which the forms do not look
    AGREED = "agreed"  # what the commons holds itself to, changed where every line is looked at


EDITED: Final = (
    "assembly", "decision", "role", "handle", "guardrail", "norm", "project", "practice", "symbol",
    "gathering", "scrutiny", "category", "resource", "account", "fund", "page", "zine",
)  # fmt: skip


def _is_deep(kind: Kind) -> bool:
    return isinstance(kind.shelf, FileEach) and kind.shelf.deep


LEFT_OUT: Final[Mapping[str, Reason]] = {
    "commons": Reason.AGREED,
    "allow": Reason.AGREED,
    "tombstone": Reason.AGREED,
    "case": Reason.PRIVATE,
    "questionnaire": Reason.PRIVATE,
    "census": Reason.PRIVATE,
    "entry": Reason.MONTHS,
    "hours": Reason.MONTHS,
} | {kind.name: Reason.FOLDERS for kind in KINDS if _is_deep(kind) and kind.name not in EDITED}
_EDITED: Final = frozenset(EDITED)
# Fields that the program writes, and people do not.
_NOT_ASKED: Final = frozenset({"origin"})


def edited_kinds() -> tuple[Kind, ...]:
    """The kinds that have forms, in the order in which they are offered."""
    return tuple(KIND_OF[name] for name in EDITED)


def collections(ids: Mapping[str, tuple[str, ...]], today: date) -> list[dict[str, Any]]:
    """The forms, one set a folder or file.

    `ids` are the records that the site shows, by kind, and `today` the day it is made for:
    together they say which id comes next.
    """
    folders = [
        _folder(kind, kind.shelf, _next_id(kind, ids.get(kind.name, ()), today))
        for kind in edited_kinds()
        if isinstance(kind.shelf, FileEach)
    ]
    return [*folders, *_lists()]


def _folder(kind: Kind, shelf: FileEach, next_id: str) -> dict[str, Any]:
    """A form for records that have a file each."""
    own = _NOT_ASKED | {"id", "body"}
    fields = [_id_widget(kind, next_id), *widgets_of(kind.record, _EDITED, own)]
    if kind.has_body:
        fields.append(_body(kind.record))
    title = "{{title}}" if any(f["name"] == "title" for f in fields) else "{{fields.date}}"
    return {
        "name": kind.name,
        "label": say(kind.title),
        "label_singular": kind.word.capitalize(),
        "description": kind.summary,
        "folder": shelf.folder,
        "extension": shelf.suffix,
        "format": kind.name,
        "create": True,
        "delete": False,
        "slug": "{{fields.id}}",
        "identifier_field": "id",
        "summary": f"{title} · {{{{filename}}}}",
        "preview_path": record_address(kind.name, "{{slug}}"),
        "editor": {"preview": False},
        "fields": fields,
    }


def _id_widget(kind: Kind, next_id: str) -> Widget:
    """The id is the name of the file: asked once, and shown ever after."""
    box = {
        "name": "id",
        "label": "Id",
        "widget": "record-id",
        "required": False,
        "hint": say("The name of the file. A new record needs one; it never changes after."),
        "form": [f"^(?:{kind.id_form})$", say("Write it as {example}.", example=kind.id_example)],
    }
    return box | ({"default": next_id} if next_id else {})


def _next_id(kind: Kind, ids: tuple[str, ...], today: date) -> str:
    """The id of the next record where it is counted; blank where it is a name."""
    if not any(sign.isdigit() for sign in kind.id_example):
        return ""
    if "-" not in kind.id_form or kind.id_form.startswith("["):
        return ""
    return new_id(kind, {"date": today.isoformat()}, Shelf({}, ids, today))


def _body(record: type[Record]) -> Widget:
    about = next(field.about for field in fields_of(record) if field.written == "body")
    box = {"name": "body", "label": "Text", "widget": "text", "required": False}
    return box | {"hint": f"{about} {say('In Markdown.')}"}


def _lists() -> Iterator[dict[str, Any]]:
    """A form for each file that holds lists of records."""
    files: dict[str, list[tuple[Kind, ListIn]]] = defaultdict(list)
    for kind in KINDS:
        if kind.name in _EDITED and isinstance(kind.shelf, ListIn):
            files[kind.shelf.path].append((kind, kind.shelf))
    for path, kinds in files.items():
        name = file_name(kinds[0][1])
        label = ", ".join(say(kind.title) for kind, _ in kinds)
        file = {"name": name, "label": label, "file": path}
        yield {
            "name": name,
            "label": label,
            "description": " ".join(kind.summary for kind, _ in kinds),
            "format": name,
            "delete": False,
            "editor": {"preview": False},
            "files": [file | {"fields": [_list(kind, shelf) for kind, shelf in kinds]}],
        }


def _list(kind: Kind, shelf: ListIn) -> Widget:
    fields = widgets_of(kind.record, _EDITED, _NOT_ASKED | {"id"})
    titled = any(field["name"] == "title" for field in fields)
    own = {
        "name": "id",
        "label": "Id",
        "widget": "string",
        "hint": say("It never changes and is never used again."),
        "pattern": [
            f"^(?:{kind.id_form})$",
            say("Write it as {example}.", example=kind.id_example),
        ],
    }
    return {
        "name": shelf.key,
        "label": say(kind.title),
        "label_singular": kind.word.capitalize(),
        "widget": "list",
        "collapsed": True,
        "required": False,
        "summary": "{{fields.id}} · {{fields.title}}" if titled else "{{fields.id}}",
        "fields": [own, *fields],
    }
