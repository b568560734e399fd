# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open data: every kind and every published figure as CSV and JSON, with what describes them.

The ledger stands there once more, in the formats of accounting programs.

`datapackage.json` follows Data Package version 2 (datapackage.org); the README is made
from the same columns, so that a reader with a spreadsheet knows what each one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from itertools import islice
from typing import Any

import msgspec

from commonpress.derive.flow_views import Conservation
from commonpress.derive.publication import Publication
from commonpress.kinds import KINDS
from commonpress.kinds.base import Kind
from commonpress.render.answer_tables import answer_tables
from commonpress.render.artifact import Artifact, Keeper, in_memory
from commonpress.render.census_data import census_data
from commonpress.render.guardrail_tables import guardrail_tables
from commonpress.render.ledger_formats import LEDGER_FORMATS
from commonpress.render.postings_table import postings_table
from commonpress.render.schemas import FOLDER as SCHEMAS
from commonpress.render.schemas import schema_files
from commonpress.render.tables import Column, Table, cell_text, csv_pieces, rows_of, tables_of_kind

_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCES = {
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


def data_files(publication: Publication, keep: Keeper = in_memory) -> tuple[Artifact, ...]:
    """All files of `build/data`, by path; `keep` takes each as it is made."""
    tables = tuple(data_tables(publication))
    csv = {table.name: keep(f"{table.name}.csv", csv_pieces(table)) for table in tables}
    artifacts = list(csv.values())
    artifacts += [keep(f"{table.name}.json", _rows_json(table)) for table in _computed(tables)]
    artifacts += [
        keep(f"{_name(kind)}.json", _records_json(publication, kind))
        for kind in _exported(publication)
    ]
    artifacts += [keep(each.path, each.pieces(publication)) for each in LEDGER_FORMATS]
    artifacts += schema_files()
    artifacts.append(Artifact("datapackage.json", _package(publication, tables, csv)))
    artifacts.append(Artifact("README.md", _readme(publication, tables)))
    return tuple(sorted(artifacts, key=lambda a: a.path))


def data_tables(publication: Publication) -> Iterator[Table]:
    """Every table: those of the kinds, then those that are computed."""
    for kind in _exported(publication):
        yield from tables_of_kind(kind, publication.records[kind.name])
    yield postings_table(publication)
    yield _statements(publication)
    yield _balances(publication)
    yield from answer_tables(publication)
    yield from guardrail_tables(publication)
    yield from census_data(publication)
    yield _figures(publication)


def _exported(publication: Publication) -> Iterator[Kind]:
    return (k for k in KINDS if k.name != "commons" and publication.records.get(k.name))


def _computed(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    kinds = {_name(kind) for kind in KINDS}
    return tuple(t for t in tables if t.name.split("-")[0] not in kinds)


def _name(kind: Kind) -> str:
    return kind.plural.replace(" ", "-")


def _statements(publication: Publication) -> Table:
    lines = [f.name for f in fields(Conservation)]
    rows = [
        (
            s.period.name,
            s.period.start,
            s.period.end,
            table.category.id,
            line.resource.id,
            line.resource.unit,
            *(getattr(line.conservation, name) for name in lines),
        )
        for group in (publication.statements, publication.seasons, publication.years)
        for s in group
        for table in s.tables
        for line in table.lines
    ]
    columns = (
        Column("period", "string", "A month, a season or a year.", required=True),
        Column("start", "date", "Its first day."),
        Column("end", "date", "Its last day."),
        Column(
            "category", "string", "The widest category of the resource.", points_to="categories"
        ),
        Column("resource", "string", "What moved.", points_to="resources", required=True),
        Column("unit", "string", "The unit of all amounts in this row."),
        *(Column(name, "number", _LINE_WORDS[name]) for name in lines),
    )
    about = (
        "Where all of a resource came from and went: opening + received + made + returned + raised "
        "= used + distributed + passed_on + lent + spoiled + paid + lowered + closing."
    )
    return Table("statements", "Statements", about, columns, ("period", "resource"), rows_of(rows))


_LINE_WORDS = {
    "opening": "In stock before the first day.",
    "received": "Received from outside.",
    "made": "Made here.",
    "returned": "Brought back from loans.",
    "raised": "Found above the book by counts.",
    "used": "Used or cooked.",
    "distributed": "Handed out to neighbours.",
    "passed_on": "Passed on to another commons.",
    "lent": "Lent out.",
    "spoiled": "Spoiled.",
    "paid": "Paid out.",
    "lowered": "Found missing by counts.",
    "closing": "In stock after the last day.",
}


def _balances(publication: Publication) -> Table:
    rows = [
        (view.account.id, resource.id, publication.as_of, amount, resource.unit)
        for view in publication.accounts
        for resource, amount in view.balances
    ]
    columns = (
        Column("account", "string", "The account.", points_to="accounts", required=True),
        Column("resource", "string", "The resource.", points_to="resources", required=True),
        Column("as_of", "date", "The end of this day."),
        Column("amount", "number", "What it holds; for a source, what it has given."),
        Column("unit", "string", "The base unit of the resource."),
    )
    about = "What every account holds of every resource on the day of the book."
    return Table("balances", "Balances", about, columns, ("account", "resource"), rows_of(rows))


def _figures(publication: Publication) -> Table:
    rows = [(f.id, f.period, f.value, f.unit, f.places, f.about) for f in publication.figures]
    columns = (
        Column("id", "string", "The figure, as pages mark it.", required=True),
        Column("period", "string", "The season it is about.", required=True),
        Column("value", "number", "Its exact value."),
        Column("unit", "string", "Its unit; blank for plain counts."),
        Column("places", "integer", "How many decimals are printed."),
        Column("about", "string", "What it says."),
    )
    about = "Every figure that the home page and the zine print."
    return Table("figures", "Figures", about, columns, ("id", "period"), rows_of(rows))


def _records_json(publication: Publication, kind: Kind) -> Iterator[bytes]:
    return _pretty_list(_without_places(record) for record in publication.records[kind.name])


def _without_places(record: msgspec.Struct) -> dict[str, Any]:
    """The fields of a record that say something."""
    return {
        written: value
        for name, written in _written_fields(type(record))
        if (value := getattr(record, name)) not in ("", None, ())
    }


@cache
def _written_fields(struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields of a record that a file may hold: by attribute, and as they are written."""
    fields_ = msgspec.structs.fields(struct)
    return tuple((f.name, f.encode_name) for f in fields_ if f.name != "places")


def _rows_json(table: Table) -> Iterator[bytes]:
    names = [column.name for column in table.columns]
    texts = {"number", "date", "boolean"}
    kinds = [column.type in texts for column in table.columns]
    return _pretty_list(
        {
            name: cell_text(cell) if as_text else cell
            for name, cell, as_text in zip(names, row, kinds, strict=True)
        }
        for row in table.rows
    )


def _package(
    publication: Publication, tables: tuple[Table, ...], csv: dict[str, Artifact]
) -> bytes:
    commons = publication.commons
    title, path = _LICENCES.get(commons.licence, (commons.licence, ""))
    licence = {"name": commons.licence, "title": title, "path": path}
    present = {table.name for table in tables}
    package: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": re.sub(r"[^a-z0-9]+", "-", commons.name.lower()).strip("-") or "commons",
        "title": f"{commons.name}: open data",
        "description": f"The records of {commons.name}, as of {publication.as_of.isoformat()}.",
        "version": publication.as_of.isoformat(),
        "created": f"{publication.as_of.isoformat()}T00:00:00Z",
        "licenses": [{k: v for k, v in licence.items() if v}],
        "resources": [_resource(table, csv[table.name], present) for table in tables],
    }
    if commons.site_url:
        package["homepage"] = commons.site_url
    return _pretty(package)


def _resource(table: Table, content: Artifact, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    keys = [
        {"fields": [c.name], "reference": {"resource": c.points_to, "fields": ["id"]}}
        for c in table.columns
        if c.points_to in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "title": table.title,
        "description": table.about,
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": content.size,
        "hash": f"sha256:{content.sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.about,
    }
    if column.type == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        constraints["enum"] = list(column.words)
    return field | ({"constraints": constraints} if constraints else {})


def _readme(publication: Publication, tables: tuple[Table, ...]) -> bytes:
    commons = publication.commons
    lines = [
        f"# {commons.name}: open data",
        "",
        f"What this commons publishes, as of {publication.as_of.isoformat()}, as CSV and JSON.",
        f"Licence: {commons.licence}. `datapackage.json` describes the same files for programs.",
        "",
        "Text is UTF-8, decimals have a point, dates are written YYYY-MM-DD, yes and no are words.",
        "An apostrophe before a cell keeps a spreadsheet from taking it for a formula.",
        f"`{SCHEMAS}/` holds what editors go by: a JSON Schema for each sort of file.",
        "",
    ]
    for table in tables:
        lines += [f"## {table.name}.csv", "", table.about, ""]
        lines += ["| Column | Type | What it says |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.type} | {_column_words(c)} |" for c in table.columns]
        lines.append("")
    for each in LEDGER_FORMATS:
        lines += [f"## {each.path}", "", each.about, ""]
    return "\n".join(lines).encode()


def _column_words(column: Column) -> str:
    words = column.about
    if column.words:
        words += " One of: " + ", ".join(f"`{word}`" for word in column.words) + "."
    if column.points_to:
        words += f" An id of `{column.points_to}.csv`."
    return words.replace("|", "\\|")


def _pretty(value: Any) -> bytes:
    """JSON to be read by people and programs. Exact quantities and days are written as text."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _pretty_list(items: Iterable[Any]) -> Iterator[bytes]:
    """The same for a list, so many of its items at a time; to the byte what `_pretty` makes."""
    left = iter(items)
    opening = b"["
    while some := list(islice(left, _SOME)):
        written = msgspec.json.format(msgspec.json.encode(some), indent=1)
        yield opening + written[1:-2]
        opening = b","
    yield b"[]\n" if opening == b"[" else b"\n]\n"


_SOME = 1000
