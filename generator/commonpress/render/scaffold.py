# SPDX-License-Identifier: AGPL-3.0-or-later
"""A record as people would write it: the text of its fields, and its place in a file of many.

What stands in a file already keeps every byte, but for a table that lacks a column.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from commonpress.kinds.base import Kind, ListIn, Months
from commonpress.kinds.fields import fields_of
from commonpress.render.environment import Templates, html

# A field: text, a list of things that are alike, or fields of its own.
Written = str | Sequence["Written"] | Mapping[str, "Written"]

_PLAIN = re.compile(r"[^\W_][^\x00-\x1f\x7f\"'\\#:{}\[\],&*!|>%@`]*(?<! )")
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(.*)")
_DASH = re.compile(r"( *)-( +)\S")


class UnusualFileError(Exception):
    """A file is written in a way to which nothing can be added safely. The message names it."""


def record_text(kind: Kind, values: Mapping[str, Written], body: str, templates: Templates) -> str:
    """The file of a record that has one of its own, by its template."""
    fields = {name: html("\n".join(field_lines(name, value))) for name, value in values.items()}
    suffix = "md" if kind.has_body else "yml"
    text = templates.render(
        "new/_any.jinja",
        names=[f"new/{kind.name}.{suffix}.jinja", f"new/record.{suffix}.jinja"],
        fields=fields,
        values=_as_html(values),
        body=html(body),
        kind=kind,
    )
    return text.strip("\n") + "\n"


def with_item(path: str, text: str, kind: Kind, values: Mapping[str, Written]) -> str:
    """The text of a file of many records with one more at the end of its list."""
    if path.endswith(".csv"):
        return _with_row(text, values)
    if not isinstance(kind.shelf, ListIn | Months):
        raise TypeError(f"{kind.words} do not stand in a list")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text.strip() else []
    return end.join([*_with_item(path, lines, kind.shelf.key, values), ""])


def field_lines(name: str, value: Written) -> list[str]:
    """A field as lines of YAML."""
    if isinstance(value, str):
        return _scalar_lines(name, value)
    if isinstance(value, Mapping):
        inside = [line for key, each in value.items() for line in field_lines(key, each)]
        return [f"{name}:", *_indented(inside)]
    return [f"{name}:", *_indented([line for each in value for line in item_lines(each)])]


def item_lines(value: Written) -> list[str]:
    """A thing in a list as lines of YAML."""
    if isinstance(value, Mapping):
        first, *rest = [line for key, each in value.items() for line in field_lines(key, each)]
        return [f"- {first}", *_indented(rest)]
    if isinstance(value, str):
        return [f"- {scalar(value)}"]
    raise TypeError("no record holds a list in a list")


def scalar(text: str) -> str:
    """A piece of text as YAML: plain where nothing in it means something, else in quotes."""
    if text.isascii() and re.fullmatch(r"[0-9][0-9A-Za-z.:-]*", text):
        return text
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _scalar_lines(name: str, text: str) -> list[str]:
    if "\n" in text.strip("\n") and not text.startswith((" ", "\t")):
        return [f"{name}: |-", *_indented(text.strip("\n").split("\n"))]
    return [f"{name}: {scalar(text)}"] if text else []


def _indented(lines: Sequence[str], by: str = "  ") -> list[str]:
    return [f"{by}{line}" if line else line for line in lines]


def _as_html(value: Written) -> object:
    """Text that a template prints as it is: a record is no page."""
    if isinstance(value, str):
        return html(value)
    if isinstance(value, Mapping):
        return {name: _as_html(each) for name, each in value.items()}
    return [_as_html(each) for each in value]


def _with_item(
    path: str, lines: Sequence[str], key: str, values: Mapping[str, Written]
) -> Iterator[str]:
    """The lines with a new item where the list under `key` ends."""
    begins = [(at, found) for at, line in enumerate(lines) if (found := _KEY.fullmatch(line))]
    here = next(((at, found) for at, found in begins if found[1] == key), None)
    if here is None:
        yield from (*lines, f"{key}:", *_indented(item_lines(values)))
        return
    at, found = here
    beside = found[2].partition(" #")[0].strip()
    if beside not in {"", "[]"}:
        raise UnusualFileError(path)
    stop = next((later for later, _ in begins if later > at), len(lines))
    while stop > at + 1 and not lines[stop - 1].strip():
        stop -= 1
    dash = next((d for line in lines[at + 1 : stop] if (d := _DASH.match(line))), None)
    yield from lines[:at]
    yield f"{key}:" if beside else lines[at]
    yield from lines[at + 1 : stop]
    yield from _indented(item_lines(values), dash[1] if dash else "  ")
    yield from lines[stop:]


def _with_row(text: str, values: Mapping[str, Written]) -> str:
    """A table with one more row. Where it lacks a column for a field, it gets one at the end."""
    end = "\r\n" if "\r\n" in text else "\n"
    cells = {name: _cell(value) for name, value in values.items()}
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    header = rows[0] if rows else list(cells)
    lacking = [name for name in cells if name not in header]
    columns = [*header, *lacking]
    new = _csv([[cells.get(name, "") for name in columns]], end)
    if not rows:
        return _csv([columns], end) + new
    if lacking:
        wider = [[*row, *("" for _ in lacking)] if row else row for row in rows[1:]]
        text = _csv([columns, *wider], end)
    return text + ("" if text.endswith(("\n", "\r")) else end) + new


def _cell(value: Written) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        raise TypeError("no monthly line holds fields of its own")
    return " ".join(map(_cell, value))


def _csv(rows: Sequence[Sequence[str]], end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(rows)
    return out.getvalue()


def in_order(kind: Kind, values: Mapping[str, Written]) -> dict[str, Written]:
    """The values in the order in which the kind declares its fields; strange ones last."""
    places = {field.written: at for at, field in enumerate(fields_of(kind.record))}
    return dict(sorted(values.items(), key=lambda pair: places.get(pair[0], len(places))))
