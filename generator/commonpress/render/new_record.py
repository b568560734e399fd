# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a new record goes and what it is called: one more file, or one more thing in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commonpress.check.forms import slug_of
from commonpress.ground.numbering import Numbering
from commonpress.kinds.base import FileEach, Kind, ListIn, Months, OneFile
from commonpress.read.shelves import month_files
from commonpress.render.environment import Templates
from commonpress.render.scaffold import Written, in_order, record_text, with_item

# The fields that say when a record is of, the one that counts most first.
_DAYS = ("date", "decided_on", "proposed_on", "drafted_on", "held_on", "period")
_YEAR = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that nobody has written yet: its file, the file's whole text, and its id."""

    kind: Kind
    path: str
    text: str
    id: str


class LacksError(Exception):
    """Something that names the record or its file is not there. The message says which field."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a book holds already: the text of each file by path, and the ids of the kind."""

    texts: Mapping[str, str]
    ids: tuple[str, ...]
    today: date


def draft(
    kind: Kind, values: Mapping[str, Written], body: str, shelf: Shelf, templates: Templates
) -> Draft:
    """The record as it would stand in its file. Raises LacksError where it cannot have an id."""
    record_id = new_id(kind, values, shelf)
    fields = dict(values)
    if isinstance(kind.shelf, ListIn | Months):
        fields["id"] = record_id
    else:
        fields.pop("id", None)
    path = _path(kind, record_id, values, shelf)
    if isinstance(kind.shelf, ListIn | Months):
        text = with_item(path, shelf.texts.get(path, ""), kind, in_order(kind, fields))
    else:
        text = record_text(kind, in_order(kind, fields), body, templates)
    return Draft(kind, path, text, record_id)


def new_id(kind: Kind, values: Mapping[str, Written], shelf: Shelf) -> str:
    """The id that was given, else the next free one in the form of the kind."""
    given = values.get("id")
    if isinstance(kind.shelf, OneFile):
        return kind.name
    if isinstance(given, str) and given:
        return given
    dated = re.fullmatch(r"([a-z]+-)[0-9]{4}(-[0-9]{2})?(?:-([0-9]{3,}))?", kind.id_example)
    if dated is None:
        slug = slug_of(str(values.get("title") or ""))
        if not slug:
            raise LacksError("id")
        return _unlike(slug, shelf.ids)
    month = _month(values, shelf)
    row = dated[1] + (month if dated[2] else month[:4])
    if dated[3]:
        return Numbering(shelf.ids).next(f"{row}-", len(dated[3]))
    return _unlike(row, shelf.ids)


def _unlike(one: str, taken: Iterable[str]) -> str:
    """The id itself, or with the next number behind it where it is taken."""
    alike = [each for each in taken if each == one or re.fullmatch(rf"{one}-[0-9]", each)]
    return (
        Numbering(each for each in alike if each != one).next(f"{one}-", 1, after=1)
        if alike
        else one
    )


def _path(kind: Kind, record_id: str, values: Mapping[str, Written], shelf: Shelf) -> str:
    match kind.shelf:
        case OneFile(path) | ListIn(path, _):
            return path
        case FileEach():
            return kind.shelf.path(record_id)
        case Months():
            return _month_file(kind, _month(values, shelf), shelf)


def _month_file(kind: Kind, month: str, shelf: Shelf) -> str:
    """The file of a month: the one there is, else one in the form of the newest there is."""
    table, tree = month_files(kind, month[:4], month[5:])
    if table in shelf.texts or tree in shelf.texts:
        return table if table in shelf.texts else tree
    months = [path for path in shelf.texts if kind.is_home_of(path) and _is_month_of(kind, path)]
    newest = max(months, key=lambda path: path.rpartition("/")[2], default="")
    return table if newest.endswith(".csv") else tree


def _is_month_of(kind: Kind, path: str) -> bool:
    name = path.rpartition("/")[2].partition(".")[0]
    return path in month_files(kind, name[:4], name[5:])


def _month(values: Mapping[str, Written], shelf: Shelf) -> str:
    """The month that a record is of: of its first day, else of its period, else this one."""
    for name in _DAYS:
        found = _YEAR.match(str(values.get(name) or ""))
        if found:
            return f"{found['year']}-{found['month'] or '01'}"
    return shelf.today.isoformat()[:7]
