# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample ledger read as any spreadsheet would read it, and added up.

Nothing here shares code with the tool that writes the ledger or the program that reads it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

BOOK = Path(__file__).parents[1]
LEDGER = BOOK / "ledger"
FIRST, LAST = "2024-07-01", "2026-06-30"
SPRING = ("2026-03-20", "2026-06-20")
WINTERS = (
    ("2024-12", "2025-01", "2025-02"),
    ("2025-12", "2026-01", "2026-02"),
)
FOODS = {"vegetables", "bread", "dry-goods", "dairy-and-eggs", "oil-tins-spices"}
FAMILY = dict.fromkeys(FOODS, "food") | {"euro": "money", "jigsaws": "tools"}
Row = dict[str, Any]
Days = dict[str, dict[tuple[str, str], Decimal]]


def as_text(source: str) -> Any:
    return yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506 - it only ever makes text


def usual_accounts() -> dict[tuple[str, str, str], Row]:
    found = {}
    for path in sorted((BOOK / "content" / "projects").glob("*.md")):
        for flow in as_text(path.read_text("utf-8").split("---\n")[1]).get("usual", []):
            found[path.stem, flow["action"], flow["category"]] = flow
    return found


def read_ledger(folder: Path) -> list[Row]:
    """Every entry as text, with its accounts as its project fills them in."""
    usual = usual_accounts()
    rows: list[Row] = []
    for path in sorted(folder.glob("[0-9]*/*")):
        text = path.read_text("utf-8")
        if path.suffix == ".csv":
            rows += (
                {k: v for k, v in row.items() if v} for row in csv.DictReader(text.split("\n"))
            )
        else:
            rows += as_text(text)["entries"]
    for row in rows:
        family = str(FAMILY.get(row["resource"], row["resource"]))
        project = str(row.get("project", "long-table"))
        flow = usual.get((project, str(row["action"]), family), {})
        if isinstance(roles := row.get("approved_by", []), str):
            row["approved_by"] = roles.split()
        row["from"], row["to"] = row.get("from") or flow["from"], row.get("to") or flow["to"]
    return rows


def add_up(rows: list[Row]) -> tuple[Days, list[tuple[str, str, Decimal]]]:
    """What every account holds at the end of each day, and where a count says otherwise."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    days, differences = {}, []
    for day, of_day in groupby(rows, key=lambda row: str(row["date"])):
        for row in sorted(of_day, key=lambda row: bool(row["action"] == "counted")):
            source, target = (row["from"], row["resource"]), (row["to"], row["resource"])
            moved = Decimal(row["quantity"])
            if row["action"] == "counted":
                moved -= held[target]
                if moved:
                    differences.append((day, row["resource"], moved))
            held[source] -= moved
            held[target] += moved
        days[day] = dict(held)
    return days, differences


def signed(row: Row) -> Decimal:
    """The quantity of a line, below nothing where a correction takes it back."""
    backwards = "corrects" in row and row["to"] in {"grocers", "bakeries", "small-gifts"}
    return -Decimal(row["quantity"]) if backwards else Decimal(row["quantity"])


def total(
    rows: list[Row],
    *actions: str,
    resources: set[str] | None = None,
    between: tuple[str, str] = SPRING,
) -> Decimal:
    """A sum over some days, with what corrections took back taken off; an opening is no gift."""
    return sum(
        (
            signed(row)
            for row in rows
            if row["action"] in actions
            and between[0] <= row["date"] <= between[1]
            and row["from"] != "before-the-book"
            and (resources is None or row["resource"] in resources)
        ),
        Decimal(0),
    )


def of_month(rows: list[Row], month: str, *actions: str, resources: set[str]) -> Decimal:
    return total(rows, *actions, resources=resources, between=(f"{month}-01", f"{month}-31"))


def only(rows: list[Row], **wanted: str) -> list[Row]:
    """The lines whose fields are as wanted."""
    return [row for row in rows if all(row.get(k.rstrip("_")) == v for k, v in wanted.items())]


def share_of_the_grant(rows: list[Row], first: date, last: date) -> Decimal:
    """Of every hundred euros that came in on these days, how many the foundation gave."""
    between = (str(first), str(last))
    grant = total(only(rows, from_="foundation"), "received", between=between)
    return 100 * grant / total(rows, "received", resources={"euro"}, between=between)


@cache
def sample_rows() -> list[Row]:
    """The lines of the committed ledger. Read only."""
    return read_ledger(LEDGER)


@cache
def sample_days() -> Days:
    """What every account of it holds at the end of each day. Read only."""
    return add_up(sample_rows())[0]
