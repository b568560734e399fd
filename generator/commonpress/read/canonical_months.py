# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fast way into a month of the ledger: text that is plain enough is turned into JSON.

A month in the canonical grammar is a list of records in block style, one `name: value` a line,
each name once in a record, no quotes, and none of the signs by which YAML means
something else; or a table without quotes. Such a text becomes JSON by replacing its line
beginnings, and msgspec makes records of that. The text holds no double quote and no backslash,
so nothing in it can become one; and the records, written out again, must be as long as the JSON
they came from, so no field stood twice and no value was bent into its type.

Here only the structure is settled. Whether each value is one that its field takes is asked in
`check.months`. What either refuses goes down the careful way, which is the definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from commonpress.kinds.base import Months, Record
from commonpress.read.raw import MonthText

_WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_BLOCK_LIST = re.compile(rf"\n    ([a-z_]+):((?:\n      - {_WORD})+)(?=\n|\Z)")
_FLOW_LIST = re.compile(rf'":"\[({_WORD}(?:, {_WORD})*)\]"')


def read_canonical(month: MonthText) -> list[Record] | None:
    """The records of a month, still without places; None where its grammar is another."""
    text, shelf = month.text, month.kind.shelf
    form = _form_of(month.kind.record)
    if form is None or not isinstance(shelf, Months):
        return None
    if '"' in text or "\\" in text or "\t" in text:
        return None
    json = _table_json(form, text) if month.path.endswith(".csv") else _list_json(form, text, shelf)
    if json is None:
        return None
    try:
        records = form.decoder.decode(json.text)
    except msgspec.MsgspecError:
        return None
    # Each count is written in quotes in the JSON, and without them by the encoder.
    if len(form.encoder.encode(records)) != len(json.text) - 2 * json.counts:
        return None
    return records


@dataclass(frozen=True, slots=True)
class _Form:
    """What the grammar needs to know of a struct."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    counts: tuple[str, ...]  # whole numbers, which stand in quotes in the JSON
    lists: tuple[str, ...]
    decoder: msgspec.json.Decoder[list[Record]]
    encoder: msgspec.json.Encoder


@dataclass(frozen=True, slots=True)
class _Json:
    text: bytes
    counts: int  # how many whole numbers are written in it


@cache
def _form_of(record: type[Record]) -> _Form | None:
    """The form of a struct; None where the struct would take what it does not know."""
    config = record.__struct_config__
    if not (config.omit_defaults and config.forbid_unknown_fields):
        return None
    hints = get_type_hints(record)
    fields = [f for f in msgspec.structs.fields(record) if f.name != "places"]
    return _Form(
        names=tuple(f.encode_name for f in fields),
        required=tuple(f.encode_name for f in fields if f.required),
        counts=tuple(f.encode_name for f in fields if _bare(hints[f.name]) is int),
        lists=tuple(f.encode_name for f in fields if get_origin(hints[f.name]) is tuple),
        decoder=msgspec.json.Decoder(list[record], strict=False),  # type: ignore[valid-type]
        encoder=msgspec.json.Encoder(),
    )


def _bare(hint: Any) -> Any:
    """A type without the None that it may also be."""
    if isinstance(hint, UnionType):
        (hint,) = (arg for arg in get_args(hint) if arg is not NoneType)
    return hint


# --- lists in block style ------------------------------------------------------------------------


def _list_json(form: _Form, text: str, shelf: Months) -> _Json | None:
    start = f"{shelf.key}:\n  - "
    if not text.startswith(start) or text[-1] != "\n":
        return None
    body = _with_flow_lists(form, text[len(start) - 5 : -1])
    counts = [count for name in form.counts for count in _values_of(body, name)]
    if not _are_counts(counts):
        return None
    json = body[5:].replace("\n  - ", '"},{"').replace("\n    ", '","').replace(": ", '":"')
    return _Json(_with_json_lists(form, f'[{{"{json}"}}]').encode(), len(counts))


def _values_of(body: str, name: str) -> Iterator[str]:
    """What stands under a name, wherever it stands."""
    for start in ("\n    ", "\n  - "):
        for piece in body.split(f"{start}{name}: ")[1:]:
            yield piece.split("\n", 1)[0]


def _with_flow_lists(form: _Form, body: str) -> str:
    """The text with every list of words on one line: `[treasurer, kitchen-keeper]`."""
    if any(f"\n    {name}:\n" in body for name in form.lists):
        return _BLOCK_LIST.sub(_flow_list, body)
    return body


def _flow_list(found: re.Match[str]) -> str:
    words = found[2].replace("\n      - ", ", ")[2:]
    return f"\n    {found[1]}: [{words}]"


def _with_json_lists(form: _Form, json: str) -> str:
    if any(f'"{name}":"[' in json for name in form.lists):
        return _FLOW_LIST.sub(_json_list, json)
    return json


def _json_list(found: re.Match[str]) -> str:
    words = found[1].replace(", ", '","')
    return f'":["{words}"]'


# --- tables --------------------------------------------------------------------------------------


def _table_json(form: _Form, text: str) -> _Json | None:
    header, *rows = [line.split(",") for line in text.removesuffix("\n").split("\n")]
    if not _is_header(form, header) or any(len(row) != len(header) for row in rows) or not rows:
        return None
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    counts = [cell for name in form.counts for cell in columns.get(name, ()) if cell]
    if not _are_counts(counts):
        return None
    json = f"[{','.join(_objects(form, header, rows))}]"
    return _Json(json.encode(), len(counts))


def _is_header(form: _Form, header: Sequence[str]) -> bool:
    return (
        len(set(header)) == len(header)
        and set(header) <= set(form.names)
        and set(form.required) <= set(header)
    )


def _objects(form: _Form, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Each row as a JSON object of the cells that are not blank."""
    objects: dict[tuple[bool, ...], str] = {}
    lists = [index for index, name in enumerate(header) if name in form.lists]
    for row in rows:
        filled = tuple(map(bool, row))
        shape = objects.get(filled)
        if shape is None:
            shape = objects[filled] = _object(form, compress(header, filled))
        if any(filled[index] for index in lists):
            row = [*row]  # noqa: PLW2901 - the row of the table stays as it is
            for index in lists:
                row[index] = '","'.join(re.findall(r"[^\s;]+", row[index]))
        yield shape % tuple(compress(row, filled))


def _object(form: _Form, names: Iterable[str]) -> str:
    pairs = (f'"{n}":["%s"]' if n in form.lists else f'"{n}":"%s"' for n in names)
    return "{" + ",".join(pairs) + "}"


def _are_counts(texts: Iterable[str]) -> bool:
    return all(map(_COUNT.fullmatch, set(texts)))
