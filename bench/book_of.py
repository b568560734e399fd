# SPDX-License-Identifier: AGPL-3.0-or-later
"""A generated book of any size: seeded, the same bytes anywhere, without a finding in `check`.

    python -m bench.book_of decade FOLDER

Files are written as they are made, so that a decade needs little memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.cases import case_records
from bench.chance import Chance, body
from bench.council import HANDLES, PROJECTS, ROLES, Council, holder_of
from bench.ledger import ledger_files
from bench.record import Value, Written, block
from bench.size import DECADE, PAGES, SITE, SMALL, Size, month_start

SIZES = {"decade": DECADE, "site": SITE, "pages": PAGES, "small": SMALL}
HARMS = ("Harsh words", "Something broken or lost", "A promise not kept")
SEED = "commonpress"
FREE_PAGES = ("about", "take-part", "how-we-decide", "how-we-meet-conflict")


def write_book(folder: Path, size: Size, seed: str = SEED) -> None:
    """Write all files of a book into a new folder."""
    for path, text in files(size, seed):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def files(size: Size, seed: str = SEED) -> Iterator[tuple[str, str]]:
    """The path and the text of every file, in no order."""
    council = Council(size, seed)
    yield "mkdocs.yml", _MKDOCS
    yield "content/commons.yml", block(_settings(size))
    yield "content/handles.yml", block({"handles": _handles(size)})
    for record in (*_projects(size), *_roles(size, council)):
        yield record.path, record.as_file()
    for record in (*free_pages(size, seed), *paged_records(size, seed, council)):
        yield record.path, record.as_file()
    if size.has_ledger:
        yield "ledger/accounts.yml", block({"accounts": _ACCOUNTS})
        yield "ledger/resources.yml", block({"categories": _CATEGORIES, "resources": _RESOURCES})
        yield from ledger_files(size, council, seed)


def paged_records(
    size: Size, seed: str = SEED, council: Council | None = None
) -> Iterator[Written]:
    """The records that have a page of their own with prose on it."""
    yield from (council or Council(size, seed)).records()
    yield from case_records(size, HARMS, seed)


def free_pages(size: Size, seed: str = SEED) -> Iterator[Written]:
    """A few pages that MkDocs renders in either program."""
    for name in FREE_PAGES:
        text = body(Chance(f"{seed}/page/{name}"), size.prose)
        title = name.replace("-", " ").capitalize()
        yield Written("pages", "content/pages", name, title, {}, text)


_MKDOCS = """site_name: A generated commons
docs_dir: content/pages
use_directory_urls: false
theme:
  name: material
  font: false
plugins:
  - commonpress
markdown_extensions:
  - tables
  - footnotes
"""


def _settings(size: Size) -> dict[str, Value]:
    headline: dict[str, Value] = {"headline": "meals"} if size.has_ledger else {}
    return {
        "name": "A generated commons",
        "short_name": "Generated",
        "site_url": "https://commons.example/",
        "default_project": PROJECTS[0],
        **headline,
        "quorum": "12",
        "harms": HARMS,
    }


def _handles(size: Size) -> list[Value]:
    agreed = (size.first_day - timedelta(days=60)).isoformat()
    return [{"id": handle, "consented_on": agreed} for handle in HANDLES]


def _roles(size: Size, council: Council) -> Iterator[Written]:
    for role in ROLES:
        fields: dict[str, Value] = {
            "about": f"Does what a {role} does.",
            "adopted_by": council.decisions[0].id,
            "terms": [_term(role, quarter, size) for quarter in range(size.quarters)],
        }
        if role == "treasurer":
            fields["handles_money"] = "yes"
        yield Written("roles", "content/roles", role, role.capitalize(), fields)


def _term(role: str, quarter: int, size: Size) -> dict[str, Value]:
    end = month_start(3 * quarter + 3) - timedelta(days=1)
    term: dict[str, Value] = {
        "holder": holder_of(role, quarter),
        "start": month_start(3 * quarter).isoformat(),
        "end": end.isoformat(),
        "filled": "rotation",
    }
    return term if quarter + 1 == size.quarters else {**term, "handover_on": end.isoformat()}


def _projects(size: Size) -> Iterator[Written]:
    for project in PROJECTS:
        fields: dict[str, Value] = {
            "function": "Does what a neighbourhood needs.",
            "otherwise": "Someone who sells it.",
            "started": size.first_day.isoformat(),
        }
        if project == PROJECTS[0] and size.has_ledger:
            fields["usual"] = [dict(zip(_USUAL_FIELDS, row, strict=True)) for row in _USUAL]
        title = project.replace("-", " ").capitalize()
        yield Written("projects", "content/projects", project, title, fields, "How it works.")


_USUAL_FIELDS = ("action", "category", "from", "to")
_USUAL = (
    ("used", "food", "store", "into-the-pot"),
    ("made", "meals", "out-of-the-pot", "store"),
    ("distributed", "meals", "store", "guests"),
    ("distributed", "food", "store", "parcels"),
    ("spoiled", "food", "store", "compost"),
)


def _account(name: str, kind: str, purpose: str = "") -> dict[str, Value]:
    account: dict[str, Value] = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "type": kind,
    }
    return {**account, "purpose": purpose} if purpose else account


_ACCOUNTS = [
    *(_account(name, "source", "givers") for name in ("grocers", "bakeries", "allotments")),
    *(_account(name, "source", "givers") for name in ("households", "small-gifts")),
    *(_account(name, "source", "counts") for name in ("before-the-book", "counts")),
    *(_account(name, "stock") for name in ("store", "cart", "tool-room", "cash-box")),
    _account("into-the-pot", "sink", "making"),
    _account("out-of-the-pot", "source", "making"),
    *(_account(name, "sink", "neighbours") for name in ("guests", "cart-guests", "parcels")),
    _account("loans", "sink", "loans"),
    _account("compost", "sink", "spoiled"),
    _account("supplies", "sink", "bills"),
]


def _category(name: str, measure: str = "goods", parent: str = "") -> dict[str, Value]:
    category: dict[str, Value] = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "measure": measure,
    }
    return {**category, "parent": parent} if parent else category


_FOOD = ("vegetables", "bread", "dry-goods", "oil")
_CATEGORIES = [
    _category("food"),
    *(_category(name, parent="food") for name in _FOOD),
    _category("meals"),
    _category("money", "money"),
    _category("tools"),
]


def _resource(name: str, category: str, unit: str, each: str = "") -> dict[str, Value]:
    resource: dict[str, Value] = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "category": category,
        "unit": unit,
    }
    return {**resource, "each": each} if each else resource


_RESOURCES = [
    *(_resource(name, name, "kg") for name in _FOOD),
    _resource("meals", "meals", "meal", "meals"),
    _resource("euro", "money", "EUR"),
    _resource("tools", "tools", "tool", "tools"),
]


if __name__ == "__main__":
    write_book(Path(sys.argv[2]), SIZES[sys.argv[1]])
